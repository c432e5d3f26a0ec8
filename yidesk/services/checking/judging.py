"""Judges one claim by one document: whether its quotation is there, whether a page says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yidesk.core.types import Citation, Document, Doubt, Passage, Stance, Verdict
from yidesk.services.checking import denial
from yidesk.services.checking.bearing import share
from yidesk.services.checking.claims import Claim
from yidesk.services.checking.evidence import Bearing, Index, Statement
from yidesk.services.checking.folding import fold_quotation
from yidesk.services.checking.joining import begins_alike, halves
from yidesk.services.checking.quantities import Quantity
from yidesk.services.checking.quoting import Place
from yidesk.services.checking.references import Quotation
from yidesk.services.checking.terms import Terms
from yidesk.services.languages.recognising import differ

RANK = {Verdict.VERIFIED: 3, Verdict.UNSURE: 2, Verdict.CONTRADICTED: 1, Verdict.NOT_FOUND: 0}
"""Greater is better."""
CLOSE_PAGES = 20
"""Pages of a range that a statement is compared with one by one."""
FRAME_WORDS = 4
"""Words around a quotation from which on they are a statement of their own."""
FRAME_SHARE = 0.5
MOST_QUOTED = 20
"""Quotations that somebody counts."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_SEVERAL_WORDS = re.compile(r"\S\s+\S|[\u3040-\u9fff\uac00-\ud7af\u0e00-\u0e7f]{2}")
_ATTRIBUTED = re.compile(r"\w")
"""Words around a quotation, if only "the manual says"."""
_ALLOWS = re.compile(
    r"\b(?:allowed|permitted|may|can|must|should|required|possible|legal|valid)\b"
    r"|可以|允许|必须|应当|能够|可|需要",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:\w+\s+)?(?:reasons?|conditions?|things?|ways?|points?|steps?|options?|cases?|rules?|kinds?|types?"
    r"|parts?|places?|examples?|statements?|quotations?|sentences?|clauses?|items?)\b|\s*[个点种项条方类句处]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One document that an answer may refer to."""

    document: Document
    index: Index


@dataclass(frozen=True, slots=True)
class Judged:
    """What one document says of one claim."""

    citation: Citation
    stance: Stance
    score: float
    closeness: float = 0.0
    """`Bearing.rank` of the page that is named."""

    @property
    def rank(self) -> tuple[int, bool, float]:
        """Greater is better."""
        return RANK[self.citation.verdict], self.citation.found_on > 0, self.score


def judge(source: Source, citation: Citation, pages: Sequence[int], claim: Claim) -> Judged:
    """Compare a claim with PAGES, those of the pages named that the document has.

    CITATION names document, page and place in the answer; what is found is filled in.
    """
    if claim.quotations:
        return _judge_quotations(source, citation, pages, claim)
    if not pages:
        missing = replace(citation, verdict=Verdict.NOT_FOUND, doubt=Doubt.NO_PAGE)
        return Judged(missing, Stance.UNSUPPORTED, 0.0)
    return _judge_statement(source, citation, pages, Statement.of(claim.statement))


# --- statements -------------------------------------------------------------------------


def _judge_statement(
    source: Source, citation: Citation, pages: Sequence[int], statement: Statement
) -> Judged:
    here = source.index.bearing(statement, pages[:CLOSE_PAGES])
    if here is None:
        return Judged(citation, Stance.UNSUPPORTED, 0.0)
    if here.stance is Stance.SUPPORTED:
        return Judged(_confirmed(citation, here), here.stance, here.score)
    if here.stance is not Stance.CONTRADICTED and (both := _joined(source, pages, statement)):
        return Judged(_confirmed(citation, both), both.stance, both.score)
    unsure = replace(citation, verdict=Verdict.UNSURE, page=pages[0])
    if all(source.index.pages.is_blank(page) for page in pages):
        return Judged(replace(unsure, doubt=Doubt.NO_TEXT), Stance.CANNOT_TELL, 0.0)
    return _unconfirmed(unsure, here)


def _joined(source: Source, pages: Sequence[int], statement: Statement) -> Bearing | None:
    """What bears out both halves of a statement that was made of two sentences of a page."""
    for pair in halves(statement.text):
        found = [source.index.bearing(Statement.of(half), pages[:CLOSE_PAGES]) for half in pair]
        one, two = found
        if one is None or two is None or one.page != two.page:
            continue
        alike = (
            each.stance is Stance.SUPPORTED and begins_alike(half, joined(each.passages))
            for half, each in zip(pair, (one, two), strict=True)
        )
        if all(alike):
            passages = tuple(dict.fromkeys((*one.passages, *two.passages)))
            return replace(one, score=min(one.score, two.score), passages=passages)
    return None


def stands_elsewhere(judged: Judged, there: Bearing, source: Source) -> Judged | None:
    """The statement on a page that is not named, where that says more of it; None where not."""
    citation = judged.citation
    if there.rank <= judged.closeness:
        return None
    found_in = source.document.fingerprint
    told = replace(
        _with_words(citation, there.passages),
        found_on=there.page,
        found_in=found_in if found_in != citation.document else "",
    )
    if there.stance is Stance.SUPPORTED:
        return Judged(_misplaced(told), there.stance, there.score)
    if there.stance is Stance.CONTRADICTED and judged.stance is not Stance.CONTRADICTED:
        return Judged(_contradicted(told, there), there.stance, there.score)
    return None


def _misplaced(citation: Citation) -> Citation:
    """A citation of what stands elsewhere; that no document is called so is told before that."""
    if citation.doubt is Doubt.NO_DOCUMENT:
        return citation
    return replace(citation, verdict=Verdict.UNSURE, doubt=Doubt.ELSEWHERE, detail="")


def quoted_elsewhere(judged: Judged, claim: Claim, source: Source, near: int) -> Judged | None:
    """The quotation in a document that is not named; None where it is not."""
    places = source.index.pages.quoted_anywhere(claim.quotations[0].text, near=near)
    if not places:
        return None
    blank = replace(judged.citation, document=source.document.fingerprint, doubt=Doubt.NONE)
    there = judge(source, blank, [places[0].page], claim)
    if not there.citation.verified:
        return None
    told = replace(
        _with_words(judged.citation, there.citation.passages),
        found_on=there.citation.page,
        found_in=source.document.fingerprint,
    )
    return Judged(_misplaced(told), there.stance, there.score)


def _unconfirmed(citation: Citation, here: Bearing) -> Judged:
    """What the page that is named says instead, or lacks."""
    told = replace(_with_words(citation, here.passages), page=here.page)
    if here.stance is Stance.CONTRADICTED:
        return Judged(_contradicted(told, here), here.stance, here.score, here.rank)
    told = replace(told, doubt=here.doubt, detail=here.detail)
    return Judged(told, here.stance, here.score, here.rank)


def _confirmed(citation: Citation, bearing: Bearing) -> Citation:
    return replace(
        _with_words(citation, bearing.passages),
        verdict=Verdict.VERIFIED,
        page=bearing.page,
        doubt=bearing.doubt,
    )


def _contradicted(citation: Citation, bearing: Bearing) -> Citation:
    return replace(
        citation, verdict=Verdict.CONTRADICTED, doubt=bearing.doubt, detail=bearing.detail
    )


def _with_words(citation: Citation, passages: tuple[Passage, ...]) -> Citation:
    return replace(citation, quote=joined(passages), passages=passages)


def joined(passages: Sequence[Passage]) -> str:
    """The words of a passage as one text, over a page break too."""
    text = ""
    for passage in passages:
        gap = "" if _HAN.match(text[-1:]) and _HAN.match(passage.words) else " "
        text = text + gap + passage.words if text else passage.words
    return text


# --- quotations -------------------------------------------------------------------------


def _judge_quotations(
    source: Source, citation: Citation, pages: Sequence[int], claim: Claim
) -> Judged:
    """The worst of the quotations decides: all of them are said to be there."""
    judged = [
        _judge_quotation(source, citation, pages, claim, place)
        for place in range(len(claim.quotations))
    ]
    worst = min(judged, key=lambda each: each.rank[:2])
    return _framed(source, worst, claim) if worst.citation.verified else worst


def _judge_quotation(
    source: Source, citation: Citation, pages: Sequence[int], claim: Claim, which: int
) -> Judged:
    quotation, index = claim.quotations[which], source.index
    if places := index.pages.quoted(quotation.text, pages):
        return _in_context(source, citation, places, claim, which)
    if places := index.pages.quoted_anywhere(quotation.text, near=citation.page):
        found = _with_words(citation, index.pages.passages(places[0]))
        verdict = Verdict.UNSURE if pages else Verdict.NOT_FOUND
        doubt = Doubt.ELSEWHERE if pages else Doubt.NO_PAGE
        elsewhere = replace(found, verdict=verdict, found_on=places[0].page, doubt=doubt)
        return Judged(elsewhere, Stance.SUPPORTED if pages else Stance.CANNOT_TELL, 1.0)
    if pages and all(index.pages.is_blank(page) for page in pages):
        unread = replace(citation, verdict=Verdict.UNSURE, doubt=Doubt.NO_TEXT)
        return Judged(unread, Stance.CANNOT_TELL, 0.0)
    if pages and (translated := _judge_translated(source, citation, pages, quotation)):
        return translated
    doubt = Doubt.INVENTED if pages else Doubt.NO_PAGE
    return Judged(
        replace(citation, verdict=Verdict.NOT_FOUND, doubt=doubt), Stance.UNSUPPORTED, 0.0
    )


def _judge_translated(
    source: Source, citation: Citation, pages: Sequence[int], quotation: Quotation
) -> Judged | None:
    """A quotation in another language than the page: it cannot stand there word by word."""
    statement = Statement.of(quotation.text)
    if not any(differ(statement.language, source.index.language(page)) for page in pages):
        return None
    here = source.index.bearing(statement, pages[:CLOSE_PAGES])
    if here is None:
        return None
    told = replace(
        _with_words(citation, here.passages),
        verdict=Verdict.UNSURE,
        page=here.page,
        doubt=Doubt.TRANSLATED,
        detail=here.detail,
    )
    if here.stance is Stance.CONTRADICTED:
        return Judged(_contradicted(told, here), here.stance, here.score)
    return Judged(told, here.stance, here.score)


def _in_context(
    source: Source, citation: Citation, places: Sequence[Place], claim: Claim, which: int
) -> Judged:
    """A quotation that is there: verified, unless what stands around it turns its sense."""
    pages = source.index.pages
    place = places[0]
    for each in places:
        if not (lifted := _lifted(*pages.around(each), claim, which)):
            place = each
            break
    found = _with_words(replace(citation, page=place.page), pages.passages(place))
    if not lifted:
        return Judged(replace(found, verdict=Verdict.VERIFIED), Stance.SUPPORTED, 1.0)
    before, behind = pages.around(place)
    whole = " ".join(f"{before}{joined(found.passages)}{behind}".split())
    if len(found.passages) == 1:
        found = _with_words(found, (replace(found.passages[0], words=whole),))
    stance = Stance.CONTRADICTED if lifted is Verdict.CONTRADICTED else Stance.CANNOT_TELL
    return Judged(replace(found, verdict=lifted, doubt=Doubt.LIFTED), stance, 1.0)


def _lifted(before: str, behind: str, claim: Claim, which: int) -> Verdict | None:
    """What a quotation deserves whose page denies it, or whose answer does; None for no such."""
    frame = Statement.of(claim.frame).terms
    answer_denies = any(clause.denials for clause in frame.clauses)
    if denial.denies_behind(before) and not answer_denies:
        return Verdict.CONTRADICTED if _ATTRIBUTED.search(claim.frame) else Verdict.UNSURE
    if denial.denies_behind(claim.before[which]) and not (
        denial.denies_behind(before) or _denies(behind) or _denies(claim.quotations[which].text)
    ):
        return Verdict.UNSURE
    if not answer_denies and _denies(behind) and _ALLOWS.search(claim.frame):
        return Verdict.UNSURE
    return None


def _denies(text: str) -> bool:
    return any(clause.denials for clause in Statement.of(text).terms.clauses)


def _framed(source: Source, judged: Judged, claim: Claim) -> Judged:
    """A verified quotation, and the words around it: numbers and names must be in the document."""
    frame, index = Statement.of(claim.frame).terms, source.index
    citation = judged.citation
    pages = {citation.page, *(passage.page for passage in citation.passages)}
    held = frozenset().union(*(index.held(page) for page in pages))
    for quantity in frame.quantities:
        if quantity.value not in held and not _is_count(claim.frame, quantity):
            told = replace(citation, doubt=Doubt.NUMBER, detail=quantity.written)
            return _otherwise(index, told, claim, sorted(pages))
    if unknown := frame.names - index.knows(frame.names):
        detail = frame.written[min(unknown)]
        told = replace(citation, verdict=Verdict.UNSURE, doubt=Doubt.NAME, detail=detail)
        return Judged(told, Stance.CANNOT_TELL, judged.score)
    if len(frame.words) >= FRAME_WORDS and _share(frame, held) < FRAME_SHARE:
        return replace(
            judged, citation=replace(citation, doubt=Doubt.WORDS), stance=Stance.CANNOT_TELL
        )
    return judged


def _otherwise(index: Index, citation: Citation, claim: Claim, pages: Sequence[int]) -> Judged:
    """A number beside a quotation that the page does not have; another one may stand there."""
    bearing = index.bearing(Statement.of(claim.frame), pages)
    if bearing and bearing.stance is Stance.CONTRADICTED and bearing.doubt is Doubt.NUMBER:
        told = _contradicted(_with_words(citation, bearing.passages), bearing)
        return Judged(told, Stance.CONTRADICTED, bearing.score)
    return Judged(replace(citation, verdict=Verdict.UNSURE), Stance.UNSUPPORTED, 0.5)


def _share(frame: Terms, held: frozenset[str]) -> float:
    return share(frame.words, held, dict.fromkeys(frame.words, 1.0))


def _is_count(frame: str, quantity: Quantity) -> bool:
    """Whether a small number only counts what is quoted: "gives two reasons"."""
    is_small = quantity.value.isdigit() and int(quantity.value) <= MOST_QUOTED
    at = frame.find(quantity.written)
    return is_small and at >= 0 and bool(_COUNTED.match(frame, at + len(quantity.written)))


def is_telling(quotation: str) -> bool:
    """Whether quoted words are a quotation rather than one word in quotation marks."""
    folded = fold_quotation(quotation)
    return (
        (len(folded) >= 8 and bool(_SEVERAL_WORDS.search(quotation)))
        or len(_HAN.findall(folded)) >= 4
        or (len(folded) >= 2 and any(c.isdigit() for c in folded))
    )


def is_long(quotation: str) -> bool:
    """Whether words that are nowhere in the documents pretend to come from there."""
    return len(_HAN.findall(quotation)) >= 8 or len(quotation.split()) >= 4
