"""A long text that is pasted becomes a document, and can be taken back into the question."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from yidesk.services.given import keep_text
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.desk import Desk
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.notices import THIS_CHAT, Action


class Pasting(QObject):
    """Keeps pasted texts as files in FOLDER."""

    def __init__(self, bridge: Bridge, desk: Desk, screen: ChatScreen, folder: Path) -> None:
        super().__init__(screen)
        self._bridge, self._desk, self._screen, self._folder = bridge, desk, screen, folder
        screen.composer.text_pasted.connect(self.take)

    @Slot(str)
    def take(self, text: str) -> None:
        """Make a document of TEXT."""
        self._bridge.call(partial(keep_text, self._folder, text), partial(self._bring, text))

    def _bring(self, text: str, path: Path) -> None:
        self._desk.add([path])
        self._screen.notices.tell(
            self.tr("The long text is a document now, so that its pages can be cited."),
            actions=(Action(self.tr("Put it into the question"), partial(self._undo, text, path)),),
            passes=lambda: None,
            topic=THIS_CHAT,
        )

    def _undo(self, text: str, path: Path) -> None:
        self._desk.remove_file(path)
        self._screen.composer.field.insertPlainText(text)
        self._bridge.call(partial(path.unlink, missing_ok=True))
