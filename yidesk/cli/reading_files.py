"""What a command line says about how its files are read: a password, text recognition."""

from __future__ import annotations

import argparse
import getpass
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from yidesk.cli import progress
from yidesk.cli.command import Parts
from yidesk.cli.console import Console
from yidesk.cli.given import Opened, open_all
from yidesk.cli.interrupt import Interrupt
from yidesk.core import words
from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.types import Document
from yidesk.core.unicode import mend
from yidesk.core.words import phrase, say
from yidesk.services.opening import OpeningFile
from yidesk.services.recognition import pages_to_recognise

MOST_TRIES = 3
_ABOUT_PASSWORDS = frozenset({"password_needed", "password_wrong"})

Open = Callable[[Path, str], Document]
"""Opens a file with a password, which may be empty."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--password",
        default="",
        metavar="P",
        help=say("of protected documents; asked for otherwise"),
    )
    parser.add_argument(
        "--ocr", action="store_true", help=say("recognise the text of scanned pages (yidesk[ocr])")
    )


class FileReading:
    """Opens the files of one command."""

    def __init__(
        self, arguments: argparse.Namespace, parts: Parts, console: Console, interrupt: Interrupt
    ) -> None:
        self._password: str = arguments.password
        self._recognises: bool = arguments.ocr
        self._parts = parts
        self._console = console
        self._interrupt = interrupt

    def open_all(self, paths: Sequence[str], open_one: Open, opened: Opened) -> list[Document]:
        """Open files, and those in folders. Raises DocumentError, Cancelled."""
        return list(
            open_all(
                paths,
                lambda path: self._open(path, open_one),
                self._console,
                self._interrupt,
                opened,
            )
        )

    def add_all(self, paths: Sequence[str], opened: Opened) -> list[Document]:
        """Read files, and those in folders, into the library. Raises DocumentError, Cancelled."""
        return self.open_all(paths, self._add, opened)

    def _add(self, path: Path, password: str) -> Document:
        opening = OpeningFile(path.name, lambda event: progress.show(self._console, event))
        return self._parts.library.add(
            path,
            opening.on_page,
            on_bytes=opening.on_bytes,
            password=password,
            cancelled=self._interrupt.pressed,
        )

    def _open(self, path: Path, open_one: Open) -> Document:
        """Open a file, asking for its password on a terminal. Raises DocumentError, Cancelled."""
        document, password = self._unlocked(path, open_one)
        numbers = pages_to_recognise(document)
        if not numbers:
            return document
        if self._recognises:
            return self._recognised(document, path, password)
        self._console.note(
            "{name}: scanned pages without text: {count:,}. --ocr reads them.",
            name=document.name,
            count=len(numbers),
        )
        return document

    def _unlocked(self, path: Path, open_one: Open) -> tuple[Document, str]:
        password = self._password
        for _ in range(MOST_TRIES):
            try:
                return open_one(path, password), password
            except DocumentError as error:
                if error.code not in _ABOUT_PASSWORDS or self._password or not _on_terminal():
                    raise
                self._console.warn(error)
                password = self._asked(path)
        return open_one(path, password), password

    def _asked(self, path: Path) -> str:
        """The password as it is typed, which the terminal does not show. Raises Cancelled."""
        self._console.end_progress()
        before = signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # typing waits for no flag
        try:
            return getpass.getpass(words.say("Password of {name}: ", name=mend(path.name)))
        except (KeyboardInterrupt, EOFError):
            raise Cancelled from None
        finally:
            signal.signal(signal.SIGINT, before)

    def _recognised(self, document: Document, path: Path, password: str) -> Document:
        show = progress.counted(
            self._console,
            phrase("Recognising the text of {name}: page {done:,} of {total:,}"),
            name=document.name,
        )
        try:
            return self._parts.recognition.read(
                document,
                path=path,
                password=password,
                on_page=show,
                cancelled=self._interrupt.pressed,
            )
        finally:
            self._console.end_progress()


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
