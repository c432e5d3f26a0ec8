"""What a person does before the services are behind the window: it waits, and is done then."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, SignalInstance
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from yidesk.ui.by_turns import ByTurns

if TYPE_CHECKING:
    from yidesk.ui.chat.screen import ChatScreen
    from yidesk.ui.sidebar.panel import SidebarPanel

Act = Callable[[], object]
_TYPING = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod)


class _Wish(NamedTuple):
    name: object
    """The same for the same act."""
    act: Act
    typed: deque[QEvent] | None
    """What was typed after it, where it is written in what the act opens."""


class Early(QObject):
    """Acts in the order in which they were wanted; the same one twice running is one.

    What is typed after an act that takes the keys elsewhere waits with it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._acts: list[_Wish] = []
        self._held: list[tuple[SignalInstance, Callable[..., None]]] = []
        self._turns: ByTurns[Act] = ByTurns(self, lambda act: act())
        self._is_over = False
        self._typed: deque[QEvent] | None = None
        """What is typed now, where it waits."""
        self._typed_at: QWidget | None = None
        """Where it would be written."""
        self._types = False
        """Whether what comes there is what has waited."""
        self.wants_new_chat = False
        """Whether something is to happen in the empty chat that is seen, not in the last one."""

    def hold_wishes(self, sidebar: SidebarPanel, screen: ChatScreen) -> None:
        """Keep what the buttons say, which nobody hears yet."""
        self._hold(sidebar.screen_wanted, here=False, takes_keys=True)
        for wish in (sidebar.wishes.new_folder, sidebar.wishes.take_in):
            self._hold(wish, here=False)
        composer, empty = screen.composer, screen.empty
        for wish in (
            sidebar.new_chat_wanted,
            screen.choices.clicked,
            composer.attach_wanted,
            composer.files_pasted,
            composer.text_pasted,
            empty.attach_wanted,
            empty.sample_wanted,
        ):
            self._hold(wish, here=True)
        # what stands in the field by then: one may have written on
        self._hold(composer.submitted, here=True, act=composer.submit)

    def when_ready(self, act: Act, *, here: bool = False, takes_keys: bool = False) -> Act:
        """ACT, which waits as long as it cannot be done; HERE: in the chat that is seen.

        TAKES_KEYS: it opens something that is written in.
        """

        def do() -> None:
            if self._is_over:
                act()
            else:
                self._keep(act, act, here=here, takes_keys=takes_keys)

        return do

    def act(self) -> None:
        """Do what was wanted, keys coming in between; from now on nothing waits."""
        self._is_over = True
        for signal, keep in self._held:
            signal.disconnect(keep)
        self._turns.start(self._in_order(self._acts))
        self._acts, self._held = [], []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what is typed from where it does not belong."""
        if self._typed is None or self._types or event.type() not in _TYPING:
            return super().eventFilter(watched, event)
        if isinstance(event, QInputMethodEvent):
            self._hold_written(self._typed, event, watched)
        elif isinstance(event, QKeyEvent):
            self._typed.append(_copy(event))
        return True

    def _hold_written(
        self, typed: deque[QEvent], event: QInputMethodEvent, watched: QObject
    ) -> None:
        """Keep what is ready; what is still being composed is seen where the keyboard is.

        A field that does not show it would not have it committed either when the keyboard leaves.
        """
        if event.commitString():
            written = QInputMethodEvent()
            written.setCommitString(event.commitString())
            typed.append(written)
        self._pass(watched, QInputMethodEvent(event.preeditString(), event.attributes()))

    def _hold(
        self,
        signal: SignalInstance,
        *,
        here: bool,
        takes_keys: bool = False,
        act: Act | None = None,
    ) -> None:
        """Keep SIGNAL, to send it again then; or ACT, to do it instead."""

        def keep(*values: object) -> None:
            again = act or partial(signal.emit, *values)
            self._keep((number, values), again, here=here, takes_keys=takes_keys)

        number = len(self._held)
        signal.connect(keep)
        self._held.append((signal, keep))

    def _keep(self, name: object, act: Act, *, here: bool, takes_keys: bool) -> None:
        self.wants_new_chat |= here
        if self._acts and self._acts[-1].name == name:
            return
        self._let_keys_pass()
        if takes_keys:
            self._keep_keys(deque())
        self._acts.append(_Wish(name, act, self._typed))

    def _in_order(self, wishes: Sequence[_Wish]) -> Iterator[Act]:
        """The acts of WISHES, each with what was typed after it, and is still typed meanwhile."""
        for wish in wishes:
            yield partial(self._do, wish)
            while wish.typed:
                yield partial(self._type, wish.typed.popleft())
            if wish.typed is self._typed:
                self._let_keys_pass()

    def _do(self, wish: _Wish) -> None:
        wish.act()
        if wish.typed is not None and wish.typed is self._typed:
            self._let_keys_pass()
            self._keep_keys(wish.typed)  # they come to another widget now

    def _keep_keys(self, typed: deque[QEvent]) -> None:
        """From now on what is typed waits."""
        self._typed, self._typed_at = typed, self._with_keys()
        self._typed_at.installEventFilter(self)

    def _let_keys_pass(self) -> None:
        if self._typed_at is not None:
            self._typed_at.removeEventFilter(self)
        self._typed = self._typed_at = None

    def _type(self, event: QEvent) -> None:
        self._pass(self._with_keys(), event)

    def _pass(self, to: QObject, event: QEvent) -> None:
        self._types = True
        QCoreApplication.sendEvent(to, event)
        self._types = False

    def _with_keys(self) -> QWidget:
        """What the keys go to, though another window may have them just now."""
        focused: QWidget | None = self._window.focusWidget()
        return self._window if focused is None else focused


def _copy(event: QKeyEvent) -> QKeyEvent:
    """EVENT, which Qt takes back, as it can be sent again."""
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
