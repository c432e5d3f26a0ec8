"""What a person does before the services are behind the window: it waits, and is done then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance

from yidesk.ui.by_turns import ByTurns

if TYPE_CHECKING:
    from yidesk.ui.chat.screen import ChatScreen
    from yidesk.ui.sidebar.panel import SidebarPanel

Act = Callable[[], object]


class Early(QObject):
    """Acts in the order in which they were wanted; the same one twice running is one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._acts: list[tuple[object, Act]] = []
        self._held: list[tuple[SignalInstance, Callable[..., None]]] = []
        self._turns: ByTurns[Act] = ByTurns(self, lambda act: act())
        self._is_over = False
        self.wants_new_chat = False
        """Whether something is to happen in the empty chat that is seen, not in the last one."""

    def hold_wishes(self, sidebar: SidebarPanel, screen: ChatScreen) -> None:
        """Keep what the buttons say, which nobody hears yet."""
        for wish in (sidebar.screen_wanted, sidebar.wishes.new_folder, sidebar.wishes.take_in):
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

    def when_ready(self, act: Act, *, here: bool = False) -> Act:
        """ACT, which waits as long as it cannot be done; HERE: in the chat that is seen."""

        def do() -> None:
            if self._is_over:
                act()
            else:
                self._keep(act, act, here=here)

        return do

    def act(self) -> None:
        """Do what was wanted, keys coming in between; from now on nothing waits."""
        self._is_over = True
        for signal, keep in self._held:
            signal.disconnect(keep)
        self._turns.start([act for _, act in self._acts])
        self._acts, self._held = [], []

    def _hold(self, signal: SignalInstance, *, here: bool, act: Act | None = None) -> None:
        """Keep SIGNAL, to send it again then; or ACT, to do it instead."""

        def keep(*values: object) -> None:
            self._keep((number, values), act or partial(signal.emit, *values), here=here)

        number = len(self._held)
        signal.connect(keep)
        self._held.append((signal, keep))

    def _keep(self, name: object, act: Act, *, here: bool) -> None:
        self.wants_new_chat |= here
        if not self._acts or self._acts[-1][0] != name:
            self._acts.append((name, act))
