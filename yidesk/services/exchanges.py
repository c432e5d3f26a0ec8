"""Turns of a chat as exchanges: what the model is shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yidesk.core.types import Document, Part, Role
from yidesk.services.library import Library
from yidesk.services.prompt import Exchange
from yidesk.store.records import Turn


class Exchanges:
    """Questions with their answers and documents."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, turns: Sequence[Turn]) -> Sequence[Exchange]:
        """Turns of one branch in pairs; the last question may have no answer."""
        answers = {turn.parent: turn for turn in turns if turn.role is Role.ASSISTANT}
        return [
            Exchange(
                documents=tuple(self.documents(turn.documents)),
                question=turn.text,
                instructions=turn.prompt,
                answer=answer_part(answers.get(turn.id)),
            )
            for turn in turns
            if turn.role is Role.USER
        ]

    def documents(self, fingerprints: Sequence[str]) -> Sequence[Document]:
        """Those of them that are in the library, each once."""
        found = map(self._library.get, dict.fromkeys(fingerprints))
        return [document for document in found if document is not None]


def answer_part(turn: Turn | None) -> Part | None:
    """An answer as the model is shown it; None when there is nothing to show."""
    if turn is None or not turn.text:
        return None
    return Part(text=turn.text, tokens=turn.tokens, tokenizer=turn.tokenizer)


def answered(exchanges: Sequence[Exchange]) -> Sequence[Exchange]:
    """What the model is shown of earlier questions: those that got an answer.

    Documents of a question that failed are carried to the next one that did not.
    """
    shown: list[Exchange] = []
    carried: tuple[Document, ...] = ()
    for exchange in exchanges:
        carried += exchange.documents
        if exchange.answer is not None:
            shown.append(replace(exchange, documents=carried))
            carried = ()
    return shown


def left_over(exchanges: Sequence[Exchange]) -> tuple[Document, ...]:
    """Documents that came with questions after the last one that got an answer."""
    documents: tuple[Document, ...] = ()
    for exchange in exchanges:
        documents = () if exchange.answer is not None else documents + exchange.documents
    return documents
