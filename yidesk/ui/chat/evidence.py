"""What the report of an answer says to a person: marks in the text, coverage, sources."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from yidesk.core.errors import DocumentError
from yidesk.core.ranges import ranges
from yidesk.core.types import (
    Citation,
    Coverage,
    Document,
    Doubt,
    Meaning,
    Mode,
    Stance,
    Support,
    Verdict,
)
from yidesk.core.words import listed
from yidesk.services.chats import Report, TurnState
from yidesk.services.checking.references import narrow, references
from yidesk.services.explaining import explain_citation, explain_support
from yidesk.services.flaws import told_flaws
from yidesk.services.searched import told_searched
from yidesk.ui import numbers
from yidesk.ui.document.remarks import locator
from yidesk.ui.markdown.marks import Mark

FEW_DOCUMENTS = 2
"""So many are told one by one below an answer; of more the line would be read by nobody."""
PASSAGE = 320
"""Characters of a passage that a tool tip shows."""


class Source(NamedTuple):
    """A page that an answer rests on."""

    document: str
    name: str
    page: int
    """Where the words really stand, when the answer names another page."""
    quote: str
    verdict: Verdict
    told: str
    """What the comparison found, in words."""
    locator: str = ""
    """What the document itself calls the page, where that is no number: "Wages › 2-9"."""
    is_likely: bool = False
    """The page that a sentence is likely from, in another language."""


class Opening(NamedTuple):
    """A citation that a person opens, among all pages of its answer."""

    cited: Mark | Source
    among: tuple[Source, ...]

    @property
    def number(self) -> int:
        """Which of the pages it is, from 1; 0 when it is none of them."""
        places = [(each.document, each.page) for each in self.among]
        here = (self.cited.document, self.cited.page)
        return places.index(here) + 1 if here in places else 0

    def step(self, by: int) -> Opening:
        """Another page of the answer, after the last one the first."""
        number = self.number - 1 if self.number else -1 if by > 0 else 0
        return self._replace(cited=self.among[(number + by) % len(self.among)])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Evidence", text)


def marks_of(text: str, report: Report, documents: Sequence[Document]) -> list[Mark]:
    """A mark for every reference of the answer, and for every sentence that has none."""
    names = {name: known for name, (known, _) in _known(report, documents).items()}
    cited = [_cited(text, each, names) for each in report.citations]
    supported = [_supported(each, names) for each in report.supports if not each.cited]
    return [*cited, *supported]


def sources_of(report: Report, documents: Sequence[Document]) -> list[Source]:
    """The pages cited, each once, the best verdict of each; pages that do not exist left out."""
    known = _known(report, documents)
    best: dict[tuple[str, int], Source] = {}
    names = {fingerprint: name for fingerprint, (name, _) in known.items()}
    here = {each.fingerprint: each for each in documents}
    for each in report.citations:
        place = _place(each)
        key = (place.document, place.page)
        name, pages = known.get(place.document, ("", 0))
        if not 1 <= place.page <= pages:
            continue
        told = explain_citation(each, names)
        locator = _locator(here.get(place.document), place.page)
        found = Source(
            place.document,
            name,
            place.page,
            place.quote,
            each.verdict,
            told,
            locator,
            is_likely=_is_likely(each),
        )
        if key not in best or _order(found) < _order(best[key]):
            best[key] = found
    return sorted(best.values(), key=lambda each: (each.name, each.page))


def _order(source: Source) -> tuple[int, bool]:
    return _TOLD_FIRST.index(source.verdict), not source.is_likely


def _locator(document: Document | None, page: int) -> str:
    """What a document calls a page, where that says more than a number."""
    try:
        return locator(document.pages[page - 1]) if document else ""
    except (DocumentError, IndexError):  # removed from the library, or changed, meanwhile
        return ""


def _known(report: Report, documents: Sequence[Document]) -> dict[str, tuple[str, int]]:
    """Names and numbers of pages of what was read then, and of what is here now."""
    then = {each.document: (each.name, each.pages_total) for each in report.coverage}
    return then | {each.fingerprint: (each.name, len(each.pages)) for each in documents}


def coverage_line(report: Report) -> str:
    """Which pages the answer is made from, and by which words; empty without documents."""
    parts = [_covered(each, report) for each in report.coverage]
    if words := told_searched(report.coverage):
        parts.append(words)
    return " · ".join(parts)


def coverage_by_document(report: Report) -> list[str]:
    """One line for each document, where they are too many for one line; else none."""
    many = len(report.coverage) > FEW_DOCUMENTS
    return [_covered(each, report) for each in report.coverage] if many else []


def coverage_summary(report: Report) -> str:
    """The same as `coverage_line`, for many documents: counts, and names only of what was found."""
    if not coverage_by_document(report):
        return coverage_line(report)
    values = {
        "read": numbers.count(sum(each.pages_read for each in report.coverage)),
        "total": numbers.count(sum(each.pages_total for each in report.coverage)),
        "documents": numbers.count(len(report.coverage)),
    }
    if report.mode is not Mode.SEARCH:
        return _tr("Read {read} of {total} pages of {documents} documents").format(**values)
    found = [each for each in report.coverage if each.pages]
    parts = [_tr("Searched {total} pages of {documents} documents").format(**values)]
    few = found[:FEW_DOCUMENTS]
    named = listed(f"{_shortened(each.name)} {_pages(each)}" for each in few)
    if not found:
        parts.append(_tr("found nothing"))
    elif len(found) > FEW_DOCUMENTS:
        rest = numbers.count(len(found) - FEW_DOCUMENTS)
        parts.append(_tr("read passages of {names} and of {n} more").format(names=named, n=rest))
    else:
        parts.append(_tr("read passages of {names}").format(names=named))
    if words := told_searched(report.coverage):
        parts.append(words)
    return " · ".join(parts)


def _pages(each: Coverage) -> str:
    return _tr("p. {page}").format(page=ranges(each.pages))


def flaws_line(coverage: Sequence[Coverage]) -> str:
    """What is wrong with the pages that were read; empty when nothing is."""
    told = [f"{each.name}: {flaws}" for each in coverage if (flaws := told_flaws(each))]
    return " · ".join(told)


def verdict_line(report: Report) -> str:
    """How many references were found where they say; empty when there are none."""
    total = len(report.citations)
    told = _attributed(report) + _contradicted(report)
    if not total:
        return _uncited(report) + told if report.coverage else ""
    good = sum(each.verified for each in report.citations)
    if total == 1:
        line = _tr("1 citation, verified") if good else _tr("1 citation, not verified")
    else:
        line = _tr("{good} of {total} citations verified").format(good=good, total=total)
    return line + told


def _uncited(report: Report) -> str:
    """An answer that names no page may yet say what the pages say."""
    found = sum(each.stance is Stance.SUPPORTED for each in report.supports)
    if not found:
        return _tr("No page was cited")
    if found == 1:
        return _tr("No page was cited, 1 sentence was found in the documents")
    return _tr("No page was cited, {n} sentences were found in the documents").format(n=found)


def _attributed(report: Report) -> str:
    count = sum(each.attribution is not None for each in report.supports)
    if not count:
        return ""
    if count == 1:
        return " · " + _tr("1 sentence likely from a page in another language")
    return " · " + _tr("{n} sentences likely from pages in another language").format(n=count)


def _contradicted(report: Report) -> str:
    count = sum(each.stance is Stance.CONTRADICTED for each in report.supports)
    if not count:
        return ""
    if count == 1:
        return " · " + _tr("1 sentence contradicted by the documents")
    return " · " + _tr("{n} sentences contradicted by the documents").format(n=count)


def state_line(state: TurnState, *, has_words: bool = True) -> str:
    """Why an answer is not whole; empty when it is."""
    if state is TurnState.STOPPED and not has_words:
        return _tr("Stopped before the first word. What was read so far is kept.")
    return {
        TurnState.STOPPED: _tr("Stopped. What was written so far is kept."),
        TurnState.INTERRUPTED: _tr("Interrupted: YiDesk ended while this was being written."),
        TurnState.LENGTH: _tr("Cut off: the limit for the length of an answer was reached."),
        TurnState.CIRCLES: _tr("Ended: the model only repeated itself."),
        TurnState.CONTEXT_FULL: _tr("Cut off: the model's window is full."),
        TurnState.FAILED: _tr("This answer failed."),
    }.get(state, "")


def _covered(each: Coverage, report: Report) -> str:
    values = {
        "read": numbers.count(each.pages_read),
        "total": numbers.count(each.pages_total),
        "pages": ranges(each.pages),
        "parts": numbers.count(each.parts),
    }
    line = _coverage_template(each, report.mode).format(**values) + _found_by(each, report)
    if len(report.coverage) == 1:
        return line
    return f"{each.name}: {line[0].lower()}{line[1:]}"  # English begins a line with a capital


def _found_by(each: Coverage, report: Report) -> str:
    """Whether a search compared more than words, where an embedding model was chosen."""
    if report.mode is not Mode.SEARCH:
        return ""
    told = {
        Meaning.USED: _tr("found by words and by meaning"),
        Meaning.NOT_READY: _tr("found by words alone, not ready yet for the search by meaning"),
        Meaning.FAILED: _tr("found by words alone, the embedding model could not be used"),
    }.get(each.meaning)
    return _tr(" ({how})").format(how=told) if told else ""


def _coverage_template(each: Coverage, mode: Mode | None) -> str:
    if each.pages_total == 1:
        return _one_page_template(each, mode)
    if mode is Mode.SEARCH and each.pages:
        return _tr("Searched {total} pages, read passages of {read}: {pages}")
    if mode is Mode.SEARCH:
        return _tr("Searched {total} pages, found nothing")
    if each.parts > 1:
        return _tr("Read {read} of {total} pages in {parts} parts")
    return _tr("Read {read} of {total} pages")


def _one_page_template(each: Coverage, mode: Mode | None) -> str:
    if mode is Mode.SEARCH and each.pages:
        return _tr("Searched 1 page, read passages of it")
    if mode is Mode.SEARCH:
        return _tr("Searched 1 page, found nothing")
    if each.parts > 1:
        return _tr("Read {read} of 1 page in {parts} parts")
    return _tr("Read {read} of 1 page")


class _Place(NamedTuple):
    document: str
    page: int
    quote: str


def _place(each: Citation) -> _Place:
    """Where a citation leads: to where the words stand, and to those of them that are there."""
    likely = each.attribution
    document = likely.document if likely else each.found_in or each.document
    page = likely.page if likely else each.found_on or each.page
    here = next((part.words for part in each.passages if part.page == page), "")
    quote = here or (each.quote if not each.passages else each.passages[0].words)
    return _Place(document, page if document else 0, quote)


def _is_likely(each: Citation) -> bool:
    """Whether a citation is likely to be right: what it says points to the page that it names."""
    likely = each.attribution
    return likely is not None and (likely.document, likely.page) == (each.document, each.page)


def _cited(text: str, each: Citation, names: dict[str, str]) -> Mark:
    is_reference = text[each.start : each.start + 1] in _BRACKETS
    place = _place(each)
    label = _cited_label(each, place, names if len(names) > 1 else {})
    if is_reference and (called := _called(text[each.start + 1 : each.end - 1])):
        label = f"{called}: {label}"
    told = explain_citation(each, names)
    return Mark(
        start=each.start if is_reference else each.end,
        end=each.end,
        label=label,
        verdict=each.verdict,
        tip=_tip(told, each.quote),
        told=told,
        document=place.document,
        page=place.page,
        quote=place.quote,
        is_likely=_is_likely(each),
    )


def _called(reference: str) -> str:
    """The name by which an answer refers to a page ("Chapter 2"); empty for a page's number."""
    return "" if references(narrow(f"[{reference}]")) else _shortened(reference.strip())


def _cited_label(each: Citation, place: _Place, names: dict[str, str]) -> str:
    """The page; "p. 3 → p. 5" where it stands on another one, "≠ p. 3" where it says otherwise."""
    if not each.page:
        return "“…”"
    label = _label(each.document, each.page, names)
    if _is_likely(each):
        return _likely(label)
    if (place.document, place.page) != (each.document, each.page) and place.page:
        elsewhere = place.document if place.document != each.document else ""
        found = _label(elsewhere, place.page, names)
        label += " → " + (_likely(found) if each.attribution else found)
    if each.verdict is Verdict.CONTRADICTED:
        return f"≠ {label}"
    return f"{label} ?" if each.verdict is Verdict.UNSURE else label


def _likely(label: str) -> str:
    return _tr("likely {page}").format(page=label)


def _supported(each: Support, names: dict[str, str]) -> Mark:
    told = explain_support(each)
    return Mark(
        start=each.end,
        end=each.end,
        label=_supported_label(each, names if len(names) > 1 else {}),
        verdict=_VERDICTS[each.stance],
        tip=_tip(told, each.quote),
        told=told,
        document=each.document,
        page=each.page,
        quote=each.quote,
        is_likely=each.attribution is not None,
    )


_VERDICTS = {
    Stance.SUPPORTED: Verdict.VERIFIED,
    Stance.CANNOT_TELL: Verdict.UNSURE,
    Stance.UNSUPPORTED: Verdict.UNSURE,
    Stance.CONTRADICTED: Verdict.CONTRADICTED,
}
"""How a sentence that names no page is drawn."""
_TOLD_FIRST = (Verdict.VERIFIED, Verdict.CONTRADICTED, Verdict.UNSURE, Verdict.NOT_FOUND)
"""Which verdict of several a page is listed with."""
_BRACKETS = frozenset("[［【〔(（")


def _supported_label(each: Support, names: dict[str, str]) -> str:
    if each.stance is Stance.UNSUPPORTED or not each.page:
        return _tr("no source")
    if each.stance is Stance.CANNOT_TELL and each.doubt is Doubt.LANGUAGE and not each.attribution:
        return _tr("page unclear")
    label = _label(each.document, each.page, names)
    if each.stance is Stance.CONTRADICTED:
        return f"≠ {label}"
    if each.attribution:
        return _likely(label)
    return f"≈ {label}" if each.stance is Stance.SUPPORTED else f"≈ {label} ?"


def _label(document: str, page: int, names: dict[str, str]) -> str:
    label = _tr("p. {page}").format(page=page)
    name = names.get(document, "")
    return f"{_shortened(name)} {label}" if name else label


def _shortened(name: str) -> str:
    return name if len(name) <= 16 else name[:15] + "…"


def _tip(what: str, passage: str) -> str:
    """A tool tip as Qt's rich text; a rich one breaks its lines."""
    short = passage if len(passage) <= PASSAGE else passage[:PASSAGE].rstrip() + "…"
    quoted = f"<p>“{html.escape(short)}”</p>" if short else ""
    return f"<p><b>{html.escape(what)}</b></p>{quoted}"
