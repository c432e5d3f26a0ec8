"""Compares an answer's page references, quotations and sentences with the pages themselves.

What the verdicts of citations mean:

- VERIFIED: the quotation is on the page named (or runs over its page break), is not torn out of a
  denial, and the numbers and names said around it are there too; a reference without quotation:
  one passage of that page holds the statement's terms, all its numbers and names, and denies what
  it denies.
- UNSURE: the page exists, but the quotation or statement is on another one (`found_on` says which),
  or could not be confirmed, or the page is a scan without text.
- CONTRADICTED: the page speaks of it and says otherwise.
- NOT_FOUND: there is no such page or document, or the quotation is nowhere in the documents.

A quotation that names no page is VERIFIED wherever it is found. Every sentence that states
something, with a reference or without, gets a stance, and the page that holds most of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from yidesk.core.types import Attribution, Citation, Document, Doubt, Stance, Support, Verdict
from yidesk.services.checking import sentences
from yidesk.services.checking.claims import Claim, claims, unplaced
from yidesk.services.checking.evidence import Bearing, Statement, index
from yidesk.services.checking.formal import claims_absence, is_formal
from yidesk.services.checking.judging import (
    Judged,
    Source,
    is_long,
    is_telling,
    joined,
    judge,
    quoted_elsewhere,
    stands_elsewhere,
)
from yidesk.services.checking.locators import located
from yidesk.services.checking.naming import Meant, meant
from yidesk.services.checking.nearest import closest
from yidesk.services.checking.references import (
    Quotation,
    Reference,
    narrow,
    quotations,
    references,
)
from yidesk.services.checking.sentences import QUOTED, REFERENCE, Span
from yidesk.services.checking.terms import page_terms

MANY_PAGES = 2_000
"""So many take ten seconds to be counted word by word, for the first answer about them."""
_FENCED = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)")
_SPEAKS = re.compile(r"[ \t]*[^\W\d_]")
"""Behind a page that is named in running text: it goes on with what the page says."""
_WORST_FIRST = (
    Stance.CONTRADICTED,
    Stance.UNSUPPORTED,
    Stance.CANNOT_TELL,
    Stance.SUPPORTED,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the comparison found, in the order of the answer."""

    citations: tuple[Citation, ...]
    supports: tuple[Support, ...]


def check(
    answer: str, documents: Sequence[Document], read: Collection[str] | None = None
) -> Checked:
    """Compare every reference, quotation and sentence of an answer with the documents.

    READ: fingerprints of those of which something reached the model; None: all. Where there are
    very many pages, a statement is looked for in these only: they are where it comes from.
    """
    if not documents or not answer.strip():
        return Checked((), ())
    if sum(len(document.pages) for document in documents) <= MANY_PAGES:
        read = None
    return _Check(answer, documents, read).run()


class _Check:
    """One answer and its documents."""

    def __init__(
        self, answer: str, documents: Sequence[Document], read: Collection[str] | None
    ) -> None:
        self._text = narrow(answer)
        self._sources = [Source(document, index(document)) for document in documents]
        self._read = read
        by_page = references(self._text)
        by_name = located(self._text, by_page, documents)
        self._references = sorted([*by_page, *by_name], key=lambda each: each.span)
        self._quotations = quotations(self._text)
        self._programs = [Span(*match.span()) for match in _FENCED.finditer(self._text)]

    def run(self) -> Checked:
        """Judge sentence by sentence."""
        citations: list[Citation] = []
        supports: list[Support] = []
        for sentence in sentences.split(self._masked()):
            judged = self._sentence(sentence)
            citations += [each.citation for each in judged]
            support = self._cited(sentence, judged) if judged else self._support(sentence)
            if support:
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
            if not reference.bracketed and _SPEAKS.match(self._text, end):
                start += 1  # "Page 3 says …" begins a sentence, and is none behind the one before
            characters[start:end] = REFERENCE * (end - start)
        return "".join(characters)

    def _sentence(self, sentence: Span) -> list[Judged]:
        named = [r for r in self._references if _inside(r.span, sentence)]
        quoted = [q for q in self._quotations if _inside(q.span, sentence) and is_telling(q.text)]
        if not named:
            found = (self._unplaced(sentence, q) for q in quoted)
            return [each for each in found if each is not None]
        stands_for = claims(sentence, named, quoted, self._text)
        return [
            self._judge(reference, claim)
            for reference, claim in zip(named, stands_for, strict=True)
        ]

    # --- one reference ------------------------------------------------------------------

    def _judge(self, reference: Reference, claim: Claim) -> Judged:
        """The best that any document the reference may mean has to say."""
        which = meant(reference.hint, [_names(source.document) for source in self._sources])
        candidates = [self._sources[place] for place in which.places]
        if not candidates:
            return self._elsewhere(_unknown_document(reference), reference, claim, ())
        best = max(
            (self._compare(source, reference, claim) for source in candidates),
            key=lambda each: each.rank,
        )
        if best.citation.verified:
            return self._doubted(best, which, reference)
        return self._elsewhere(best, reference, claim, candidates)

    def _compare(self, source: Source, reference: Reference, claim: Claim) -> Judged:
        has = source.index.has
        pages = [number for number in range(reference.first, reference.last + 1) if has(number)]
        citation = Citation(
            document=source.document.fingerprint,
            page=reference.first,
            quote="",
            verdict=Verdict.NOT_FOUND,
            start=reference.span.start,
            end=reference.span.end,
        )
        judged = judge(source, citation, pages, claim)
        if pages or claim.quotations or len(self._sources) == 1:
            return judged
        return replace(judged, citation=replace(judged.citation, document=""))

    def _doubted(self, judged: Judged, which: Meant, reference: Reference) -> Judged:
        """A hint that names none of several documents, and nothing on the page, is told."""
        if not which.is_vague or len(self._sources) == 1:
            return judged
        citation = judged.citation
        source = next(s for s in self._sources if s.document.fingerprint == citation.document)
        if page_terms(reference.hint) <= source.index.held(citation.page):
            return judged  # a heading of that page
        unsure = replace(
            citation, verdict=Verdict.UNSURE, doubt=Doubt.NO_DOCUMENT, detail=reference.hint
        )
        return replace(judged, citation=unsure)

    def _elsewhere(
        self, judged: Judged, reference: Reference, claim: Claim, named: Sequence[Source]
    ) -> Judged:
        """A claim that is not borne out where it says: on another page, in another document."""
        if judged.stance is Stance.CONTRADICTED:
            return judged
        others = [source for source in self._sources if source not in named]
        if claim.quotations:
            if judged.citation.found_on:
                return judged
            found = (quoted_elsewhere(judged, claim, each, reference.first) for each in others)
            return next((each for each in found if each), None) or self._likely(
                judged, self._translated(claim.quotations[0], reference)
            )
        statement = Statement.of(claim.statement)
        if judged.citation.doubt is Doubt.NO_PAGE and len(self._sources) == 1:
            foreign = [each for each in self._sources if each.index.is_foreign(statement)]
            return self._likely(judged, self._closest(statement, foreign))
        places = []
        for sources in (named, others):
            if there := self._closest(statement, sources, reference):
                if found_there := stands_elsewhere(judged, *there):
                    return found_there
                places.append(there)
        return self._likely(judged, next((each for each in places if each[0].likely), None))

    @staticmethod
    def _likely(judged: Judged, there: tuple[Bearing, Source] | None) -> Judged:
        """With the page in another language that a claim is from, where its clues point to one."""
        if there is None or there[0].likely is None:
            return judged
        bearing, source = there
        citation = replace(
            judged.citation,
            quote=joined(bearing.passages),
            passages=bearing.passages,
            attribution=_attribution(bearing, source),
        )
        return replace(judged, citation=citation)

    def _closest(
        self,
        statement: Statement,
        sources: Sequence[Source],
        reference: Reference | None = None,
    ) -> tuple[Bearing, Source] | None:
        """Where the documents that were read say most of a statement."""
        sources = [source for source in sources if self._was_read(source)]
        cited = range(reference.first, reference.last + 1) if reference else ()
        found = closest(statement, [source.index for source in sources], cited)
        return (found[0], sources[found[1]]) if found else None

    def _was_read(self, source: Source) -> bool:
        return self._read is None or source.document.fingerprint in self._read

    def _unplaced(self, sentence: Span, quotation: Quotation) -> Judged | None:
        """A quotation that names no page: where it is. None for a phrase too short to judge."""
        claim = unplaced(sentence, quotation, self._text)
        start, end = quotation.span
        nowhere = Citation(
            document="", page=0, quote="", verdict=Verdict.NOT_FOUND, start=start, end=end,
            doubt=Doubt.INVENTED,
        )  # fmt: skip
        best = Judged(nowhere, Stance.UNSUPPORTED, 0.0)
        for source in self._sources:
            if places := source.index.pages.quoted_anywhere(quotation.text, near=0):
                best = max(best, self._on(source, nowhere, places[0].page, claim), key=_rank)
        if not best.citation.page and (there := self._translated(quotation)):
            found = self._on(there[1], nowhere, there[0].page, claim)
            best = max(best, self._likely(found, there), key=_rank)
        if best.citation.verdict is Verdict.NOT_FOUND and not is_long(quotation.text):
            return None
        return best

    @staticmethod
    def _on(source: Source, citation: Citation, page: int, claim: Claim) -> Judged:
        blank = replace(citation, document=source.document.fingerprint, doubt=Doubt.NONE)
        judged = judge(source, blank, [page], claim)
        if judged.citation.verdict is Verdict.NOT_FOUND:
            return Judged(citation, judged.stance, 0.0)
        return judged

    def _translated(
        self, quotation: Quotation, reference: Reference | None = None
    ) -> tuple[Bearing, Source] | None:
        """Where a quotation fits in a document of another language, in which it cannot stand."""
        statement = Statement.of(quotation.text)
        foreign = [each for each in self._sources if each.index.is_foreign(statement)]
        return self._closest(statement, foreign, reference)

    # --- sentences ----------------------------------------------------------------------

    def _cited(self, sentence: Span, judged: Sequence[Judged]) -> Support:
        """The stance of a sentence with citations: that of the worst of them."""
        worst = min(judged, key=lambda each: _WORST_FIRST.index(each.stance))
        found = worst.citation
        likely = found.attribution
        return Support(
            start=sentence.start,
            end=sentence.end,
            document=likely.document if likely else found.found_in or found.document,
            page=likely.page if likely else found.found_on or (found.page if found.quote else 0),
            score=worst.score,
            stance=worst.stance,
            quote=found.quote,
            doubt=found.doubt,
            detail=found.detail,
            cited=True,
            attribution=likely,
        )

    def _support(self, sentence: Span) -> Support | None:
        """The page that bears a sentence out best. None for a sentence that states nothing."""
        text = self._text[sentence.start : sentence.end]
        if any(_inside(sentence, program) for program in self._programs):
            return None
        statement = Statement.of(text)
        if is_formal(text, statement.terms):
            return None
        best = self._closest(statement, self._sources)
        if claims_absence(text, statement.terms):
            return _absence(sentence, best)
        return _told(sentence, best)


def _told(sentence: Span, best: tuple[Bearing, Source] | None) -> Support:
    if best is None:
        return Support(
            start=sentence.start,
            end=sentence.end,
            stance=Stance.UNSUPPORTED,
            doubt=Doubt.WORDS,
        )
    bearing, source = best
    return Support(
        start=sentence.start,
        end=sentence.end,
        document=source.document.fingerprint,
        page=bearing.page,
        score=bearing.score,
        stance=bearing.stance,
        quote=joined(bearing.passages),
        doubt=bearing.doubt,
        detail=bearing.detail,
        attribution=_attribution(bearing, source),
    )


def _attribution(bearing: Bearing, source: Source) -> Attribution | None:
    likely = bearing.likely
    if likely is None:
        return None
    fingerprint = source.document.fingerprint
    return Attribution(document=fingerprint, page=likely.page, found=likely.found, of=likely.of)


def _absence(sentence: Span, best: tuple[Bearing, Source] | None) -> Support | None:
    """That something is not told cannot be borne out; a page that has the words is worth a look."""
    told = _told(sentence, best)
    if best is None or best[0].stance in (Stance.UNSUPPORTED, Stance.CANNOT_TELL):
        return None
    return replace(told, stance=Stance.CANNOT_TELL, doubt=Doubt.DENIAL)


def _unknown_document(reference: Reference) -> Judged:
    citation = Citation(
        document="",
        page=reference.first,
        quote="",
        verdict=Verdict.NOT_FOUND,
        start=reference.span.start,
        end=reference.span.end,
        doubt=Doubt.NO_DOCUMENT,
        detail=reference.hint,
    )
    return Judged(citation, Stance.UNSUPPORTED, 0.0)


def _rank(judged: Judged) -> tuple[int, bool, float]:
    return judged.rank


def _names(document: Document) -> tuple[str, ...]:
    """What a document may be called: the model knows its first name only."""
    return (document.name, document.prompt_name or document.name)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
