"""XLSX: every sheet cut into pages of whole rows, each beginning with the sheet's header row.

Read as a stream, so a sheet of a million rows costs no memory but its text. Formulas appear with
the values that the program that saved them had computed (ECMA-376 part 1, 18.3). A page is
labelled with its sheet and rows (`Prices › 2-41`), and where there are several sheets it begins
with the name of its own: no cell holds that, and a question may be about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from yidesk.core.document import SEPARATOR
from yidesk.core.document_limits import TOO_LONG
from yidesk.core.errors import DocumentError
from yidesk.core.types import PageWarning
from yidesk.documents import limits
from yidesk.documents.cell_format import Look, look_at, looks, shown
from yidesk.documents.drawings import diagram_text, titles
from yidesk.documents.flow import CELL, Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, child, local
from yidesk.documents.ooxml import main_part, reference, related, relations
from yidesk.documents.package import DAMAGED, Package
from yidesk.documents.pages import CutText, Place, cut
from yidesk.documents.table import places_of_rows
from yidesk.documents.text import clean

SHEET = "Sheet:"
WIDEST_GAP = 20
"""More empty cells in a row are left out, and the cell behind them is named (`XFD7: value`)."""
MOST_CELLS_OF_A_ROW = 16_384
_COLUMN = re.compile(r"([A-Z]{1,3})\d*")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share."""

    strings: list[str]
    looks: list[Look]
    since_1904: bool


def open_xlsx(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read a workbook. Raises DocumentError."""
    package = Package(path, pulse)
    main = main_part(package, "xl/workbook.xml")
    root, links = package.xml(main), relations(package, main)
    setting = child(root, "workbookPr")
    since_1904 = setting is not None and setting.get("date1904") in {"1", "true"}
    book = _Book(_strings(package, main), _looks(package, main), since_1904)
    places: list[Place] = []
    left = limits.MAX_TEXT_CHARACTERS
    sheets = list(root.iter("{*}sheet"))
    for sheet in sheets:
        link = links.get(reference(sheet))
        part, name = link.target if link else "", sheet.get("name", "")[:_LONGEST_NAME]
        found, left = _sheet(package, part, name, book, left)
        found += _drawn(package, part, name)
        places += _below_name(found, name) if len(sheets) > 1 else found
    return cut(path, Format.XLSX, places, package.notes)


def _below_name(places: Iterable[Place], name: str) -> Iterator[Place]:
    """PLACES of a sheet, each with its name as first line; those without text stay so."""
    for place in places:
        yield replace(place, text=f"{SHEET} {name}\n{place.text}") if place.text else place


def _sheet(
    package: Package, part: str, name: str, book: _Book, left: int
) -> tuple[list[Place], int]:
    """The pages of a sheet, and how many characters are LEFT for those after it."""
    rows: list[str] = []
    numbers: list[int] = []
    warning = PageWarning.NONE
    try:
        for number, text in _rows(package, part, book):
            left -= len(text)
            if left < 0:
                package.note(TOO_LONG)
                warning = PageWarning.TRUNCATED
                break
            rows.append(text)
            numbers.append(number)
    except DocumentError as error:
        if error.code == "document_encrypted":
            raise
        package.note(DAMAGED)
        warning = PageWarning.UNREADABLE if not rows else PageWarning.TRUNCATED
    places = list(places_of_rows(rows, numbers, f"{name}{SEPARATOR}"))
    if warning is not PageWarning.NONE:
        last = places.pop() if places else Place("", name)
        places.append(replace(last, warning=warning))
    return places, max(left, 0)


def _drawn(package: Package, part: str, name: str) -> list[Place]:
    """What stands on a sheet beside its cells: text boxes, titles of charts, diagrams."""
    drawing = related(package, part, "drawing")
    if not drawing:
        return []
    written = Flow()
    try:
        for shape in package.xml(drawing).iter("{*}sp"):
            written.words(" ".join(text for each in shape.iter("{*}t") if (text := each.text)))
            written.end(tight=True)
        for link in relations(package, drawing).values():
            if link.target in package and link.kind in {"chart", "diagramData"}:
                root = package.xml(link.target)
                is_chart = link.kind == "chart"
                text = " – ".join(titles(root)) if is_chart else diagram_text(root)
                written.write(f"Chart: {text}" if is_chart and text else text)
                written.end(tight=True)
    except DocumentError as error:
        if error.code == "document_encrypted":
            raise
        package.note(DAMAGED)
    return written.places(f"{name}{SEPARATOR}drawings")


def _rows(package: Package, part: str, book: _Book) -> Iterator[tuple[int, str]]:
    """Number and text of every row that is not empty."""
    number = 0
    for row in package.rows(part, "{*}row"):
        said = row.get("r", "")
        number = int(said) if said.isdecimal() and len(said) < 9 else number + 1
        text = _row(row, book)
        if text:
            yield number, text + "\n"


def _row(row: Element, book: _Book) -> str:
    cells: list[str] = []
    column = 0
    for cell in row.iterchildren("{*}c"):
        value = _value(cell, book)
        place = cell.get("r", "")
        this = _column(place) or column + 1
        if not value or this > MOST_CELLS_OF_A_ROW:
            continue
        gap = this - column - 1
        if gap > WIDEST_GAP:
            cells.append(f"{place}: {value}")
        else:
            cells += [""] * gap
            cells.append(value)
        column = max(this, column)
    return CELL.join(cells)


def _column(place: str) -> int:
    """1 for `A7`, 28 for `AB7`; 0 when it is no place."""
    match = _COLUMN.match(place)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _value(cell: Element, book: _Book) -> str:
    """What the cell shows, on one line; its formula when nobody has computed it yet."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _line(_inline(cell))
    stored = child(cell, "v")
    if stored is None or stored.text is None:
        formula = child(cell, "f")
        return f"={_line(formula.text)}" if formula is not None and formula.text else ""
    return _line(_stored(kind, stored.text, cell, book))


def _stored(kind: str, text: str, cell: Element, book: _Book) -> str:
    if kind == "s":
        known = text.isdecimal() and len(text) < 10 and int(text) < len(book.strings)
        return book.strings[int(text)] if known else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind == "n":
        return shown(text, look_at(book.looks, cell.get("s", "")), since_1904=book.since_1904)
    return text


def _inline(element: Element) -> str:
    """The runs of a string; the reading aids of Japanese are left out."""
    runs = (each for each in element.iter("{*}t") if local(each.getparent()) != "rPh")
    return "".join(run.text or "" for run in runs)


def _line(text: str) -> str:
    return " ".join(clean(text[: limits.MAX_CELL_CHARACTERS]).split())


def _strings(package: Package, main: str) -> list[str]:
    """The strings that cells refer to by number."""
    part = related(package, main, "sharedStrings")
    found: list[str] = []
    left = limits.MAX_TEXT_CHARACTERS
    try:
        for each in package.rows(part, "{*}si") if part else ():
            text = _inline(each)[: limits.MAX_CELL_CHARACTERS]
            left -= len(text)
            if left < 0:
                package.note(TOO_LONG)
                break
            found.append(text)
    except DocumentError as error:
        if error.code == "document_encrypted":
            raise
        package.note(DAMAGED)
    return found


def _looks(package: Package, main: str) -> list[Look]:
    part = related(package, main, "styles")
    try:
        return looks(package.xml(part)) if part else []
    except DocumentError:
        package.note(DAMAGED)
        return []
