"""What the check of an answer found, as sentences for a person."""

from __future__ import annotations

from yidesk.core.types import Attribution, Citation, Doubt, Stance, Support, Verdict
from yidesk.core.words import phrase, say

_OTHERWISE = {
    Doubt.NUMBER: phrase("The page has another number: {detail}."),
    Doubt.OPPOSITE: phrase("The page says the opposite: {detail}."),
    Doubt.LIFTED: phrase("These words are torn out of a sentence that says otherwise."),
}
_DENIED = phrase("Contradicted: one of the two denies what the other one says.")
_DOUBTED = {
    Doubt.WORDS: phrase("Not confirmed: too few of these words stand together on the page."),
    Doubt.NUMBER: phrase("Not confirmed: {detail} is not on this page."),
    Doubt.NAME: phrase("Not confirmed: {detail} is not named there."),
    Doubt.DENIAL: phrase("Not confirmed: one of the two denies something."),
    Doubt.OPPOSITE: phrase("Not confirmed: the page says “{detail}”, which is not the same."),
    Doubt.LIFTED: phrase("These words are part of a sentence that may say otherwise."),
    Doubt.LANGUAGE: phrase(
        "The page is in another language; whether it says this cannot be told from words alone."
    ),
    Doubt.TRANSLATED: phrase(
        "A translated quotation: the page is in another language, so its words were not compared."
    ),
    Doubt.NO_TEXT: phrase("The page is a scan without text; there is nothing to compare with."),
    Doubt.NO_PAGE: phrase("There is no such page."),
    Doubt.NO_DOCUMENT: phrase("No document of this chat is called {detail}."),
    Doubt.INVENTED: phrase("These words are nowhere in the documents."),
}
_SPEAKS_OF_IT = {
    Doubt.WORDS: phrase("This page speaks of it, but it may not say this."),
    Doubt.DENIAL: phrase("The answer says that this is not told; this page has the same words."),
}
_FOREIGN = phrase(
    "The page is in another language: its numbers, names and known terms agree, its words were "
    "not compared."
)
_NO_PAGE_STANDS_OUT = phrase(
    "The documents are in another language; the names, numbers and words of this sentence point to "
    "no single page."
)
_LIKELY_HERE = phrase(
    "Likely from this page: {found} of its {of} names, numbers and words stand together there."
)
_LIKELY_PAGE = phrase(
    "Likely from page {page}: {found} of its {of} names, numbers and words stand together there."
)
_LIKELY_DOCUMENT = phrase(
    "Likely from page {page} of {name}: {found} of its {of} names, numbers and words stand "
    "together there."
)
_BOTH = phrase("{first} {second}")
_OTHER_PAGE = phrase("Not on the page that is named: it stands on page {page}.")
_OTHER_DOCUMENT = phrase("Not where it is said to be: it stands on page {page} of {name}.")
_FRAME = phrase("The quotation is on the page. What is said around it could not be confirmed.")
_VERIFIED = phrase("Verified: the page says so.")
_BORNE_OUT = phrase("The answer names no page here. This page says so.")
_UNCLEAR = phrase("Not confirmed word by word. The page may still bear it out.")
_NOTHING = phrase("No page of the documents bears this sentence out.")
_NOTHING_NUMBER = phrase("No page bears this out: {detail} is not on the page that fits best.")
_NOTHING_NAME = phrase("No page bears this out: {detail} is not named where it fits best.")


def explain_citation(citation: Citation, names: dict[str, str]) -> str:
    """What was found of a citation. NAMES are those of the documents, by fingerprint."""
    told = say(
        _cited(citation),
        detail=citation.detail,
        page=citation.found_on,
        name=names.get(citation.found_in, ""),
    )
    if not citation.attribution:
        return told
    here = citation.document, citation.page
    return _with_attribution(told, citation.doubt, citation.attribution, here, names)


def explain_support(support: Support) -> str:
    """What was found of a sentence that names no page."""
    told = say(_supported(support), detail=support.detail)
    if not support.attribution:
        return told
    here = support.document, support.page
    return _with_attribution(told, support.doubt, support.attribution, here, {})


def _with_attribution(
    told: str, doubt: Doubt, likely: Attribution, here: tuple[str, int], names: dict[str, str]
) -> str:
    """What was found, and the page that a sentence is likely from. HERE: the page shown."""
    template = _LIKELY_PAGE if likely.document == here[0] else _LIKELY_DOCUMENT
    pointed = say(
        _LIKELY_HERE if (likely.document, likely.page) == here else template,
        page=likely.page,
        name=names.get(likely.document, ""),
        found=likely.found,
        of=likely.of,
    )
    first, second = (pointed, told) if doubt is Doubt.LANGUAGE else (told, pointed)
    return say(_BOTH, first=first, second=second)


def _cited(citation: Citation) -> str:
    if citation.verified:
        return {Doubt.LANGUAGE: _FOREIGN, Doubt.WORDS: _FRAME}.get(citation.doubt, _VERIFIED)
    if citation.verdict is Verdict.CONTRADICTED:
        return _OTHERWISE.get(citation.doubt, _DENIED)
    if citation.found_on and citation.doubt in (Doubt.NONE, Doubt.ELSEWHERE):
        return _OTHER_DOCUMENT if citation.found_in else _OTHER_PAGE
    missing = _DOUBTED[Doubt.INVENTED] if citation.verdict is Verdict.NOT_FOUND else _UNCLEAR
    return _DOUBTED.get(citation.doubt, missing)


def _supported(support: Support) -> str:
    if support.stance is Stance.SUPPORTED:
        return _FOREIGN if support.doubt is Doubt.LANGUAGE else _BORNE_OUT
    if support.stance is Stance.CONTRADICTED:
        return _OTHERWISE.get(support.doubt, _DENIED)
    if support.stance is Stance.UNSUPPORTED or not support.page:
        by_doubt = {Doubt.NUMBER: _NOTHING_NUMBER, Doubt.NAME: _NOTHING_NAME}
        return by_doubt.get(support.doubt, _NOTHING)
    if support.doubt is Doubt.LANGUAGE and not support.attribution:
        return _NO_PAGE_STANDS_OUT
    return _SPEAKS_OF_IT.get(support.doubt) or _DOUBTED.get(support.doubt, _UNCLEAR)
