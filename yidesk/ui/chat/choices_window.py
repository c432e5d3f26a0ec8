"""How a chat is answered: preset, instructions, model, sampling. A window beside the chat."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from yidesk.core.presets import MODEL, SAMPLING, ChatChoices, Choices, Preset
from yidesk.core.setting import Value
from yidesk.ui import fonts, icons
from yidesk.ui.controls import Button, Words
from yidesk.ui.field import Field
from yidesk.ui.page import Line
from yidesk.ui.settings.editors import Chooser
from yidesk.ui.settings.row import SettingRow
from yidesk.ui.tab_order import go_on, stops

MARGIN = 20
PROMPT_HEIGHT = 124


class ChoicesWindow(QDialog):
    """Shows choices and lets them be changed; nothing holds before it is saved."""

    kept = Signal(object)
    """The ChatChoices that hold from now on."""
    add_wanted = Signal(str, object)
    """The name of a new preset, and its Choices."""
    rename_wanted = Signal(object, str)
    change_wanted = Signal(object, object)
    """A preset, and the Choices that it is to give."""
    delete_wanted = Signal(object)
    default_wanted = Signal(str)
    """Key of the preset that new chats are to begin with."""

    def __init__(self, shown: ChatChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("How this chat is answered"))
        self.setMinimumSize(460, 420)
        self.resize(680, 700)
        self._shown = self._held = shown
        self._presets: Sequence[Preset] = ()
        self._default = ""
        self._use_name: Callable[[str], None] = lambda _name: None
        self.chooser = Chooser()
        self.chooser.setAccessibleName(self.tr("Preset"))
        self.chooser.activated.connect(self._choose)
        self.more = Button(self.tr("More about presets"), self._open_menu, icon="more", kind="icon")
        self.name = self._make_name()
        self.trouble = Words(kind="wrong", wraps=True)
        self.trouble.hide()
        self.field = self._make_field()
        self.rows = {each.name: SettingRow(each) for each in (MODEL, *SAMPLING)}
        for row in self.rows.values():
            row.changed.connect(self._change)
        self.back = Button(
            self.tr("As the preset has it"), self._go_back, icon="undo", kind="quiet"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        column.addWidget(self._make_body(), 1)
        column.addLayout(self._make_foot())
        self._show_choices()
        self.chooser.setFocus()

    def offer(self, presets: Sequence[Preset], default: str, key: str | None = None) -> None:
        """Let these be chosen from; KEY: the one that this chat was made into."""
        self._presets, self._default = presets, default
        if key is not None:
            self._shown = ChatChoices(key, self._shown.choices, self._shown.choices)
        self.chooser.clear()
        for preset in presets:
            self.chooser.addItem(preset.name, preset.key)
        if self._preset is None and self._shown.preset:
            self.chooser.addItem(self.tr("(A preset that was deleted)"), self._shown.preset)
        self._show_preset()

    def offer_models(self, models: Sequence[Path]) -> None:
        """Let these answer."""
        self.rows[MODEL.name].editor.offer(models)

    def tell(self, sentence: str) -> None:
        """Say why something could not be done."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    @property
    def choices(self) -> ChatChoices:
        """What is shown, as it would be kept."""
        return dataclasses.replace(self._shown, choices=self._read())

    @property
    def is_touched(self) -> bool:
        """Whether something is shown that does not hold yet."""
        return self.choices != self._held

    @property
    def _preset(self) -> Preset | None:
        key = self._shown.preset or (self._presets[0].key if self._presets else "")
        return next((each for each in self._presets if each.key == key), None)

    def _read(self) -> Choices:
        prompt = self.field.toPlainText().strip()
        return dataclasses.replace(self._shown.choices, prompt=prompt)

    @Slot(int)
    def _choose(self, index: int) -> None:
        key = self.chooser.itemData(index)
        preset = next((each for each in self._presets if each.key == key), None)
        if preset is not None:
            self._shown = ChatChoices(preset.key, preset.choices, preset.choices)
            self._show_choices()

    @Slot(str, object)
    def _change(self, name: str, value: Value) -> None:
        changed = dataclasses.replace(self._read(), **{name: value})  # type: ignore[arg-type] # as declared
        self._shown = dataclasses.replace(self._shown, choices=changed)
        self.rows[name].show_value(value)
        self._show_state()

    def _go_back(self) -> None:
        self._shown = dataclasses.replace(self._shown, choices=self._shown.given)
        self._show_choices()

    def _show_choices(self) -> None:
        choices = self._shown.choices
        if self.field.toPlainText().strip() != choices.prompt:
            cursor = self.field.textCursor()  # by hand: so what was typed comes back with Ctrl+Z
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(choices.prompt)
        self.rows[MODEL.name].show_value(choices.model)
        for setting in SAMPLING:
            self.rows[setting.name].show_value(choices.value(setting.name))
        self._show_preset()

    def _show_preset(self) -> None:
        preset = self._preset
        key = preset.key if preset is not None else self._shown.preset
        self.chooser.setCurrentIndex(self.chooser.findData(key))
        self._show_state()

    def _show_state(self) -> None:
        self.back.setVisible(self.choices.is_changed)

    def _save(self) -> None:
        self.kept.emit(self.choices)
        self.accept()

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """What can be done with presets."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(
            icons.icon("plus"), self.tr("Keep as a new preset…"), partial(self._ask_name, self._add)
        )
        preset = self._preset
        if preset is not None and preset.is_own:
            self._add_own(menu, preset)
        if preset is not None:
            default = menu.addAction(
                self.tr("New chats begin with “{name}”").format(name=preset.name),
                partial(self.default_wanted.emit, preset.key),
            )
            default.setCheckable(True)
            default.setChecked(preset.key == self._default)
        return menu

    def _add_own(self, menu: QMenu, preset: Preset) -> None:
        if self._read() != preset.choices:
            menu.addAction(
                icons.icon("check"),
                self.tr("Change “{name}” to this").format(name=preset.name),
                lambda: self.change_wanted.emit(preset, self._read()),
            )
        rename = partial(self._ask_name, partial(self.rename_wanted.emit, preset), preset.name)
        menu.addAction(icons.icon("rename"), self.tr("Rename"), rename)
        menu.addAction(
            icons.icon("trash"), self.tr("Delete"), partial(self.delete_wanted.emit, preset)
        )

    def _add(self, name: str) -> None:
        self.add_wanted.emit(name, self._read())

    def _ask_name(self, use: Callable[[str], None], name: str = "") -> None:
        self._use_name = use
        self.tell("")
        self.name.show()
        line = self.name_line
        line.setText(name)
        line.selectAll()
        line.setFocus()

    def _take_name(self) -> None:
        self._use_name(self.name_line.text())

    def close_name(self) -> None:
        """A name was taken, or is not wanted any more."""
        self.tell("")
        if self.name.isVisible():
            self.name.hide()
            self.chooser.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the name first, then the window; Return in the name takes it."""
        if event.key() == Qt.Key.Key_Escape and self.name.isVisible():
            self.close_name()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name_line.hasFocus():
            self._take_name()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Let Tab go as one reads."""
        is_done = go_on(list(stops(self)), following=following)
        return is_done or super().focusNextPrevChild(following)

    def _make_name(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        self.name_line = Field()
        self.name_line.setAccessibleName(self.tr("Name of the preset"))
        self.name_line.setPlaceholderText(self.tr("Name of the preset"))
        row.addWidget(self.name_line, 1)
        row.addWidget(Button(self.tr("Keep"), self._take_name))
        row.addWidget(Button(self.tr("Leave the name"), self.close_name, icon="close", kind="icon"))
        line.hide()
        return line

    def _make_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(self.tr("Instructions for this chat"))
        field.setPlaceholderText(
            self.tr("For example: “Answer in two sentences, for a person without legal training.”")
        )
        field.setProperty("kind", "log")
        field.setFont(fonts.interface())
        field.setTabChangesFocus(True)
        field.setFixedHeight(PROMPT_HEIGHT)
        field.textChanged.connect(self._show_state)
        return field

    def _make_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = Words(self.tr("Preset"))
        label.setBuddy(self.chooser)
        row.addWidget(label)
        row.addWidget(self.chooser, 1)
        row.addWidget(self.more)
        head.addLayout(row)
        head.addWidget(self.name)
        head.addWidget(self.trouble)
        return head

    def _make_body(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, 4, MARGIN, 4)
        column.setSpacing(6)
        told = Words(
            self.tr(
                "Instructions: what the model is to keep in mind with every answer. They hold "
                "from the next question on; documents are not read again."
            ),
            kind="secondary",
            wraps=True,
        )
        column.addWidget(told)
        column.addWidget(self.field)
        for row in self.rows.values():
            column.addWidget(Line())
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(Button(self.tr("Cancel"), self.reject))
        row.addWidget(Button(self.tr("Save"), self._save, kind="primary", tint="on_accent"))
        return row
