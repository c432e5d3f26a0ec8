"""The parts of the store, opened and closed together."""

from __future__ import annotations

from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.store.chat_folders import ChatFolderStore
from yidesk.store.chats import ChatStore
from yidesk.store.database import Database
from yidesk.store.folders import FolderStore
from yidesk.store.instances import Instance
from yidesk.store.library import LibraryStore
from yidesk.store.manners import MannerStore
from yidesk.store.notes import NoteStore
from yidesk.store.passages import PassageStore
from yidesk.store.presets import PresetStore
from yidesk.store.taken_out import TakenOut
from yidesk.store.tokens import TokenStore
from yidesk.store.vectors import VectorStore


class Store:
    """Chats and library in one database, used by any number of threads and instances."""

    def __init__(self, path: Path) -> None:
        """Open the database at PATH, made when it is not there.

        Answers that an instance which has ended left half written become INTERRUPTED.
        Raises YiDeskError: store_newer, store_damaged, store_unavailable.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._instance = Instance(path.with_name("instances"))
        except OSError as error:
            raise YiDeskError(
                "YiDesk cannot write to its folder {path} ({cause}).",
                code="store_unavailable",
                next_step="See that you may write there, or choose another folder with --data-dir.",
                path=str(path.parent),
                cause=error.strerror or str(error),
            ) from error
        try:
            self._database = Database(path)
            self.chats = ChatStore(self._database, owner=self._instance.token)
            self.manners = MannerStore(self._database)
            self.presets = PresetStore(self._database)
            self.folders = ChatFolderStore(self._database)
            self.library = LibraryStore(self._database)
            self.document_folders = FolderStore(self._database)
            self.passages = PassageStore(self._database)
            self.vectors = VectorStore(self._database)
            self.notes = NoteStore(self._database)
            self.tokens = TokenStore(self._database)
            self.taken_out = TakenOut(self._database)
            self.chats.interrupt_orphans(living=self._instance.others())
        except BaseException:
            self._instance.leave()
            raise

    def close(self) -> None:
        """Close the database; the store must not be used any more."""
        self._database.close()
        self._instance.leave()
