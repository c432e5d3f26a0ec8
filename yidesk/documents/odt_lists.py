"""Numbers of list items in ODT files, by their list styles (OpenDocument 1.3, 16.30 to 16.34)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yidesk.documents.markup import Element, attribute, local
from yidesk.documents.numerals import numeral

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 貳, 參, ...": "chineseCounting",
}
_DEEPEST = 10
_MOST = 99_999
BULLET = "- "


@dataclass(frozen=True, slots=True)
class Level:
    """How the items of one level of a list style are numbered."""

    form: str = ""
    """Of `numerals`; empty: not at all."""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1
    """How many levels stand in the number: 2 gives 3.1."""


@dataclass(slots=True)
class _Open:
    style: str
    count: int = 0
    has_count: bool = False


class Lists:
    """The lists that are open at a place in the text."""

    def __init__(self, roots: Iterable[Element]) -> None:
        """ROOTS: the parts of the file that may hold list styles; those of the first win."""
        self._styles: dict[str, list[Level | None]] = {}
        self._open: list[_Open] = []
        self._ended: dict[tuple[str, int], int] = {}
        """The last number of the lists that ended, by style and depth: others go on there."""
        for root in roots:
            for style in root.iter("{*}list-style"):
                self._styles.setdefault(attribute(style, "name"), _levels(style))

    def begin(self, element: Element) -> None:
        """A list begins; without a style of its own it has that of the list around it."""
        around = self._open[-1].style if self._open else ""
        style = attribute(element, "style-name") or around
        opened = _Open(style)
        if attribute(element, "continue-numbering") == "true" or attribute(
            element, "continue-list"
        ):
            opened.count = self._ended.get((style, len(self._open)), 0)
            opened.has_count = opened.count > 0
        self._open.append(opened)

    def end(self) -> None:
        """The innermost list ends."""
        if self._open:
            ended = self._open.pop()
            self._ended[ended.style, len(self._open)] = ended.count

    def mark(self, item: Element) -> str:
        """What stands before an item that begins: its number, or a bullet."""
        level = self._level(len(self._open) - 1)
        if level is None or not level.form:
            return BULLET
        opened = self._open[-1]
        given = attribute(item, "start-value")
        first = level.start if not opened.has_count else opened.count + 1
        opened.count = min(int(given), _MOST) if given.isdecimal() else first
        opened.has_count = True
        first_shown = max(0, len(self._open) - level.shown)
        numbers = [self._number(depth) for depth in range(first_shown, len(self._open))]
        return f"{level.before}{'.'.join(filter(None, numbers))}{level.after} ".lstrip()

    def _number(self, depth: int) -> str:
        level = self._level(depth)
        return numeral(self._open[depth].count, level.form) if level and level.form else ""

    def _level(self, depth: int) -> Level | None:
        levels = self._styles.get(self._open[depth].style, []) if self._open else []
        return levels[depth] if depth < len(levels) else None


def _levels(style: Element) -> list[Level | None]:
    levels: list[Level | None] = [None] * _DEEPEST
    for each in style:
        place = _whole(attribute(each, "level", "1"), 1) - 1
        if local(each) == "list-level-style-number" and 0 <= place < _DEEPEST:
            levels[place] = Level(
                _FORMS.get(attribute(each, "num-format"), ""),
                attribute(each, "num-prefix")[:20],
                attribute(each, "num-suffix")[:20],
                _whole(attribute(each, "start-value", "1"), 1),
                _whole(attribute(each, "display-levels", "1"), 1),
            )
    return levels


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
