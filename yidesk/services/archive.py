"""Chats leave the program as files, come back, and are copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.services.exchange import own
from yidesk.services.exchange.pages import Written, to_markdown, to_page
from yidesk.services.exchange.reading import Program, is_of_chats, open_chats
from yidesk.services.exchange.tree import ImportedChat
from yidesk.services.first_title import first_title
from yidesk.store.records import ChatId, FolderId
from yidesk.store.store import Store

__all__ = ["Archive", "Program", "TakenIn", "Written", "is_of_chats"]

LONGEST_NAME = 80
"""Characters of a file's name; a title may be longer."""
OnChat = Callable[[int, int], None]
"""Called with chats done and chats in total."""
_WRITERS: dict[str, Callable[[Written], str]] = {
    ".md": to_markdown,
    ".html": to_page,
    ".json": own.to_json,
}


@dataclass(slots=True)
class TakenIn:
    """What came out of a file of chats."""

    program: Program
    chats: list[ChatId] = field(default_factory=list)
    failed: int = 0
    """Chats that could not be read."""
    folder: FolderId | None = None
    """Made for them, when there are several of another program."""


def _never() -> bool:
    return False


class Archive:
    """Export, import and copies. Safe from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(self, chat: ChatId, path: Path) -> None:
        """Write a chat to PATH: Markdown, HTML or JSON, by its suffix (else Markdown).

        The file is there whole or not at all. Raises YiDeskError.
        """
        write = _WRITERS.get(path.suffix.lower(), to_markdown)
        with replacing(path) as file:
            file.write(write(self.written(chat)).encode())

    def export_all(
        self,
        chats: Sequence[ChatId],
        path: Path,
        on_chat: OnChat | None = None,
        *,
        cancelled: Callable[[], bool] = _never,
    ) -> None:
        """Write chats into one JSON file, which `take_in` reads. Raises YiDeskError, Cancelled."""
        written = (self.written(chat) for chat in _counted(chats, on_chat, cancelled))
        with replacing(path) as file:
            for piece in own.many_to_json(written):
                file.write(piece)

    def export_each(
        self,
        chats: Sequence[ChatId],
        folder: Path,
        write: Callable[[Written, Path], None],
        suffix: str,
        on_chat: OnChat | None = None,
        *,
        cancelled: Callable[[], bool] = _never,
    ) -> int:
        """Let WRITE make a file of each chat in FOLDER, under a name that is free.

        Returns how many. Raises YiDeskError, Cancelled; what was written stays.
        """
        for chat in _counted(chats, on_chat, cancelled):
            written = self.written(chat)
            write(written, free_name(folder, file_name(written.chat.title), suffix))
        return len(chats)

    def take_in(
        self,
        path: Path,
        on_chat: OnChat | None = None,
        *,
        cancelled: Callable[[], bool] = _never,
    ) -> TakenIn:
        """The chats of a file: one that `export` wrote, ChatGPT's or LM Studio's.

        What was read before it was cancelled stays. Raises YiDeskError.
        """
        source = open_chats(path)
        taken = TakenIn(source.program)
        total = len(source.chats)
        if source.program is not Program.OWN and total > 1:
            taken.folder = self._store.folders.create(source.program.value)
        for number, chat in enumerate(source):
            if cancelled():
                break
            if on_chat is not None:
                on_chat(number, total)
            if chat is None:
                taken.failed += 1
            elif chat.turns or total == 1:
                taken.chats.append(self._graft(chat, durable=number == total - 1))
        if taken.folder is not None:
            self._store.folders.put(taken.chats, taken.folder)
        return taken

    def duplicate(self, chat: ChatId, title: str) -> ChatId:
        """A copy of a chat with all its branches and what waits in it, under another title."""
        written = self.written(chat)
        leaf = written.branch[-1].id if written.branch else None
        waiting = self._store.chats.waiting_documents(chat)
        manner = self._store.manners.copy(chat)
        return self._store.chats.graft(title, written.tree, leaf, waiting, manner=manner)

    def written(self, chat: ChatId) -> Written:
        """A chat as the writers of files want it. Raises YiDeskError when it is gone."""
        chats = self._store.chats
        summary = chats.get(chat)
        if summary is None:
            raise YiDeskError("This chat is not there any more.", code="chat_missing")
        tree = chats.tree(chat)
        documents = {name for turn in tree for name in turn.documents}
        found = (self._store.library.entry(name) for name in sorted(documents))
        names = {each.fingerprint: each.name for each in found if each is not None}
        manners = self._store.manners
        return Written(
            summary, chats.turns(chat), tree, manners.choices(chat), manners.mode(chat), names
        )

    def _graft(self, chat: ImportedChat, *, durable: bool) -> ChatId:
        title = chat.title or first_title(chat.turns[0].text if chat.turns else "")
        times = (chat.created or chat.changed, chat.changed) if chat.changed else None
        return self._store.chats.graft(
            title, chat.turns, chat.leaf, times=times, manner=chat.manner, durable=durable
        )


def _counted(
    chats: Iterable[ChatId], on_chat: OnChat | None, cancelled: Callable[[], bool]
) -> Iterator[ChatId]:
    """CHATS, telling how far it is. Raises Cancelled."""
    every = list(chats)
    for number, chat in enumerate(every):
        if cancelled():
            raise Cancelled
        if on_chat is not None:
            on_chat(number, len(every))
        yield chat


def file_name(title: str) -> str:
    """A title as the name of a file on every system, without a suffix."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]+', " ", title)
    name = " ".join(name.split())[:LONGEST_NAME].strip(". ")
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", name)
    return f"{name}_" if reserved else name or "YiDesk"


def free_name(folder: Path, name: str, suffix: str) -> Path:
    """A file of this name that is not there yet."""
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){suffix}"
    return path


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside PATH that takes its place when it is whole. Raises YiDeskError."""
    part = path.with_name(path.name + ".part")
    try:
        try:
            with part.open("wb") as file:
                yield file
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise YiDeskError(
            "{name} cannot be written ({cause}).",
            code="export_failed",
            next_step="Choose another folder.",
            name=path.name,
            cause=error.strerror or str(error),
        ) from error
