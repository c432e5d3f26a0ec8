"""Compares an answer's page references and quotations with the pages themselves.

What the verdicts mean:

- VERIFIED: the quotation is on the page named (or runs over its page break); a reference without
  quotation: one passage of that page holds the statement's terms, all its numbers and names, and
  denies what it denies.
- UNSURE: the page exists, but the quotation is on another one (`found_on` says which), or the
  statement could not be confirmed, or the page is a scan without text.
- NOT_FOUND: there is no such page, or the quotation is nowhere in the documents.

A quotation that names no page is VERIFIED wherever it is found. Every other sentence is attributed
to the page that holds most of it, or to none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yidesk.core.types import Citation, Document, Support, Verdict
from yidesk.services.checking import sentences
from yidesk.services.checking.evidence import Evidence, Index, index
from yidesk.services.checking.folding import fold, fold_quotation
from yidesk.services.checking.references import (
    Quotation,
    Reference,
    narrow,
    quotations,
    references,
)
from yidesk.services.checking.sentences import QUOTED, REFERENCE, Span
from yidesk.services.checking.terms import Terms, terms

SUPPORTED = 0.5
"""Share of a sentence's weight that a page must hold to be named as its source."""
CLOSE_PAGES = 20
"""Pages of a range that a statement is compared with one by one."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_RANK = {Verdict.VERIFIED: 2, Verdict.UNSURE: 1, Verdict.NOT_FOUND: 0}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the comparison found, in the order of the answer."""

    citations: tuple[Citation, ...]
    supports: tuple[Support, ...]


def check(answer: str, documents: Sequence[Document]) -> Checked:
    """Compare every reference, quotation and sentence of an answer with the documents."""
    if not documents or not answer.strip():
        return Checked((), ())
    return _Check(answer, documents).run()


@dataclass(frozen=True, slots=True)
class _Source:
    """One document that an answer may refer to."""

    document: Document
    index: Index


class _Check:
    """One answer and its documents."""

    def __init__(self, answer: str, documents: Sequence[Document]) -> None:
        self._text = narrow(answer)
        self._sources = [_Source(document, index(document)) for document in documents]
        self._references = references(self._text)
        self._quotations = quotations(self._text)

    def run(self) -> Checked:
        """Judge sentence by sentence."""
        citations: list[Citation] = []
        supports: list[Support] = []
        for sentence in sentences.split(self._masked()):
            found = self._sentence(sentence)
            citations += found
            if not found and (support := self._support(sentence)):
                supports.append(support)
        return Checked(tuple(citations), tuple(supports))

    def _masked(self) -> str:
        """The answer with references and quotations blotted out: they end no sentence."""
        characters = list(self._text)
        for quotation in self._quotations:
            start, end = quotation.span.start + 1, quotation.span.end - 1
            if self._text[end - 1] in ".!?。！？":
                end -= 1  # “It ends here.” ends the sentence too
            characters[start:end] = QUOTED * (end - start)
        for reference in self._references:
            start, end = reference.span
            characters[start:end] = REFERENCE * (end - start)
        return "".join(characters)

    def _sentence(self, sentence: Span) -> list[Citation]:
        named = [r for r in self._references if _inside(r.span, sentence)]
        quoted = [q for q in self._quotations if _inside(q.span, sentence) and _is_telling(q.text)]
        if not named:
            return [c for q in quoted if (c := self._unplaced(q)) is not None]
        claims = _claims(sentence, named, quoted, self._text)
        return [
            self._judge(reference, claim) for reference, claim in zip(named, claims, strict=True)
        ]

    # --- one reference ------------------------------------------------------------------

    def _judge(self, reference: Reference, claim: _Claim) -> Citation:
        """The best that any document the reference may mean has to say."""
        candidates = self._meant(reference.hint)
        judged = [self._compare(source, reference, claim) for source in candidates]
        best = max(judged, key=lambda citation: (_RANK[citation.verdict], citation.found_on > 0))
        if best.verdict is Verdict.NOT_FOUND and len(candidates) < len(self._sources):
            return self._elsewhere(best, reference, claim)
        return best

    def _compare(self, source: _Source, reference: Reference, claim: _Claim) -> Citation:
        pages = [n for n in range(reference.first, reference.last + 1) if source.index.has(n)]
        citation = Citation(
            document=source.document.fingerprint,
            page=reference.first,
            quote="",
            verdict=Verdict.NOT_FOUND,
            start=reference.span.start,
            end=reference.span.end,
        )
        if claim.quotations:
            return self._compare_quotations(citation, source.index, pages, claim.quotations)
        if pages:
            return self._compare_statement(citation, source.index, pages, terms(claim.statement))
        return replace(citation, document="") if len(self._sources) > 1 else citation

    def _compare_quotations(
        self, citation: Citation, source: Index, pages: Sequence[int], quoted: Sequence[Quotation]
    ) -> Citation:
        """The worst of the quotations decides: all of them are said to be there."""
        judged: list[Citation] = []
        for quotation in quoted:
            here = source.quoted(quotation.text, pages)
            if here:
                judged.append(_confirmed(citation, here))
                continue
            there = source.quoted_anywhere(quotation.text, near=citation.page)
            unreadable = bool(pages) and all(source.is_blank(page) for page in pages)
            exists = bool(pages) and (there is not None or unreadable)
            judged.append(
                replace(
                    citation,
                    verdict=Verdict.UNSURE if exists else Verdict.NOT_FOUND,
                    quote=there.words if there else "",
                    found_on=there.page if there else 0,
                )
            )
        return min(judged, key=lambda citation: _RANK[citation.verdict])

    def _compare_statement(
        self, citation: Citation, source: Index, pages: Sequence[int], statement: Terms
    ) -> Citation:
        here = source.borne_out(statement, pages[:CLOSE_PAGES])
        if here and here.confirmed:
            return _confirmed(citation, here)
        unsure = replace(citation, verdict=Verdict.UNSURE, page=pages[0])
        best, _ = source.best_page(statement)
        there = source.borne_out(statement, [best])
        if there and there.confirmed:
            return replace(unsure, quote=there.words, found_on=there.page)
        return unsure

    def _elsewhere(self, citation: Citation, reference: Reference, claim: _Claim) -> Citation:
        """A quotation that the named document does not hold, in another one."""
        for source in self._sources:
            for quotation in claim.quotations:
                there = source.index.quoted_anywhere(quotation.text, near=reference.first)
                if there:
                    return replace(
                        citation,
                        verdict=Verdict.UNSURE,
                        quote=there.words,
                        found_on=there.page,
                        found_in=source.document.fingerprint,
                    )
        return citation

    def _meant(self, hint: str) -> Sequence[_Source]:
        """The documents a reference may mean: the one it names, else all."""
        number = re.match(r"D\s?(\d{1,3})\b", hint, re.IGNORECASE)
        if number and 1 <= int(number[1]) <= len(self._sources):
            return [self._sources[int(number[1]) - 1]]
        wanted = fold(hint)
        if len(wanted) >= 2:
            named = [s for s in self._sources if _is_called(s.document, wanted)]
            if named:
                return named
        return self._sources

    # --- sentences without a reference --------------------------------------------------

    def _unplaced(self, quotation: Quotation) -> Citation | None:
        """A quotation that names no page: where it is. None for a phrase too short to judge."""
        for source in self._sources:
            there = source.index.quoted_anywhere(quotation.text, near=0)
            if there:
                return Citation(
                    document=source.document.fingerprint,
                    page=there.page,
                    quote=there.words,
                    verdict=Verdict.VERIFIED,
                    start=quotation.span.start,
                    end=quotation.span.end,
                )
        if not _is_long(quotation.text):
            return None
        start, end = quotation.span
        return Citation(
            document="", page=0, quote="", verdict=Verdict.NOT_FOUND, start=start, end=end
        )

    def _support(self, sentence: Span) -> Support | None:
        """The page that bears a sentence out best. None for a sentence that says nothing."""
        statement = terms(self._text[sentence.start : sentence.end])
        if not statement.all:
            return None
        best = Support(start=sentence.start, end=sentence.end)
        for source in self._sources:
            page, score = source.index.best_page(statement)
            if score <= best.score:
                continue
            holds = score >= SUPPORTED and source.index.holds_numbers_and_names(statement, page)
            best = replace(
                best,
                document=source.document.fingerprint if holds else "",
                page=page if holds else 0,
                score=score,
            )
        return best


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a reference stands for."""

    statement: str
    quotations: tuple[Quotation, ...]


def _claims(
    sentence: Span, named: Sequence[Reference], quoted: Sequence[Quotation], text: str
) -> list[_Claim]:
    """For each reference of a sentence, the words before it that no earlier one stands for.

    References side by side stand for the same words. One in running text ("page 3 says …"), or
    one that opens the sentence, stands for the whole sentence.
    """
    claims: list[_Claim] = []
    start, claimed = sentence.start, Span(sentence.start, sentence.end)
    for reference in named:
        before = Span(start, max(start, reference.span.start))
        if not reference.bracketed:
            claimed = sentence
        elif terms(text[before.start : before.end]).all:
            claimed = before
        elif not claims:
            claimed = sentence
        start = max(start, reference.span.end)
        claims.append(
            _Claim(
                _without_references(text, claimed, named),
                _quotations_for(reference, claimed, sentence, quoted, named),
            )
        )
    return claims


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


def _without_references(text: str, span: Span, named: Sequence[Reference]) -> str:
    characters = list(text[span.start : span.end])
    for reference in named:
        start = max(0, reference.span.start - span.start)
        end = min(len(characters), reference.span.end - span.start)
        if start < end:
            characters[start:end] = " " * (end - start)
    return "".join(characters)


def _confirmed(citation: Citation, evidence: Evidence) -> Citation:
    return replace(
        citation, verdict=Verdict.VERIFIED, page=evidence.page, quote=evidence.words, found_on=0
    )


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_called(document: Document, wanted: str) -> bool:
    """Whether one of a document's names is meant: the model knows its first one only."""
    names = {document.name, document.prompt_name or document.name}
    return any(_is_named(name, wanted) for name in names)


def _is_named(name: str, wanted: str) -> bool:
    """Whether what a reference says, folded, names the document: all of it or a good part."""
    full = fold(name)
    bare = fold(name.rsplit(".", 1)[0])
    return wanted in (full, bare) or bare in wanted or (len(wanted) >= 4 and wanted in full)


def _is_telling(quotation: str) -> bool:
    """Whether quoted words are a quotation rather than one word in quotation marks."""
    folded = fold_quotation(quotation)
    return (
        len(folded) >= 8
        or len(_HAN.findall(folded)) >= 4
        or (len(folded) >= 2 and any(c.isdigit() for c in folded))
    )


def _is_long(quotation: str) -> bool:
    """Whether words that are nowhere in the documents pretend to come from there."""
    return len(_HAN.findall(quotation)) >= 8 or len(quotation.split()) >= 4
