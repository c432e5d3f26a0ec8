"""What the program has to say: a bar with a sentence and actions, never a box in the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.ui import numbers
from yidesk.ui.chat.progress import ThinBar
from yidesk.ui.controls import Button, Flow, Icon, Words
from yidesk.ui.field import Field
from yidesk.ui.taking_away import take_away

GOOD_NEWS = frozenset({"window_planned"})
"""Codes of what the engine tells that is no error."""
THIS_CHAT = "chat"
"""Topic of notices that mean the chat on the screen, and nothing when another one is there."""
THIS_ANSWER = f"{THIS_CHAT}/answer"
"""Of those that mean how its documents are read or were answered about just now, and nothing once
they are read otherwise, or something is asked."""
MOST_BESIDE = 0.4
"""Share of a bar's width that buttons may take beside its words."""
GAP = 8
SHARE = 0.45
"""Of a screen's height, that bars may fill."""
PASSING_MS = 8_000
"""How long a notice stays that offers to undo something."""


class Action(NamedTuple):
    """Something a person can do about a notice."""

    name: str
    do: Callable[[], object]


class Notice(QFrame):
    """One bar."""

    can_be_dismissed = True

    def __init__(
        self,
        text: str,
        *,
        next_step: str = "",
        tone: str = "info",
        actions: tuple[Action, ...] = (),
        passes: Callable[[], object] | None = None,
        topic: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.text = text
        self.topic = topic
        self.takes_keys_from: QWidget | None = None
        """Where the keyboard was before it came into the bar by itself."""
        self.setProperty("kind", "notice")
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{text} {next_step}".strip())
        self._passes = passes
        self._build(text, next_step, tone, actions)
        self._timer = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._timer.timeout.connect(self.close_notice)

    def _build(self, text: str, next_step: str, tone: str, actions: tuple[Action, ...]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        name, token = {"error": ("warning", "wrong"), "warning": ("warning", "unsure")}.get(
            tone, ("info", "accent")
        )
        row.addWidget(Icon(name, token), 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Words(text, wraps=True))
        if next_step:
            column.addWidget(Words(next_step, kind="secondary", wraps=True))
        self._content = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._content.setSpacing(10)
        self._content.addLayout(column, 1)
        self._controls = QHBoxLayout()
        self._controls.setSpacing(10)
        self._content.addLayout(self._controls)
        row.addLayout(self._content, 1)
        buttons: QLayout = self._controls
        if len(actions) > 1:  # beside the words they would leave these no room
            buttons = Flow()
            column.addSpacing(6)
            column.addLayout(buttons)
        for action in actions:
            buttons.addWidget(Button(action.name, partial(self._act, action.do)))
        self._controls.addStretch()
        row.addWidget(Button(self.tr("Dismiss"), self.close_notice, icon="close", kind="icon"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is to be pressed stands below the words where it would leave them no room."""
        super().resizeEvent(event)
        takes = self._controls.sizeHint().width() / max(1, event.size().width())
        direction = QBoxLayout.Direction
        self._content.setDirection(
            direction.TopToBottom if takes > MOST_BESIDE else direction.LeftToRight
        )

    def showEvent(self, event: QShowEvent) -> None:
        """What passes begins to pass when it is seen."""
        super().showEvent(event)
        if self._passes is not None:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody can undo what nobody sees: wait."""
        super().hideEvent(event)
        self._timer.stop()

    @property
    def is_awaited(self) -> bool:
        """Whether something hangs on it: it offers to undo what becomes final when it goes."""
        return self._passes is not None

    def _give_keys_back(self) -> None:
        """The keyboard goes where it was, if it is here and that is still there."""
        before = self.takes_keys_from
        has_keys = self.isAncestorOf(QApplication.focusWidget() or self)
        if has_keys and before is not None and isValid(before):
            before.setFocus()

    def event(self, event: QEvent) -> bool:
        """Escape in the bar is the bar's own: nothing else is stopped or closed by it."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_left_by(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses it."""
        if self._is_left_by(event):
            self.close_notice()
        else:
            super().keyPressEvent(event)

    def _is_left_by(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return is_escape and self.can_be_dismissed

    def _act(self, do: Callable[[], object]) -> None:
        self._passes = None
        self.close_notice()
        do()

    @Slot()
    def close_notice(self) -> None:
        """Take the bar away; what it offered to undo becomes final."""
        self._timer.stop()
        self._give_keys_back()
        passes, self._passes = self._passes, None
        take_away(self)
        if passes is not None:
            passes()


class PasswordNotice(Notice):
    """Asks in place for what nobody else should see: a document's password, a token."""

    def __init__(
        self,
        text: str,
        *,
        use: Callable[[str], object],
        what: str = "",
        next_step: str = "",
        topic: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """WHAT names it; a password where it is empty."""
        super().__init__(text, next_step=next_step, tone="warning", topic=topic, parent=parent)
        self._use = use
        self.field = Field(parent=self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(what or self.tr("Password"))
        self.field.setAccessibleName(what or self.tr("Password"))
        self.field.setMaximumWidth(180)
        self.field.returnPressed.connect(self._submit)
        name = self.tr("Go on") if what else self.tr("Open")
        self._controls.insertWidget(0, self.field)
        self._controls.insertWidget(1, Button(name, self._submit))

    @property
    def is_awaited(self) -> bool:
        """What needs the password waits for it."""
        return True

    @Slot()
    def _submit(self) -> None:
        password = self.field.text()
        if password:
            self.close_notice()
            self._use(password)


class ProgressNotice(Notice):
    """Something that takes a while: how far it is, and Stop."""

    can_be_dismissed = False

    def __init__(
        self, text: str, stop: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent=parent)
        self._words = self.findChildren(Words)[0]
        self._bar = ThinBar(self)
        self._stop = Button(self.tr("Stop"), stop)
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            dismiss = row.takeAt(row.count() - 1)
            if dismiss is not None and (button := dismiss.widget()) is not None:
                button.hide()
                button.deleteLater()  # what goes on is not put out of sight
            row.addWidget(self._stop)
            row.setContentsMargins(12, 8, 12, 8)

    def show_progress(self, line: str, fraction: float) -> None:
        """How far it is, 0 to 1."""
        self._words.setText(line)
        self.setAccessibleName(line)
        self._bar.show_fraction(fraction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar lies along the lower edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(8, self.height() - 5, self.width() - 16, 3)


class Notices(QWidget):
    """The bars above the foot of whichever screen is shown, the newest lowest.

    There is one for the window: what is told about a chat is seen on the Models screen too.
    """

    MOST = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._room = 0
        """Pixels that bars may fill; 0 before that is known."""
        self._order: list[Notice] = []
        """The bars, the one to be seen first last."""
        self._more = Button("", self._show_other, kind="quiet")
        self._more.setToolTip(self.tr("Show another message"))
        self._more.hide()
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def shown(self) -> list[Notice]:
        """The bars that are told, those too for which there is no room now."""
        return self.findChildren(Notice, options=Qt.FindChildOption.FindDirectChildrenOnly)

    @property
    def is_awaited(self) -> bool:
        """Whether something hangs on a bar, and would be lost with it."""
        return any(each.is_awaited for each in self.shown)

    def give_room(self, height: int) -> None:
        """Lie on a screen of this height; what would fill too much of it is folded away."""
        self._room = round(height * SHARE)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Look for room when a bar comes, goes, or has another size."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower bars are higher."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Show the newest bars for which there is room, and how many there are besides."""
        there = self.shown
        known = [each for each in self._order if each in there]
        self._order = known + [each for each in there if each not in known]
        by_rank = self._order[::-1]
        by_rank.sort(key=lambda notice: not _is_written_in(notice))
        left, seen = self._room, 0
        for notice in by_rank:
            left -= _height(notice, self.width()) + GAP
            if seen and self._room and left < 0:
                break
            seen += 1
        for rank, notice in enumerate(by_rank):
            notice.setVisible(rank < seen)
        hidden = len(by_rank) - seen
        line = self.tr("1 more message") if hidden == 1 else self.tr("{n} more messages")
        self._more.say(line.format(n=numbers.count(hidden)))
        self._more.setVisible(hidden > 0)

    def _show_other(self) -> None:
        """Let the one that waits longest be seen, and the newest wait."""
        self._order = [*self._order[1:], self._order[0]]
        self._fold()

    def tell(
        self,
        text: str,
        *,
        next_step: str = "",
        tone: str = "info",
        actions: tuple[Action, ...] = (),
        passes: Callable[[], object] | None = None,
        topic: str = "",
    ) -> Notice:
        """Show a sentence; the same one is never shown twice at a time.

        TOPIC: what it is about, where it means nothing any more once that is left.
        """
        return self._add(
            Notice(
                text,
                next_step=next_step,
                tone=tone,
                actions=actions,
                passes=passes,
                topic=topic,
                parent=self,
            )
        )

    def tell_error(
        self, error: Exception, actions: tuple[Action, ...] = (), *, topic: str = ""
    ) -> Notice:
        """Say what happened and what to do next."""
        tone = "error"
        if isinstance(error, YiDeskError):
            text, next_step = words.say_error(error)
            tone = "info" if error.code in GOOD_NEWS else tone
        else:
            text = self.tr("Something in YiDesk itself went wrong: {what}").format(what=error)
            next_step = self.tr("Please report this; the log in the data folder says more.")
        return self.tell(text, next_step=next_step, tone=tone, actions=actions, topic=topic)

    def follow(self, text: str, stop: Callable[[], object]) -> ProgressNotice:
        """Say that something goes on; STOP is called when a person wants it to end."""
        notice = ProgressNotice(text, stop, parent=self)
        self._add(notice)
        return notice

    def ask_password(
        self, text: str, use: Callable[[str], object], *, topic: str = ""
    ) -> PasswordNotice:
        """Ask for a password; USE gets it."""
        notice = PasswordNotice(text, use=use, topic=topic, parent=self)
        notice.takes_keys_from = QApplication.focusWidget()
        self._add(notice)
        notice.show()  # the keyboard goes nowhere that is not seen
        notice.field.setFocus()
        return notice

    def ask_token(self, error: YiDeskError, use: Callable[[str], object]) -> PasswordNotice:
        """Say that the hub wants to know who asks; USE gets the token."""
        text, next_step = words.say_error(error)
        what = self.tr("Access token")
        notice = PasswordNotice(text, use=use, what=what, next_step=next_step, parent=self)
        self._add(notice)
        return notice

    def _add(self, notice: Notice) -> Notice:
        for old in self.shown:
            goes_on = isinstance(old, ProgressNotice)  # two may be under way by the same name
            if old.text == notice.text and old is not notice and not goes_on:
                old.close_notice()
        self._column.addWidget(notice)
        passing = [each for each in self.shown if not isinstance(each, ProgressNotice)]
        for old in passing[: -self.MOST]:
            old.close_notice()
        return notice

    def leave(self, topic: str) -> None:
        """Close the bars about TOPIC and what is part of it: they would act on something else."""
        for notice in self.shown:
            if notice.topic == topic or notice.topic.startswith(f"{topic}/"):
                notice.close_notice()

    def clear(self) -> None:
        """Close every bar; what they offered to undo becomes final, what goes on goes on."""
        for notice in self.shown:
            if not isinstance(notice, ProgressNotice):
                notice.close_notice()


def _height(notice: Notice, width: int) -> int:
    """Of a bar at this width, seen or not."""
    layout = notice.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return notice.sizeHint().height()


def _is_written_in(notice: Notice) -> bool:
    """Whether the keyboard is in the bar, or is to go there."""
    if isinstance(notice, PasswordNotice):
        return True
    return notice.isAncestorOf(QApplication.focusWidget() or notice)
