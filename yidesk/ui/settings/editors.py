"""One editor for each kind of setting. The wheel scrolls the page and changes nothing by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from yidesk.core import words
from yidesk.core.setting import Kind, Setting, Value
from yidesk.ui import icons
from yidesk.ui.controls import Button
from yidesk.ui.field import Field
from yidesk.ui.settings.key_field import KeyField
from yidesk.ui.theme import colour

WIDTH = 240


class Chooser(QComboBox):
    """One of several; draws its own arrow, in the colour of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def call(self, name: str) -> None:
        """Name it where no label stands beside it.

        On Linux Qt tells what is chosen for a chooser's name, and what it is by its label alone:
        so it has one that is not seen.
        """
        self.setAccessibleName(name)
        label = QLabel(name.replace("&", "&&"), self)
        label.setBuddy(self)
        label.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        box = self.rect().toRectF()
        box.setLeft(box.right() - 24)
        box.setWidth(16)
        box.setTop(box.center().y() - 8)
        box.setHeight(16)
        icons.paint(painter, "down", "secondary", box)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class Whole(QSpinBox):
    """A whole number; its lowest step is "automatic" where there is such a thing."""

    def stepBy(self, steps: int) -> None:
        """Go to round numbers."""
        step = self.singleStep()
        self.setValue((self.value() // step + steps) * step if step > 1 else self.value() + steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class Fraction(QDoubleSpinBox):
    """A number with decimals; below its lowest is "automatic" where there is such a thing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class Tick(QCheckBox):
    """A box to be ticked. Fusion takes its edge from the window's colour, dark on dark."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, tick and words; a ring around all of it where the keyboard is."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        parts = QStyle.SubElement
        box = self.style().subElementRect(parts.SE_CheckBoxIndicator, option, self)
        words_place = self.style().subElementRect(parts.SE_CheckBoxContents, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if self.isChecked() else "secondary"), 1.5))
        painter.setBrush(colour("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        if self.isChecked():
            icons.paint(painter, "check", "on_accent", box.toRectF())
        painter.setPen(colour("text"))
        painter.drawText(words_place, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 4, 4)


class Editor(QWidget):
    """Shows the value of one setting and tells what a person makes of it."""

    edited = Signal(object)
    """The new value."""
    models_wanted = Signal()
    """The model is to be chosen on its own screen."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._showing = False
        self.setFixedWidth(WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.control = self._make()
        self.control.setAccessibleName(words.say(setting.title))
        self.control.setAccessibleDescription(words.say(setting.help))
        self.setFocusProxy(self.control)
        row.addWidget(self.control)

    def show_value(self, value: Value) -> None:
        """Show VALUE without telling of it."""
        self._showing = True
        control = self.control
        if isinstance(control, QComboBox):
            self._show_choice(control, value)
        elif isinstance(control, QSpinBox):
            control.setValue(control.minimum() if value is None else int(value))
        elif isinstance(control, QDoubleSpinBox):
            control.setValue(control.minimum() if value is None else float(value))
        elif isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, KeyField):
            control.show_key(str(value))
        elif isinstance(control, QLineEdit):
            control.setText(str(value or ""))
        elif isinstance(control, Button):
            self._show_path(control, value)
        self._showing = False

    def _make(self) -> QWidget:
        makers: dict[Kind, Callable[[], QWidget]] = {
            Kind.CHOICE: self._make_chooser,
            Kind.SWITCH: self._make_switch,
            Kind.WHOLE: self._make_whole,
            Kind.FRACTION: self._make_fraction,
            Kind.TEXT: self._make_line,
            Kind.MODEL: lambda: Button("", self.models_wanted.emit, icon="model"),
            Kind.FILE: lambda: Button("", self._choose_file, icon="model"),
            Kind.SHELF: self._make_chooser,
            Kind.KEY: self._make_key,
            Kind.FOLDER: lambda: Button("", self._choose_folder, icon="folder"),
        }
        return makers[self.setting.kind]()

    def _make_switch(self) -> QCheckBox:
        box = Tick(self.tr("On"))
        box.toggled.connect(self._tell)
        return box

    def _make_line(self) -> QLineEdit:
        line = Field()
        line.editingFinished.connect(self._tell_text)
        return line

    def _make_key(self) -> QLineEdit:
        field = KeyField()
        field.pressed.connect(self._tell)
        return field

    def _show_path(self, button: Button, value: Value) -> None:
        """The name alone: a whole path is too wide, and stands in the tool tip."""
        path = Path(str(value)) if value else None
        if path is None:
            button.say(words.say(self.setting.automatic))
        else:
            button.say(path.name if self.setting.kind is Kind.FOLDER else path.stem)
        button.setToolTip(str(path or ""))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, words.say(self.setting.title))
        if folder:
            self._tell(str(Path(folder)))

    def _choose_file(self) -> None:
        files = self.tr("Models") + " (*.gguf)"
        chosen, _ = QFileDialog.getOpenFileName(self, words.say(self.setting.title), "", files)
        if chosen:
            self._tell(str(Path(chosen)))

    def offer(self, models: Sequence[Path]) -> None:
        """Let these model files be chosen from."""
        chooser = self.control
        if not isinstance(chooser, QComboBox):
            return
        self._showing = True
        value = chooser.currentData()
        while chooser.count() > 1:
            chooser.removeItem(1)
        for path in models:
            chooser.addItem(path.stem, str(path))
        self._show_choice(chooser, value)
        self._showing = False

    def _show_choice(self, chooser: QComboBox, value: Value) -> None:
        """A file that is not offered, or not any more, is shown all the same."""
        if value is not None and chooser.findData(value) < 0:
            chooser.addItem(Path(str(value)).stem, value)
        chooser.setCurrentIndex(0 if value is None else chooser.findData(value))
        if self.setting.kind is Kind.SHELF:
            chooser.setToolTip(str(value or ""))

    def _make_chooser(self) -> QComboBox:
        chooser = Chooser()
        if self.setting.automatic:
            chooser.addItem(words.say(self.setting.automatic), None)
        for option in self.setting.options:
            chooser.addItem(words.say(option.title), option.value)
        chooser.currentIndexChanged.connect(lambda _index: self._tell(chooser.currentData()))
        return chooser

    def _make_whole(self) -> QSpinBox:
        number = Whole()
        lowest = int(self.setting.least) - (1 if self.setting.automatic else 0)
        number.setRange(lowest, int(self.setting.most))
        number.setSingleStep(int(self.setting.step))
        number.setGroupSeparatorShown(True)
        if self.setting.automatic:
            number.setSpecialValueText(words.say(self.setting.automatic))
        self._dress(number)
        number.valueChanged.connect(self._tell_number)
        return number

    def _make_fraction(self) -> QDoubleSpinBox:
        number = Fraction()
        lowest = self.setting.least - (self.setting.step if self.setting.automatic else 0)
        number.setRange(lowest, self.setting.most)
        number.setSingleStep(self.setting.step)
        number.setDecimals(2)
        if self.setting.automatic:
            number.setSpecialValueText(words.say(self.setting.automatic))
        self._dress(number)
        number.valueChanged.connect(self._tell_number)
        return number

    def _dress(self, number: QSpinBox | QDoubleSpinBox) -> None:
        number.setKeyboardTracking(False)  # what is being typed is no value yet
        number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        number.lineEdit().setTextMargins(6, 0, 6, 0)
        if self.setting.unit:
            number.setSuffix(" " + words.say(self.setting.unit))

    @Slot(int)
    @Slot(float)
    def _tell_number(self, number: float) -> None:
        automatic = self.setting.automatic and number < self.setting.least
        self._tell(None if automatic else number)

    @Slot()
    def _tell_text(self) -> None:
        if isinstance(self.control, QLineEdit) and self.control.isModified():
            self.control.setModified(False)
            self._tell(self.control.text())

    def _tell(self, value: object) -> None:
        if not self._showing:
            self.edited.emit(value)
