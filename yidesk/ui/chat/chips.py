"""The chips of all documents in scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from yidesk.ui.chat.chip import HEIGHT, DocumentChip
from yidesk.ui.controls import Flow
from yidesk.ui.taking_away import take_away

if TYPE_CHECKING:
    from yidesk.core.types import Coverage, Document
    from yidesk.services.answer import Reading
    from yidesk.services.retrieval.meaning import Comparing

GAP = 8
LINE = HEIGHT + GAP
MOST_HEIGHT = 2 * LINE - GAP
"""Pixels of chips, so that many of them do not push the conversation away: whole lines, and a bar
beside them tells that there are more."""
REST_MS = 150
"""How long scrolling rests before it goes to a whole line."""


class DocumentChips(QScrollArea):
    """All documents of the chat on the screen; many of them scroll, two lines at a time."""

    open_wanted = Signal(str)
    remove_wanted = Signal(str)
    pause_wanted = Signal()
    go_on_wanted = Signal()
    comparing_wanted = Signal(bool)

    progressed = Signal(object)
    """How much of what is being read or worked on is done, 0 to 1; None when that has ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: tuple[Comparing, bool] | None = None
        self._flow = Flow(GAP)
        self._sheet = QWidget()
        self._sheet.setLayout(self._flow)
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Documents"))
        self._sheet.installEventFilter(self)
        bar = self.verticalScrollBar()
        bar.setSingleStep(LINE)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._show_whole_lines)
        bar.valueChanged.connect(lambda _at: self._rest.start())
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Chips came, went or changed: take as many lines as they need, up to the most."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width takes other lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._flow.count():
            return
        width = self.viewport().width()
        self.setFixedHeight(min(MOST_HEIGHT, max(HEIGHT, self._flow.heightForWidth(width))))

    @Slot()
    def _show_whole_lines(self) -> None:
        """A finger on a touch pad stops anywhere: go to the nearest line."""
        bar = self.verticalScrollBar()
        if bar.isSliderDown():
            self._rest.start()
        else:
            bar.setValue(round(bar.value() / LINE) * LINE)

    @property
    def chips(self) -> list[DocumentChip]:
        """In the order in which they came."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return self._sheet.findChildren(DocumentChip, options=direct)

    def show_document(self, document: Document) -> DocumentChip:
        """The chip of a document that has been opened, made where there is none."""
        chip = self.add(document.fingerprint, document.name)
        chip.show_document(document)
        if self._compared is not None:
            self.show_comparing(*self._compared)
        return chip

    def chip_of(self, key: str) -> DocumentChip | None:
        """The chip of a path or fingerprint."""
        return next((chip for chip in self.chips if chip.key == key), None)

    def add(self, key: str, name: str) -> DocumentChip:
        """A new chip at the end; the one that is there when it is known."""
        if (known := self.chip_of(key)) is not None:
            return known
        chip = DocumentChip(key, name, self._sheet)
        chip.open_wanted.connect(self.open_wanted)
        chip.remove_wanted.connect(self.remove_wanted)
        chip.pause_wanted.connect(self.pause_wanted)
        chip.go_on_wanted.connect(self.go_on_wanted)
        chip.comparing_wanted.connect(self.comparing_wanted)
        self._flow.addWidget(chip)
        chip.show()
        self.show()
        self._fit()
        return chip

    def remove(self, key: str) -> None:
        """Take a chip away."""
        chip = self.chip_of(key)
        if chip is not None:
            self._flow.removeWidget(chip)
            take_away(chip)
        self.setVisible(bool(self.chips))

    def show_documents(self, documents: Sequence[Document], *, read: bool) -> None:
        """Show these documents and no others."""
        for chip in self.chips:
            self.remove(chip.key)
        for document in documents:
            chip = self.show_document(document)
            if read:
                chip.show_read()

    @Slot(object, bool)
    def show_comparing(self, event: Comparing | None, stopped: bool) -> None:
        """One document is made ready for the search by meaning, or that was STOPPED."""
        self._compared = (event, stopped) if event is not None else None
        for chip in self.chips:
            if chip.pages:
                its_own = event if event is not None and event.document == chip.key else None
                chip.show_comparing(its_own, stopped=stopped)

    def show_paused(self, keys: Sequence[str]) -> None:
        """The reading of these was stopped by a person, and can go on."""
        for chip in self.chips:
            if chip.key in keys and not chip.is_read:
                chip.show_paused()

    def show_reading(self, event: Reading) -> None:
        """Share the tokens read out among the pages that are not read yet, in order."""
        waiting = [chip for chip in self.chips if chip.pages and not chip.is_read]
        pages = sum(chip.pages for chip in waiting)
        finished = pages * event.done // event.total if event.total else 0
        self.progressed.emit(event.done / event.total if event.total else 0.0)
        for chip in waiting:
            here = min(chip.pages, finished)
            finished -= here
            chip.show_reading(here, event)

    def show_doing(self, name: str, line: str, fraction: float) -> None:
        """The document NAME is being worked on; the others wait."""
        self.progressed.emit(fraction)
        for chip in self.chips:
            if chip.name == name:
                chip.show_doing(line, fraction)
            elif chip.pages and not chip.is_read:
                chip.show_idle()

    def show_covered(self, coverage: Sequence[Coverage]) -> None:
        """What was counted of the documents as they were read."""
        for covered in coverage:
            if (chip := self.chip_of(covered.document)) is not None:
                chip.know(covered)

    def show_searched(self) -> None:
        """Passages of the documents were read."""
        for chip in self.chips:
            if chip.pages and not chip.is_read:
                chip.show_searched()

    def show_read(self, *, complete: bool) -> None:
        """Reading has ended."""
        for chip in self.chips:
            if chip.pages and complete:
                chip.show_read()
            elif chip.pages and not chip.is_read:
                chip.show_idle()
        self.progressed.emit(None)
