"""A turn in the conversation on the screen, whether or not it has a widget at the moment."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from yidesk.core import words
from yidesk.core.types import Role
from yidesk.services.chats import Turn, TurnId
from yidesk.ui import fonts
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.view import MarkdownView

AROUND = {Role.USER: 40, Role.ASSISTANT: 110}
"""Pixels that stand above and below a text of the conversation, about."""


@dataclass(eq=False, slots=True)
class Entry:
    """A question or an answer. It has a turn, a widget, or both."""

    turn: Turn | None = None
    """As it was read from the store; None while it is not there yet."""
    view: TurnView | None = None
    width: int = 0
    """For which its height is known; 0: it was guessed."""
    is_changed: bool = True
    """Whether its widget has to be measured again."""
    letters: tuple[object, list[str]] | None = None
    """Its text as it is read, one string a piece; and the revision that this was read of."""
    found: tuple[str, object, list[Place]] | None = None
    """Words, the revision in which they were looked for, and where they begin."""
    _size: tuple[float, float] | None = None
    """Letters (wide ones count twice) and lines that end early."""

    @property
    def revision(self) -> object:
        """Another one when its text is another one."""
        view = self.view
        if view is not None and (self.turn is None or view.is_busy):
            return view.view.revision
        return (self.turn.text, self.turn.report) if self.turn is not None else None

    @property
    def turn_id(self) -> TurnId | None:
        """Which turn it is; None while that is not known."""
        if self.turn is not None:
            return self.turn.id
        return self.view.turn if self.view is not None else None

    @property
    def speaker(self) -> str:
        """Who says it: the model, the person."""
        # the record of an answer that has just ended can still lack what its widget has been told
        if self.turn is not None and self.turn.role is Role.ASSISTANT and self.turn.report.model:
            return self.turn.report.model
        if self.view is not None:
            return self.view.speaker
        if self.turn is not None and self.turn.role is Role.ASSISTANT:
            return "YiDesk"
        return words.say("You")

    def is_same_turn(self, other: Entry) -> bool:
        """Whether both show the same turn."""
        return self is other or (self.turn_id is not None and self.turn_id == other.turn_id)

    def shows(self, text: MarkdownView) -> bool:
        """Whether TEXT is what it shows."""
        return self.view is not None and self.view.view is text

    @property
    def is_needed(self) -> bool:
        """Whether its widget holds what is nowhere else."""
        view = self.view
        if view is None:
            return False
        return self.turn is None or view.is_busy or _has_focus(view)

    def guess(self, width: int) -> int:
        """The height that it will have at WIDTH, about."""
        self.width = 0
        if self.turn is None:
            return AROUND[Role.USER]
        if self._size is None:
            text = self.turn.text
            wide = (len(text.encode(errors="replace")) - len(text)) / 2
            self._size = len(text) + wide, text.count("\n") / 2
        letters, breaks = self._size
        letter, line = _letter_and_line()
        return round((1 + letters * letter / width + breaks) * line) + AROUND[self.turn.role]


@functools.cache
def _letter_and_line() -> tuple[float, float]:
    """Width of a letter on average, and height of a line."""
    font = fonts.reading()
    return QFontMetricsF(font).averageCharWidth(), fonts.line_pixels(font)


def _has_focus(view: TurnView) -> bool:
    focused: QWidget | None = view.window().focusWidget()  # there need not be one
    return focused is not None and view.isAncestorOf(focused)
