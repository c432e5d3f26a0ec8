"""A chip for every document in scope: its name, how far it is read, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from yidesk.core.words import CONTEXT, look_up
from yidesk.ui import fonts, numbers
from yidesk.ui.chat.progress import ThinBar
from yidesk.ui.chat.progress_lines import pace
from yidesk.ui.controls import Button, Elided, Flow, Icon, Words

if TYPE_CHECKING:
    from yidesk.core.types import Coverage, Document
    from yidesk.services.answer import Opening, Reading
    from yidesk.services.retrieval.meaning import Comparing

NAME_WIDTH = 220
MOST_HEIGHT = 36 * 2 + 8 * 2 + 18
"""Pixels of chips, so that many of them do not push the conversation away; the half line tells
that there are more."""


class DocumentChip(QFrame):
    """One document. Its key is a path while it is opened, its fingerprint from then on."""

    remove_wanted = Signal(str)
    pause_wanted = Signal()
    go_on_wanted = Signal()
    comparing_wanted = Signal(bool)
    """Whether it is to be made ready for the search by meaning, or that is to stop."""

    def __init__(self, key: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.name = name
        self.pages = 0
        self._tokens = self._parts = 0
        self.is_read = False
        self.setProperty("kind", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(36)
        self._icon = Icon("document", "secondary", 18)
        self._name = Elided(name)
        self._name.setMaximumWidth(NAME_WIDTH)
        self._name.setFont(fonts.interface())
        self._state = Words(kind="small")
        self._remove = Button(
            self.tr("Remove {name}").format(name=name), self._ask, icon="close", kind="icon-small"
        )
        self._remove.setToolTip(self.tr("Remove"))
        self._press_wanted: Callable[[], object] = lambda: None
        self._line, self._comparing, self._is_stopped = "", "", False
        self._offers_comparing = False
        self._pause = Button("", self._press, icon="stop", kind="icon-small")
        self._pause.setObjectName("pause")
        self._pause.hide()
        self._bar = ThinBar(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(7)
        row.addWidget(self._icon)
        row.addWidget(self._name)
        row.addWidget(self._state)
        row.addWidget(self._pause)
        row.addWidget(self._remove)

    @property
    def state(self) -> str:
        """What the chip says beside the name."""
        return self._state.text()

    def show_opening(self, event: Opening) -> None:
        """The file is being turned into pages."""
        known = event.pages_total > 0
        template = self.tr("Opening, page {done} of {total}") if known else self.tr("Opening…")
        done, total = numbers.count(event.pages_done), numbers.count(event.pages_total)
        self._say(template.format(done=done, total=total), event.share)

    def show_document(self, document: Document) -> None:
        """The file has become pages; the model has not read them yet."""
        self.key = document.fingerprint
        self.pages = len(document.pages)
        self.is_read = False
        self._say(self._pages_line())
        self._show_warnings(document)

    def show_reading(self, done: int, event: Reading) -> None:
        """The model has read DONE of the pages; what it reports of its speed."""
        one, more = self.tr("Reading 1 page"), self.tr("Reading {done} of {total} pages")
        line = (one if self.pages == 1 else more).format(
            done=numbers.count(done), total=numbers.count(self.pages)
        )
        line = " · ".join(filter(None, (line, pace(event))))
        self._say(line, done / self.pages if self.pages else 0.0)
        self._offer("stop", self.tr("Stop reading; it can go on later"), self.pause_wanted.emit)

    def show_paused(self) -> None:
        """A person has stopped the reading of it."""
        self._say(self._pages_line() + " · " + self.tr("reading stopped"))
        self._offer("play", self.tr("Read on"), self.go_on_wanted.emit)

    def show_comparing(self, event: Comparing | None, *, stopped: bool) -> None:
        """How far it is ready for the search by meaning; None: nothing is done for that."""
        self._comparing, self._is_stopped = "", stopped
        if event is not None:
            line = self.tr("for the search by meaning: {n} %")
            if stopped:
                line = self.tr("for the search by meaning: {n} %, stopped")
            self._comparing = line.format(n=round(100 * event.done / event.total))
        busy = self._pause.isVisibleTo(self) and not self._offers_comparing
        self._say_line()
        if not busy:
            self._offer_comparing()

    def _offer_comparing(self) -> None:
        """Stop, or go on with, what is made for the search by meaning."""
        self._offers_comparing = bool(self._comparing)
        self._pause.setVisible(self._offers_comparing)
        if not self._comparing:
            return
        name = self.tr("Stop preparing the search by meaning; it can go on later")
        if self._is_stopped:
            name = self.tr("Go on preparing the search by meaning")
        wanted = partial(self.comparing_wanted.emit, self._is_stopped)
        self._offer("play" if self._is_stopped else "stop", name, wanted)
        self._offers_comparing = True

    def _offer(self, icon: str, name: str, wanted: Callable[[], object]) -> None:
        self._offers_comparing, self._press_wanted = False, wanted
        self._pause.show_icon(icon, "secondary")
        self._pause.say(name)
        self._pause.show()

    def _press(self) -> None:
        self._press_wanted()

    def know(self, covered: Coverage) -> None:
        """What is known of it since it was read: its tokens, and in how many parts."""
        self._tokens, self._parts = covered.tokens_total, covered.parts

    def show_read(self) -> None:
        """The model knows every page."""
        self.is_read = True
        read = self.tr("read ✓")
        if self._parts > 1:
            read = self.tr("read in {n} parts ✓").format(n=numbers.count(self._parts))
        self._say(self._pages_line() + " · " + read)

    def show_doing(
        self, line: str, fraction: float, stop: Callable[[], object] | None = None
    ) -> None:
        """Something is done with the document that takes a while; STOP ends it."""
        self._say(f"{self._pages_line()} · {line}", fraction)
        if stop is not None:
            self._offer("stop", self.tr("Stop"), stop)

    def show_searched(self) -> None:
        """The model was given passages of it."""
        self._say(self._pages_line() + " · " + self.tr("searched"))

    def show_idle(self) -> None:
        """Reading has stopped before its end."""
        self._say(self._pages_line())

    def _pages_line(self) -> str:
        pages = self.tr("{n} pages").format(n=numbers.count(self.pages))
        if self.pages == 1:
            pages = self.tr("1 page")
        if not self._tokens:
            return pages
        return pages + " · " + self.tr("{n} tokens").format(n=numbers.count(self._tokens))

    def _say(self, line: str, fraction: float | None = None) -> None:
        self._line = line
        self._bar.show_fraction(fraction)
        self._say_line()
        self._offer_comparing()

    def _say_line(self) -> None:
        line = " · ".join(filter(None, (self._line, self._comparing)))
        self._state.setText(line)
        self.setAccessibleName(f"{self.name}: {line}")
        self.updateGeometry()

    def _show_warnings(self, document: Document) -> None:
        from yidesk.services.flaws import flaw_lines, flaws_of  # noqa: PLC0415 - not in the first frame

        lines = flaw_lines(flaws_of(document))
        lines += [look_up(CONTEXT, note) for note in document.notes]
        if lines:
            self._icon.show_icon("warning", "unsure")
            self.setToolTip("\n".join(lines))
            self.setAccessibleDescription(" ".join(lines))

    def _ask(self) -> None:
        self.remove_wanted.emit(self.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the lower edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(8, self.height() - 4, self.width() - 16, 3)


class DocumentChips(QScrollArea):
    """All documents of the chat on the screen; many of them scroll in two lines and a half."""

    remove_wanted = Signal(str)
    pause_wanted = Signal()
    go_on_wanted = Signal()
    comparing_wanted = Signal(bool)

    progressed = Signal(object)
    """How much of what is being read or worked on is done, 0 to 1; None when that has ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: tuple[Comparing, bool] | None = None
        self._flow = Flow(8)
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
        width = self.viewport().width()
        self.setFixedHeight(min(MOST_HEIGHT, max(36, self._flow.heightForWidth(width))))

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
            chip.setParent(None)
            chip.deleteLater()
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
        self.progressed.emit(None)
        for chip in self.chips:
            if chip.pages and complete:
                chip.show_read()
            elif chip.pages and not chip.is_read:
                chip.show_idle()
