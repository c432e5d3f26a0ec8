"""Joins the sidebar with the service: list, search, folders, rename, delete with undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.services.archive import TakenIn
from yidesk.services.chats import MOST_FOUND, ChatFolder, ChatId, Chats, ChatSummary, FolderId
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge
from yidesk.ui.notices import Action, Notices
from yidesk.ui.sidebar.exchange import Exchange
from yidesk.ui.sidebar.panel import SidebarPanel


class Shelf(QObject):
    """What happens in the sidebar. One chat that changes moves one row."""

    vanished = Signal(int)
    """A chat was deleted, or is about to be."""
    title_known = Signal(int, str)

    def __init__(self, bridge: Bridge, chats: Chats, panel: SidebarPanel, notices: Notices) -> None:
        super().__init__(panel)
        self._bridge, self._chats, self._panel, self._notices = bridge, chats, panel, notices
        self._known: dict[ChatId, ChatSummary] = {}
        """Every chat, whatever is listed."""
        self._folders: dict[FolderId, ChatFolder] = {}
        self._toggled = 0
        """How often one of them was opened or closed."""
        self._leaving: set[ChatId] = set()
        """Chats whose deletion can still be undone."""
        self._open: ChatId | None = None
        self._words = panel.search.words
        self._day = date.min
        wishes = panel.wishes
        wishes.renamed.connect(self._rename)
        wishes.delete.connect(self._delete)
        wishes.pin.connect(self._pin)
        wishes.copy.connect(self._duplicate)
        self.exchange = Exchange(bridge, chats, notices, panel)
        self.exchange.taken_in.connect(self._take_in)
        self.exchange.gone.connect(self._list_again)
        wishes.export.connect(self._export)
        wishes.take_in.connect(self.exchange.choose_import)
        wishes.move.connect(self._move)
        wishes.new_folder.connect(self._make_folder)
        wishes.folder_renamed.connect(self._rename_folder)
        wishes.folder_toggled.connect(self._toggle_folder)
        wishes.folder_deleted.connect(self._delete_folder)
        panel.search.asked.connect(self._search)

    # --- the list --------------------------------------------------------------------------

    def refresh(self, then: Callable[[], object] | None = None) -> None:
        """Ask for all chats and folders again."""
        self._bridge.call(
            lambda: (self._chats.list(), self._chats.folders.list()),
            partial(self._take_all, then, self._toggled),
        )

    @Slot(object)
    def update(self, chat: ChatId) -> None:
        """A chat was begun, or has changed: look at this one again."""
        self._bridge.call(partial(self._chats.summary, chat), partial(self._take, chat))

    def choose(self, chat: ChatId | None) -> None:
        """Show which chat is on the screen."""
        self._open = chat
        self._panel.choose(chat)

    def title(self, chat: ChatId | None) -> str:
        """The title of a chat; empty when it has none yet."""
        known = self._known.get(chat) if chat is not None else None
        return known.title if known is not None else ""

    def flush(self) -> list[ChatId]:
        """The chats that are to be deleted now, because nobody can undo it any more."""
        leaving, self._leaving = self._leaving, set()
        return sorted(leaving)

    def _take_all(
        self,
        then: Callable[[], object] | None,
        toggled: int,
        found: tuple[Sequence[ChatSummary], Sequence[ChatFolder]],
    ) -> None:
        if toggled != self._toggled:
            self.refresh(then)  # a folder was opened or closed after this was read
            return
        chats, folders = found
        self._known = {each.id: each for each in chats}
        self._folders = {each.id: each for each in folders}
        if self._words:
            self._panel.search.ask()
        else:
            self._list_all()
        if self._open is not None:
            self.title_known.emit(self._open, self.title(self._open))
        if then is not None:
            then()

    def _list_all(self) -> None:
        self._day = _today()
        chats = [each for each in self._known.values() if each.id not in self._leaving]
        self._panel.show_chats(chats, self._day, self._folders.values())
        self._panel.choose(self._open)

    def _take(self, number: ChatId, chat: ChatSummary | None) -> None:
        rows = self._panel.rows
        if chat is None:
            self._known.pop(number, None)
            rows.take(number)
            return
        self._known[number] = chat
        if number == self._open:
            self.title_known.emit(number, chat.title)
        if number in self._leaving:
            return
        if self._words:
            found = rows.summary(rows.index_of(number))
            if found is not None:
                rows.put(replace(found, title=chat.title, changed=chat.changed, pinned=chat.pinned))
        elif self._day != _today():
            self._list_all()  # every chat may stand under another heading
        else:
            rows.put(chat)
        if number == self._open and not self._panel.list.hasFocus():
            self._panel.choose(number)

    # --- search ----------------------------------------------------------------------------

    @Slot(str)
    def _search(self, words: str) -> None:
        self._words = words
        if words:
            self._bridge.call(partial(self._find, words), partial(self._show_found, words))
        else:
            self._list_all()

    def _find(self, words: str) -> Sequence[ChatSummary] | None:
        """In the background; None where other words were typed meanwhile."""
        return self._chats.list(words) if words == self._words else None

    def _show_found(self, words: str, chats: Sequence[ChatSummary] | None) -> None:
        if chats is not None and words == self._words:
            found = [replace(each, folder=None) for each in chats if each.id not in self._leaving]
            are_cut = len(chats) >= MOST_FOUND
            self._panel.show_chats(found, _today(), words=words, are_cut=are_cut)
            self._panel.choose(self._open)

    # --- one chat, or several --------------------------------------------------------------

    def _do(self, chats: Sequence[ChatId], work: Callable[[], object]) -> None:
        """Do WORK in the background, then look at CHATS again."""

        def work_and_look() -> list[tuple[ChatId, ChatSummary | None]]:
            work()
            return [(chat, self._chats.summary(chat)) for chat in chats]

        self._bridge.call(work_and_look, self._take_each)

    def _take_each(self, found: Sequence[tuple[ChatId, ChatSummary | None]]) -> None:
        for chat, summary in found:
            self._take(chat, summary)

    @Slot(int, str)
    def _rename(self, chat: int, title: str) -> None:
        self._do([ChatId(chat)], partial(self._chats.rename, ChatId(chat), title))

    @Slot(list, bool)
    def _pin(self, chats: list[ChatId], pinned: bool) -> None:
        def pin() -> None:
            for chat in chats:
                self._chats.pin(chat, pinned=pinned)

        self._do(chats, pin)

    @Slot(int)
    def _duplicate(self, number: int) -> None:
        chat = ChatId(number)
        title = self.tr("{title} (copy)").format(title=self.title(chat) or self.tr("New chat"))
        self._bridge.call(partial(self._chats.archive.duplicate, chat, title), self.update)

    @Slot(list)
    def _delete(self, chats: list[ChatId]) -> None:
        was_open = self._open if self._open in chats else None
        self._leaving.update(chats)
        for chat in chats:
            self._panel.rows.take(chat)
            self.vanished.emit(chat)
        self._notices.tell(
            self._deleted_line(chats),
            actions=(Action(self.tr("Undo"), partial(self._undo, chats, was_open)),),
            passes=partial(self._delete_now, chats),
        )

    def _deleted_line(self, chats: Sequence[ChatId]) -> str:
        if len(chats) > 1:
            return self.tr("{n} chats are deleted.").format(n=numbers.count(len(chats)))
        title = self.title(chats[0]) or self.tr("New chat")
        return self.tr("“{title}” is deleted.").format(title=title)

    def _undo(self, chats: Sequence[ChatId], was_open: ChatId | None) -> None:
        self._leaving.difference_update(chats)
        for chat in chats:
            if chat in self._known:
                self._take(chat, self._known[chat])
        if was_open is not None:
            self._panel.opened.emit(was_open)

    def _delete_now(self, chats: Sequence[ChatId]) -> None:
        gone = [chat for chat in chats if chat in self._leaving]
        self._leaving.difference_update(gone)
        self._do(gone, partial(self._chats.delete, *gone))

    # --- folders ---------------------------------------------------------------------------

    @Slot(list, object)
    def _move(self, chats: list[ChatId], folder: FolderId | None) -> None:
        self._do(chats, partial(self._chats.folders.put, chats, folder))

    @Slot(list)
    def _make_folder(self, chats: list[ChatId]) -> None:
        def make() -> FolderId:
            folder = self._chats.folders.create(self.tr("New folder"))
            self._chats.folders.put(chats, folder)
            return folder

        self._panel.search.clear()
        self._bridge.call(make, self._name_folder)

    def _name_folder(self, folder: FolderId) -> None:
        self.refresh(partial(self._panel.rename_folder, folder))

    @Slot(int, str)
    def _rename_folder(self, folder: int, name: str) -> None:
        self._bridge.call(
            partial(self._chats.folders.rename, FolderId(folder), name),
            lambda _none: self.refresh(),
        )

    @Slot(int, bool)
    def _toggle_folder(self, number: int, is_open: bool) -> None:
        folder = FolderId(number)
        if folder in self._folders:
            self._toggled += 1
            self._folders[folder] = replace(self._folders[folder], is_open=is_open)
            self._panel.rows.open_folder(folder, is_open=is_open)
            self._bridge.call(partial(self._chats.folders.show, folder, is_open=is_open))

    @Slot(int)
    def _delete_folder(self, number: int) -> None:
        folder = FolderId(number)
        name = self._folders[folder].name
        self._bridge.call(
            partial(self._chats.folders.delete, folder), partial(self._say_folder_gone, name)
        )

    def _say_folder_gone(self, name: str, chats: Sequence[ChatId]) -> None:
        self.refresh()
        self._notices.tell(
            self.tr("The folder “{name}” is deleted, its chats are kept.").format(name=name),
            actions=(Action(self.tr("Undo"), partial(self._bring_folder_back, name, chats)),),
            passes=lambda: None,
        )

    def _bring_folder_back(self, name: str, chats: Sequence[ChatId]) -> None:
        def make() -> None:
            self._chats.folders.put(chats, self._chats.folders.create(name))

        self._bridge.call(make, lambda _none: self.refresh())

    # --- files -----------------------------------------------------------------------------

    @Slot(list, str)
    def _export(self, chats: list[ChatId], suffix: str) -> None:
        self.exchange.choose_export(chats, suffix, self.title(chats[0]))

    @Slot()
    def _list_again(self) -> None:
        self.refresh()

    @Slot(object)
    def _take_in(self, taken: TakenIn) -> None:
        if len(taken.chats) == 1:
            self.update(taken.chats[0])
            self._panel.opened.emit(taken.chats[0])
        else:
            self.refresh()


def _today() -> date:
    return datetime.now().astimezone().date()
