"""What the report of an answer says to a person: marks in the text, coverage, sources."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from yidesk.core.ranges import ranges
from yidesk.core.types import Citation, Coverage, Document, Mode, Support, Verdict
from yidesk.services.chats import Report, TurnState
from yidesk.services.flaws import told_flaws
from yidesk.ui import numbers
from yidesk.ui.markdown.marks import Mark

PASSAGE = 320
"""Characters of a passage that a tool tip shows."""


class Source(NamedTuple):
    """A page that an answer rests on."""

    document: str
    name: str
    page: int
    quote: str
    verdict: Verdict


def _tr(text: str) -> str:
    return QCoreApplication.translate("Evidence", text)


def marks_of(text: str, report: Report, documents: Sequence[Document]) -> list[Mark]:
    """A mark for every reference of the answer, and for every sentence that has none."""
    names = {name: known for name, (known, _) in _known(report, documents).items()}
    many = len(names) > 1
    cited = [_cited(text, each, names if many else {}) for each in report.citations]
    supported = [_supported(each, names if many else {}) for each in report.supports]
    return [*cited, *supported]


def sources_of(report: Report, documents: Sequence[Document]) -> list[Source]:
    """The pages cited, each once, the best verdict of each; pages that do not exist left out."""
    known = _known(report, documents)
    order = list(Verdict)
    best: dict[tuple[str, int], Source] = {}
    for each in report.citations:
        key = (each.document, each.page)
        name, pages = known.get(each.document, ("", 0))
        if not 1 <= each.page <= pages:
            continue
        found = Source(each.document, name, each.page, each.quote, each.verdict)
        if key not in best or order.index(found.verdict) < order.index(best[key].verdict):
            best[key] = found
    return sorted(best.values(), key=lambda each: (each.name, each.page))


def _known(report: Report, documents: Sequence[Document]) -> dict[str, tuple[str, int]]:
    """Names and numbers of pages of what was read then, and of what is here now."""
    then = {each.document: (each.name, each.pages_total) for each in report.coverage}
    return then | {each.fingerprint: (each.name, len(each.pages)) for each in documents}


def coverage_line(report: Report) -> str:
    """Which pages the answer is made from; empty without documents."""
    return " · ".join(_covered(each, report) for each in report.coverage)


def flaws_line(coverage: Sequence[Coverage]) -> str:
    """What is wrong with the pages that were read; empty when nothing is."""
    told = [f"{each.name}: {flaws}" for each in coverage if (flaws := told_flaws(each))]
    return " · ".join(told)


def verdict_line(report: Report) -> str:
    """How many references were found where they say; empty when there are none."""
    total = len(report.citations)
    if not total:
        return _tr("No page was cited") if report.coverage else ""
    good = sum(each.verified for each in report.citations)
    return _tr("{good} of {total} citations verified").format(good=good, total=total)


def state_line(state: TurnState) -> str:
    """Why an answer is not whole; empty when it is."""
    return {
        TurnState.STOPPED: _tr("Stopped. What was written so far is kept."),
        TurnState.INTERRUPTED: _tr("Interrupted: YiDesk ended while this was being written."),
        TurnState.LENGTH: _tr("Cut off: the limit for the length of an answer was reached."),
        TurnState.CIRCLES: _tr("Ended: the model only repeated itself."),
        TurnState.CONTEXT_FULL: _tr("Cut off: the model's window is full."),
        TurnState.FAILED: _tr("This answer failed."),
    }.get(state, "")


def verdict_words(verdict: Verdict) -> str:
    """The verdict, in words for tool tips and screen readers."""
    return {
        Verdict.VERIFIED: _tr("Verified: these words are on the page."),
        Verdict.UNSURE: _tr("Not confirmed word by word. The page may still bear it out."),
        Verdict.NOT_FOUND: _tr("Not in the document."),
    }[verdict]


def _covered(each: Coverage, report: Report) -> str:
    values = {
        "read": numbers.count(each.pages_read),
        "total": numbers.count(each.pages_total),
        "pages": ranges(each.pages),
        "parts": numbers.count(each.parts),
    }
    line = _coverage_template(each, report.mode).format(**values)
    if len(report.coverage) == 1:
        return line
    return f"{each.name}: {line[0].lower()}{line[1:]}"  # English begins a line with a capital


def _coverage_template(each: Coverage, mode: Mode | None) -> str:
    if mode is Mode.SEARCH and each.pages:
        return _tr("Searched {total} pages, read passages of {read}: {pages}")
    if mode is Mode.SEARCH:
        return _tr("Searched {total} pages, found nothing")
    if each.parts > 1:
        return _tr("Read {read} of {total} pages in {parts} parts")
    if each.pages_total == 1:
        return _tr("Read {read} of 1 page")
    return _tr("Read {read} of {total} pages")


def _cited(text: str, each: Citation, names: dict[str, str]) -> Mark:
    is_reference = text[each.start : each.start + 1] in {"[", "【", "(", "（"}
    return Mark(
        start=each.start if is_reference else each.end,
        end=each.end,
        label=_label(each.document, each.page, names) if each.page else "“…”",
        verdict=each.verdict,
        tip=_tip(verdict_words(each.verdict), each.quote),
        document=each.document,
        page=each.page if each.document else 0,
        quote=each.quote,
    )


def _supported(each: Support, names: dict[str, str]) -> Mark:
    if each.page:
        tip = _tr("The answer names no page here. This page fits best.")
        label = "≈ " + _label(each.document, each.page, names)
    else:
        tip = _tr("No page of the documents bears this sentence out.")
        label = _tr("no source")
    return Mark(
        start=each.end,
        end=each.end,
        label=label,
        verdict=Verdict.UNSURE,
        tip=_tip(tip, ""),
        document=each.document,
        page=each.page,
    )


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
