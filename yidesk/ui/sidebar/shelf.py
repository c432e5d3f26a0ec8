"""Joins the sidebar with the service: list, search, rename, delete with undo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from yidesk.services.chats import ChatId, Chats, ChatSummary
from yidesk.ui.bridge import Bridge
from yidesk.ui.notices import Action, Notices
from yidesk.ui.sidebar.panel import SidebarPanel


class Shelf(QObject):
    """What happens in the sidebar."""

    vanished = Signal(int)
    """A chat was deleted, or is about to be."""
    title_known = Signal(int, str)

    def __init__(self, bridge: Bridge, chats: Chats, panel: SidebarPanel, notices: Notices) -> None:
        super().__init__(panel)
        self._bridge, self._chats, self._panel, self._notices = bridge, chats, panel, notices
        self._shown: Sequence[ChatSummary] = ()
        self._titles: dict[ChatId, str] = {}
        """Of every chat that was ever listed; a search lists some of them."""
        self._leaving: set[ChatId] = set()
        """Chats whose deletion can still be undone."""
        self._open: ChatId | None = None
        panel.renamed.connect(self._rename)
        panel.delete_wanted.connect(self._delete)
        panel.query_changed.connect(self._search)
        panel.pin_wanted.connect(self._pin)
        panel.copy_wanted.connect(self._duplicate)
        panel.export_wanted.connect(self._choose_export)
        panel.import_wanted.connect(self._choose_import)
        self._query = ""

    def refresh(self) -> None:
        """Ask for the list again."""
        self._bridge.call(partial(self._chats.list, self._query), self._show)

    def choose(self, chat: ChatId | None) -> None:
        """Show which chat is on the screen."""
        self._open = chat
        self._panel.choose(chat)

    def title(self, chat: ChatId | None) -> str:
        """The title of a chat; empty when it has none yet."""
        return self._titles.get(chat, "") if chat is not None else ""

    def flush(self) -> list[ChatId]:
        """The chats that are to be deleted now, because nobody can undo it any more."""
        leaving, self._leaving = self._leaving, set()
        return sorted(leaving)

    def _show(self, chats: Sequence[ChatSummary]) -> None:
        self._shown = [each for each in chats if each.id not in self._leaving]
        self._titles.update((each.id, each.title) for each in chats)
        self._panel.show_chats(self._shown, datetime.now().astimezone().date())
        self._panel.choose(self._open)
        if self._open is not None:
            self.title_known.emit(self._open, self.title(self._open))

    @Slot(str)
    def _search(self, query: str) -> None:
        self._query = query
        self.refresh()

    @Slot(int, str)
    def _rename(self, chat: int, title: str) -> None:
        self._bridge.call(partial(self._chats.rename, ChatId(chat), title), self._renamed)

    def _renamed(self, _chat: ChatSummary) -> None:
        self.refresh()

    @Slot(int, bool)
    def _pin(self, chat: int, pinned: bool) -> None:
        self._bridge.call(
            lambda: self._chats.pin(ChatId(chat), pinned=pinned), lambda _none: self.refresh()
        )

    @Slot(int)
    def _duplicate(self, number: int) -> None:
        chat = ChatId(number)
        title = self.tr("{title} (copy)").format(title=self.title(chat) or self.tr("New chat"))
        self._bridge.call(
            partial(self._chats.archive.duplicate, chat, title), lambda _copy: self.refresh()
        )

    @Slot(int)
    def _choose_export(self, number: int) -> None:
        chat = ChatId(number)
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", self.title(chat)).strip(". ") or "YiDesk"
        kinds = "Markdown (*.md);;HTML (*.html);;JSON (*.json)"
        path, kind = QFileDialog.getSaveFileName(
            self._panel, self.tr("Export the chat"), f"{name}.md", kinds
        )
        if path:
            self.export(chat, with_kind(Path(path), kind[kind.index("*") + 1 : -1]))

    def export(self, chat: ChatId, path: Path) -> None:
        """Write a chat to PATH, and say so."""
        told = self.tr("The chat is in {name}.").format(name=path.name)
        self._bridge.call(
            partial(self._chats.archive.export, chat, path),
            lambda _none: self._notices.tell(told),
        )

    @Slot()
    def _choose_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self._panel, self.tr("Import a chat"), "", "JSON (*.json)"
        )
        if path:
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """Bring in a chat that was exported as JSON, and open it."""
        self._bridge.call(partial(self._chats.archive.take_in, path), self._taken_in)

    def _taken_in(self, chat: ChatId) -> None:
        self.refresh()
        self._panel.opened.emit(chat)

    @Slot(int)
    def _delete(self, number: int) -> None:
        chat = ChatId(number)
        title, was_open = self.title(chat) or self.tr("New chat"), chat == self._open
        self._leaving.add(chat)
        self._show(self._shown)
        self.vanished.emit(chat)
        self._notices.tell(
            self.tr("“{title}” is deleted.").format(title=title),
            actions=(Action(self.tr("Undo"), partial(self._undo, chat, was_open)),),
            passes=partial(self._delete_now, chat),
        )

    def _undo(self, chat: ChatId, was_open: bool) -> None:
        self._leaving.discard(chat)
        self.refresh()
        if was_open:
            self._panel.opened.emit(chat)

    def _delete_now(self, chat: ChatId) -> None:
        if chat in self._leaving:
            self._leaving.discard(chat)
            self._bridge.call(partial(self._chats.delete, chat), lambda _none: self.refresh())


def with_kind(path: Path, suffix: str) -> Path:
    """PATH, which a person confirmed, with the SUFFIX of what is written into it.

    Where the suffix has to be added, nobody was asked about a file that has that name: it stays.
    """
    if path.suffix.casefold() == suffix:
        return path
    names = (f"{path.name}{n}{suffix}" for n in ("", *(f" ({n})" for n in range(2, 1000))))
    return next(new for name in names if not (new := path.with_name(name)).exists())
