"""Names and values, one below the other; the values can be selected and copied."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from yidesk.ui.controls import Elided, Words
from yidesk.ui.taking_away import take_away

Fact = tuple[str, str]
"""A name and a value."""
NAMES = 150
"""Narrowest column of names, in pixels."""
VALUES = 72
"""Of values; a long name is shortened to leave it."""


class Facts(QWidget):
    """A list of facts."""

    def __init__(self, facts: Iterable[Fact] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, NAMES)
        self._grid.setColumnMinimumWidth(1, VALUES)
        self._grid.setColumnStretch(1, 1)
        self.show_facts(facts)

    @property
    def text(self) -> str:
        """All of it, one fact a line."""
        labels = [label.text() for label in self.findChildren(Words)]
        return "\n".join(": ".join(pair) for pair in zip(labels[::2], labels[1::2], strict=True))

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """Show these instead."""
        for old in self.findChildren(Words):
            take_away(old)
        for row, (name, value) in enumerate(facts):
            shown = Words(value, wraps=True)
            shown.setAccessibleName(f"{name}: {value}")
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            named = Elided(name, kind="secondary")
            self._grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)
