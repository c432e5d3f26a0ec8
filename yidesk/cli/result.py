"""A finished answer, for people and as the JSON object of `yidesk ask --json`."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

from yidesk.cli.console import Console
from yidesk.core.ranges import ranges
from yidesk.core.types import (
    Attribution,
    Citation,
    Coverage,
    EngineInfo,
    FinishReason,
    Meaning,
    Mode,
    Stance,
    Support,
    Verdict,
)
from yidesk.core.words import phrase, say
from yidesk.services.answer import Answer
from yidesk.services.explaining import explain_citation, explain_support
from yidesk.services.flaws import told_flaws
from yidesk.services.searched import told_searched

_MARKS = {
    Verdict.VERIFIED: "✓",
    Verdict.UNSURE: "?",
    Verdict.CONTRADICTED: "≠",
    Verdict.NOT_FOUND: "✗",
}
_STANCES = {
    Stance.SUPPORTED: "≈",
    Stance.CANNOT_TELL: "?",
    Stance.CONTRADICTED: "≠",
    Stance.UNSUPPORTED: "–",
}
_FOUND_BY = {
    Meaning.USED: phrase("  found by words and by meaning"),
    Meaning.NOT_READY: phrase("  found by words alone: it is not ready for the search by meaning"),
    Meaning.FAILED: phrase("  found by words alone: the embedding model could not be used"),
}
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
        "supports": [_support(support, names) for support in answer.supports],
        "coverage": [coverage_object(entry) for entry in answer.coverage],
        "usage": dataclasses.asdict(answer.usage),
        "timings": dataclasses.asdict(answer.timings),
        "speculation": dataclasses.asdict(answer.decoding),
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
    """Coverage, then every source with the mark of its check; what is said twice is told once."""
    for entry in answer.coverage:
        show_coverage(entry, console, answer.mode)
    names = {entry.document: entry.name for entry in answer.coverage}
    for citation in dict.fromkeys(replace(each, start=0, end=0) for each in answer.citations):
        _show_citation(citation, names, console)
    uncited = (each for each in answer.supports if not each.cited)
    for sentence, support in dict.fromkeys(
        (_shorten(answer.text[each.start : each.end]), replace(each, start=0, end=0))
        for each in uncited
    ):
        _show_support(support, sentence, names, console)
    if ending := _ENDINGS.get(answer.reason):
        console.note(ending)


def _show_support(support: Support, sentence: str, names: dict[str, str], console: Console) -> None:
    """A sentence that names no page: what the documents say of it, and where."""
    if support.stance is Stance.SUPPORTED and not support.doubt:
        template = phrase("  {mark} {place}, found there though not cited: “{sentence}”")
    elif support.page and support.stance is not Stance.UNSUPPORTED:
        template = phrase("  {mark} “{sentence}” {place}: {told}")
    else:
        template = phrase("  {mark} “{sentence}”: {told}")
    console.say(
        template,
        mark=_STANCES[support.stance],
        sentence=sentence,
        place=_place(support.document, support.page, names),
        told=explain_support(support),
    )


def _citation(citation: Citation, names: dict[str, str]) -> dict[str, object]:
    return {
        **dataclasses.asdict(citation),
        "document": names.get(citation.document, ""),
        "found_in": names.get(citation.found_in, ""),
        "verified": citation.verified,
        "attribution": _attribution(citation.attribution, names),
    }


def _support(support: Support, names: dict[str, str]) -> dict[str, object]:
    return {
        **dataclasses.asdict(support),
        "document": names.get(support.document, ""),
        "attribution": _attribution(support.attribution, names),
    }


def _attribution(likely: Attribution | None, names: dict[str, str]) -> dict[str, object] | None:
    if likely is None:
        return None
    return {**dataclasses.asdict(likely), "document": names.get(likely.document, "")}


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
        pages=ranges(entry.pages),
    )
    if mode is Mode.SEARCH and (found := _FOUND_BY.get(entry.meaning)):
        console.say(found)
    if words := told_searched([entry]):
        console.say("  {note}", note=words)
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
    if citation.verified and not citation.doubt:
        template = phrase("  {mark} {place}, verified: “{quote}”")
    elif citation.quote and citation.verdict is not Verdict.NOT_FOUND:
        template = phrase("  {mark} {place}: {told} “{quote}”")
    else:
        template = phrase("  {mark} {place}: {told}")
    place = _place(citation.document, citation.page, names)
    console.say(
        template,
        mark=_MARKS[citation.verdict],
        place=place if citation.page else say("a quotation"),
        told=explain_citation(citation, names),
        quote=_shorten(citation.quote),
    )


def _place(document: str, page: int, names: dict[str, str]) -> str:
    name = names.get(document) if len(names) > 1 else None
    return say("{name}, p. {page}", name=name, page=page) if name else say("p. {page}", page=page)


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
