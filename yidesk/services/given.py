"""What a person drops or pastes: chats, folders of documents, a long text."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.core.unicode import mend
from yidesk.core.words import phrase, say
from yidesk.services.archive import free_name, is_of_chats
from yidesk.services.folder_walk import walk

MOST_OF_A_FOLDER = 100
"""Files of a folder that are brought into a chat; the Library follows whole folders."""
_PASTED = phrase("Pasted text {time}")


@dataclass(frozen=True, slots=True)
class Given:
    """What was dropped, sorted."""

    documents: tuple[Path, ...]
    chats: tuple[Path, ...] = ()
    """Files that hold chats."""
    left_out: int = 0
    """Files of folders beyond the most that are taken."""


def is_unclear(path: Path) -> bool:
    """Whether it has to be looked into before it is known what it holds."""
    return path.is_dir() or path.suffix.casefold() in {".json", ".zip"}


def sort_out(paths: Sequence[Path], cancelled: Callable[[], bool] = lambda: False) -> Given:
    """Files as they are, folders as the readable files in them. Raises DocumentError, Cancelled."""
    documents: list[Path] = []
    chats: list[Path] = []
    left_out = 0
    for path in paths:
        if path.is_dir():
            found = walk(path, cancelled).files
            room = max(0, MOST_OF_A_FOLDER - len(documents))
            documents += [path / file.path for file in found[:room]]
            left_out += len(found[room:])
        elif is_of_chats(path):
            chats.append(path)
        else:
            documents.append(path)
    return Given(tuple(documents), tuple(chats), left_out)


def keep_text(folder: Path, text: str) -> Path:
    """A pasted text as a file of its own in FOLDER. Raises YiDeskError."""
    name = say(_PASTED, time=time.strftime("%H.%M.%S"))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = free_name(folder, name, ".txt")
        path.write_text(mend(text), encoding="utf-8")
        path.chmod(0o600)
    except OSError as error:
        raise YiDeskError(
            "The text cannot be kept ({cause}).",
            code="cannot_write",
            next_step="See that there is room on the disk and that you may write there.",
            cause=error.strerror or str(error),
        ) from error
    return path
