"""`yidesk docs`: what the program sees in a file, and the documents that it knows."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from yidesk.cli import engine_options, flags, progress, read, reading_files
from yidesk.cli.command import Command, Parts
from yidesk.cli.console import Console
from yidesk.cli.given import Opened
from yidesk.cli.interrupt import Interrupt, listening
from yidesk.core import words
from yidesk.core.errors import WrongUsage
from yidesk.core.types import Document
from yidesk.core.words import phrase, say
from yidesk.services.flaws import flaw_lines, flaws_of
from yidesk.services.opening import OpeningFile


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="inspect|list|remove")
    inspect = flags.add_action(actions, "inspect", say("pages, characters, tokens, warnings"))
    inspect.add_argument(
        "files", nargs="+", metavar="FILE", help=say("documents, or folders of them")
    )
    reading_files.add(inspect)
    engine_options.add(inspect)
    flags.add_action(actions, "list", say("the documents of the library"))
    remove = flags.add_action(
        actions, "remove", say("remove a document with all that was made from it")
    )
    remove.add_argument("document", metavar="DOCUMENT", help=say("its name or fingerprint"))
    remove.add_argument("--yes", action="store_true", help=say("even if chats use it"))


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    actions = {"inspect": _inspect, "list": _list, "remove": _remove}
    return actions[arguments.action](arguments, parts, console)


def _list(_arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    entries = parts.library.list()
    console.give({"documents": [dataclasses.asdict(entry) for entry in entries]})
    for entry in entries:
        console.say(
            "{fingerprint}  {name}: {format}, {pages:,} pages, {characters:,} characters, "
            "chats: {chats:,}",
            fingerprint=entry.fingerprint[:12],
            name=entry.name,
            format=entry.format,
            pages=entry.pages,
            characters=entry.characters,
            chats=entry.chats,
        )
    if not entries:
        console.say("The library is empty.")
    return 0


def _remove(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    entry = parts.library.find(arguments.document)
    if entry.chats and not arguments.yes:
        raise WrongUsage(
            "Chats that use {name}: {chats:,}. They keep what was said, and can no longer show its "
            "pages.",
            code="document_in_use",
            next_step="Remove it all the same with --yes.",
            name=entry.name,
            chats=entry.chats,
        )
    freed = parts.library.remove(entry.fingerprint)
    console.give({"removed": dataclasses.asdict(entry), "freed_bytes": freed})
    console.say(
        "{name} is removed from the library; its file stays. Readings and vectors of it: "
        "{megabytes:,.1f} MB freed.",
        name=entry.name,
        megabytes=freed / 1e6,
    )
    return 0


def _inspect(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    opened = Opened()
    with listening() as interrupt:
        files = reading_files.FileReading(arguments, parts, console, interrupt)

        def look(path: Path, password: str) -> Document:
            return _look(path, password, parts, console, interrupt)

        documents = files.open_all(arguments.files, look, opened)
        tokens = _count(documents, arguments, parts, console, interrupt)
    found = [_as_object(d, tokens.get(d.fingerprint)) for d in documents]
    console.give({"documents": found, "left_out": opened.left_out})
    for document in documents:
        _show(document, tokens.get(document.fingerprint), console)
    return 0


def _look(
    path: Path, password: str, parts: Parts, console: Console, interrupt: Interrupt
) -> Document:
    opening = OpeningFile(path.name, lambda event: progress.show(console, event))
    return parts.library.look(
        path,
        opening.on_page,
        password=password,
        cancelled=interrupt.pressed,
    )


def _count(
    documents: list[Document],
    arguments: argparse.Namespace,
    parts: Parts,
    console: Console,
    interrupt: Interrupt,
) -> dict[str, int]:
    """Tokens by fingerprint; only a model that was named can count them."""
    if arguments.model is None:
        return {}
    options = engine_options.chosen(arguments, parts.paths)
    parts.chats.choose_model(parts.models.resolve(arguments.model), options)
    loading = parts.chats.read([])
    with interrupt.stops(loading.cancel):
        read.follow(loading, console)
    return {document.fingerprint: parts.chats.tokens(document) for document in documents}


def _as_object(document: Document, tokens: int | None) -> dict[str, object]:
    return {
        "name": document.name,
        "format": document.format,
        "pages": len(document.pages),
        "characters": document.characters,
        **({} if tokens is None else {"tokens": tokens}),
        "warnings": {str(n): warning.value for n, warning in document.warnings.items()},
        "notes": list(document.notes),
        "fingerprint": document.fingerprint,
    }


def _show(document: Document, tokens: int | None, console: Console) -> None:
    console.say(
        "{name}: {format}, 1 page, {characters:,} characters"
        if len(document.pages) == 1
        else "{name}: {format}, {pages:,} pages, {characters:,} characters",
        name=document.name,
        format=document.format,
        pages=len(document.pages),
        characters=document.characters,
    )
    if tokens is not None:
        console.say("  {tokens:,} tokens", tokens=tokens)
    for line in flaw_lines(flaws_of(document)):
        console.say("  {note}", note=line)
    for note in document.notes:
        console.say("  {note}", note=words.look_up(words.CONTEXT, note))


COMMAND = Command(
    "docs", phrase("what the program sees in a document, and those it knows"), _add_arguments, _run
)
