"""What each reference of a sentence stands for: the words before it, and quotations among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.services.checking.references import Quotation, Reference
from yidesk.services.checking.sentences import Span
from yidesk.services.checking.terms import terms


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reference stands for."""

    statement: str
    """Without references; quotations with their marks."""
    frame: str
    """The same without the quotations: what is said of them."""
    quotations: tuple[Quotation, ...]
    before: tuple[str, ...]
    """For each quotation the words of the sentence before it."""


def claims(
    sentence: Span, named: Sequence[Reference], quoted: Sequence[Quotation], text: str
) -> list[Claim]:
    """For each reference of a sentence, the words before it that no earlier one stands for.

    References side by side stand for the same words. One in running text ("page 3 says …"), or
    one that opens the sentence, stands for the whole sentence.
    """
    found: list[Claim] = []
    start, claimed = sentence.start, Span(sentence.start, sentence.end)
    for reference in named:
        before = Span(start, max(start, reference.span.start))
        if not reference.bracketed:
            claimed = sentence
        elif terms(text[before.start : before.end]).all:
            claimed = before
        elif not found:
            claimed = sentence
        start = max(start, reference.span.end)
        own = _quotations_for(reference, claimed, sentence, quoted, named)
        found.append(_claim(text, claimed, named, own))
    return found


def unplaced(sentence: Span, quotation: Quotation, text: str) -> Claim:
    """What a quotation that names no page stands for: the sentence around it."""
    return _claim(text, sentence, (), (quotation,))


def _claim(
    text: str, span: Span, named: Sequence[Reference], quoted: tuple[Quotation, ...]
) -> Claim:
    statement = _without(text, span, [reference.span for reference in named])
    frame = _without(statement, Span(0, len(statement)), [_shifted(q.span, span) for q in quoted])
    before = tuple(statement[: max(0, q.span.start - span.start)] for q in quoted)
    return Claim(statement, frame, quoted, before)


def _shifted(inner: Span, outer: Span) -> Span:
    return Span(inner.start - outer.start, inner.end - outer.start)


def _quotations_for(
    reference: Reference,
    claimed: Span,
    sentence: Span,
    quoted: Sequence[Quotation],
    named: Sequence[Reference],
) -> tuple[Quotation, ...]:
    """The quotations in what a reference stands for; the last one's also those behind it."""
    last = reference.span == named[-1].span
    end = sentence.end if last else claimed.end
    own = tuple(q for q in quoted if claimed.start <= q.span.start < end)
    alone = len({other.span for other in named}) == 1
    return own if alone or reference.bracketed else _nearest(reference, own, named)


def _nearest(
    reference: Reference, quoted: Sequence[Quotation], named: Sequence[Reference]
) -> tuple[Quotation, ...]:
    """Of several references in running text, each has the quotations that follow it."""
    later = [other.span.start for other in named if other.span.start > reference.span.start]
    end = min(later, default=None)
    return tuple(
        q
        for q in quoted
        if q.span.start > reference.span.start and (end is None or q.span.start < end)
    )


def _without(text: str, span: Span, parts: Sequence[Span]) -> str:
    """The characters of SPAN, with white space where PARTS are."""
    characters = list(text[span.start : span.end])
    for part in parts:
        start = max(0, part.start - span.start)
        end = min(len(characters), part.end - span.start)
        if start < end:
            characters[start:end] = " " * (end - start)
    return "".join(characters)
