"""A page as it can be read, and the words of a citation on it."""

from __future__ import annotations

import unicodedata

LONGEST = 4_000
"""Characters of a passage that are looked for."""
WRAPPED = 0.7
"""A line of at least this share of the page's longest goes on in the next one."""
_HYPHENS = frozenset("-\u00ad\u2010\u2011")
_ENDS = frozenset(".!?:;。！？：；")
_JOINTS = {True: "\u200b", False: " "}
"""What a wrapped line is joined with: nothing to see between Chinese characters."""


def reflow(page: str) -> str:
    """The page with the lines of a paragraph joined; every character keeps its place."""
    lines = page.split("\n")
    longest = sorted(map(_width, lines))[len(lines) * 9 // 10]
    result = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_long = _width(line) >= longest * WRAPPED
        goes_on = is_long and following.strip() and line[-1:] not in _ENDS
        result += [line, _JOINTS[_is_wide(line[-1:])] if goes_on else "\n"]
    return "".join(result[:-1])


def _width(line: str) -> int:
    return sum(2 if _is_wide(each) else 1 for each in line)


def _is_wide(each: str) -> bool:
    return "\u2e80" <= each <= "\u9fff" or "\uff00" <= each <= "\uffef"


def find(page: str, passage: str) -> tuple[int, int] | None:
    """[start, end) of PASSAGE in PAGE; white space, hyphens, case and width may differ."""
    folded, places = _fold(page)
    wanted, _ = _fold(passage[:LONGEST])
    at = folded.find(wanted) if wanted else -1
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _fold(text: str) -> tuple[str, list[int]]:
    """The characters that matter, and where each of them stands in TEXT."""
    letters, places = [], []
    for place, each in enumerate(text):
        if each.isspace() or each in _HYPHENS:
            continue
        for letter in unicodedata.normalize("NFKC", each).casefold():
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
