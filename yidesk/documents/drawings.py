"""The words of charts and diagrams in office files, which lie in parts of their own.

Charts: ECMA-376 part 1, 21.2, and Office's newer ones ([MS-ODRAWXML] chartex); a chart becomes
the small table that it draws. Diagrams (SmartArt): 21.4; a diagram becomes the list of its texts.
"""

from __future__ import annotations

from yidesk.core.errors import DocumentError
from yidesk.documents.flow import CELL
from yidesk.documents.markup import Element, attribute, local
from yidesk.documents.ooxml import Relation, reference, relations
from yidesk.documents.package import DAMAGED, Package

MOST_POINTS = 500
"""Of one series; the sheet behind a longer one is the better place for it."""
MOST_SERIES = 100
_DRAWN = frozenset({"chart", "relIds"})


class Drawings:
    """What the drawings of one part say, asked for where they stand in it."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._links: dict[str, Relation] | None = None

    def text(self, element: Element) -> str:
        """The text of what ELEMENT refers to; empty for all elements but charts and diagrams."""
        if local(element) not in _DRAWN:
            return ""
        key = reference(element) if local(element) == "chart" else attribute(element, "dm")
        if self._links is None:
            self._links = relations(self._package, self._part)
        link = self._links.get(key)
        if link is None or link.target not in self._package:
            return ""
        try:
            root = self._package.xml(link.target)
        except DocumentError as error:
            if error.code == "document_encrypted":
                raise
            self._package.note(DAMAGED)
            return ""
        return chart_text(root) if local(element) == "chart" else diagram_text(root)


def chart_text(root: Element) -> str:
    """A chart's titles, then a row for each category with the values of all series."""
    title = " – ".join(titles(root))
    series = list(root.iter("{*}ser"))[:MOST_SERIES]
    names = [_joined(_first(each, "tx")) for each in series]
    labels = _points(next((_first(each, "cat", "xVal") for each in series), None))
    columns = [_points(_first(each, "val", "yVal")) for each in series]
    places = sorted({place for column in (labels, *columns) for place in column})
    rows = [CELL.join(["", *names]).strip()] if any(names) else []
    for place in places:
        cells = [labels.get(place, ""), *(column.get(place, "") for column in columns)]
        rows.append(CELL.join(cells).rstrip(CELL))
    said = [f"Chart: {title}" if title else "Chart:", *rows]
    return "\n".join(said) if title or rows else ""


def titles(root: Element) -> list[str]:
    """The title of a chart, and those of its axes."""
    found = (" ".join(_texts(title)) for title in root.iter("{*}title"))
    return [" ".join(title.split()) for title in found if title.strip()]


def diagram_text(root: Element) -> str:
    """The texts of a diagram, in the order in which they were made."""
    points = (" ".join(_texts(point)).strip() for point in root.iter("{*}pt"))
    lines = [line for line in points if line]
    return "\n".join(["Diagram:", *lines]) if lines else ""


def _texts(element: Element) -> list[str]:
    return [text for each in element.iter("{*}t", "{*}v") if (text := each.text)]


def _joined(element: Element | None) -> str:
    return "" if element is None else " ".join(" ".join(_texts(element)).split())


def _first(element: Element, *names: str) -> Element | None:
    return next((each for each in element if local(each) in names), None)


def _points(element: Element | None) -> dict[int, str]:
    """Values by their number; Word, Excel and PowerPoint keep them beside the formula."""
    found: dict[int, str] = {}
    if element is None:
        return found
    for point in element.iter("{*}pt"):
        number = point.get("idx", "")
        if number.isdecimal() and len(number) < 9 and len(found) < MOST_POINTS:
            found[int(number)] = _joined(point)
    return found
