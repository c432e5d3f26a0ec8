"""A question that is not asked yet: its chat is coming, or documents are being opened."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from yidesk.ui.chat.composer import Composer
from yidesk.ui.notices import THIS_CHAT, Notice, Notices


class WaitingQuestion(QObject):
    """It stays in the field, and one may write on; what stands there by then is asked."""

    def __init__(self, composer: Composer, notices: Notices) -> None:
        super().__init__(composer)
        self._composer, self._notices = composer, notices
        self._waits = False
        self._bar: Notice | None = None
        """Tells why it is not asked yet."""

    def wait_for_chat(self) -> None:
        """It takes a moment, and nothing is said."""
        self._waits = True

    def wait_for_documents(self) -> None:
        """It takes its time, and that is said."""
        self._waits = True
        self._bar = self._notices.tell(
            self.tr("The question is asked as soon as the documents are open."), topic=THIS_CHAT
        )

    def leave(self) -> None:
        """It is not wanted any more, or is being asked."""
        self._waits = False

    @Slot(bool)
    def ask(self, all_opened: bool) -> None:
        """Ask what waited; never without one of its documents, unless asked again."""
        waited, self._waits = self._waits, False
        if self._bar is not None and self._bar in self._notices.shown:
            self._bar.close_notice()
        self._bar = None
        if waited and all_opened:
            self._composer.submit()
