"""The files that a command line names, one by one or as folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from yidesk.cli.console import Console
from yidesk.cli.interrupt import Interrupt
from yidesk.core.errors import DocumentError
from yidesk.core.unicode import mend
from yidesk.core.words import phrase
from yidesk.services.folder_walk import LeftOut, walk

T = TypeVar("T")

_REASONS = {
    LeftOut.OTHER_KIND: phrase("{name}: left out, of other kinds: {count:,}"),
    LeftOut.HIDDEN: phrase("{name}: left out, hidden: {count:,}"),
    LeftOut.PAGE: phrase("{name}: left out, folders that belong to saved web pages: {count:,}"),
    LeftOut.EMPTY: phrase("{name}: left out, empty: {count:,}"),
    LeftOut.CLOSED: phrase("{name}: left out, not to be opened: {count:,}"),
    LeftOut.LINK: phrase("{name}: left out, links that lead nowhere new: {count:,}"),
    LeftOut.NAME: phrase("{name}: left out, names that are no text: {count:,}"),
    LeftOut.DEEP: phrase("{name}: left out, folders too deep: {count:,}"),
    LeftOut.MANY: phrase("{name}: left out, more than can be taken: {count:,}"),
}


@dataclass
class Opened:
    """What became of the files."""

    left_out: list[dict[str, object]] = field(default_factory=list)
    """For --json: every folder with what is not taken of it, and the files that failed."""


def open_all(
    paths: Sequence[str],
    open_one: Callable[[Path], T],
    console: Console,
    interrupt: Interrupt,
    opened: Opened,
) -> Iterator[T]:
    """Open every file. Raises DocumentError for one that was named itself, Cancelled.

    What a folder holds that cannot be read is told, noted in OPENED, and costs nothing else.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _open_folder(path, open_one, console, interrupt, opened)
        else:
            yield open_one(path)


def _open_folder(
    folder: Path,
    open_one: Callable[[Path], T],
    console: Console,
    interrupt: Interrupt,
    opened: Opened,
) -> Iterator[T]:
    found = walk(folder, interrupt.pressed)
    left_out: dict[str, object] = {reason.value: n for reason, n in found.left_out.items()}
    failed: list[dict[str, str]] = []
    opened.left_out.append({"folder": mend(folder), "left_out": left_out, "failed": failed})
    name = mend(folder.resolve().name or folder)
    for reason, count in found.left_out.items():
        console.note(_REASONS[reason], name=name, count=count)
    taken = 0
    for file in found.files:
        try:
            document = open_one(folder / file.path)
        except DocumentError as error:
            console.warn(error)
            failed.append({"file": file.path, "error": str(error), "error_code": error.code})
        else:
            taken += 1
            yield document
    if not taken:
        raise DocumentError(
            "{name} holds no file that can be read.",
            code="folder_without_documents",
            next_step="Name a folder with PDF, Office, text or other documents in it.",
            name=name,
        )
