"""A page as it can be read, and the words of a citation on it and on the one after it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from yidesk.core.types import Page
from yidesk.services.checking.folding import fold, fold_quotation, trace

LONGEST = 4_000
"""Characters of a passage that are looked for."""
ANCHOR = 10
"""Folded characters of a passage that must stand on each side of a page's end."""
WRAPPED = 0.7
"""A line of at least this share of the page's longest goes on in the next one."""
_ENDS = frozenset(".!?:;。！？：；")
_ITEM = re.compile(
    r"\s*(?:[•▪■●○◦‣·*–—-]\s|\(?\d{1,3}[.)、]\s?|[(（]?[一二三四五六七八九十]{1,3}[)）、])"
)
"""What a line begins with that is an item of a list."""
_JOINTS = {True: "\u200b", False: " "}
"""What a wrapped line is joined with: nothing to see between Chinese characters."""

Span = tuple[int, int]
"""Characters [start, end) of a page's text."""


def reflow(page: str) -> str:
    """The page with the lines of a paragraph joined; every character keeps its place."""
    lines = page.split("\n")
    longest = sorted(map(_width, lines))[len(lines) * 9 // 10]
    result = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_long = _width(line) >= longest * WRAPPED
        begins = not following.strip() or _ITEM.match(following)
        goes_on = is_long and not begins and line[-1:] not in _ENDS
        result += [line, _JOINTS[_is_wide(line[-1:])] if goes_on else "\n"]
    return "".join(result[:-1])


def _width(line: str) -> int:
    return sum(2 if _is_wide(each) else 1 for each in line)


def _is_wide(each: str) -> bool:
    return "\u2e80" <= each <= "\u9fff" or "\uff00" <= each <= "\uffef"


def find(page: str, passage: str) -> Span | None:
    """[start, end) of PASSAGE in PAGE, folded as the checker of citations folds them."""
    wanted = fold_quotation(passage[:LONGEST])
    at = fold(page).find(wanted) if wanted else -1
    return _span(page, at, len(wanted)) if at >= 0 else None


def places(pages: Sequence[Page], number: int, passage: str) -> Mapping[int, Span]:
    """Page number -> where PASSAGE stands on it: the page NUMBER, and the next if it goes on there.

    Empty when it is not there.
    """
    page = pages[number - 1].text
    if span := find(page, passage):
        return {number: span}
    if number < len(pages) and (spans := _across(page, pages[number].text, passage)):
        return {number: spans[0], number + 1: spans[1]}
    if number > 1 and (spans := _across(pages[number - 2].text, page, passage)):
        return {number - 1: spans[0], number: spans[1]}
    return {}


def _across(first: str, second: str, passage: str) -> tuple[Span, Span] | None:
    """The passage's beginning on one page and its rest on the next; a footer may lie between."""
    wanted = fold_quotation(passage[:LONGEST])
    here, there = fold(first), fold(second)
    start = here.rfind(wanted[:ANCHOR]) if len(wanted) >= 2 * ANCHOR else -1
    if start < 0:
        return None
    length = _common(here[start:], wanted)
    rest = wanted[length:].lstrip()
    at = there.find(rest) if len(rest) >= ANCHOR else -1
    return (_span(first, start, length), _span(second, at, len(rest))) if at >= 0 else None


def _common(text: str, wanted: str) -> int:
    pairs = zip(text, wanted, strict=False)
    differ = (index for index, (one, other) in enumerate(pairs) if one != other)
    return next(differ, min(len(text), len(wanted)))


def _span(page: str, at: int, length: int) -> Span:
    origins = trace(page)
    return origins[at], origins[at + length - 1] + 1
