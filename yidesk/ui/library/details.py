"""What is known of the chosen documents, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from yidesk.services.chats import ChatId
from yidesk.services.holdings import Holding
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Flow, Words
from yidesk.ui.library import words
from yidesk.ui.library.question import Question
from yidesk.ui.notices import Action
from yidesk.ui.taking_away import take_away

WIDTH = 320
MOST_CHATS = 8
"""Chats that are named; more are counted."""


class Details(QScrollArea):
    """Of one document everything, of several what they have in common."""

    ask_wanted = Signal(list)
    remove_confirmed = Signal(list)
    """Each with the Holdings."""
    open_wanted = Signal(object)
    read_again_wanted = Signal(object)
    system_wanted = Signal(object)
    folder_wanted = Signal(object)
    forget_wanted = Signal(object)
    """Each with the Holding."""
    pin_wanted = Signal(object, bool)
    chat_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Sequence[Holding] = ()
        self.setProperty("kind", "details")
        self.stand(below=False)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name = Words(kind="section", wraps=True)
        self.facts = Words(kind="secondary", wraps=True)
        self.remarks = Words(kind="unsure", wraps=True)
        self.path = Words(kind="small", wraps=True)
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.question = Question()
        self._make_buttons()
        self._lay_out()
        self.hide()

    def _make_buttons(self) -> None:
        self.ask = Button(
            self.tr("Ask about it"), lambda: self.ask_wanted.emit([*self._chosen]), kind="primary"
        )
        self.open = Button(self.tr("Open here"), lambda: self.open_wanted.emit(self._chosen[0]))
        self.system = self._quiet(self.tr("Open in its program"), "document", self.system_wanted)
        self.folder = self._quiet(self.tr("Show in its folder"), "folder", self.folder_wanted)
        self.again = self._quiet(self.tr("Read the file again"), "retry", self.read_again_wanted)
        self.remove = Button(
            self.tr("Remove from the library…"), self.ask_removal, icon="trash", kind="quiet"
        )
        self.pin = Button(self.tr("Keep on disk"), self._pin, icon="pin", kind="quiet")
        self.pin.setCheckable(True)
        self.pin.setToolTip(
            self.tr("Readings that are kept stay when the space for readings is full")
        )
        self.forget = self._quiet(self.tr("Remove from disk"), "trash", self.forget_wanted)

    def _quiet(self, name: str, icon: str, signal: object) -> Button:
        return Button(name, lambda: signal.emit(self._chosen[0]), icon=icon, kind="quiet")  # type: ignore[attr-defined]

    def _lay_out(self) -> None:
        inner = QWidget()
        self.setWidget(inner)  # first: what is put into it is dressed once then
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 4, 4, 16)
        column.setSpacing(8)
        for widget in (self.name, self.facts, self.remarks):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(_flow(self.ask, self.open))
        self.readings = _Part(self.tr("Read by"))
        self.readings.column.addWidget(buttons := _flow(self.pin, self.forget))
        self._reading_buttons = buttons
        self.chats = _Part(self.tr("Chats about it"))
        for part in (self.readings, self.chats):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.path)
        for button in (self.system, self.folder, self.again, self.remove):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.question)
        column.addStretch(1)

    def stand(self, *, below: bool) -> None:
        """Below the list, or beside it: on that side is a hairline."""
        self.setProperty("below", below)
        self.style().polish(self)
        most = 16_777_215  # QWIDGETSIZE_MAX: no limit
        self.setMaximumWidth(most if below else WIDTH)
        self.setMinimumWidth(0 if below else WIDTH)

    @property
    def chosen(self) -> Sequence[Holding]:
        """The documents that are shown."""
        return self._chosen

    def show_holdings(self, chosen: Sequence[Holding]) -> None:
        """Show these documents; none hides the panel."""
        same = [each.entry.fingerprint for each in chosen] == [
            each.entry.fingerprint for each in self._chosen
        ]
        self._chosen = chosen
        self.setVisible(bool(chosen))
        if not same:
            self.question.hide()
            self.chats.hide()
            self.verticalScrollBar().setValue(0)
        if len(chosen) == 1:
            self._show_one(chosen[0])
        elif chosen:
            self._show_several(chosen)

    def _show_one(self, holding: Holding) -> None:
        self.setAccessibleName(holding.entry.name)
        self.name.setText(holding.entry.name)
        added = self.tr("Added {day}").format(day=words.day(holding.entry.added))
        lines = (words.facts(holding), added, words.found_by_meaning(holding))
        self.facts.setText("\n".join(filter(None, lines)))
        remarks = words.remarks(holding)
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self.path.setText(_breakable(holding.entry.path))
        self.path.show()
        self.ask.say(self.tr("Ask about it"))
        self._show_readings(holding)
        for button in (self.open, self.system, self.folder, self.again):
            button.show()

    def _show_several(self, chosen: Sequence[Holding]) -> None:
        self.name.setText(words.documents(len(chosen)))
        self.setAccessibleName(self.name.text())
        total = sum(each.entry.pages for each in chosen)
        counted = [each.tokens for each in chosen if each.tokens is not None]
        lines = [words.pages(total)]
        if len(counted) == len(chosen):
            lines.append(words.tokens(sum(counted)))
        self.facts.setText(" · ".join(lines))
        self.ask.say(self.tr("Ask about them"))
        for widget in (self.remarks, self.path, self.readings, self.chats):
            widget.hide()
        for button in (self.open, self.system, self.folder, self.again):
            button.hide()

    def _show_readings(self, holding: Holding) -> None:
        self.readings.show_lines(
            [f"{each.model}\n{words.reading(each)}" for each in holding.readings]
        )
        self.pin.setChecked(holding.is_pinned)
        self.readings.setVisible(bool(holding.readings))

    def show_chats(self, chats: Sequence[tuple[ChatId, str]]) -> None:
        """Name the chats that use the document."""
        self.chats.show_lines([])
        for chat, title in chats[:MOST_CHATS]:
            self.chats.add(_chat_button(title, lambda chat=chat: self.chat_wanted.emit(chat)))
        if len(chats) > MOST_CHATS:
            more = self.tr("and {n} more").format(n=numbers.count(len(chats) - MOST_CHATS))
            self.chats.add(Words(more, kind="secondary"))
        self.chats.setVisible(bool(chats))

    def ask_removal(self) -> None:
        """Ask whether to remove what is chosen, and say how many chats use it."""
        if not self._chosen:
            return
        used = sum(bool(each.entry.chats) for each in self._chosen)
        lines = [
            self.tr("Remove it from the library? The file itself stays.")
            if len(self._chosen) == 1
            else self.tr(
                "Remove {n} documents from the library? The files themselves stay."
            ).format(n=numbers.count(len(self._chosen)))
        ]
        if len(self._chosen) == 1 and used:
            lines.append(
                self.tr(
                    "Chats that use it: {n}. They keep what was said, without its pages."
                ).format(n=numbers.count(self._chosen[0].entry.chats))
            )
        elif used:
            lines.append(
                self.tr("1 of them is used by chats, which keep what was said, without the pages.")
                if used == 1
                else self.tr(
                    "{n} of them are used by chats, which keep what was said, without the pages."
                ).format(n=numbers.count(used))
            )
        if freed := sum(each.readings_bytes for each in self._chosen):
            lines.append(self.tr("Readings go too: {size}.").format(size=numbers.disk(freed)))
        if freed := sum(each.vectors_bytes for each in self._chosen):
            line = self.tr("What was made for the search by meaning goes too: {size}.")
            lines.append(line.format(size=numbers.disk(freed)))
        chosen = [*self._chosen]
        remove = Action(self.tr("Remove"), lambda: self.remove_confirmed.emit(chosen))
        self.question.ask(" ".join(lines), (remove,))
        self.ensureWidgetVisible(self.question)

    def _pin(self) -> None:
        self.pin_wanted.emit(self._chosen[0], self.pin.isChecked())


class _Part(QWidget):
    """A small heading and lines below it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 8, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(Words(title, kind="heading"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.column.addLayout(self._lines)
        self.hide()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines instead of what was there."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                take_away(widget)
        for line in lines:
            self._lines.addWidget(Words(line, kind="secondary", wraps=True))

    def add(self, widget: QWidget) -> None:
        """One more line."""
        self._lines.addWidget(widget)


def _chat_button(title: str, pressed: object) -> Button:
    button = Button(title, pressed, kind="row")  # type: ignore[arg-type]
    button.setMaximumWidth(WIDTH - 24)
    button.setToolTip(title)
    return button


def _flow(*buttons: Button) -> QWidget:
    place = QWidget()
    flow = Flow()
    place.setLayout(flow)
    for button in buttons:
        flow.addWidget(button)
    return place


def _breakable(path: str) -> str:
    """A path that may be broken behind every separator."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
