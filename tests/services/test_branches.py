"""Questions asked anew and answers taken up again, over a real store and engine worker."""

from __future__ import annotations

import pytest

from yidesk.core.errors import WrongUsage
from yidesk.core.types import FinishReason, Part, Role
from yidesk.services.chats import TurnState
from yidesk.services.prompt import Exchange, build


def shown(desk, chat) -> list[str]:
    return [turn.text for turn in desk.chats.turns(chat)]


def test_an_edited_question_is_answered_and_the_first_one_kept(desk):
    desk.script("one", "two")
    chat = desk.chats.create()
    desk.ask(chat, "roof?")
    question = desk.chats.turns(chat)[0]
    *_, answer = desk.chats.edit(chat, question.id, " windows? ")
    assert answer.text == "two"
    assert shown(desk, chat) == ["windows?", "two"]
    edited = desk.chats.turns(chat)[0]
    assert len(edited.versions) == 2
    turns = desk.chats.choose(chat, edited.versions[0])
    assert [turn.text for turn in turns] == ["roof?", "one"]


def test_an_answer_that_was_cut_is_continued_in_its_place(desk):
    desk.script("a b c d", " e f")
    chat = desk.chats.create()
    cut = desk.ask(chat, "Count", max_tokens=3)
    assert cut.reason is FinishReason.LENGTH
    answer = desk.chats.turns(chat)[1]
    *_, whole = desk.chats.resume(chat, answer.id)
    assert whole.text == "a b c e f"
    kept = desk.chats.turns(chat)[1]
    assert (kept.id, kept.text, kept.state) == (answer.id, "a b c e f", TurnState.DONE)
    with pytest.raises(WrongUsage):
        desk.chats.resume(chat, answer.id)


def test_what_was_written_before_a_failure_is_kept_when_continuing_fails(desk):
    desk.script("a b c", "d <die>")
    chat = desk.chats.create()
    desk.ask(chat, "Count", max_tokens=2)
    answer = desk.chats.turns(chat)[1]
    *_, whole = desk.chats.resume(chat, answer.id)
    assert whole.reason is FinishReason.FAILED
    assert desk.chats.turns(chat)[1].text == "a bd"


def test_the_model_is_given_the_answer_that_it_goes_on_with():
    part = Part(text="so far")
    prompt = build([Exchange(question="q", answer=part)])
    assert prompt.conversation[-1].role is Role.ASSISTANT
    assert prompt.conversation[-1].parts[0].text == "so far"


def test_an_empty_question_is_refused_when_editing(desk):
    desk.script("one")
    chat = desk.chats.create()
    desk.ask(chat, "roof?")
    with pytest.raises(WrongUsage):
        desk.chats.edit(chat, desk.chats.turns(chat)[0].id, "  ")
    assert shown(desk, chat) == ["roof?", "one"]
