"""The rows of the sidebar: chats under the day on which they last changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from yidesk.services.chats import ChatId, ChatSummary

CHAT_ROLE = Qt.ItemDataRole.UserRole
"""ChatId of a row; None for the heading of a day."""
BUSY_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """One line of the sidebar."""

    text: str
    chat: ChatId | None


class ChatRows(QAbstractListModel):
    """Headings and chats as Qt's views see them."""

    renamed = Signal(int, str)
    """A person has typed another title for a chat."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._busy: frozenset[ChatId] = frozenset()

    def show_chats(self, chats: Sequence[ChatSummary], today: date) -> None:
        """Take the chats, latest change first."""
        rows: list[Row] = []
        heading = ""
        for chat in chats:
            name = self._day(chat, today)
            if name != heading:
                rows.append(Row(name, None))
                heading = name
            rows.append(Row(chat.title or self.tr("New chat"), chat.id))
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def mark_busy(self, chats: frozenset[ChatId]) -> None:
        """Show where an answer is being written."""
        self._busy = chats
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [BUSY_ROLE])

    def index_of(self, chat: ChatId) -> QModelIndex:
        """Where a chat stands; invalid when it does not."""
        for number, row in enumerate(self._rows):
            if row.chat == chat:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One property of one line."""
        row = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return row.text
        if role == CHAT_ROLE:
            return row.chat
        if role == BUSY_ROLE:
            return row.chat in self._busy
        if role == Qt.ItemDataRole.ToolTipRole and row.chat is not None:
            return row.text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be neither chosen nor renamed."""
        if self._rows[index.row()].chat is None:
            return Qt.ItemFlag.NoItemFlags
        kinds = Qt.ItemFlag
        return kinds.ItemIsEnabled | kinds.ItemIsSelectable | kinds.ItemIsEditable

    def setData(self, index: Index, value: str, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A title has been typed."""
        row = self._rows[index.row()]
        title = value.strip()
        if role != Qt.ItemDataRole.EditRole or row.chat is None or title in {"", row.text}:
            return False
        self._rows[index.row()] = Row(title, row.chat)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DisplayRole])
        self.renamed.emit(row.chat, title)
        return True

    def _day(self, chat: ChatSummary, today: date) -> str:
        changed = datetime.fromtimestamp(chat.changed).astimezone().date()
        days = (today - changed).days
        if days <= 0:
            return self.tr("Today")
        return self.tr("Yesterday") if days == 1 else self.tr("Earlier")
