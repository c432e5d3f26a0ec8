"""Chats: everything a person does in one, over store, engine and library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.core.types import Coverage, Document, EngineInfo, EngineOptions, Sampling, Timings, Usage
from yidesk.services.answer import Asking, Loading, Opening, Reading
from yidesk.services.engine import Engine
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.store.records import ChatId, ChatSummary, Report, Turn, TurnId, TurnState
from yidesk.store.store import Store

__all__ = ["ChatId", "ChatSummary", "Chats", "ReadAhead", "ReadAheadDone", "Report", "Turn", "TurnId", "TurnState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAheadDone:
    """The last event of reading ahead."""

    complete: bool
    """False when it was stopped or failed; what was read is kept in the engine's memory."""
    coverage: tuple[Coverage, ...] = ()
    usage: Usage = Usage()
    timings: Timings = Timings()
    engine: EngineInfo | None = None
    error: YiDeskError | None = None


class ReadAhead:
    """Documents being read before a question. Iterate once; the last event is ReadAheadDone."""

    def __iter__(self) -> Iterator[Loading | Reading | ReadAheadDone]:
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop within one batch. Safe from any thread."""
        raise NotImplementedError


class Chats:
    """A person's chats. Every method may be called from any thread."""

    def __init__(self, store: Store, engine: Engine, library: Library, models: Models) -> None:
        raise NotImplementedError

    def choose_model(self, model: str | None, options: EngineOptions = EngineOptions()) -> None:
        """Answer from now on with this model (a path, an id on the shelf, None: the default)."""

    def list(self, query: str = "") -> list[ChatSummary]:
        """Chats whose title or turns hold `query`, the latest change first."""
        raise NotImplementedError

    def create(self) -> ChatId:
        """A new, empty chat."""
        raise NotImplementedError

    def turns(self, chat_id: ChatId) -> list[Turn]:
        """The chat's current branch, from the first question on."""
        raise NotImplementedError

    def rename(self, chat_id: ChatId, title: str) -> ChatSummary:
        """Give a chat a title of the person's own."""
        raise NotImplementedError

    def delete(self, chat_id: ChatId) -> None:
        """Delete a chat and all its turns. The documents stay in the library."""
        raise NotImplementedError

    def add_document(
        self, chat_id: ChatId, path: Path, on_event: Callable[[Opening], None] | None = None
    ) -> Document:
        """Bring a file into a chat; it goes to the model with the next question.

        Raises DocumentError.
        """
        raise NotImplementedError

    def remove_document(self, chat_id: ChatId, fingerprint: str) -> None:
        """Take a document out of a chat; later questions are asked without it."""
        raise NotImplementedError

    def documents(self, chat_id: ChatId) -> list[Document]:
        """The documents of the current branch, in the order in which they came."""
        raise NotImplementedError

    def read_ahead(self, chat_id: ChatId) -> ReadAhead:
        """Let the engine read what the next question will begin with, before it is asked."""
        raise NotImplementedError

    def send(
        self,
        chat_id: ChatId,
        question: str,
        *,
        sampling: Sampling | None = None,
        max_tokens: int | None = None,
    ) -> Asking:
        """Ask. Question and empty answer are on disk when this returns; iterate to get it."""
        raise NotImplementedError

    def regenerate(self, chat_id: ChatId, turn_id: TurnId) -> Asking:
        """Answer the question of answer `turn_id` once more; the earlier answer is kept."""
        raise NotImplementedError
