"""The sidebar: a new chat, search, and the chats in folders and by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from yidesk.store.listing import ChatFolder, ChatId, ChatSummary, FolderId
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Words
from yidesk.ui.screens import Screen
from yidesk.ui.sidebar.chat_list import ChatList
from yidesk.ui.sidebar.menus import Menus, Wishes
from yidesk.ui.sidebar.rows import CHAT_ROLE, FOLDER_ROLE, INSIDE_ROLE, PINNED_ROLE, ChatRows
from yidesk.ui.sidebar.search_field import SearchField

WIDTH = 240


class SidebarPanel(QFrame):
    """What a person does here is told by signals; what is shown comes through `show_chats`."""

    new_chat_wanted = Signal()
    opened = Signal(int)
    found_opened = Signal(object, str)
    """The ChatSummary of what a search has found, and the words it was found by."""
    screen_wanted = Signal(str)
    """Another Screen than the chat."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setFixedWidth(WIDTH)
        self.wishes = Wishes(self)
        self._menus = Menus(self.wishes, self)
        self.rows = ChatRows()
        self.list = ChatList(self.rows, self)
        self.search = SearchField(self)
        self.new_chat = Button(
            self.tr("New chat"), self.new_chat_wanted.emit, icon="plus", kind="row"
        )
        self.more = Button(self.tr("Folders and import"), self._open_more, icon="more", kind="icon")
        self._nothing = Words(kind="secondary", wraps=True)
        self._nothing.setContentsMargins(16, 8, 16, 8)
        self._nothing.hide()
        self._more_found = Words(kind="small", wraps=True)
        self._more_found.setContentsMargins(16, 4, 16, 8)
        self._more_found.hide()
        self.shown_for = ""
        """The words whose hits are listed."""
        self._opens_first = False
        self._join()
        self._lay_out()

    def _join(self) -> None:
        rows, view, wishes, search = self.rows, self.list, self.wishes, self.search
        for changed in (rows.modelReset, rows.rowsInserted, rows.rowsRemoved):
            changed.connect(self._show_whether_empty)
        rows.renamed.connect(wishes.renamed)
        rows.folder_renamed.connect(wishes.folder_renamed)
        rows.moved.connect(wishes.move)
        view.opened.connect(self._open)
        view.delete_wanted.connect(wishes.delete)
        view.folder_toggled.connect(wishes.folder_toggled)
        view.folder_delete_wanted.connect(wishes.folder_deleted)
        view.up.connect(search.setFocus)
        view.customContextMenuRequested.connect(self._open_menu_at)
        view.delegate.menu_wanted.connect(self._open_menu)
        search.down.connect(self._go_to_list)
        search.chosen.connect(self._open_first)
        rename = QShortcut(QKeySequence("F2"), self)  # who has just clicked a chat writes below it
        rename.activated.connect(self._rename_chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.new_chat, 1)
        row.addWidget(self.more)
        top.addLayout(row)
        top.addWidget(self.search)
        column.addLayout(top)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addWidget(self._more_found)
        column.addLayout(self._make_foot())

    def show_screen(self, screen: str) -> None:
        """Mark the row of the screen that is shown."""
        for name, row in self.screens.items():
            row.setChecked(name == screen)
        self.list.show_whether_open(is_open=screen == Screen.CHAT)

    def _make_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(2)
        self.screens = {
            Screen.LIBRARY: self._make_screen(self.tr("Library"), "library", Screen.LIBRARY),
            Screen.MODELS: self._make_screen(self.tr("Models"), "model", Screen.MODELS),
            Screen.SETTINGS: self._make_screen(self.tr("Settings"), "settings", Screen.SETTINGS),
        }
        for row in self.screens.values():
            foot.addWidget(row)
        return foot

    def _make_screen(self, name: str, icon: str, screen: Screen) -> Button:
        row = Button(name, lambda: self.screen_wanted.emit(screen), icon=icon, kind="row")
        row.setCheckable(True)
        return row

    # --- what is shown ---------------------------------------------------------------------

    def show_chats(
        self,
        chats: Sequence[ChatSummary],
        today: date,
        folders: Iterable[ChatFolder] = (),
        words: str = "",
        *,
        are_cut: bool = False,
    ) -> None:
        """Show these chats, and keep the chosen one chosen; WORDS are what they were found by.

        ARE_CUT: only the latest of those that were found are shown.
        """
        chosen = self.list.currentIndex().data(CHAT_ROLE)
        self.list.show_found(found=bool(words))
        self.rows.show_chats(chats, today, folders)
        if chosen is not None:
            self.choose(chosen)
        self.shown_for = words
        self._nothing.setText(
            self.tr("No chat holds “{words}”.").format(words=words)
            if words
            else self.tr("Your chats will be listed here.")
        )
        self._show_whether_empty()
        self._more_found.setText(
            self.tr("The latest {n} chats with “{words}”. More words find others.").format(
                n=numbers.count(len(chats)), words=words
            )
        )
        self._more_found.setVisible(are_cut)
        if self._opens_first:
            self._open_first()

    @Slot()
    def _show_whether_empty(self) -> None:
        self._nothing.setVisible(not self.rows.rowCount())

    def choose(self, chat: ChatId | None) -> None:
        """Show which chat is open, without opening it again."""
        index = self.rows.index_of(chat) if chat is not None else QModelIndex()
        if index.isValid():
            self.list.setCurrentIndex(index)
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())

    def rename_folder(self, folder: FolderId) -> None:
        """Let a person type the name of a folder."""
        index = self.rows.index_of_folder(folder)
        self.list.scrollTo(index)
        self.list.setCurrentIndex(index)
        self.list.edit(index)

    # --- what a person does ----------------------------------------------------------------

    @Slot()
    def _go_to_list(self) -> None:
        """From the search down to the first row."""
        if (first := self.rows.first_choice()).isValid():
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(first)
            self.list.setFocus()

    @Slot()
    def _open_first(self) -> None:
        """Open the first chat of the list, once it shows what was typed."""
        self._opens_first = self.shown_for != self.search.words
        if self.search.is_resting:
            self.search.ask()
        elif not self._opens_first and (first := self.rows.first_chat()).isValid():
            self._open(first)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        chat = self.rows.summary(index)
        if chat is None:
            return
        if self.shown_for:
            self.found_opened.emit(chat, self.shown_for)
        else:
            self.opened.emit(chat.id)

    @Slot()
    def _rename_chosen(self) -> None:
        """Let a person type the name of what is chosen, wherever the keyboard is."""
        if (index := self.list.currentIndex()).isValid():
            self.list.scrollTo(index)
            self.list.edit(index)

    # --- menus -----------------------------------------------------------------------------

    @Slot(QPoint)
    def _open_menu_at(self, where: QPoint) -> None:
        self._open_menu(self.list.indexAt(where), self.list.viewport().mapToGlobal(where))

    @Slot(QModelIndex, QPoint)
    def _open_menu(self, index: QModelIndex, where: QPoint) -> None:
        self.make_menu(index).popup(where)

    def _open_more(self) -> None:
        below = self.more.mapToGlobal(self.more.rect().bottomLeft())
        self._menus.of_list().popup(below)

    def make_menu(self, index: QModelIndex) -> QMenu:
        """What can be done with what stands at INDEX; on a selected chat, with all selected."""
        chat, folder = index.data(CHAT_ROLE), index.data(FOLDER_ROLE)
        rename = partial(self.list.edit, index)
        if isinstance(folder, ChatFolder):
            return self._menus.of_folder(folder, self.rows.chats_in(folder.id), rename)
        if chat is None:
            return self._menus.of_list()
        chosen = self.list.chosen
        return self._menus.of_chats(
            chosen if chat in chosen else [chat],
            self.rows.folders,
            pinned=bool(index.data(PINNED_ROLE)),
            inside=bool(index.data(INSIDE_ROLE)),
            rename=rename,
        )
