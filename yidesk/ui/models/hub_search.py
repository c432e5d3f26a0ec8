"""Any GGUF repository of the hub: found by name, opened to its files, downloaded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from yidesk.services.downloads import Found, RemoteFile, Source
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Elided, Words
from yidesk.ui.field import Field
from yidesk.ui.models.progress import RowProgress
from yidesk.ui.page import Section
from yidesk.ui.settings.editors import Chooser


class HubRow(QFrame):
    """A repository; its files are asked for when it is opened."""

    files_wanted = Signal(object)
    """The row."""
    get_wanted = Signal(object)
    """The row: download the chosen file."""

    def __init__(self, found: Found, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.repository = found.id
        self._sources: list[Source] = []
        self.setProperty("kind", "card")
        self.setAccessibleName(found.id)
        self.progress = RowProgress(self.tr("Pause"))
        self.files = Chooser()
        self.files.call(self.tr("File of {name}").format(name=found.id))
        self.open = Button(self.tr("Show files"), lambda: self.files_wanted.emit(self))
        self.open.setAccessibleName(self.tr("Show files of {name}").format(name=found.id))
        self.get = Button(self.tr("Download"), lambda: self.get_wanted.emit(self), icon="download")
        self.get.setAccessibleName(self.tr("Download from {name}").format(name=found.id))
        loads = self.tr("{n} downloads").format(n=numbers.count(found.downloads))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Elided(found.id, kind="heading", of_file=True), 1)
        row.addWidget(Words(loads, kind="secondary"))
        for widget in (self.files, self.open, self.get):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(row)
        column.addWidget(self.progress)
        self.files.hide()
        self.get.hide()
        self.progress.hide()

    @property
    def source(self) -> Source:
        """The file that is chosen."""
        return self._sources[self.files.currentIndex()]

    def show_files(self, files: Sequence[RemoteFile]) -> None:
        """They are known now."""
        for file in files:
            size = f" · {numbers.disk(file.size)}" if file.size else ""
            self.files.addItem(file.name + size)
            self._sources.append(
                Source(repository=self.repository, file=file.name, sha256=file.sha256)
            )
        self.open.hide()
        self.files.setVisible(bool(files))
        self.get.setVisible(bool(files))

    def show_busy(self, *, busy: bool, paused: bool = False) -> None:
        """It is being downloaded."""
        self.progress.setVisible(busy)
        self.files.setEnabled(not busy)
        self.get.setVisible(not busy)
        self.get.setText(self.tr("Resume") if paused else self.tr("Download"))


class HubSearch(Section):
    """A field, and what was found."""

    search_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Others on the hub"),
            self.tr(
                "Any GGUF model that llama.cpp can run. This program is made for Yi, and tested "
                "with it. Searching connects to the hub."
            ),
            parent,
        )
        self.field = Field()
        self.field.setPlaceholderText(self.tr("Name of a model, or ORG/REPO"))
        self.field.setAccessibleName(self.tr("Search the hub"))
        self.field.returnPressed.connect(self._submit)
        self.button = Button(self.tr("Search"), self._submit, icon="search")
        line = QHBoxLayout()
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        self.column.addLayout(line)
        self.result = Words(kind="secondary", wraps=True)
        self.column.addWidget(self.result)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.column.addLayout(self._rows)
        self.result.hide()

    @property
    def rows(self) -> list[HubRow]:
        """What was found."""
        items = (self._rows.itemAt(index) for index in range(self._rows.count()))
        widgets = [item.widget() for item in items if item]
        return [widget for widget in widgets if isinstance(widget, HubRow)]

    def show_searching(self) -> None:
        """The hub was asked."""
        self.button.setEnabled(False)
        self._say(self.tr("Searching…"))

    def show_failed(self) -> None:
        """The hub gave no answer; a notice says why."""
        self.button.setEnabled(True)
        self.result.hide()

    def show_found(self, found: Sequence[Found]) -> list[HubRow]:
        """Show repositories in place of earlier ones; returns their rows."""
        self.button.setEnabled(True)
        for row in self.rows:
            row.hide()
            self._rows.removeWidget(row)
            row.deleteLater()
        for each in found:
            self._rows.addWidget(HubRow(each))
        self._say("" if found else self.tr("The hub has none with GGUF files and this name."))
        return self.rows

    def _say(self, text: str) -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))

    @Slot()
    def _submit(self) -> None:
        text = self.field.text().strip()
        if text and self.button.isEnabled():
            self.search_wanted.emit(text)
