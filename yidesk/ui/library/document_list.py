"""The list of documents: keys, and the menu of a row."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from yidesk.services.holdings import Holding
from yidesk.ui.library.delegate import DocumentDelegate
from yidesk.ui.library.rows import DocumentRows


class DocumentList(QListView):
    """Enter opens, Delete asks whether to remove, Ctrl and Shift choose several."""

    chosen_changed = Signal()
    open_wanted = Signal(object)
    """The Holding."""
    delete_wanted = Signal()

    def __init__(self, rows: DocumentRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._current = ""
        self._selected: frozenset[str] = frozenset()
        self._is_filling = False
        self.setModel(rows)
        self.setItemDelegate(DocumentDelegate(self))
        self.setAccessibleName(self.tr("Documents"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.activated.connect(self._activate)
        rows.modelAboutToBeReset.connect(self._remember)
        rows.modelReset.connect(self._restore)
        rows.dataChanged.connect(self.chosen_changed)

    @property
    def chosen(self) -> list[Holding]:
        """The documents that are selected, in their order."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        runs = sorted((part.top(), part.bottom()) for part in parts)
        return [holding for run in runs for holding in self._rows.holdings(*run)]

    def select(self, fingerprint: str) -> None:
        """Choose one document and show it."""
        index = self._rows.index_of(fingerprint)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell what is chosen now."""
        super().selectionChanged(selected, deselected)
        if not self._is_filling:
            self.chosen_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks whether to remove what is chosen."""
        if event.matches(QKeySequence.StandardKey.Delete) and self.chosen:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        if (holding := self._rows.holding(index)) is not None:
            self.open_wanted.emit(holding)

    @Slot()
    def _remember(self) -> None:
        self._is_filling = True
        current = self._rows.holding(self.currentIndex())
        self._current = current.entry.fingerprint if current else ""
        self._selected = frozenset(each.entry.fingerprint for each in self.chosen)

    @Slot()
    def _restore(self) -> None:
        """What was chosen stays so while it is listed."""
        selection, flags = self.selectionModel(), self.selectionModel().SelectionFlag
        chosen = QItemSelection()
        for first, last in self._rows.runs_of(self._selected):
            chosen.select(self._rows.index(first), self._rows.index(last))
        selection.select(chosen, flags.Select)
        if self._current and (index := self._rows.index_of(self._current)).isValid():
            selection.setCurrentIndex(index, flags.NoUpdate)
        self._is_filling = False
        self.chosen_changed.emit()
