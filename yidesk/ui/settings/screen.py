"""The settings screen: search, groups, rows. What happens is the presenter's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yidesk.core import words
from yidesk.core.declared import DECLARED, GROUPS
from yidesk.core.setting import Setting, Value
from yidesk.ui.by_turns import ByTurns
from yidesk.ui.controls import Button, Elided, Words
from yidesk.ui.page import Line, Page, Section
from yidesk.ui.search_line import SearchLine
from yidesk.ui.settings.row import SettingRow


class SettingsScreen(Page):
    """Every declared setting in its group."""

    changed = Signal(str, object)
    models_wanted = Signal()
    diagnostics_wanted = Signal()
    folder_wanted = Signal(object)
    """A folder to be shown, a Path."""
    row_added = Signal(str)
    """The name of a setting whose row is there now; they come one after the other."""

    def __init__(self, folders: Mapping[str, Path], parent: QWidget | None = None) -> None:
        """FOLDERS: where things lie, by what they are called in the language in use."""
        super().__init__(self.tr("Settings"), parent)
        self.rows: dict[str, SettingRow] = {}
        self._lines: dict[str, Line] = {}
        """The hairline above each row."""
        self._groups: dict[str, Section] = {}
        self.search = SearchLine(self.tr("Search the settings"))
        self.search.textChanged.connect(self.filter)
        self.header.addWidget(
            Button(self.tr("Diagnostics"), self.diagnostics_wanted.emit, icon="pulse", kind="quiet")
        )
        self.column.addWidget(self.search)
        for group in GROUPS:
            self._groups[group] = Section(words.say(group))
            self.column.addWidget(self._groups[group])
        self._folders = self._make_folders(folders)
        self.column.addWidget(self._folders)
        self._nothing = Words(kind="secondary", wraps=True)
        self._nothing.hide()
        self.column.addWidget(self._nothing)
        self.column.addStretch(1)
        self.first = self.search
        ByTurns(self, self._add_row).start(DECLARED)

    def search_here(self) -> None:
        """Search the settings."""
        self.search.setFocus()
        self.search.selectAll()

    def show_value(self, name: str, value: Value) -> None:
        """Show the value in use."""
        self.rows[name].show_value(value)

    def _add_row(self, setting: Setting) -> None:
        row = self.rows[setting.name] = SettingRow(setting)
        row.changed.connect(self.changed)
        row.models_wanted.connect(self.models_wanted)
        column = self._groups[setting.group].column
        self._lines[setting.name] = Line()
        column.addWidget(self._lines[setting.name])
        column.addWidget(row)
        self.row_added.emit(setting.name)
        if self.search.text().strip():
            self.filter(self.search.text())

    def _make_folders(self, folders: Mapping[str, Path]) -> Section:
        section = Section(self.tr("Folders"), self.tr("Everything that YiDesk writes is here."))
        for name, path in folders.items():
            row = QHBoxLayout()
            row.addWidget(Words(name))
            row.addStretch(1)
            shown = Elided(str(path), kind="secondary")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row.addWidget(shown)
            row.addWidget(
                Button(
                    self.tr("Open the folder: {name}").format(name=name),
                    partial(self.folder_wanted.emit, path),
                    icon="folder",
                    kind="icon",
                )
            )
            section.column.addWidget(Line())
            section.column.addLayout(row)
        return section

    @Slot(str)
    def filter(self, query: str) -> None:
        """Show only the settings that match QUERY."""
        for group, section in self._groups.items():
            rows = [row for row in self.rows.values() if row.setting.group == group]
            for row in rows:
                row.setVisible(row.matches(query))
                self._lines[row.setting.name].setVisible(row.matches(query))
            section.setVisible(any(row.matches(query) for row in rows))
        self._folders.setVisible(not query.strip())
        found = any(row.matches(query) for row in self.rows.values())
        self._nothing.setText(self.tr("No setting is called “{words}”.").format(words=query))
        self._nothing.setVisible(not found)
