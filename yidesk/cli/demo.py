"""`yidesk demo`: what `make run` starts. The sample document in the window, or asked right here."""

from __future__ import annotations

import argparse

from yidesk.cli import ask, progress, window
from yidesk.cli.command import Command, Parts
from yidesk.cli.console import Console
from yidesk.cli.interrupt import listening
from yidesk.core import words
from yidesk.core.paths import resources
from yidesk.core.types import Sampling
from yidesk.core.words import phrase

SAMPLE = "sample/yidesk-guide.pdf"
QUESTION = (
    "What does page 5 say about the data? "
    'Begin your answer with: Page 5 says "YiDesk keeps its data in one folder'
)
"""A question that leads: 135 million parameters can quote, and hardly more."""
MAX_TOKENS = 200
"""The demonstration model does not always find an end."""


def _add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    sample = resources() / SAMPLE
    if window.has_display():
        run_window = window.load()
        return run_window(
            parts.paths,
            language=words.language(),
            offline=arguments.offline,
            documents=(sample,),
        )
    console.note("There is no display, so the sample question is asked here.")
    chat = parts.chats.create()
    with listening() as interrupt:
        parts.chats.add_document(
            chat,
            sample,
            lambda event: progress.show(console, event),
            cancelled=interrupt.pressed,
        )
        console.say("{name}: {question}", name=sample.name, question=QUESTION)
        console.say()
        asking = parts.chats.send(
            chat, QUESTION, sampling=Sampling(temperature=0), max_tokens=MAX_TOKENS
        )
        with interrupt.stops(asking.cancel):
            answer = ask.follow(asking, console)
    code = ask.finish(answer, console)
    console.note(
        "The demonstration model is very small: it shows how answers are checked, not how good "
        "they are."
    )
    return code


COMMAND = Command(
    "demo",
    phrase("the sample document: in the window, or with a question asked right here"),
    _add_arguments,
    _run,
    listed=False,
)
