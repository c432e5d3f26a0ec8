"""PPTX: a page for each slide, its title as label, its notes below (ECMA-376 part 1, 19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from yidesk.core.document_limits import TOO_LONG
from yidesk.core.errors import DocumentError
from yidesk.core.types import PageWarning
from yidesk.documents import limits, markup
from yidesk.documents.drawings import Drawings
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, child, local
from yidesk.documents.ooxml import main_part, reference, related, relations
from yidesk.documents.package import DAMAGED, Package
from yidesk.documents.pages import CutText, Place, check_count, cut
from yidesk.documents.pulse import no_pulse

NOTES = "Notes:"
_LABEL_CHARACTERS = 80
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
"""Place-holders for number, date, footer and header of every slide."""


def open_pptx(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read a presentation. Raises DocumentError."""
    package = Package(path, pulse)
    places: list[Place] = []
    left = limits.MAX_TEXT_CHARACTERS
    slides = _slides(package)
    check_count(package.name, len(slides))
    for part in slides:
        place = _slide(package, part)
        left -= len(place.text)
        if left < 0:
            package.note(TOO_LONG)
            break
        places.append(place)
    return cut(path, Format.PPTX, places, package.notes)


def _slides(package: Package) -> list[str]:
    """The slides as they are shown; as they are named when the list of them is lost."""
    try:
        main = main_part(package, "ppt/presentation.xml")
        links = relations(package, main)
        wanted = [reference(slide) for slide in package.xml(main).iter("{*}sldId")]
        slides = [links[each].target for each in wanted if each in links]
    except DocumentError:
        slides = []
    if not slides:
        package.note(DAMAGED)
        named = [part for part in package.parts if part.startswith("ppt/slides/slide")]
        slides = sorted(named, key=lambda part: (len(part), part))
    return slides


def _slide(package: Package, part: str) -> Place:
    try:
        root = package.xml(part)
    except DocumentError as error:
        if error.code == "document_encrypted":
            raise
        return Place("", "", PageWarning.UNREADABLE)
    shapes = list(_text_shapes(root))
    drawings = Drawings(package, part)
    titles = [_text([shape], drawings) for shape in shapes if _placeholder(shape) in _TITLES]
    rest = [shape for shape in shapes if _placeholder(shape) not in _TITLES]
    pieces = [*titles, _text(rest, drawings), _speaker_notes(package, part)]
    text = "\n\n".join(piece for piece in pieces if piece)
    label = " ".join(titles[0].split())[:_LABEL_CHARACTERS] if titles else ""
    return Place(text, label, PageWarning.NONE if text else _without_text(root))


def _without_text(slide: Element) -> PageWarning:
    """Whether a slide without text shows something else."""
    pictures = slide.iter("{*}pic", "{*}graphicFrame", "{*}blipFill")
    return PageWarning.BLANK if next(pictures, None) is None else PageWarning.NO_TEXT


def _speaker_notes(package: Package, part: str) -> str:
    notes = related(package, part, "notesSlide")
    if not notes:
        return ""
    try:
        text = _text(list(_text_shapes(package.xml(notes))), Drawings(package, notes))
    except DocumentError:
        package.note(DAMAGED)
        return ""
    return f"{NOTES} {text}" if text else ""


def _text_shapes(root: Element) -> Iterator[Element]:
    """Shapes and tables in the order they are drawn, also those in groups."""
    for shape in root.iter("{*}sp", "{*}graphicFrame"):
        if _placeholder(shape) not in _FURNITURE:
            yield shape


def _placeholder(shape: Element) -> str:
    found = child(shape, "nvSpPr", "nvPr", "ph")
    return "" if found is None else str(found.get("type", "body"))


def _text(shapes: list[Element], drawings: Drawings) -> str:
    written = Flow()
    for shape in shapes:
        _write(shape, written, drawings)
        written.end()
    return written.text()


def _write(shape: Element, written: Flow, drawings: Drawings) -> None:
    for event, element in markup.Walk(shape, no_pulse):
        if event == "end":
            _end(local(element), written)
        else:
            _start(element, written, drawings)


def _start(element: Element, written: Flow, drawings: Drawings) -> None:
    name = local(element)
    if name == "t":
        written.write(element.text or "")
    elif name == "br":
        written.write(" " if written.in_row else "\n")
    elif name == "tr":
        written.open_row()
    elif name == "tc":
        written.open_cell()
    elif drawn := drawings.text(element):
        for line in drawn.split("\n"):
            written.write(line)
            written.end(tight=True)


def _end(name: str, written: Flow) -> None:
    if name == "p":
        written.end(tight=True)
    elif name == "tr":
        written.close_row()
