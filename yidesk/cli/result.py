"""A finished answer, for people and as the JSON object of `yidesk ask --json`."""

from __future__ import annotations

import dataclasses

from yidesk.cli.console import Console
from yidesk.core.types import Citation, Coverage, EngineInfo, FinishReason, Mode, Verdict
from yidesk.core.words import phrase
from yidesk.services.answer import Answer
from yidesk.services.flaws import told_flaws

_MARKS = {Verdict.VERIFIED: "✓", Verdict.UNSURE: "?", Verdict.NOT_FOUND: "✗"}
_SHOWN = 100
"""Characters of a quotation or sentence that are shown."""

_ENDINGS = {
    FinishReason.LENGTH: "The answer was ended at the limit of tokens (--max-tokens).",
    FinishReason.CIRCLES: "The model only repeated itself; the answer ends here.",
    FinishReason.CONTEXT_FULL: "The window is full; the answer ends here.",
    FinishReason.STOPPED: "Stopped.",
}


def as_object(answer: Answer) -> dict[str, object]:
    """What `yidesk ask --json` prints; documents are named by their file."""
    names = {entry.document: entry.name for entry in answer.coverage}
    return {
        "answer": answer.text,
        "finish_reason": answer.reason.value,
        "mode": answer.mode.value,
        "citations": [_citation(citation, names) for citation in answer.citations],
        "supports": [
            {**dataclasses.asdict(support), "document": names.get(support.document, "")}
            for support in answer.supports
        ],
        "coverage": [coverage_object(entry) for entry in answer.coverage],
        "usage": dataclasses.asdict(answer.usage),
        "timings": dataclasses.asdict(answer.timings),
        "engine": engine_object(answer.engine),
        "seed": answer.seed,
        "error": str(answer.error) if answer.error else None,
        "error_code": answer.error.code if answer.error else None,
    }


def engine_object(engine: EngineInfo | None) -> dict[str, object] | None:
    """The model and where it runs."""
    if engine is None:
        return None
    fields = dataclasses.asdict(engine)
    return {"quantisation": fields.pop("quantization"), **fields}


def show_sources(answer: Answer, console: Console) -> None:
    """Coverage, then every source with the mark of its check."""
    for entry in answer.coverage:
        show_coverage(entry, console, answer.mode)
    names = {entry.document: entry.name for entry in answer.coverage}
    for citation in dict.fromkeys(answer.citations):
        _show_citation(citation, names if len(names) > 1 else {}, console)
    _show_supports(answer, console)
    if ending := _ENDINGS.get(answer.reason):
        console.note(ending)


def _show_supports(answer: Answer, console: Console) -> None:
    """Sentences that name no page: the pages they were found on, and those that were not."""
    pages = sorted({support.page for support in answer.supports if support.page})
    if pages:
        console.say(
            "  ~ sentences without a page, found on: p. {pages}", pages=", ".join(map(str, pages))
        )
    for support in answer.supports:
        if not support.page:
            sentence = _shorten(answer.text[support.start : support.end])
            console.say("  – no page bears out “{sentence}”", sentence=sentence)


def _citation(citation: Citation, names: dict[str, str]) -> dict[str, object]:
    return {
        **dataclasses.asdict(citation),
        "document": names.get(citation.document, ""),
        "found_in": names.get(citation.found_in, ""),
        "verified": citation.verified,
    }


def coverage_object(entry: Coverage) -> dict[str, object]:
    """What of one document the model was given."""
    fields = dataclasses.asdict(entry)
    fingerprint = fields.pop("document")
    return {
        "document": fields.pop("name"),
        "fingerprint": fingerprint,
        "pages_read": entry.pages_read,
        **fields,
    }


def show_coverage(entry: Coverage, console: Console, mode: Mode = Mode.WHOLE) -> None:
    """The coverage line of one document."""
    console.say(
        _coverage_template(entry, mode),
        name=entry.name,
        read=entry.pages_read,
        total=entry.pages_total,
        tokens=entry.tokens_read,
        parts=entry.parts,
        pages=", ".join(map(str, entry.pages)),
    )
    if flaws := told_flaws(entry):
        console.say("  {note}", note=flaws)


def _coverage_template(entry: Coverage, mode: Mode) -> str:
    if mode is Mode.SEARCH and entry.pages:
        return phrase(
            "{name}: searched {total:,} pages, read passages of {read:,}: p. {pages} "
            "({tokens:,} tokens)"
        )
    if mode is Mode.SEARCH:
        return phrase("{name}: searched {total:,} pages, found nothing")
    if entry.parts > 1:
        return phrase(
            "{name}: read {read:,} of {total:,} pages in {parts:,} parts ({tokens:,} tokens)"
        )
    if entry.pages_total == 1:
        return phrase("{name}: read {read:,} of 1 page ({tokens:,} tokens)")
    return phrase("{name}: read {read:,} of {total:,} pages ({tokens:,} tokens)")


def _show_citation(citation: Citation, names: dict[str, str], console: Console) -> None:
    name = names.get(citation.document)
    console.say(
        _citation_template(citation),
        mark=_MARKS[citation.verdict],
        place=f"{name}, p. {citation.page}" if name else f"p. {citation.page}",
        quote=_shorten(citation.quote),
        found=citation.found_on,
    )


def _citation_template(citation: Citation) -> str:
    if citation.found_on:
        return "  {mark} {place}: not there; it is on p. {found}: “{quote}”"
    if citation.verified:
        return "  {mark} {place}: “{quote}”"
    if citation.verdict is Verdict.UNSURE:
        return "  {mark} {place}: could not be confirmed"
    if citation.page == 0:
        return "  {mark} a quotation that is not in the documents"
    return "  {mark} {place}: not in the documents"


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
