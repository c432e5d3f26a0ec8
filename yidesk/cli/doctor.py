"""`yidesk doctor`: what is installed, found and missing, and what to do about it."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import yidesk
from yidesk.cli import progress, window
from yidesk.cli.command import Command, Parts
from yidesk.cli.console import Console
from yidesk.cli.interrupt import listening
from yidesk.cli.result import engine_object
from yidesk.core import words
from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.types import EngineInfo
from yidesk.core.words import phrase
from yidesk.services.chats import ReadAheadDone

PACKAGES = ("llama-cpp-python", "PySide6-Essentials", "pypdfium2", "numpy", "msgspec", "jinja2")


class State(StrEnum):
    """How a finding stands."""

    GOOD = "good"
    MISSING = "missing"
    """Something a person will want does not work."""
    NOTE = "note"


_MARKS = {State.GOOD: "✓", State.MISSING: "✗", State.NOTE: "·"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    detail: str
    advice: str = ""


def _add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It looks at everything."""


def _run(_arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    findings = [*_programs(), _data(parts), *_models(parts), _qt(), _display()]
    engine = _engine(parts, console)
    findings.append(engine if isinstance(engine, Finding) else _runs_on(engine))
    console.give(
        {
            "version": _version(),
            "findings": [asdict(finding) for finding in findings],
            "engine": None if isinstance(engine, Finding) else engine_object(engine),
            "data_folder": str(parts.paths.root),
        }
    )
    for finding in findings:
        console.say(
            "{mark} {name}: {detail}",
            mark=_MARKS[finding.state],
            name=words.say(finding.name),
            detail=finding.detail,
        )
        if finding.advice:
            console.say("    → {advice}", advice=finding.advice)
    return int(any(finding.state is State.MISSING for finding in findings))


def _version() -> str:
    try:
        return importlib.metadata.version("yidesk")
    except importlib.metadata.PackageNotFoundError:
        return "from source"


def _programs() -> Iterator[Finding]:
    yield Finding("YiDesk", State.GOOD, f"{_version()}, {Path(yidesk.__file__).parent}")
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield Finding("Python", State.GOOD, f"{platform.python_version()}, {system}")
    for name in PACKAGES:
        try:
            yield Finding(name, State.GOOD, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            advice = words.say("Install the program's packages again (`make setup`).")
            yield Finding(name, State.MISSING, words.say("not installed"), advice)


def _data(parts: Parts) -> Finding:
    root = parts.paths.root
    if os.access(root, os.W_OK):
        return Finding("Data folder", State.GOOD, str(root))
    advice = words.say("Choose a folder you may write to with --data-dir.")
    return Finding("Data folder", State.MISSING, str(root), advice)


def _models(parts: Parts) -> Iterator[Finding]:
    models = parts.models.available()
    for model in models:
        yield Finding("Model", State.GOOD, f"{model.name}, {model.size / 1e9:.2f} GB, {model.path}")
    if not models:
        advice = words.say(
            "Download one with `yidesk models get`, or put a GGUF file into {folder}.",
            folder=str(parts.paths.models),
        )
        yield Finding("Model", State.MISSING, words.say("none on this computer"), advice)


def _qt() -> Finding:
    try:
        window.load()
    except YiDeskError as error:
        advice = words.say("Install the libraries that Qt needs (`make setup` names them).")
        return Finding("Qt", State.MISSING, str(error.values["cause"]), advice)
    return Finding("Qt", State.GOOD, words.say("can be loaded"))


def _display() -> Finding:
    if window.has_display():
        return Finding("Display", State.GOOD, words.say("there is one"))
    advice = words.say("Without a display, use `yidesk ask`.")
    return Finding("Display", State.NOTE, words.say("none"), advice)


def _engine(parts: Parts, console: Console) -> EngineInfo | Finding:
    """Load the default model, the only sure way to know that it can be loaded."""
    try:
        return _load(parts, console)
    except YiDeskError as error:  # the store cannot be opened, the worker cannot be started
        return _cannot(error)


def _load(parts: Parts, console: Console) -> EngineInfo | Finding:
    with listening() as interrupt:
        loading = parts.chats.read([])
        with interrupt.stops(loading.cancel):
            for event in loading:
                if isinstance(event, ReadAheadDone):
                    if event.engine is not None:
                        return event.engine
                    return _cannot(event.error or Cancelled())
                progress.show(console, event)
    raise AssertionError("the last event is a ReadAheadDone")


def _cannot(error: YiDeskError) -> Finding:
    return Finding("Engine", State.MISSING, *words.say_error(error))


def _runs_on(engine: EngineInfo) -> Finding:
    return Finding(
        "Engine",
        State.GOOD,
        words.say(
            "{model} on {devices}, {layers} of {total} layers on the GPU, "
            "window of {context:,} tokens",
            model=engine.model,
            devices=words.listed(engine.devices),
            layers=engine.gpu_layers,
            total=engine.total_layers,
            context=engine.context,
        ),
    )


COMMAND = Command(
    "doctor",
    phrase("what is installed, found and missing"),
    _add_arguments,
    _run,
    needs_folder=False,
)
