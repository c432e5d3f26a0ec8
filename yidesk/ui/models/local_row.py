"""A model that is here: use it, verify it, show it, delete it."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from yidesk.core import words
from yidesk.services.model_shelf import LocalModel
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Elided, Flow, Words
from yidesk.ui.models.progress import RowProgress


class LocalRow(QFrame):
    """One model; deleting asks in place, with what it frees."""

    use_wanted = Signal(object)
    verify_wanted = Signal(object)
    show_wanted = Signal(object)
    delete_wanted = Signal(object)
    repair_wanted = Signal(object)
    search_use_wanted = Signal(object)
    """Each with the LocalModel."""

    def __init__(self, model: LocalModel, *, chosen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._looks_like = _looks(model, chosen=chosen)
        self.is_busy = False
        """Whether something is under way with the file."""
        self.use: Button | None = None
        self.search_use: Button | None = None
        self.setProperty("kind", "card")
        self.setProperty("chosen", chosen)
        self.setAccessibleName(model.name)
        self.progress = RowProgress(self.tr("Stop"))
        self.question = self._make_question()
        self.result = Words(kind="secondary", wraps=True)
        self.repair = Button(
            self.tr("Repair"), lambda: self.repair_wanted.emit(self.model), icon="retry"
        )
        self.repair.setToolTip(self.tr("Fetch the damaged parts again"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 10, 10)
        column.setSpacing(6)
        column.addLayout(self._make_top(chosen=chosen))
        self.facts = Words(self._facts(), kind="secondary", wraps=True)
        column.addWidget(self.facts)
        for widget in (self.progress, self.result, self.repair, self.question):
            column.addWidget(widget)
            widget.hide()
        if model.problem is not None:
            self.say(" ".join(words.say_error(model.problem)), "wrong")

    def stands(self, model: LocalModel | None, *, chosen: bool) -> bool:
        """Whether the row can stay where MODEL is to be shown: it says the same, or is at work."""
        return self.is_busy or (
            model is not None and _looks(model, chosen=chosen) == self._looks_like
        )

    def say(self, text: str, kind: str = "secondary") -> None:
        """Say how something ended."""
        self.result.setText(text)
        self.result.dress(kind)
        self.result.show()

    def take_over(self, other: LocalRow) -> None:
        """Say what is said of the same file on OTHER, in whose place it comes."""
        if not other.result.isHidden() and self.model.problem is None:
            self.say(other.result.text(), str(other.result.property("kind")))
            self.repair.setVisible(not other.repair.isHidden())

    def offer_repair(self) -> None:
        """Damaged parts can be fetched again."""
        self.repair.show()

    def show_busy(self, *, busy: bool) -> None:
        """Something is under way with the file, or no more."""
        self.is_busy = busy
        self.progress.setVisible(busy)
        self.result.hide()
        self.repair.hide()
        for button in (self.verify, self.delete):
            button.setEnabled(not busy)

    def _facts(self) -> str:
        model = self.model
        window = self.tr("window {n} tokens").format(n=numbers.count(model.window))
        return " · ".join(
            filter(
                None,
                (
                    model.quantization,
                    numbers.disk(model.size),
                    window if model.window else "",
                    self.tr("embedding model, for the search") if model.embeds else "",
                    self.tr("demonstration only") if model.is_demonstration else "",
                    self.tr("used where it lies")
                    if model.stays and not model.is_demonstration
                    else "",
                ),
            )
        )

    def _make_top(self, *, chosen: bool) -> QHBoxLayout:
        name = self.model.name
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Elided(name, kind="heading", of_file=True), 1)
        if chosen:
            row.addWidget(Words(self.tr("In use"), kind="badge-accent"))
        elif self.model.embeds and self.model.problem is None:
            row.addWidget(self._make_search_use(name))
        elif self.model.answers and self.model.problem is None:
            self.use = Button(self.tr("Use"), lambda: self.use_wanted.emit(self.model))
            self.use.setAccessibleName(self.tr("Use {name}").format(name=name))
            row.addWidget(self.use)
        self.verify = self._icon("check", self.tr("Verify {name}"), self.verify_wanted)
        self.show_in_folder = self._icon(
            "folder", self.tr("Show {name} in its folder"), self.show_wanted
        )
        self.delete = Button(
            self.tr("Delete {name}").format(name=name), self.ask, icon="trash", kind="icon"
        )
        if self.model.is_demonstration:
            self.delete.hide()
        for button in (self.verify, self.show_in_folder, self.delete):
            row.addWidget(button)
        return row

    def _make_search_use(self, name: str) -> Button:
        self.search_use = Button(
            self.tr("Use for searching"), lambda: self.search_use_wanted.emit(self.model)
        )
        self.search_use.setAccessibleName(self.tr("Use {name} for searching").format(name=name))
        return self.search_use

    def _icon(self, icon: str, template: str, signal: object) -> Button:
        name = template.format(name=self.model.name)
        return Button(name, lambda: signal.emit(self.model), icon=icon, kind="icon")  # type: ignore[attr-defined]

    def ask(self) -> None:
        """Ask whether to delete it."""
        self.question.show()
        QTimer.singleShot(0, self.keep, self.keep.setFocus)  # once it is really on the screen

    def _make_question(self) -> QWidget:
        question = QWidget()
        flow = Flow()
        question.setLayout(flow)
        text = (
            self.tr("Take it off the list? The file stays where it is.")
            if self.model.stays
            else self.tr("Delete the file? This frees {size}.").format(
                size=numbers.disk(self.model.size)
            )
        )
        flow.addWidget(Words(text))
        self.confirm = Button(
            self.tr("Take off the list") if self.model.stays else self.tr("Delete"),
            lambda: self.delete_wanted.emit(self.model),
            kind="danger",
        )
        self.keep = Button(self.tr("Keep"), question.hide)
        flow.addWidget(self.confirm)
        flow.addWidget(self.keep)
        return question


def _looks(model: LocalModel, *, chosen: bool) -> tuple[object, ...]:
    """What a row shows of a model; a problem is another object whenever it is found."""
    return dataclasses.replace(model, problem=None), str(model.problem), chosen
