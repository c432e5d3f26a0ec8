"""Folders of chats: made, renamed, taken away again; chats are put into them."""

from __future__ import annotations

from collections.abc import Sequence

from yidesk.core.errors import WrongUsage
from yidesk.core.unicode import mend
from yidesk.store.records import ChatFolder, ChatId, FolderId
from yidesk.store.store import Store

LONGEST_NAME = 80


class ChatFolders:
    """A person's folders. Every method may be called from any thread."""

    def __init__(self, store: Store) -> None:
        self._folders = store.folders

    def list(self) -> Sequence[ChatFolder]:
        """All of them, by name."""
        return self._folders.every()

    def create(self, name: str) -> FolderId:
        """A new, empty folder. Raises WrongUsage: a name that says nothing."""
        return self._folders.create(_checked(name))

    def rename(self, folder: FolderId, name: str) -> None:
        """Call a folder otherwise. Raises WrongUsage: a name that says nothing."""
        self._folders.rename(folder, _checked(name))

    def show(self, folder: FolderId, *, is_open: bool) -> None:
        """Remember whether its chats are listed."""
        self._folders.show(folder, is_open=is_open)

    def delete(self, folder: FolderId) -> Sequence[ChatId]:
        """Delete a folder, and no chat; returns those that lay in it."""
        return self._folders.delete(folder)

    def put(self, chats: Sequence[ChatId], folder: FolderId | None) -> None:
        """Put chats into a folder; None: out of any."""
        self._folders.put(chats, folder)


def _checked(name: str) -> str:
    known = " ".join(mend(name).split())[:LONGEST_NAME]
    if not known:
        raise WrongUsage("A folder needs a name.", code="no_name", next_step="Type one.")
    return known
