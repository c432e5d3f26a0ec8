"""What is said when an engine worker fails, dies or is ended."""

from __future__ import annotations

from pathlib import Path

from yidesk.client.worker import EndReport
from yidesk.core.errors import ERRORS_BY_KIND, EngineError, ModelError, YiDeskError
from yidesk.protocol import messages


def error_of(event: messages.Failed) -> YiDeskError:
    """The error that a worker tells of."""
    kind = ERRORS_BY_KIND.get(event.kind, EngineError)
    return kind(event.sentence, code=event.code, next_step=event.next_step, **event.values)


def closed() -> EngineError:
    """What ends requests when the engine is ended on purpose."""
    return EngineError("The engine was closed.", code="engine_closed")


def notice_of(event: messages.Notice) -> YiDeskError:
    """What a worker tells a person, as an error that nothing ends with."""
    return EngineError(event.sentence, code=event.code, next_step=event.next_step, **event.values)


def death_of(report: EndReport, model: Path | None, *, loading: bool) -> YiDeskError:
    """The sentence for a worker that died by itself, with MODEL or while it was LOADING it."""
    if model is not None and report.lost_a_file:
        return EngineError(
            "{name} could not be read any more ({cause}): it was changed, or its disk has gone.",
            code="model_lost",
            next_step="See that the file is there and whole, then ask again: it is loaded anew.",
            name=model.name,
            cause=report.cause,
        )
    if model is not None and loading and report.signal_name == "SIGKILL":
        return ModelError(
            "The system ended the engine while it loaded {name}: there was too little memory.",
            code="load_killed",
            next_step="Close other programs, or choose a smaller model or window.",
            name=model.name,
        )
    if model is not None and loading:
        return ModelError(
            "The engine died while it loaded {name} ({cause}).",
            code="model_kills_engine",
            next_step="The file may be damaged or too large; download it again or choose another.",
            name=model.name,
            cause=report.cause,
        )
    return EngineError(
        "The engine ended unexpectedly ({cause}).",
        code="engine_died",
        next_step="Ask again: a new engine starts by itself, and nothing that was said is lost.",
        cause=report.cause,
    )
