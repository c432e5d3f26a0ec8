"""A chip for every document in scope: its name, how far it is read, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from yidesk.core.types import Document
from yidesk.core.words import CONTEXT, look_up
from yidesk.services.answer import Opening
from yidesk.services.flaws import flaw_lines, flaws_of
from yidesk.ui import fonts, numbers
from yidesk.ui.chat.progress import ThinBar
from yidesk.ui.controls import Button, Elided, Flow, Icon, Words

NAME_WIDTH = 220


class DocumentChip(QFrame):
    """One document. Its key is a path while it is opened, its fingerprint from then on."""

    remove_wanted = Signal(str)

    def __init__(self, key: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.name = name
        self.pages = 0
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
        self._bar = ThinBar(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(7)
        row.addWidget(self._icon)
        row.addWidget(self._name)
        row.addWidget(self._state)
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

    def show_reading(self, done: int, seconds_left: float | None) -> None:
        """The model has read DONE of the pages."""
        line = self.tr("Reading {done} of {total} pages").format(
            done=numbers.count(done), total=numbers.count(self.pages)
        )
        if seconds_left is not None:
            line += " · " + numbers.time_left(seconds_left)
        self._say(line, done / self.pages if self.pages else 0.0)

    def show_read(self) -> None:
        """The model knows every page."""
        self.is_read = True
        self._say(self._pages_line() + " · " + self.tr("read ✓"))

    def show_doing(self, line: str, fraction: float) -> None:
        """Something is done with the document that takes a while."""
        self._say(f"{self._pages_line()} · {line}", fraction)

    def show_searched(self) -> None:
        """The model was given passages of it."""
        self._say(self._pages_line() + " · " + self.tr("searched"))

    def show_idle(self) -> None:
        """Reading has stopped before its end."""
        self._say(self._pages_line())

    def _pages_line(self) -> str:
        if self.pages == 1:
            return self.tr("1 page")
        return self.tr("{n} pages").format(n=numbers.count(self.pages))

    def _say(self, line: str, fraction: float | None = None) -> None:
        self._state.setText(line)
        self._bar.show_fraction(fraction)
        self.setAccessibleName(f"{self.name}: {line}")
        self.updateGeometry()

    def _show_warnings(self, document: Document) -> None:
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


class DocumentChips(QWidget):
    """All documents of the chat on the screen."""

    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(8)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Documents"))
        self.hide()

    @property
    def chips(self) -> list[DocumentChip]:
        """In the order in which they came."""
        return self.findChildren(DocumentChip, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def chip_of(self, key: str) -> DocumentChip | None:
        """The chip of a path or fingerprint."""
        return next((chip for chip in self.chips if chip.key == key), None)

    def add(self, key: str, name: str) -> DocumentChip:
        """A new chip at the end; the one that is there when it is known."""
        if (known := self.chip_of(key)) is not None:
            return known
        chip = DocumentChip(key, name, self)
        chip.remove_wanted.connect(self.remove_wanted)
        self._flow.addWidget(chip)
        chip.show()
        self.show()
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
            chip = self.add(document.fingerprint, document.name)
            chip.show_document(document)
            if read:
                chip.show_read()

    def show_reading(self, done: int, total: int, seconds_left: float | None) -> None:
        """Share DONE of TOTAL tokens out among the pages that are not read yet, in order."""
        waiting = [chip for chip in self.chips if chip.pages and not chip.is_read]
        pages = sum(chip.pages for chip in waiting)
        finished = pages * done // total if total else 0
        for chip in waiting:
            here = min(chip.pages, finished)
            finished -= here
            chip.show_reading(here, seconds_left)

    def show_doing(self, name: str, line: str, fraction: float) -> None:
        """The document NAME is being worked on; the others wait."""
        for chip in self.chips:
            if chip.name == name:
                chip.show_doing(line, fraction)
            elif chip.pages and not chip.is_read:
                chip.show_idle()

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
