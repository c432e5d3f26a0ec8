"""The rows of the sidebar: chats under the day on which they last changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from yidesk.services.chats import ChatId, ChatSummary, Snippet

CHAT_ROLE = Qt.ItemDataRole.UserRole
"""ChatId of a row; None for the heading of a day."""
BUSY_ROLE = Qt.ItemDataRole.UserRole + 1
SNIPPET_ROLE = Qt.ItemDataRole.UserRole + 2
"""The Snippet that a search found in the chat, or None."""
PINNED_ROLE = Qt.ItemDataRole.UserRole + 3
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """One line of the sidebar."""

    text: str
    chat: ChatId | None
    snippet: Snippet | None = None
    hits: int = 0
    is_pinned: bool = False


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
            title = chat.title or self.tr("New chat")
            rows.append(Row(title, chat.id, chat.snippet, chat.hits, chat.pinned))
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

    def first_chat(self) -> QModelIndex:
        """The first row that is a chat; invalid when there is none."""
        rows = (n for n, row in enumerate(self._rows) if row.chat is not None)
        number = next(rows, None)
        return QModelIndex() if number is None else self.index(number)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One property of one line."""
        row = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return row.text
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._said(row)
        own = {
            CHAT_ROLE: row.chat,
            BUSY_ROLE: row.chat in self._busy,
            SNIPPET_ROLE: row.snippet,
            PINNED_ROLE: row.is_pinned,
        }
        return own.get(role)

    def _said(self, row: Row) -> str:
        """A line with what its picture says."""
        if row.snippet is None:
            return row.text
        hits = self.tr("1 hit") if row.hits == 1 else self.tr("{n} hits").format(n=row.hits)
        return f"{row.text}\n{row.snippet.text}\n{hits}"

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
        self._rows[index.row()] = row._replace(text=title)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DisplayRole])
        self.renamed.emit(row.chat, title)
        return True

    def _day(self, chat: ChatSummary, today: date) -> str:
        if chat.pinned:
            return self.tr("Pinned")
        changed = datetime.fromtimestamp(chat.changed).astimezone().date()
        days = (today - changed).days
        if days <= 0:
            return self.tr("Today")
        return self.tr("Yesterday") if days == 1 else self.tr("Earlier")
