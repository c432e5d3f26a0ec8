"""Questions and answers, deleted from a chat; it can be undone until it is made final."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from yidesk.core.errors import WrongUsage
from yidesk.core.types import Role
from yidesk.services.first_title import first_title
from yidesk.store.records import ChatId, TurnId, TurnState
from yidesk.store.store import Store
from yidesk.store.taken_out import TakenOutId

__all__ = ["Taken", "TakenOutId", "TakingOut"]


class Taken(NamedTuple):
    """What was deleted."""

    id: TakenOutId
    question: str
    is_version: bool
    """Whether it was one of several answers to this question, alone."""


class TakingOut:
    """Deletes questions and answers. Safe from any thread."""

    def __init__(self, store: Store, remove_readings: Callable[[ChatId], object]) -> None:
        """REMOVE_READINGS removes what models have saved of a chat's own words."""
        self._chats = store.chats
        self._taken_out = store.taken_out
        self._remove_readings = remove_readings

    def take(self, chat: ChatId, turn_id: TurnId) -> Taken:
        """Delete a question with all its answers; what follows stays, and so do its documents.

        TURN_ID: the question or an answer of it. One of several answers is deleted alone, and what
        follows it follows its neighbour then. Raises WrongUsage when the chat is being answered or
        the turn is not in it.
        """
        turns = self._chats.turns(chat)
        if turns and turns[-1].state is TurnState.STREAMING:
            raise WrongUsage(
                "This chat is being answered.",
                code="chat_busy",
                next_step="Wait for the answer, or stop it.",
            )
        turn = self._chats.turn(turn_id)
        question = turn
        if turn is not None and turn.role is Role.ASSISTANT and turn.parent is not None:
            question = self._chats.turn(TurnId(turn.parent))
        if question is None:
            raise _missing()
        taken = self._taken_out.take_version(chat, turn_id)
        if taken is not None:
            return Taken(taken, question.text, is_version=True)
        taken = self._taken_out.take(chat, question.id, first_title)
        if taken is None:
            raise _missing()
        return Taken(taken, question.text, is_version=False)

    def undo(self, taken: TakenOutId) -> bool:
        """Put it back as it was; False when the deletion is final already."""
        return self._taken_out.put_back(taken)

    def make_final(self, chat: ChatId, taken: TakenOutId) -> None:
        """Keep nothing of what was deleted from this chat, in its readings on disk neither.

        Raises EngineError when those could not be removed; `finish` tries it again.
        """
        self._remove_readings(chat)
        self._taken_out.forget(taken)

    def finish(self) -> None:
        """Make final what the last run of the program left undecided. Raises EngineError."""
        for taken, chat in self._taken_out.kept():
            self.make_final(chat, taken)


def _missing() -> WrongUsage:
    return WrongUsage("This question is not there any more.", code="turn_missing")
