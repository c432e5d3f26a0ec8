"""What a DOCX paragraph's style says: whether it is a heading, and the number Word shows before it.

Numbers are not in the text of a DOCX; "4.2" of a contract is counted here as Word counts it
(ECMA-376 part 1, 17.9), because people cite clauses by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yidesk.core.errors import DocumentError
from yidesk.documents.markup import Element, attribute, child, local
from yidesk.documents.numerals import numeral
from yidesk.documents.ooxml import related
from yidesk.documents.package import DAMAGED, Package

_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "標題"})
_LEVELS = 9
_DEEPEST_STYLE = 20
"""Styles are based on others; a circle of them ends here."""
_LEVEL_MARK = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The heading level, 0 for none, and the number with the blank after it, or nothing."""

    level: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it leaves it to the one it is based on."""

    parent: str = ""
    level: int | None = None
    list_id: str | None = None
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a numbered list is written."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Styles:
    """All styles and lists of a document; counts the lists as paragraphs are asked for in order."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    """The abstract list that each list is an instance of."""
    levels: dict[str, list[ListLevel]] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)

    def of(self, properties: Element | None) -> Paragraph:
        """The level and number of the next paragraph, by its `pPr`."""
        if properties is None:
            return Paragraph()
        own = _style(properties)
        chain = [own, *self._chain(own.parent)]
        outline = next((style.level for style in chain if style.level is not None), None)
        list_id = next((style.list_id for style in chain if style.list_id is not None), "0")
        depth = next((style.depth for style in chain if style.depth is not None), 0)
        level = outline + 1 if outline is not None and outline < _LEVELS else 0
        return Paragraph(level, self._number(list_id, min(depth, _LEVELS - 1)))

    def _chain(self, name: str) -> list[Style]:
        found: list[Style] = []
        while name in self.styles and len(found) < _DEEPEST_STYLE:
            found.append(self.styles[name])
            name = found[-1].parent
        return found

    def _number(self, list_id: str, depth: int) -> str:
        abstract = self.lists.get(list_id)
        levels = self.levels.get(abstract or "", [])
        if abstract is None or depth >= len(levels):
            return ""
        counts = self.counters.setdefault(abstract, [])
        del counts[depth + 1 :]
        counts += [level.start - 1 for level in levels[len(counts) : depth + 1]]
        for above in range(depth):
            counts[above] = max(counts[above], levels[above].start)
        counts[depth] += 1
        return _written(levels, counts, depth)


def read_styles(package: Package, main: str) -> Styles:
    """Styles and lists of a document; none where their parts are missing or damaged."""
    found = Styles()
    for kind, read in (("styles", _read_styles), ("numbering", _read_lists)):
        part = related(package, main, kind)
        if not part:
            continue
        try:
            read(package.xml(part), found)
        except DocumentError:
            package.note(DAMAGED)
    return found


def _read_styles(root: Element, found: Styles) -> None:
    for style in root:
        if local(style) != "style" or attribute(style, "type") != "paragraph":
            continue
        properties = child(style, "pPr")
        said = _style(properties) if properties is not None else Style()
        level = said.level
        if level is None:
            level = _level_of(_value(style, "name"))
        parent = _value(style, "basedOn")
        found.styles[attribute(style, "styleId")] = Style(parent, level, said.list_id, said.depth)


def _level_of(name: str) -> int | None:
    """The level that a style has by its name; a document's title stands above its text."""
    heading = _HEADING_NAME.fullmatch(name)
    if heading:
        return int(heading[1]) - 1
    return 0 if name.lower() in _TITLES else None


def _style(properties: Element) -> Style:
    """What a `pPr` says; its parent is the paragraph's style."""
    numbering = child(properties, "numPr")
    list_id = _value(numbering, "numId", "-") if numbering is not None else "-"
    depth = _value(numbering, "ilvl") if numbering is not None else ""
    level = _value(properties, "outlineLvl")
    return Style(
        _value(properties, "pStyle"),
        int(level) if level.isdecimal() else None,
        None if list_id == "-" else list_id,
        int(depth) if depth.isdecimal() else None,
    )


def _read_lists(root: Element, found: Styles) -> None:
    for each in root:
        if local(each) == "abstractNum":
            levels = [_list_level(level) for level in each if local(level) == "lvl"]
            found.levels[attribute(each, "abstractNumId")] = levels[:_LEVELS]
        elif local(each) == "num":
            found.lists[attribute(each, "numId")] = _value(each, "abstractNumId")


def _list_level(level: Element) -> ListLevel:
    start = _value(level, "start", "1")
    return ListLevel(
        int(start) if start.isdecimal() and len(start) < 6 else 1,
        _value(level, "numFmt", "decimal"),
        _value(level, "lvlText"),
    )


def _written(levels: list[ListLevel], counts: list[int], depth: int) -> str:
    """The number as the list's text has it: `%1.%2` becomes `4.2`."""
    level = levels[depth]
    if level.form == "bullet":
        return "- "
    if level.form == "none" or not level.text:
        return ""

    def count(mark: re.Match[str]) -> str:
        place = int(mark[1]) - 1
        return numeral(counts[place], levels[place].form) if place <= depth else ""

    return _LEVEL_MARK.sub(count, level.text[:80]).strip() + " "


def _value(element: Element, name: str, default: str = "") -> str:
    """The `val` of the child NAME."""
    found = child(element, name)
    return default if found is None else attribute(found, "val", default)
