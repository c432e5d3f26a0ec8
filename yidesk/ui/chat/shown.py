"""A chat as it comes on the screen: its turns, its documents, and how they are read next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yidesk.core.types import Document, Mode
from yidesk.services.chats import ChatId, Chats, Turn


class Shown(NamedTuple):
    """What the services know of a chat."""

    turns: Sequence[Turn]
    documents: Sequence[Document]
    removed: Mapping[str, str]
    """Names of documents that are not in the library any more, by fingerprint."""

    waiting: Sequence[str]
    """Fingerprints of those that go with the next question."""
    draft: str
    pinned: Mode | None
    """How the person chose its documents to be read."""

    @classmethod
    def load(cls, chats: Chats, chat: ChatId) -> Shown:
        """Ask the service."""
        return cls(
            chats.turns(chat),
            chats.documents(chat),
            chats.removed_documents(chat),
            chats.waiting.documents(chat),
            chats.waiting.draft(chat),
            chats.waiting.mode(chat),
        )

    @property
    def mode(self) -> Mode:
        """How the next question reads: as was chosen, else as the last one did.

        A sweep is for one question. What took several parts is too long to be read whole, so it
        is searched then; a question about all of it has a sweep proposed again.
        """
        last = next((each.report for each in reversed(self.turns) if each.report.mode), None)
        if self.pinned or last is None or last.mode is None:
            return self.pinned or Mode.WHOLE
        if last.mode is not Mode.SWEEP:
            return last.mode
        return Mode.SEARCH if any(each.parts > 1 for each in last.coverage) else Mode.WHOLE
