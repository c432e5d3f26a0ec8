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
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yidesk.core.types import Conversation, Document, Message, Page, Part, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question and its answer, as far as they have come."""

    documents: tuple[Document, ...] = ()
    """Documents that came with this question."""
    question: str = ""
    """Empty while it has not been asked: its place is kept, so that it extends what was read."""
    answer: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A conversation for the engine, and which part of it is which document."""

    conversation: Conversation
    documents: tuple[tuple[Document, Part], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Words:
    """The fixed texts, in one language."""

    plain: str
    about_documents: str
    header: str
    no_text: str
    remind_one: str
    remind_many: str


_ENGLISH = _Words(
    plain="You are a helpful assistant. Answer in the language of the question.",
    about_documents=(
        "You answer questions about the documents you are given, in the language of the question. "
        "After each statement name the page that says it, like this: [p. 3]. "
        "Put words that you take from a document in quotation marks. "
        "If the documents do not contain the answer, say so; do not guess."
    ),
    header="Document D{number}: {name} ({pages} pages)",
    no_text="(There is no readable text on this page.)",
    remind_one=(
        "(Name the page after each statement, like [p. 3]. "
        "If the document does not say it, say so.)"
    ),
    remind_many=(
        "(Name document and page after each statement, like [D1 p. 3]. "
        "If the documents do not say it, say so.)"
    ),
)
_CHINESE = _Words(
    plain="你是一个乐于助人的助手。请用提问所用的语言回答。",
    about_documents=(
        "你根据所给的文档回答问题，并用提问所用的语言作答。"
        "每说一句，都要注明它出自哪一页，格式为 [p. 3]。"
        "引用文档原文时请加引号。"
        "如果文档中没有答案，请直接说明，不要猜测。"
    ),
    header="文档 D{number}：{name}（共 {pages} 页）",
    no_text="（本页没有可读的文字。）",
    remind_one="（每句话后请注明页码，格式为 [p. 3]。文档中没有的内容，请直接说明。）",
    remind_many="（每句话后请注明文档和页码，格式为 [D1 p. 3]。文档中没有的内容，请直接说明。）",
)

_LETTERS = re.compile(r"[^\W\d_]")
_HAN = re.compile(r"[\u3400-\u9fff]")
SAMPLE_CHARACTERS = 4_000


def build(exchanges: Sequence[Exchange], owner: str = "") -> Prompt:
    """The conversation of these exchanges; OWNER ("chat:ID") is whose questions they are.

    The last one is either a question without an answer, or documents without a question: the
    open start that is read ahead.
    """
    if not exchanges:
        raise ValueError("there is nothing to say")
    words = _words_for(exchanges[0])
    known: list[tuple[Document, Part]] = []
    system = words.about_documents if exchanges[0].documents else words.plain
    messages = [Message.of(Role.SYSTEM, system)]
    for exchange in exchanges:
        new = _document_parts(exchange.documents, known, words)
        known += new
        question = Part(text=_question(exchange.question, len(known), words), owner=owner)
        parts = (*(part for _, part in new), question)
        messages.append(Message(role=Role.USER, parts=parts))
        if exchange.answer is not None:
            answer = dataclasses.replace(exchange.answer, owner=owner)
            messages.append(Message(role=Role.ASSISTANT, parts=(answer,)))
    return Prompt(conversation=tuple(messages), documents=tuple(known))


def is_chinese(text: str) -> bool:
    """Whether a text is, for the most part, written in Chinese characters."""
    sample = text[:SAMPLE_CHARACTERS]
    # a Chinese word is about two characters, a Latin one about five
    return 2.5 * len(_HAN.findall(sample)) > len(_LETTERS.findall(sample)) / 2


def _words_for(first: Exchange) -> _Words:
    """The language of the first documents, else of the first question: known when they come."""
    text = "".join(page.text for document in first.documents for page in document.pages[:8])
    return _CHINESE if is_chinese(text or first.question) else _ENGLISH


def _document_parts(
    documents: Sequence[Document], known: Sequence[tuple[Document, Part]], words: _Words
) -> list[tuple[Document, Part]]:
    given = {document.fingerprint for document, _ in known}
    coming = {document.fingerprint: document for document in documents}
    new = [document for fingerprint, document in coming.items() if fingerprint not in given]
    return [
        (document, Part(text=_document_text(document, number, words), owner=document.fingerprint))
        for number, document in enumerate(new, len(known) + 1)
    ]


def _document_text(document: Document, number: int, words: _Words) -> str:
    header = words.header.format(
        number=number, name=" ".join(document.name.split()), pages=len(document.pages)
    )
    # the first document's markers are plain: when it is read, nobody knows of a second one
    prefix = "" if number == 1 else f"D{number} "
    pages = (_page_text(page, prefix, words) for page in document.pages)
    return "\n\n".join((header, *pages)) + "\n\n"


def _page_text(page: Page, prefix: str, words: _Words) -> str:
    return f"[{prefix}p. {page.number}]\n{page.text.strip() or words.no_text}"


def _question(question: str, documents: int, words: _Words) -> str:
    if documents == 0 or not question:
        return question
    reminder = words.remind_one if documents == 1 else words.remind_many
    return f"{question}\n\n{reminder}"
