"""Keeps the ends of lines that a model meant.

Markdown makes a space of a single line end; models, Chinese ones above all, mean it. So a line
separator is put at the end of a line that another one follows. Where the paragraph ends there,
nothing follows the separator, and it is taken out again with the document.
"""

from __future__ import annotations

import re

LINE_END = "\u2028"
KEPT = re.compile(f"( *{LINE_END} ?)+")
"""A line end in the document made from what `keep_line_ends` returns."""
_PREFIX = re.compile(r"[ \t]*(>[ \t]*)*")
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])[ \t]+")
_HEADING = re.compile(r"#{1,6}([ \t]|$)")
_RULE = re.compile(r"([-*_=])[ \t]*(\1[ \t]*)*$")
"""A line across the column, or one that makes a heading of the line above."""
_BELOW_HEAD = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


def keep_line_ends(source: str) -> str:
    """SOURCE with a LINE_END before every line end that a person is to see."""
    walk = _Walk()
    lines = source.split("\n")
    following = [*lines[1:], ""]
    return "\n".join(
        _ended(line) if walk.goes_on(line, after) else line
        for line, after in zip(lines, following, strict=True)
    )


def _ended(line: str) -> str:
    """A line without Markdown's own sign for its end, and with ours.

    The space parts it from a `**` before it, which would not end there otherwise.
    """
    text = line.rstrip()
    slashes = len(text) - len(text.rstrip("\\"))
    return f"{text[:-1] if slashes % 2 else text} {LINE_END}"


class _Walk:
    """Whether lines stand in a program, in a table, or in running text."""

    def __init__(self) -> None:
        self._fence = ""
        self._in_table = False

    def goes_on(self, line: str, following: str) -> bool:
        """Whether running text goes on in the line after LINE; asked once for every line."""
        text, after = _without_prefix(line), _without_prefix(following)
        if self._passes_fence(text) or self._passes_table(text, after):
            return False
        text = _without_markers(text)
        return bool(text and after) and not _HEADING.match(text) and not _RULE.match(text)

    def _passes_fence(self, text: str) -> bool:
        if self._fence:
            if text.startswith(self._fence) and not text.strip(self._fence[0]):
                self._fence = ""
            return True
        found = _FENCE.match(_without_markers(text))
        self._fence = found[1] if found else ""
        return bool(found)

    def _passes_table(self, text: str, after: str) -> bool:
        is_head = "|" in text and "|" in after and bool(_BELOW_HEAD.match(after))
        self._in_table = bool(text) and (is_head or self._in_table)
        return self._in_table


def _without_prefix(line: str) -> str:
    """What follows the indentation and the marks of quotations."""
    found = _PREFIX.match(line)
    return line[found.end() if found else 0 :].rstrip()


def _without_markers(text: str) -> str:
    """The text of a list item, of an item in an item too."""
    while found := _MARKER.match(text):
        text = text[found.end() :]
    return text
