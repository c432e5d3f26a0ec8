"""Chats leave the program as files, come back, and are copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.services import chat_files
from yidesk.store.records import ChatId
from yidesk.store.store import Store

_WRITERS: dict[str, Callable[[chat_files.Written], str]] = {
    ".md": chat_files.to_markdown,
    ".html": chat_files.to_html,
    ".json": chat_files.to_json,
}


class Archive:
    """Export, import and copies. Safe from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(self, chat: ChatId, path: Path) -> None:
        """Write a chat to PATH: Markdown, HTML or JSON, by its suffix (else Markdown).

        The file is there whole or not at all. Raises YiDeskError.
        """
        text = _WRITERS.get(path.suffix.lower(), chat_files.to_markdown)(self._written(chat))
        part = path.with_name(path.name + ".part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise YiDeskError(
                "{name} cannot be written ({cause}).",
                code="export_failed",
                next_step="Choose another folder.",
                name=path.name,
                cause=error.strerror or str(error),
            ) from error

    def take_in(self, path: Path) -> ChatId:
        """A chat from a JSON file that `export` wrote. Raises YiDeskError."""
        try:
            with path.open("rb") as file:
                data = file.read(chat_files.LARGEST + 1)
        except OSError as error:
            raise YiDeskError(
                "{name} cannot be opened ({cause}).",
                code="import_failed",
                next_step="See that the file is there and that you may read it.",
                name=path.name,
                cause=error.strerror or str(error),
            ) from error
        title, turns, leaf = chat_files.from_json(data, path.name)
        return self._store.chats.graft(title, turns, leaf)

    def duplicate(self, chat: ChatId, title: str) -> ChatId:
        """A copy of a chat with all its branches and what waits in it, under another title."""
        written = self._written(chat)
        leaf = written.branch[-1].id if written.branch else None
        waiting = self._store.chats.waiting_documents(chat)
        return self._store.chats.graft(title, written.tree, leaf, waiting)

    def _written(self, chat: ChatId) -> chat_files.Written:
        chats = self._store.chats
        summary = chats.get(chat)
        if summary is None:
            raise YiDeskError("This chat is not there any more.", code="chat_missing")
        tree = chats.tree(chat)
        documents = {name for turn in tree for name in turn.documents}
        found = (self._store.library.get(name) for name in sorted(documents))
        names = {each.fingerprint: each.name for each in found if each is not None}
        return chat_files.Written(summary, chats.turns(chat), tree, names)
