"""The sidebar: a new chat, search, and the chats by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from yidesk.services.chats import ChatId, ChatSummary
from yidesk.ui import icons
from yidesk.ui.controls import Button, Words
from yidesk.ui.screens import Screen
from yidesk.ui.sidebar.delegate import RowDelegate
from yidesk.ui.sidebar.rows import CHAT_ROLE, PINNED_ROLE, ChatRows

WIDTH = 240
SEARCH_MS = 120
"""Rest after a key before the search is asked."""


class ChatList(QListView):
    """The list itself; Enter opens, F2 renames, Delete deletes."""

    delete_wanted = Signal(int)
    up = Signal()
    """Above the first chat."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete the chosen chat; up from the first one."""
        chat = self.currentIndex().data(CHAT_ROLE)
        model = self.model()
        is_first = isinstance(model, ChatRows) and self.currentIndex() == model.first_chat()
        if event.key() == Qt.Key.Key_Up and is_first:
            self.up.emit()
        elif event.matches(QKeySequence.StandardKey.Delete) and chat is not None:
            self.delete_wanted.emit(chat)
        else:
            super().keyPressEvent(event)


class SearchField(QLineEdit):
    """Down and Enter lead to the list; Esc clears, and leaves when there is nothing to clear."""

    down = Signal()
    chosen = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Esc before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, Down and Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class SidebarPanel(QFrame):
    """What a person does here is told by signals; what is shown comes through `show_chats`."""

    new_chat_wanted = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    delete_wanted = Signal(int)
    query_changed = Signal(str)
    pin_wanted = Signal(int, bool)
    copy_wanted = Signal(int)
    export_wanted = Signal(int)
    import_wanted = Signal()
    screen_wanted = Signal(str)
    """Another Screen than the chat."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setFixedWidth(WIDTH)
        self.rows = ChatRows()
        self.rows.renamed.connect(self.renamed)
        self.list = self._make_list()
        self.search = self._make_search()
        self.new_chat = Button(
            self.tr("New chat"), self.new_chat_wanted.emit, icon="plus", kind="row"
        )
        self._nothing = Words(kind="secondary", wraps=True)
        self._nothing.setContentsMargins(16, 8, 16, 8)
        self._nothing.hide()
        self._is_asking = False
        """Whether the list does not show yet what is looked for."""
        self._opens_first = False
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.setSpacing(8)
        top.addWidget(self.new_chat)
        top.addWidget(self.search)
        column.addLayout(top)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addLayout(self._make_foot())

    def show_screen(self, screen: str) -> None:
        """Mark the row of the screen that is shown."""
        for name, row in self.screens.items():
            row.setChecked(name == screen)

    def _make_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(2)
        self.screens = {
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

    def show_chats(self, chats: Sequence[ChatSummary], today: date) -> None:
        """Show these chats, and keep the chosen one chosen."""
        chosen = self.list.currentIndex().data(CHAT_ROLE)
        self.rows.show_chats(chats, today)
        if chosen is not None:
            self.choose(chosen)
        query = self.search.text().strip()
        self._nothing.setText(self.tr("No chat holds “{words}”.").format(words=query))
        self._nothing.setVisible(bool(query) and not chats)
        self._is_asking = False
        if self._opens_first:
            self._opens_first = False
            self._open_first()

    def choose(self, chat: ChatId | None) -> None:
        """Show which chat is open, without opening it again."""
        index = self.rows.index_of(chat) if chat is not None else QModelIndex()
        if index.isValid():
            self.list.setCurrentIndex(index)
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())

    def _make_list(self) -> ChatList:
        view = ChatList(self)
        view.setModel(self.rows)
        delegate = RowDelegate(view)
        delegate.menu_wanted.connect(self._open_menu)
        view.setItemDelegate(delegate)
        view.setAccessibleName(self.tr("Chats"))
        view.setMouseTracking(True)
        view.setUniformItemSizes(False)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu_at)
        view.clicked.connect(self._open)
        view.activated.connect(self._open)
        view.delete_wanted.connect(self.delete_wanted)
        return view

    def _make_search(self) -> SearchField:
        field = SearchField(self)
        field.chosen.connect(self._open_first)
        field.down.connect(self._go_to_list)
        self.list.up.connect(field.setFocus)
        field.setPlaceholderText(self.tr("Search"))
        field.setAccessibleName(self.tr("Search chats"))
        field.setClearButtonEnabled(True)
        picture = field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        picture.setText(self.tr("Search chats"))
        field.textChanged.connect(self._wait_for_more)
        return field

    @Slot(str)
    def _wait_for_more(self, _text: str) -> None:
        self._rest.start()

    @Slot()
    def _go_to_list(self) -> None:
        """From the search down to the first chat."""
        if (first := self.rows.first_chat()).isValid():
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(first)
            self.list.setFocus()

    @Slot()
    def _open_first(self) -> None:
        """Open the first chat of the list, once it shows what was typed."""
        if self._rest.isActive() or self._is_asking:
            self._opens_first = True
            if self._rest.isActive():
                self._rest.stop()
                self._ask()
        elif (first := self.rows.first_chat()).isValid():
            self._open(first)

    @Slot()
    def _ask(self) -> None:
        self._is_asking = True
        self.query_changed.emit(self.search.text().strip())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        chat = index.data(CHAT_ROLE)
        if chat is not None:
            self.opened.emit(chat)

    @Slot(QPoint)
    def _open_menu_at(self, where: QPoint) -> None:
        self._open_menu(self.list.indexAt(where), self.list.viewport().mapToGlobal(where))

    @Slot(QModelIndex, QPoint)
    def _open_menu(self, index: QModelIndex, where: QPoint) -> None:
        self.make_menu(index).popup(where)

    def make_menu(self, index: QModelIndex) -> QMenu:
        """What can be done with the chat at INDEX; without one, only Import."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if index.data(CHAT_ROLE) is not None:
            self._add_actions(menu, index)
            menu.addSeparator()
        menu.addAction(self.tr("Import a chat…"), self.import_wanted.emit)
        return menu

    def _add_actions(self, menu: QMenu, index: QModelIndex) -> None:
        chat, pinned = index.data(CHAT_ROLE), bool(index.data(PINNED_ROLE))
        pin = self.tr("Unpin") if pinned else self.tr("Pin")
        menu.addAction(pin, lambda: self.pin_wanted.emit(chat, not pinned))
        menu.addAction(icons.icon("rename"), self.tr("Rename"), lambda: self.list.edit(index))
        menu.addAction(
            icons.icon("copy"), self.tr("Duplicate"), lambda: self.copy_wanted.emit(chat)
        )
        menu.addAction(self.tr("Export…"), lambda: self.export_wanted.emit(chat))
        menu.addAction(
            icons.icon("trash"), self.tr("Delete"), lambda: self.delete_wanted.emit(chat)
        )
