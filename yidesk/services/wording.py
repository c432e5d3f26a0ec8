"""The fixed texts that the model is given around documents and questions, in two languages.

What a document was read with must not change: a reading on the disk is found again only by the
very same tokens. So a change here costs every person a second reading of everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTERS = re.compile(r"[^\W\d_]")
_HAN = re.compile(r"[\u3400-\u9fff]")
SAMPLE_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts in one language; names in braces are filled in."""

    plain: str
    """System text of a chat without documents."""
    about_documents: str
    header: str
    no_text: str
    remind_one: str
    remind_many: str
    found_in: str
    """Above the passages that a search found in one document."""
    about_title: str
    """System text while a chat is given a title."""
    exchange: str
    """The first question and the beginning of its answer."""
    title_wanted: str
    suggestions_wanted: tuple[str, ...]
    """Behind a document that was read: what a reader may ask, one question each."""
    nothing_found: str
    """In the place of passages or notes when there are none."""
    take_notes: str
    """System text while one part of a long document is read."""
    part: str
    """Above one part. Does not depend on the question."""
    notes_wanted: str
    about_notes: str
    notes_of: str
    """Above the notes that were taken from one part."""
    instructions: str
    """Before the question from which on the person's own instructions hold."""
    no_instructions: str
    """Before the one from which on they do not."""
    many_notes: str
    """Above notes that are too many for one window and are summed up first."""
    more_than_noted: str
    """Behind notes that had to end before they were complete."""


_ENGLISH = Wording(
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
    found_in="Passages found in document D{number}: {name} ({pages} pages)",
    about_title="You give conversations short titles.",
    exchange="Question: {question}\n\nAnswer: {answer}\n\n",
    title_wanted=(
        "Write a title of three to six words for this conversation, in the language of the "
        "question. Write only the title."
    ),
    suggestions_wanted=(
        (
            "Write one short question, in the language of this document, about what matters most "
            "in it. Write only the question."
        ),
        (
            "Write one short question, in the language of this document, about a name, a number or "
            "a date in it. Write only the question."
        ),
        (
            "Write one short question, in the language of this document, about a reason or a "
            "consequence that it explains. Write only the question."
        ),
    ),
    nothing_found="(Nothing was found for this question.)",
    take_notes=(
        "You are given one part of a long document and a question. Write short notes of everything "
        "in this part that helps to answer the question, each with its page, like this: [p. 3]. "
        "Do not answer the question yet, and do not guess what other parts say."
    ),
    part="Part {part} of {parts} of the document: {name} ({pages} pages)",
    notes_wanted=(
        "Question: {question}\n\nWrite notes of what this part says about it, each with its page, "
        "like [p. 3]. If it says nothing about it, write only: Nothing."
    ),
    about_notes=(
        "You answer a question from notes that were taken from every part of the documents, in the "
        "language of the question. After each statement name the page, like this: [p. 3]. "
        "If the notes do not contain the answer, say so; do not guess."
    ),
    notes_of="Notes from pages {first} to {last} of document D{number}: {name}",
    instructions="Instructions for this and all further answers: {text}",
    no_instructions="The instructions above do not hold any more.",
    many_notes="Notes from some parts of the documents:",
    more_than_noted="(These pages say more about it than could be noted.)",
)
_CHINESE = Wording(
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
    found_in="在文档 D{number} 中找到的段落：{name}（共 {pages} 页）",
    about_title="你为对话起简短的标题。",
    exchange="问题：{question}\n\n回答：{answer}\n\n",
    title_wanted="请用提问所用的语言，为这段对话写一个不超过十二个字的标题。只写标题。",
    suggestions_wanted=(
        "请就这份文档最重要的内容，写一个没有读过它的人会提的简短问题。只写问题。",
        "请就这份文档中出现的某个名称、数字或日期，写一个简短的问题。只写问题。",
        "请就这份文档所说明的某个原因或结果，写一个简短的问题。只写问题。",
    ),
    nothing_found="（没有找到与此问题有关的内容。）",
    take_notes=(
        "下面是一份长文档的一部分和一个问题。请简要记下这一部分中有助于回答问题的全部内容，"
        "每条后注明页码，格式为 [p. 3]。先不要回答问题，也不要猜测其他部分的内容。"
    ),
    part="文档的第 {part} 部分，共 {parts} 部分：{name}（共 {pages} 页）",
    notes_wanted=(
        "问题：{question}\n\n请记下这一部分与该问题有关的内容，每条后注明页码，格式为 [p. 3]。"
        "如果没有有关的内容，只写：无。"
    ),
    about_notes=(
        "你根据从文档各部分摘出的笔记回答问题，并用提问所用的语言作答。"
        "每说一句，都要注明页码，格式为 [p. 3]。"
        "如果笔记中没有答案，请直接说明，不要猜测。"
    ),
    notes_of="文档 D{number} 第 {first} 至 {last} 页的笔记：{name}",
    instructions="从这个问题起，回答时请遵守以下要求：{text}",
    no_instructions="上面的要求不再适用。",
    many_notes="文档中若干部分的笔记：",
    more_than_noted="（这些页中还有未能记下的相关内容。）",
)
NOTHING = frozenset({"nothing", "nothing.", "无", "无。"})
"""Notes that say that there are none, folded."""


def wording_for(text: str) -> Wording:
    """The texts in the language of TEXT."""
    return _CHINESE if is_chinese(text) else _ENGLISH


def is_chinese(text: str) -> bool:
    """Whether a text is, for the most part, written in Chinese characters."""
    sample = text[:SAMPLE_CHARACTERS]
    # a Chinese word is about two characters, a Latin one about five
    return 2.5 * len(_HAN.findall(sample)) > len(_LETTERS.findall(sample)) / 2
