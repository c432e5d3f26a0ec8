"""Names and values, one below the other; the values can be selected and copied."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QWidget

from yidesk.ui.controls import Words

Fact = tuple[str, str]
"""A name and a value."""


class Facts(QWidget):
    """A list of facts."""

    def __init__(self, facts: Iterable[Fact] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(6)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.show_facts(facts)

    @property
    def text(self) -> str:
        """All of it, one fact a line."""
        labels = [label.text() for label in self.findChildren(Words)]
        return "\n".join(": ".join(pair) for pair in zip(labels[::2], labels[1::2], strict=True))

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """Show these instead."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in facts:
            shown = Words(value, wraps=True)
            shown.setAccessibleName(f"{name}: {value}")
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self._form.addRow(Words(name, kind="secondary"), shown)
