"""A question that is not asked yet: its chat comes, documents open, or an answer is written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from yidesk.ui.chat.composer import Composer
from yidesk.ui.notices import THIS_CHAT, Action, Notice, Notices


class WaitingQuestion(QObject):
    """It stays in the field, and one may write on; what stands there by then is asked."""

    def __init__(self, composer: Composer, notices: Notices) -> None:
        super().__init__(composer)
        self._composer, self._notices = composer, notices
        self.waits = False
        """Whether there is one."""
        self._bar: Notice | None = None
        """Tells why it is not asked yet."""

    def wait_for_chat(self) -> None:
        """It takes a moment, and nothing is said."""
        self.waits = True

    def wait_for_documents(self) -> None:
        """It takes its time, and that is said."""
        self.waits = True
        self._bar = self._notices.tell(
            self.tr("The question is asked as soon as the documents are open."), topic=THIS_CHAT
        )

    def wait_for_answer(self, stop: Callable[[], object]) -> None:
        """Another answer is being written, which STOP ends."""
        self.waits = True
        self._bar = self._notices.tell(
            self.tr("The question is asked as soon as this answer has ended."),
            actions=(Action(self.tr("Ask now"), stop),),
            topic=THIS_CHAT,
        )

    def leave(self) -> None:
        """It is not wanted any more, or is being asked."""
        self.waits = False
        self._close_bar()

    @Slot(bool)
    def ask(self, all_opened: bool) -> None:
        """Ask what waited; never without one of its documents, unless asked again."""
        waited, self.waits = self.waits, False
        self._close_bar()
        if waited and all_opened:
            self._composer.submit()

    def _close_bar(self) -> None:
        bar, self._bar = self._bar, None
        if bar is not None and bar in self._notices.shown:
            bar.close_notice()
