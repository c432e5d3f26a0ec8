"""The list of chats: keys and mouse, and chats that are dragged into folders."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from yidesk.store.listing import ChatFolder, ChatId
from yidesk.ui.sidebar.delegate import RowDelegate
from yidesk.ui.sidebar.rows import CHAT_ROLE, FOLDER_ROLE, ChatRows


class ChatList(QListView):
    """Enter opens, F2 renames, Delete deletes, Left and Right close and open a folder."""

    delete_wanted = Signal(list)
    """ChatIds."""
    folder_delete_wanted = Signal(int)
    opened = Signal(QModelIndex)
    """The row of a chat."""
    folder_toggled = Signal(int, bool)
    """A FolderId, and whether its chats are to be listed."""
    up = Signal()
    """Above the first row."""

    def __init__(self, rows: ChatRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setModel(rows)
        self.delegate = RowDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(self.tr("Chats"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(True)  # drops go onto rows, not between them
        self.clicked.connect(self._click)
        self.activated.connect(self._activate)
        for changed in (rows.modelReset, rows.rowsInserted, rows.rowsRemoved):
            changed.connect(self._take_keys)
        self._take_keys()

    @property
    def chosen(self) -> list[ChatId]:
        """The chats that are selected, in their order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        chats = (self._rows.summary(self._rows.index(row)) for row in rows)
        return [chat.id for chat in chats if chat is not None]

    def show_found(self, *, found: bool) -> None:
        """Rows of a search are taller, for the words that were found."""
        self.delegate.shows_found = found
        self.setUniformItemSizes(not found)

    def show_whether_open(self, *, is_open: bool) -> None:
        """Whether the chosen chat is what the window shows, or another screen is."""
        self.delegate.is_open = is_open
        self.viewport().update()

    @Slot()
    def _take_keys(self) -> None:
        """Let Tab stop here only while there is something to go to, and a place to show it."""
        policy = Qt.FocusPolicy.StrongFocus if self._rows.rowCount() else Qt.FocusPolicy.NoFocus
        if policy != self.focusPolicy():
            self.setFocusPolicy(policy)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        """A plain click opens; with Ctrl or Shift it selects."""
        if len(self.selectedIndexes()) <= 1:
            self._activate(index)

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        folder = index.data(FOLDER_ROLE)
        if index.data(CHAT_ROLE) is not None:
            self.opened.emit(index)
        elif isinstance(folder, ChatFolder):
            self.folder_toggled.emit(folder.id, not folder.is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete what is chosen; up from the first row; open and close folders."""
        index, folder = self.currentIndex(), self.currentIndex().data(FOLDER_ROLE)
        left_or_right = event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}
        if event.key() == Qt.Key.Key_Up and index == self._rows.first_choice():
            self.up.emit()
        elif event.matches(QKeySequence.StandardKey.Delete) and index.isValid():
            if isinstance(folder, ChatFolder):
                self.folder_delete_wanted.emit(folder.id)
            elif self.chosen:
                self.delete_wanted.emit(self.chosen)
        elif left_or_right and isinstance(folder, ChatFolder):
            self.folder_toggled.emit(folder.id, event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)
