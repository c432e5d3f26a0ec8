"""The documents of the library as Qt's views see them: narrowed, and in an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from yidesk.services.holdings import FolderId, Holding
from yidesk.ui.library import words

HOLDING_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Order(StrEnum):
    """What the list is sorted by."""

    ADDED = "added"
    NAME = "name"
    PAGES = "pages"
    SIZE = "size"
    READINGS = "readings"
    """What its readings take on the disk."""
    USED = "used"
    """When one of its readings was used last."""


_KEYS: dict[Order, Callable[[Holding], float]] = {
    Order.PAGES: lambda each: -each.entry.pages,
    Order.SIZE: lambda each: -each.entry.bytes,
    Order.READINGS: lambda each: -each.readings_bytes,
    Order.USED: lambda each: -each.used,
}
"""Of the orders that are numbers; what is alike in them stays in the order of names."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents are listed, and in which order."""

    words: str = ""
    """Each of them must stand in the name or the path."""
    folder: FolderId | None = None
    order: Order = Order.ADDED

    def takes(self, holding: Holding) -> bool:
        """Whether a document is listed."""
        if self.folder is not None and self.folder not in holding.folders:
            return False
        if not self.words:
            return True
        text = f"{holding.entry.name}\n{holding.entry.path}".casefold()
        return all(word in text for word in self.words.casefold().split())


class DocumentRows(QAbstractListModel):
    """Documents; ten thousand of them are narrowed and sorted within a frame or two."""

    def __init__(self) -> None:
        super().__init__()
        self._every: Sequence[Holding] = ()
        self._by_name: Sequence[Holding] = ()
        self._rows: list[Holding] = []
        self._choice = Choice()

    @property
    def total(self) -> int:
        """How many documents there are, listed or not."""
        return len(self._every)

    @property
    def choice(self) -> Choice:
        """Which of them are listed."""
        return self._choice

    def show_holdings(self, holdings: Sequence[Holding]) -> None:
        """Take the documents as they are now, the last added first."""
        self._every, self._by_name = holdings, ()
        self._fill()

    def choose(self, choice: Choice) -> None:
        """List others, or in another order."""
        if choice != self._choice:
            self._choice = choice
            self._fill()

    def _fill(self) -> None:
        rows = list(filter(self._choice.takes, self._sorted()))
        before = [each.entry.fingerprint for each in self._rows]
        if before and [each.entry.fingerprint for each in rows] == before:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _sorted(self) -> Sequence[Holding]:
        order = self._choice.order
        if order is Order.ADDED:
            return self._every
        if len(self._by_name) != len(self._every):
            self._by_name = sorted(self._every, key=lambda each: each.entry.name.casefold())
        key = _KEYS.get(order)
        return sorted(self._by_name, key=key) if key else self._by_name

    def holdings(self, first: int, last: int) -> Sequence[Holding]:
        """The documents of the rows from FIRST to LAST."""
        return self._rows[first : last + 1]

    def holding(self, index: Index) -> Holding | None:
        """The document of a row."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, fingerprint: str) -> QModelIndex:
        """Where a document stands; invalid when it is not listed."""
        for number, row in enumerate(self._rows):
            if row.entry.fingerprint == fingerprint:
                return self.index(number)
        return QModelIndex()

    def runs_of(self, fingerprints: frozenset[str]) -> list[tuple[int, int]]:
        """First and last row of every run of rows that show these documents."""
        runs: list[tuple[int, int]] = []
        for number, row in enumerate(self._rows):
            if row.entry.fingerprint in fingerprints:
                if runs and runs[-1][1] == number - 1:
                    runs[-1] = runs[-1][0], number
                else:
                    runs.append((number, number))
        return runs

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One property of one document."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.entry.name
        if role == HOLDING_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join((row.entry.name, words.facts(row), *words.remarks(row)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (row.entry.path, *words.remarks(row))))
        return None
