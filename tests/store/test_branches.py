"""The tree of a chat: other versions of a turn, and the branch that is shown."""

from __future__ import annotations

import pytest

from yidesk.core.types import Document, Page
from yidesk.store.records import Report, TurnState
from yidesk.store.store import Store


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


def end(store, answer, text, state=TurnState.DONE):
    store.chats.finish(answer.id, text=text, state=state, report=Report())


def texts(store, chat) -> list[str]:
    return [turn.text for turn in store.chats.turns(chat)]


def test_an_edited_question_is_a_branch_with_the_documents_of_the_first(store):
    page = Page(number=1, label="", text="x")
    store.library.add(Document(fingerprint="ab", name="a", format="text", pages=(page,)), "/a")
    chat = store.chats.create()
    store.chats.attach(chat, "ab")
    first, answer = store.chats.begin(chat, "roof?")
    end(store, answer, "one")
    edited, other = store.chats.begin_edited(chat, first.id, "windows?")
    end(store, other, "two")
    assert texts(store, chat) == ["windows?", "two"]
    assert edited.versions == (first.id, edited.id)
    assert edited.documents == first.documents == ("ab",)
    store.chats.choose(chat, first.id)
    assert texts(store, chat) == ["roof?", "one"]


def test_the_branch_below_a_chosen_turn_is_the_one_written_on_last(store):
    chat = store.chats.create()
    first, one = store.chats.begin(chat, "q")
    end(store, one, "one")
    _, under = store.chats.begin(chat, "more?")
    end(store, under, "under one")
    _, two = store.chats.begin_again(chat, first.id)
    end(store, two, "two")
    assert store.chats.turns(chat)[1].versions == (one.id, two.id)
    store.chats.choose(chat, one.id)
    assert texts(store, chat) == ["q", "one", "more?", "under one"]


def test_a_turn_of_another_chat_is_not_chosen(store):
    chat, other = store.chats.create(), store.chats.create()
    store.chats.begin(chat, "here")
    stranger, _ = store.chats.begin(other, "there")
    store.chats.choose(chat, stranger.id)
    assert texts(store, chat)[0] == "here"


@pytest.mark.parametrize("state", list(TurnState))
def test_only_an_answer_that_was_cut_is_resumed(store, state):
    chat = store.chats.create()
    _, answer = store.chats.begin(chat, "q")
    end(store, answer, "half", state)
    assert store.chats.resume(answer.id) is state.is_cut
    shown = store.chats.turn(answer.id)
    assert shown.text == "half"
    assert (shown.state is TurnState.STREAMING) is (state.is_cut or state is TurnState.STREAMING)
