"""What every way of reading is given, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.core.types import Conversation, Coverage, Document, EngineInfo, Mode
from yidesk.services.counting import TokenCounter
from yidesk.services.prompt import Exchange, language_of
from yidesk.services.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in its chat, and the model it goes to."""

    exchanges: Sequence[Exchange]
    """The last one holds the question."""
    owner: str
    """Whose questions these are, where readings are kept."""
    info: EngineInfo
    counter: TokenCounter

    @property
    def question(self) -> str:
        """The question itself."""
        return self.exchanges[-1].question

    @property
    def documents(self) -> list[Document]:
        """Every document of the chat once, in the order in which they came."""
        every = (each for exchange in self.exchanges for each in exchange.documents)
        return list({each.fingerprint: each for each in every}.values())

    @property
    def wording(self) -> Wording:
        """The fixed texts, in the language of what came first."""
        return language_of(self.exchanges[0])

    def count(self, *texts: str) -> list[int]:
        """Tokens of each text by itself. Raises YiDeskError."""
        return self.counter.count(texts, self.info.tokenizer)

    def tokens_of(self, document: Document) -> int:
        """Tokens of a whole document, counted once for good. Raises YiDeskError."""
        return self.counter.count_document(document, self.info)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What the answer is generated from, and what of the documents is in it."""

    mode: Mode
    conversation: Conversation
    coverage: tuple[Coverage, ...]
