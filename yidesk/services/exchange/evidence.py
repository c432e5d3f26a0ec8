"""What an exported answer says of itself: what was read, and how its sources were found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yidesk.core.ranges import ranges
from yidesk.core.types import Citation, Coverage, Meaning, Mode, Support, Verdict
from yidesk.core.words import phrase, say
from yidesk.services.explaining import explain_citation, explain_support
from yidesk.services.flaws import told_flaws
from yidesk.services.searched import told_searched
from yidesk.store.records import Report, TurnState

MARKS = {
    Verdict.VERIFIED: "✓",
    Verdict.UNSURE: "?",
    Verdict.CONTRADICTED: "≠",
    Verdict.NOT_FOUND: "✗",
}
_ENDINGS = {
    TurnState.STOPPED: phrase("Stopped. What was written so far is kept."),
    TurnState.INTERRUPTED: phrase("Interrupted: YiDesk ended while this was being written."),
    TurnState.LENGTH: phrase("Cut off: the limit for the length of an answer was reached."),
    TurnState.CIRCLES: phrase("Ended: the model only repeated itself."),
    TurnState.CONTEXT_FULL: phrase("Cut off: the model's window is full."),
    TurnState.FAILED: phrase("This answer failed."),
}

_FOUND_BY = {
    Meaning.USED: phrase("found by words and by meaning"),
    Meaning.NOT_READY: phrase("found by words alone, not ready yet for the search by meaning"),
    Meaning.FAILED: phrase("found by words alone, the embedding model could not be used"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One reference of an answer."""

    verdict: Verdict
    place: str
    """Document and page, in words."""
    told: str
    """What the comparison found; empty when it found what it should."""
    quote: str

    def __str__(self) -> str:
        parts = (f"{MARKS[self.verdict]} {self.place}", self.told)
        said = " – ".join(filter(None, parts))
        return f"{said} “{self.quote}”" if self.quote else said


def coverage_lines(report: Report) -> list[str]:
    """What was read, one line a document; and what a search looked for, and how."""
    lines = []
    for each in report.coverage:
        line = say(
            _template(each, report.mode),
            name=each.name,
            read=each.pages_read,
            total=each.pages_total,
            parts=each.parts,
            pages=ranges(each.pages),
        )
        found_by = _FOUND_BY.get(each.meaning) if report.mode is Mode.SEARCH else None
        lines.append(f"{line} ({say(found_by)})" if found_by else line)
        if flaws := told_flaws(each):
            lines.append(f"{each.name}: {flaws}")
    if words := told_searched(report.coverage):
        lines.append(words)
    return lines


def sources(report: Report, names: Mapping[str, str]) -> list[Source]:
    """Every reference once, in the order of the answer. NAMES: fingerprint -> name."""
    known = dict(names) | {each.document: each.name for each in report.coverage}
    return list(dict.fromkeys(_sources(report, known)))


def ending(state: TurnState) -> str:
    """Why an answer is not whole; empty when it is."""
    return say(_ENDINGS[state]) if state in _ENDINGS else ""


def _sources(report: Report, names: dict[str, str]) -> Iterator[Source]:
    for each in report.citations:
        place = _place(each, names) if each.page else say("a quotation")
        told = "" if each.verified and not each.doubt else explain_citation(each, names)
        yield Source(each.verdict, place, told, " ".join(each.quote.split()))
    for support in report.supports:
        if support.attribution and not support.cited:  # nothing else leads to its page
            told = explain_support(support)
            quote = " ".join(support.quote.split())
            yield Source(Verdict.UNSURE, _place(support, names), told, quote)


def _place(each: Citation | Support, names: dict[str, str]) -> str:
    name = names.get(each.document, "")
    if name:
        return say("{name}, p. {page}", name=name, page=each.page)
    return say("p. {page}", page=each.page)


def _template(each: Coverage, mode: Mode | None) -> str:
    if mode is Mode.SEARCH and each.pages:
        return phrase("{name}: searched {total:,} pages, read passages of {read:,}: p. {pages}")
    if mode is Mode.SEARCH:
        return phrase("{name}: searched {total:,} pages, found nothing")
    if each.parts > 1:
        return phrase("{name}: read {read:,} of {total:,} pages in {parts:,} parts")
    if each.pages_total == 1:
        return phrase("{name}: read {read:,} of 1 page")
    return phrase("{name}: read {read:,} of {total:,} pages")
