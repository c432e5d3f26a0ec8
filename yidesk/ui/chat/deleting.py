"""Deletes a question with its answers, or one of several, and offers to undo that."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from yidesk.services.chats import ChatId, TurnId
from yidesk.services.taking_out import Taken, TakenOutId, TakingOut
from yidesk.ui.bridge import Bridge
from yidesk.ui.notices import Action, Notices

SHOWN_CHARACTERS = 60
"""Of the question, in the notice."""


class Deleting(QObject):
    """What is deleted comes back by one press, until its notice has passed."""

    changed = Signal(object)
    """Another branch of this ChatId may be shown now."""

    def __init__(
        self, bridge: Bridge, taking_out: TakingOut, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge, self._taking_out, self._notices = bridge, taking_out, notices

    def delete(self, chat: ChatId, turn: TurnId) -> None:
        """Delete the question TURN, the one that TURN answers, or one answer among several."""
        self._bridge.call(
            partial(self._taking_out.take, chat, turn), partial(self._offer_undo, chat)
        )

    def _offer_undo(self, chat: ChatId, taken: Taken) -> None:
        self.changed.emit(chat)
        question = " ".join(taken.question.split())
        if len(question) > SHOWN_CHARACTERS:
            question = question[:SHOWN_CHARACTERS].rstrip() + "…"
        line = self.tr("“{question}” is deleted, with its answer.")
        if taken.is_version:
            line = self.tr("One version of the answer to “{question}” is deleted.")
        self._notices.tell(
            line.format(question=question),
            actions=(Action(self.tr("Undo"), partial(self._undo, chat, taken.id)),),
            passes=partial(self._make_final, chat, taken.id),
        )

    def _undo(self, chat: ChatId, taken: TakenOutId) -> None:
        self._bridge.call(
            partial(self._taking_out.undo, taken), lambda _done: self.changed.emit(chat)
        )

    def _make_final(self, chat: ChatId, taken: TakenOutId) -> None:
        self._bridge.call(partial(self._taking_out.make_final, chat, taken))
