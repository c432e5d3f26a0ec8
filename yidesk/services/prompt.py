"""What the model is given, as a text that only ever grows at its end.

    system    how to answer; decided by the first question alone
    user      documents, one part each, then the question
    assistant the answer, as the token ids the model itself produced
    user      documents that came later, then the next question
    ...

Nothing that stands is ever rewritten, so everything the model has read once stays in its memory:
each text below depends on nothing but what came before it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from yidesk.core.types import Conversation, Document, Message, Page, Part, Role
from yidesk.services.wording import Wording, wording_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question and its answer, as far as they have come."""

    documents: tuple[Document, ...] = ()
    """Documents that came with this question."""
    question: str = ""
    """Empty while it has not been asked: its place is kept, so that it extends what was read."""
    answer: Part | None = None
    instructions: str = ""
    """The person's own, as they stood when it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A conversation for the engine, and which part of it is which document."""

    conversation: Conversation
    documents: tuple[tuple[Document, Part], ...] = field(default=())


def build(exchanges: Sequence[Exchange], owner: str = "") -> Prompt:
    """The conversation of these exchanges; OWNER ("chat:ID") is whose questions they are.

    The last one is either a question without an answer, or documents without a question: the
    open start that is read ahead.
    """
    if not exchanges:
        raise ValueError("there is nothing to say")
    words = language_of(exchanges[0])
    known: list[tuple[Document, Part]] = []
    system = words.about_documents if exchanges[0].documents else words.plain
    messages = [Message.of(Role.SYSTEM, system)]
    for exchange, told in zip(exchanges, told_first(exchanges, words), strict=True):
        new = _document_parts(exchange.documents, known, words)
        known += new
        asked = told + with_reminder(exchange.question, len(known), words)
        question = Part(text=asked, owner=owner)
        parts = (*(part for _, part in new), question)
        messages.append(Message(role=Role.USER, parts=parts))
        if exchange.answer is not None:
            answer = dataclasses.replace(exchange.answer, owner=owner)
            messages.append(Message(role=Role.ASSISTANT, parts=(answer,)))
    return Prompt(conversation=tuple(messages), documents=tuple(known))


def told_first(exchanges: Sequence[Exchange], words: Wording) -> list[str]:
    """What is said before each question: instructions, where they are other than before."""
    told, before = [], ""
    for exchange in exchanges:
        now = exchange.instructions if exchange.question else before
        template = words.instructions if now else words.no_instructions
        told.append(template.format(text=now) + "\n\n" if now != before else "")
        before = now
    return told


def language_of(first: Exchange) -> Wording:
    """The language of the first documents, else of the first question: known when they come."""
    text = "".join(page.text for document in first.documents for page in document.pages[:8])
    return wording_for(text or first.question)


def _document_parts(
    documents: Sequence[Document], known: Sequence[tuple[Document, Part]], words: Wording
) -> list[tuple[Document, Part]]:
    given = {document.fingerprint for document, _ in known}
    coming = {document.fingerprint: document for document in documents}
    new = [document for fingerprint, document in coming.items() if fingerprint not in given]
    return [
        (document, Part(text=_document_text(document, number, words), owner=document.fingerprint))
        for number, document in enumerate(new, len(known) + 1)
    ]


def _document_text(document: Document, number: int, words: Wording) -> str:
    header = words.header.format(
        number=number, name=name_for_model(document), pages=len(document.pages)
    )
    # the first document's markers are plain: when it is read, nobody knows of a second one
    prefix = "" if number == 1 else f"D{number} "
    pages = (page_text(page, prefix, words) for page in document.pages)
    return "\n\n".join((header, *pages)) + "\n\n"


def name_for_model(document: Document) -> str:
    """What the model is told a document is called, in one line: its first name, for good."""
    return " ".join((document.prompt_name or document.name).split())


def page_text(page: Page, prefix: str, words: Wording) -> str:
    """A page behind the marker that the answer is to name it by; PREFIX "D2 " names a document."""
    return f"[{prefix}p. {page.number}]\n{page.text.strip() or words.no_text}"


def with_reminder(question: str, documents: int, words: Wording) -> str:
    """The question, and how its answer is to name pages of that many documents."""
    if documents == 0 or not question:
        return question
    reminder = words.remind_one if documents == 1 else words.remind_many
    return f"{question}\n\n{reminder}"
