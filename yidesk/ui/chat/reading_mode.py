"""How the documents are read for the next question: chosen here, proposed where they do not fit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.core.mode import Mode
from yidesk.core.window_limit import Limit
from yidesk.ui.controls import Button
from yidesk.ui.notices import THIS_ANSWER, Action, Notice, Notices

if TYPE_CHECKING:
    from yidesk.services.answer import Answer

MODES = (Mode.WHOLE, Mode.SEARCH, Mode.SWEEP)


class ReadingMode(Button):
    """A button that says the mode, and opens the list of all."""

    changed = Signal(object)
    """A Mode; a person chose it, or took what was proposed."""

    pinned = Signal(object)
    """A Mode; a person chose it from the list, for all questions from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", self._open, icon="document", kind="quiet", parent=parent)
        self.mode = Mode.WHOLE
        self.is_pinned = False
        self._show()

    @cached_property
    def menu_(self) -> QMenu:
        """All modes; made when it is first opened."""
        made = QMenu(self)
        made.setToolTipsVisible(True)
        group = QActionGroup(made)
        for mode in MODES:
            action = made.addAction(_explained(mode), partial(self._pin, mode))
            action.setCheckable(True)
            action.setData(mode)
            group.addAction(action)
        self._mark(made)
        return made

    def _mark(self, menu: QMenu) -> None:
        for action in menu.actions():
            action.setChecked(action.data() == self.mode)

    def _pin(self, mode: Mode) -> None:
        self.choose(mode, pinned=True)
        self.pinned.emit(mode)

    def end_sweep(self) -> None:
        """A sweep that was not chosen for good is for one question: the next one is searched."""
        if self.mode is Mode.SWEEP and not self.is_pinned:
            self.choose(Mode.SEARCH)

    def choose(self, mode: Mode, *, pinned: bool = False) -> None:
        """Read so from now on; PINNED: because the person chose it from the list."""
        self.is_pinned = pinned
        known = mode if mode in MODES else Mode.WHOLE
        if known is not self.mode:
            self.mode = known
            self._show()
            self.changed.emit(known)

    def _open(self) -> None:
        self.menu_.popup(self.mapToGlobal(self.rect().topLeft()) - self.menu_.rect().bottomLeft())

    def _show(self) -> None:
        if "menu_" in vars(self):
            self._mark(self.menu_)
        self.say(_named(self.mode))
        self.setAccessibleName(self.tr("How documents are read: {mode}").format(mode=self.text()))
        self.setToolTip(_explained(self.mode))


def propose(
    notices: Notices,
    error: YiDeskError,
    take: Callable[[Mode], object],
    others: tuple[Action, ...] = (),
) -> Notice:
    """Tell of documents that do not fit; TAKE is called with the mode that is chosen instead."""
    proposed = Mode(str(error.values["proposed"]))
    ways = sorted((Mode.SEARCH, Mode.SWEEP), key=lambda mode: mode is not proposed)
    return notices.tell(
        words.say_error(error)[0],
        next_step=_advice(proposed, Limit(str(error.values.get("limit", Limit.MODEL)))),
        tone="warning",  # a choice, and nobody's fault
        actions=(*(Action(_named(mode), partial(take, mode)) for mode in ways), *others),
        topic=THIS_ANSWER,
    )


def propose_sweep(notices: Notices, take: Callable[[Mode], object]) -> Notice:
    """A search would answer a question about everything from a few passages: ask before."""
    return notices.tell(
        _tr("This asks about all of it, and a search reads only the passages that match."),
        next_step=_tr("A sweep reads every part in turn, which takes longer."),
        tone="warning",
        actions=(
            Action(_named(Mode.SWEEP), partial(take, Mode.SWEEP)),
            Action(_tr("Search all the same"), partial(take, Mode.SEARCH)),
        ),
        topic=THIS_ANSWER,
    )


def offer_sweep(notices: Notices, answer: Answer, take: Callable[[Mode], object]) -> None:
    """Tell of documents whose language the search could not cross; TAKE reads all of them."""
    from yidesk.services.searched import not_searched  # noqa: PLC0415 - not in the first frame

    if answer.mode is Mode.SEARCH and (names := not_searched(answer.coverage)):
        notices.tell(
            _tr(
                "The question is in another language than {names}: hardly a word could be found."
            ).format(names=words.listed(names)),
            next_step=_tr("Ask in that language, or have every part read in turn."),
            tone="warning",
            actions=(Action(_named(Mode.SWEEP), partial(take, Mode.SWEEP)),),
            topic=THIS_ANSWER,
        )


def _advice(proposed: Mode, limit: Limit) -> str:
    if proposed is Mode.SWEEP:
        return _tr(
            "The question is about all of it, so a sweep is proposed: every part in turn, then one "
            "answer. A search is faster and reads only what matches."
        )
    return {
        Limit.CHOICE: _tr(
            "A search reads the passages that match the question. A sweep reads every part in "
            "turn, which takes longer. A larger window, chosen in the settings, holds it whole."
        ),
        Limit.MEMORY: _tr(
            "A search reads the passages that match the question. A sweep reads every part in "
            "turn, which takes longer. There is no memory now for a window that holds it whole."
        ),
        Limit.MODEL: _tr(
            "A search reads the passages that match the question. A sweep reads every part in "
            "turn, which takes longer. A model with a larger window reads it whole."
        ),
    }[limit]


def _named(mode: Mode) -> str:
    return {Mode.WHOLE: _tr("Whole"), Mode.SEARCH: _tr("Search"), Mode.SWEEP: _tr("Sweep")}[mode]


def _explained(mode: Mode) -> str:
    return {
        Mode.WHOLE: _tr("Whole: every page, once; later questions cost nothing more"),
        Mode.SEARCH: _tr("Search: the passages that match the question"),
        Mode.SWEEP: _tr("Sweep: every part in turn, then one answer from all notes"),
    }[mode]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReadingMode", text)
