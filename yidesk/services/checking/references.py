"""Finds what an answer says about where it has things from: page references and quotations.

References: `[p. 3]`, `[pp. 3-5]`, `[p. 3, 7]`, `(page 3)`, `[第3页]`, `【第 3-5 页】`; with a
document `[lease.pdf, p. 3]` or `[D2 p. 3; D1 p. 4]`, and in running text `page 3`, `第3页`.
Quotations: “…”, "…", 「…」, 『…』, «…». Titles in 《…》 are not quotations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yidesk.services.checking.sentences import Span


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that a reference names; `[p. 3, 7]` is two of them."""

    span: Span
    """Characters of the answer: the brackets and what is in them."""
    hint: str
    """What it says of the document; may be empty, may be anything."""
    first: int
    last: int
    """Pages, both included."""
    bracketed: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks."""

    span: Span
    """With the marks."""
    text: str
    """Without them."""


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C} | {0x3000: 0x20}
"""Full-width forms to ASCII; one character each, so places in the text stay the same. The comma
stays: between numbers it would become a part of them."""

_NUMBER = r"\d{1,6}(?:\s*[页頁])?"
_RANGE = rf"{_NUMBER}(?:\s*(?:[-‐-―−~〜至到]|to)\s*(?:第|pp?\.)?\s*{_NUMBER})?"
_LIST = rf"{_RANGE}(?:\s*(?:[,，、&和及与]|and)\s*(?:and\s*)?(?:第|pp?\.|pages?)?\s*{_RANGE})*"
_LATIN = rf"(?<![^\W\d_])(?:pages?|pgs?\.?|pp?\.?)\s*{_LIST}"
_HAN = rf"第\s*{_LIST}(?<=[页頁])"

_BRACKETS = re.compile(
    r"\[([^\[\]\n]{1,200})\]|【([^【】\n]{1,200})】|〔([^〔〕\n]{1,200})〕|(?P<round>\(([^()\n]{1,200})\))"
)
_INSIDE = re.compile(rf"(?P<hint>.*?)[\s,，、:-]*(?P<pages>{_LATIN}|{_HAN})\s*\.?", re.IGNORECASE)
_MORE = re.compile(rf"(?P<hint>)(?P<pages>{_LIST})", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![\w.])(?:(?:page|p\.)\s*{_RANGE}|(?:pages|pp\.)\s*{_LIST})(?![\w%])|{_HAN}",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(\d+)(?:\s*[页頁])?(?:\s*(?:[-‐-―−~〜至到]|to)\s*(?:第|pp?\.)?\s*(\d+))?")
_LEAD = re.compile(
    r"^(?:see|cf\.?|also|on|in|from|at|参见|详见|参看|见|引自|出自|来源|[\s:,，])+", re.IGNORECASE
)
ROUND_HINT = 80
"""A parenthesis with more than this before its page is prose that names a page."""

_QUOTATIONS = re.compile(
    r"“([^“”]{1,2000})”|\"([^\"\n]{1,2000})\"|「([^「」]{1,2000})」|『([^『』]{1,2000})』|«([^«»]{1,2000})»"
)


def narrow(text: str) -> str:
    """The text with full-width forms made ASCII, every character in its place."""
    return text.translate(_NARROW)


def references(text: str) -> list[Reference]:
    """All page references of a text that went through `narrow`, in order."""
    found: list[Reference] = []
    taken: list[Span] = []
    for match in _BRACKETS.finditer(text):
        inside = next(group for group in reversed(match.groups()) if group is not None)
        inner = _inside(Span(*match.span()), inside, is_round=match["round"] is not None)
        if inner:
            found += inner
            taken.append(Span(*match.span()))
    for match in _BARE.finditer(text):
        span = Span(*match.span())
        if not any(span.start < other.end and other.start < span.end for other in taken):
            found += _pages(span, "", match[0], bracketed=False)
    return sorted(found, key=lambda reference: reference.span)


def quotations(text: str) -> list[Quotation]:
    """All quotations of a text that went through `narrow`, the outermost of nested ones."""
    return [
        Quotation(Span(*match.span()), next(group for group in match.groups() if group))
        for match in _QUOTATIONS.finditer(text)
    ]


def _inside(span: Span, inside: str, *, is_round: bool) -> list[Reference]:
    """References in one pair of brackets; none when something else stands there."""
    found: list[Reference] = []
    for number, piece in enumerate(re.split(r"[;]", inside)):
        match = _INSIDE.fullmatch(piece.strip()) or (number and _MORE.fullmatch(piece.strip()))
        if not match:
            return []
        hint = _LEAD.sub("", match["hint"]).strip(" ,，、:-")
        if is_round and len(hint) > ROUND_HINT:
            return []
        found += _pages(span, hint, match["pages"], bracketed=True)
    return found


def _pages(span: Span, hint: str, text: str, *, bracketed: bool) -> list[Reference]:
    pairs = ((int(first), int(last or first)) for first, last in _PAIR.findall(text))
    return [Reference(span, hint, min(pair), max(pair), bracketed) for pair in pairs]
