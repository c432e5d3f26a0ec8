"""A chat's own instructions: behind the documents, and only where they change."""

from __future__ import annotations

import dataclasses

from yidesk.core.types import Document, Page, Part
from yidesk.services.prompt import Exchange, build

DOCUMENT = Document(
    fingerprint="d" * 64,
    name="a.txt",
    format="text",
    pages=(Page(number=1, label="", text="The roof leaks."),),
)


def texts(*exchanges: Exchange) -> list[list[str]]:
    return [[part.text for part in message.parts] for message in build(exchanges).conversation]


def asked(question: str, instructions: str = "", *documents: Document) -> Exchange:
    return Exchange(
        documents=documents,
        question=question,
        instructions=instructions,
        answer=Part(text="Yes."),
    )


def test_they_stand_behind_the_documents_and_before_the_question():
    plain = texts(asked("Who?", "", DOCUMENT))
    told = texts(asked("Who?", "Be brief.", DOCUMENT))
    assert told[0] == plain[0]
    assert told[1][0] == plain[1][0]  # what was read of the document stays valid
    assert told[1][1].startswith("Instructions for this and all further answers: Be brief.\n\nWho?")


def test_a_conversation_only_grows_when_they_change():
    first = [asked("One?", "", DOCUMENT), asked("Two?", "Be brief."), asked("Three?", "Be brief.")]
    before = texts(*first)
    after = texts(*first, asked("Four?", ""), asked("Five?", "Be long."))
    assert after[: len(before)] == before
    questions = [message[-1].split("\n")[0] for message in after[1::2]]
    assert questions == [
        "One?",
        "Instructions for this and all further answers: Be brief.",
        "Three?",
        "The instructions above do not hold any more.",
        "Instructions for this and all further answers: Be long.",
    ]


def test_what_is_read_ahead_holds_none():
    open_start = Exchange(documents=(DOCUMENT,), instructions="Be brief.")
    assert texts(open_start)[1][-1] == ""


def keep(desk, chat, text: str) -> None:
    presets = desk.chats.presets
    kept = presets.of(chat)
    choices = dataclasses.replace(kept.choices, prompt=text)
    presets.keep(chat, dataclasses.replace(kept, choices=choices))


def test_they_are_kept_with_the_question_they_were_asked_with(desk):
    desk.script("one", "two", "three")
    chat = desk.chats.create()
    desk.ask(chat, "First?")
    keep(desk, chat, "  Be brief. ")
    desk.ask(chat, "Second?")
    keep(desk, chat, "")
    desk.ask(chat, "Third?")
    assert [turn.prompt for turn in desk.chats.turns(chat)] == ["", "", "Be brief.", "", "", ""]
    assert desk.chats.presets.of(chat).choices.prompt == ""
