"""Where sentences begin and end, in English, Chinese and Markdown."""

from __future__ import annotations

import re
from typing import NamedTuple

REFERENCE = "\ue000"
"""Stands for every character of a page reference in a masked text."""
QUOTED = "\ue001"
"""Stands for every character inside quotation marks."""


class Span(NamedTuple):
    """Characters [start, end) of a text."""

    start: int
    end: int


_END = re.compile(
    rf"""(?P<dot>\.)["'”’)\]*_]*(?=\s|{REFERENCE}|$)
    |(?<=[a-z]{{3}})\.\d{{1,2}}(?=\s+[A-Z])  # with the number of a footnote
    |(?:[!?…]|\.\.+)+["'”’)\]*_]*(?=\s|{REFERENCE}|$)
    |[。！？]+[”’」』）"]*
    |\n""",
    re.VERBOSE,
)
_REFERENCES_AFTER = re.compile(
    rf"""[ \t]*{REFERENCE}+(?:[ \t,;]+{REFERENCE}+)*[.。]?
    |\s*\n\s*{REFERENCE}+(?:[ \t,;]+{REFERENCE}+)*[.。]?[ \t]*(?=\n|$)""",
    re.VERBOSE,
)
"""References behind the full stop, or alone on the next line, belong to what they follow."""

_ABBREVIATION = re.compile(
    r"""(?:^|[\s(\[“"])(?:[A-Za-z]|[A-Za-z](?:\.[A-Za-z])+
    |mr|mrs|ms|dr|prof|st|no|nos|art|arts|sec|sect|ch|para|cl|fig|figs|tab|eq|ref|vol|ed|eds|vs
    |cf|al|approx|ca|est|inc|ltd|co|corp|dept|pp?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec
    |e\.g|i\.e)$""",
    re.VERBOSE | re.IGNORECASE,
)
_NEW_BLOCK = re.compile(
    r"[ \t]*(?:\n|$|[-*+•>#|]|\d{1,3}[.)、]|[（(]?[一二三四五六七八九十]+[）)、])"
)
"""A line that begins with this, or is empty, goes on with nothing."""
_FULL_LINE = 45
"""Characters from which on a line may have been broken for want of room."""
_LINE_ENDS = ":：;；|" + REFERENCE
_NEXT = re.compile(r" *([^ ])")
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t>*-]*\d{1,3}$")


def split(text: str) -> list[Span]:
    """The sentences of a text, or of its masked copy; every character but white space is in one."""
    spans: list[Span] = []
    start = position = 0
    while match := _END.search(text, position):
        position = match.end()
        goes_on = _goes_on if match["dot"] else _wraps if match[0] == "\n" else None
        if goes_on and goes_on(text, match):
            continue
        after = _REFERENCES_AFTER.match(text, match.start() if match[0] == "\n" else position)
        if after:
            position = after.end()
        _append(spans, text, start, position)
        start = position
    _append(spans, text, start, len(text))
    return spans


def _goes_on(text: str, dot: re.Match[str]) -> bool:
    """Whether a full stop does not end a sentence: abbreviations, initials, list numbers."""
    before = text[max(0, dot.start() - 24) : dot.start()]
    if _LIST_NUMBER.search(before) or _ABBREVIATION.search(before):
        # "…by J. Smith" goes on; "…in part A." at the end of a line does not
        return text[dot.end() : dot.end() + 1] not in ("", "\n")
    following = _NEXT.match(text, dot.end())
    return following is not None and (following[1].islower() or following[1] == ".")


def _wraps(text: str, newline: re.Match[str]) -> bool:
    """Whether a line break is only where a line was full, as in Markdown and in PDFs."""
    before = text[text.rfind("\n", 0, newline.start()) + 1 : newline.start()].rstrip()
    if not before or before[-1] in _LINE_ENDS or before.startswith("#"):
        return False
    if len(before) < _FULL_LINE and text[newline.end() : newline.end() + 1].isupper():
        return False  # a title, an address, a verse
    return not _NEW_BLOCK.match(text, newline.end())


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    part = text[start:end]
    begin = start + len(part) - len(part.lstrip())
    stop = end - (len(part) - len(part.rstrip()))
    if begin < stop:
        spans.append(Span(begin, stop))
