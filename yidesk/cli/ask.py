"""`yidesk ask`: one question, with or without documents, answered on standard output."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from yidesk.cli import engine_options, progress, reading_files, result
from yidesk.cli.command import Command, Parts, at_least, between
from yidesk.cli.console import Console
from yidesk.cli.given import Opened
from yidesk.cli.interrupt import Interrupt, listening
from yidesk.core import words
from yidesk.core.errors import Cancelled, WrongUsage
from yidesk.core.presets import ChatChoices, Choices
from yidesk.core.types import Document, EngineOptions, FinishReason, Mode, Sampling
from yidesk.core.words import phrase, say
from yidesk.services.answer import Answer, Asking, Delta, Opening
from yidesk.services.presets import given_by
from yidesk.services.settings import room_for


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUESTION", help=say("what is asked"))
    parser.add_argument(
        "--doc",
        action="append",
        default=[],
        metavar="FILE",
        help=say("a document, or a folder of them; may be repeated"),
    )
    parser.add_argument(
        "--mode",
        choices=("auto", "whole", "search", "sweep"),
        default="auto",
        help=say("how documents are read: whole, searched, or part by part"),
    )
    parser.add_argument(
        "--preset", metavar="NAME", help=say("instructions, sampling and model that were kept so")
    )
    parser.add_argument(
        "--max-tokens",
        type=at_least(1),
        metavar="N",
        help=say("the most tokens that an answer may have"),
    )
    parser.add_argument(
        "--temperature",
        type=between(0.0, 10.0),
        metavar="T",
        help=say("how freely words are chosen; 0: always the likeliest"),
    )
    parser.add_argument(
        "--seed",
        type=between(0, 2**32 - 1),
        metavar="S",
        help=say("a number that gives the same answer again"),
    )
    parser.add_argument(
        "--grammar", type=_grammar, metavar="FILE", help=say("GBNF that the answer keeps to")
    )
    parser.add_argument(
        "--embedding",
        metavar="ID|PATH",
        help=say("an embedding model: --mode search finds by meaning too"),
    )
    reading_files.add(parser)
    engine_options.add(parser)


def _grammar(path: str) -> str:
    """An argparse type: the text of the file PATH."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        said = words.say("{path} cannot be read ({cause})", path=path, cause=str(cause))
        raise argparse.ArgumentTypeError(said) from error


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    mode = None if arguments.mode == "auto" else Mode(arguments.mode)
    if mode is not None and not arguments.doc:
        raise WrongUsage(
            "--mode {mode} is about documents, and there is none.",
            code="mode_without_documents",
            next_step="Name one with --doc.",
            mode=mode.value,
        )
    kept = _kept(arguments, parts)
    # before a long document is opened for nothing
    model = parts.models.resolve(kept.choices.model or arguments.model)
    options = engine_options.chosen(arguments, parts.paths)
    if arguments.embedding is not None:
        options = _compare_by(arguments, parts, options, mode)
    parts.chats.choose_model(model, options)
    opened = Opened()
    with listening() as interrupt:
        asking = _ask(arguments, parts, console, interrupt, mode=mode, opened=opened, kept=kept)
        with interrupt.stops(asking.cancel):
            answer = follow(asking, console)
    return finish(answer, console, opened)


def _compare_by(
    arguments: argparse.Namespace, parts: Parts, options: EngineOptions, mode: Mode | None
) -> EngineOptions:
    """Let the search compare meanings; returns OPTIONS that leave room for that."""
    if mode is not Mode.SEARCH:
        raise WrongUsage(
            "--embedding serves the search, and nothing is searched.",
            code="embedding_without_search",
            next_step="Ask with --mode search.",
        )
    path = parts.models.resolve(arguments.embedding)
    parts.chats.meaning.choose(path, options, waits=True)
    return dataclasses.replace(options, beside_bytes=room_for(path))


def _ask(
    arguments: argparse.Namespace,
    parts: Parts,
    console: Console,
    interrupt: Interrupt,
    *,
    mode: Mode | None,
    opened: Opened,
    kept: ChatChoices,
) -> Asking:
    """Put the question into a chat of its own; a chat whose documents fail is not kept."""
    chat = parts.chats.create()
    parts.chats.presets.keep(chat, kept)
    files = reading_files.FileReading(arguments, parts, console, interrupt)

    def open_one(path: Path, password: str) -> Document:
        return parts.chats.add_document(
            chat,
            path,
            lambda event: progress.show(console, event),
            password=password,
            cancelled=interrupt.pressed,
        )

    try:
        files.open_all(arguments.doc, open_one, opened)
        return parts.chats.send(
            chat,
            arguments.question,
            sampling=_sampling(arguments, kept.choices),
            max_tokens=arguments.max_tokens,
            mode=mode,
        )
    except BaseException:
        parts.chats.delete(chat)
        raise


def follow(asking: Asking, console: Console) -> Answer:
    """Show an answer as it comes; returns its end."""
    for event in asking:
        if isinstance(event, Delta):
            console.stream(event.text)
        elif isinstance(event, Answer):
            console.end_progress()
            return event
        elif not isinstance(event, Opening):
            progress.show(console, event)
    raise AssertionError("the last event is an Answer")


def finish(answer: Answer, console: Console, opened: Opened | None = None) -> int:
    """Show what follows the answer's words; returns the exit code.

    OPENED: what was left out of folders that were asked about.
    """
    if answer.text:
        console.say()
        console.say()
    left_out = opened.left_out if opened else []
    console.give({**result.as_object(answer), "left_out": left_out})
    if answer.text or answer.error is None:
        result.show_sources(answer, console)
    if answer.error is not None:
        raise answer.error
    return Cancelled.exit_code if answer.reason is FinishReason.STOPPED else 0


def _kept(arguments: argparse.Namespace, parts: Parts) -> ChatChoices:
    """What the preset gives to the chat; a model that was named goes before the preset's."""
    if arguments.preset is None:
        return ChatChoices()
    kept = given_by(parts.chats.presets.named(arguments.preset))
    if arguments.model is None:
        return kept
    return dataclasses.replace(kept, choices=dataclasses.replace(kept.choices, model=None))


def _sampling(arguments: argparse.Namespace, choices: Choices) -> Sampling:
    """As the preset has it, but for what was named."""
    named = {"temperature": arguments.temperature, "seed": arguments.seed}
    known = {name: value for name, value in named.items() if value is not None}
    grammar = arguments.grammar or ""
    return dataclasses.replace(choices.sampling(Sampling()), grammar=grammar, **known)


COMMAND = Command("ask", phrase("answer a question on standard output"), _add_arguments, _run)
