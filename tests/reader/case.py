"""A broken or malicious file, and exactly what a person is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from yidesk.core.types import Document
from yidesk.services.flaws import flaw_lines, flaws_of

Make = Callable[[], bytes | str]


@dataclass(frozen=True)
class Pages:
    """What a file that can be read, if only in part, becomes."""

    said: str
    """All that is told of it: how many pages, what is wrong with some, remarks."""
    text: str
    """Stands on some page; empty where no page has any."""


@dataclass(frozen=True)
class Case:
    """A file, and the sentence or the pages it must end in."""

    name: str
    make: Make
    expected: str | Pages
    """The sentence, with {name} for its name; or the pages."""
    grows: int = 0
    """Bytes to which it is made longer with a hole, which takes no room on the disk."""
    is_endless: bool = False
    """The reader does not come to an end on it, and is ended."""


def write(case: Case, folder: Path) -> Path:
    """Make the file of a case in FOLDER."""
    data = case.make()
    path = folder / case.name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    if case.grows:
        with path.open("r+b") as file:
            file.truncate(case.grows)
    return path


def said(document: Document) -> str:
    """What a person is told of a document that was read."""
    count = len(document.pages)
    pages = "1 page" if count == 1 else f"{count} pages"
    return "; ".join([pages, *flaw_lines(flaws_of(document)), *document.notes])
