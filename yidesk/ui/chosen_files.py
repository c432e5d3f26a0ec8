"""Files that a person is asked to choose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChosenFiles", text)


def documents(parent: QWidget) -> list[Path]:
    """Documents; none when the person thought better of it."""
    return _several(parent, _tr("Add documents"))


def models(parent: QWidget) -> list[Path]:
    """Model files."""
    return _several(parent, _tr("Import models"), _kinds())


def one_model(parent: QWidget) -> Path | None:
    """A model file."""
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Choose a model file"), "", _kinds())
    return Path(name) if name else None


def _kinds() -> str:
    return _tr("Models") + " (*.gguf)"


def _several(parent: QWidget, title: str, kinds: str = "") -> list[Path]:
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in names]
