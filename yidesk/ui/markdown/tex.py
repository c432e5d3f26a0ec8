r"""Finds formulas in Markdown before anything else reads it: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.

Never in a program. A dollar is a sign of money unless what stands between two of them can be a
formula: no space inside of the signs, no letter or digit right outside of them (the rule of pandoc,
made stricter on the left, because people write `US$5`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yidesk.ui.markdown.marks import PRIVATE

FIRST = 0xF000
"""Formulas stand in a source as characters of the private use area, from this one on."""
MOST = 0x08FF
"""Formulas of one text, less one; those behind them are shown as they are written."""
LONGEST = 2_000
"""Characters of a formula; what is longer is none."""
_LINE_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*$")
_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$", re.MULTILINE)
_INDENTED = re.compile(r"(?:(?<=\n\n)|^)(?: {4}|\t)[^\n]*(?:\n(?: {4}|\t)[^\n]*)*")
_TICKS = re.compile(r"`+")
_CLOSERS = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\.)+?)(?<![\s\\])\$(?![A-Za-z0-9$])")


class Tex(NamedTuple):
    """A formula, or the beginning of one that has no end yet."""

    source: str
    """As it was written, its signs included."""
    tex: str
    """What stands between them; empty where there is no end."""
    is_display: bool
    """Whether it stands on a line of its own."""


def masked(source: str) -> tuple[str, list[Tex]]:
    """SOURCE with one private character for every formula, and the formulas."""
    if "$" not in source and "\\(" not in source and "\\[" not in source:
        return source, []
    walk = _Walk(source)
    walk.go()
    return "".join(walk.parts), walk.found


class _Walk:
    """One pass over a text."""

    def __init__(self, source: str) -> None:
        self.parts: list[str] = []
        self.found: list[Tex] = []
        self._source = source
        self._at = 0
        self._done = 0
        """Up to here the text is in `parts`."""

    def go(self) -> None:
        """Find everything."""
        # an item's paragraphs are indented like a program: below an item nothing is taken for one
        has_list = re.search(r"^[ \t]*([-*+]|\d{1,9}[.)])[ \t]", self._source, re.MULTILINE)
        while (found := _NEXT.search(self._source, self._at)) is not None:
            self._at = found.start()
            begins_line = self._at == 0 or self._source[self._at - 1] == "\n"
            indented = _INDENTED.match(self._source, self._at) if begins_line else None
            if indented and not has_list:
                self._at = indented.end()
            else:
                self._step(found[0])
        self.parts.append(self._source[self._done :])

    def _step(self, sign: str) -> None:
        if sign[0] in "`~":
            self._skip_code(sign)
        elif sign in _CLOSERS:
            self._take_enclosed(sign)
        elif sign == "$":
            found = _DOLLARS.match(self._source, self._at)
            before = self._source[self._at - 1 : self._at]
            if found and not (before.isascii() and before.isalnum()):
                self._take(found.end(), found[1], is_display=False)
            else:
                self._at += 1
        else:
            self._at += len(sign)

    def _skip_code(self, sign: str) -> None:
        """Go behind a fence or a span of code; behind its signs where it has no end."""
        line = self._source.rfind("\n", 0, self._at) + 1
        fence = _FENCE.match(self._source, line)
        if fence is not None and fence.start(1) == self._at:
            end = re.compile(rf"^[ \t>]*{re.escape(fence[1])}+[ \t]*$", re.MULTILINE).search(
                self._source, fence.end()
            )
            self._at = end.end() if end else len(self._source)
            return
        self._at += len(sign)
        if sign[0] == "`":
            for closing in _TICKS.finditer(self._source, self._at):
                if len(closing[0]) == len(sign):
                    self._at = closing.end()
                    return

    def _take_enclosed(self, sign: str) -> None:
        begin = self._at + len(sign)
        end = self._source.find(_CLOSERS[sign], begin)
        text = self._source[begin:end] if end >= 0 else ""
        is_display = sign != "\\("
        if text.strip() and "\n\n" not in text and len(text) <= LONGEST:
            self._take(end + len(sign), text, is_display=is_display)
        elif end < 0 and is_display and self._begins_line():
            self._take(len(self._source), "", is_display=False)
        else:
            self._at = begin

    def _begins_line(self) -> bool:
        line = self._source.rfind("\n", 0, self._at) + 1
        return bool(_LINE_START.match(self._source[line : self._at]))

    def _take(self, end: int, tex: str, *, is_display: bool) -> None:
        source = self._source[self._at : end]
        if len(self.found) > MOST or PRIVATE.search(source):
            self._at = end
            return
        self.parts += (self._source[self._done : self._at], chr(FIRST + len(self.found)))
        self.found.append(Tex(source, tex.strip(), is_display))
        self._at = self._done = end


_NEXT = re.compile(r"^(?: {4}|\t)(?=[^\n]*\S)|`+|~{3,}|\$\$|\$|\\.", re.MULTILINE)
