"""Questions taken out of a chat and put back: nothing else of it changes."""

from __future__ import annotations

import pytest

from yidesk.core.types import Document, Page
from yidesk.store.records import Report, TurnState
from yidesk.store.store import Store


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    page = Page(number=1, label="", text="x")
    store.library.add(Document(fingerprint="ab", name="a", format="text", pages=(page,)), "/a")
    yield store
    store.close()


def ask(store, chat, question):
    asked, answer = store.chats.begin(chat, question)
    end(store, answer, f"answer to {question}")
    return asked, answer


def end(store, answer, text):
    store.chats.finish(
        answer.id,
        text=text,
        state=TurnState.DONE,
        report=Report(),
        tokens=b"\x01\xff",
        tokenizer="t",
    )


def texts(store, chat) -> list[str]:
    return [turn.text for turn in store.chats.turns(chat)]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_is_taken_out_is_gone_and_comes_back_as_it_was(store, number):
    chat = store.chats.create()
    store.chats.attach(chat, "ab")
    asked = [ask(store, chat, word)[0] for word in ("roof", "cellar", "garden")]
    store.chats.rename(chat, "House")
    before = store.chats.turns(chat)
    taken = store.taken_out.take(chat, asked[number].id)
    left = [turn.text for turn in before if asked[number].text not in turn.text]
    assert texts(store, chat) == left
    assert store.chats.search(asked[number].text) == []
    assert store.taken_out.kept() == [(taken, chat)]
    assert store.taken_out.put_back(taken)
    assert store.chats.turns(chat) == before
    assert [each.id for each in store.chats.search(asked[number].text)] == [chat]
    assert store.taken_out.kept() == []


def test_its_documents_go_on_to_the_next_question(store):
    chat = store.chats.create()
    store.chats.attach(chat, "ab")
    first, _ = ask(store, chat, "roof")
    ask(store, chat, "cellar")
    store.taken_out.take(chat, first.id)
    assert store.chats.turns(chat)[0].documents == ("ab",)


def test_its_documents_wait_when_nothing_follows(store):
    chat = store.chats.create()
    store.chats.attach(chat, "ab")
    first, _ = ask(store, chat, "roof")
    taken = store.taken_out.take(chat, first.id)
    assert texts(store, chat) == []
    assert store.chats.waiting_documents(chat) == ["ab"]
    store.taken_out.put_back(taken)
    assert store.chats.waiting_documents(chat) == []
    assert store.chats.turns(chat)[0].documents == ("ab",)


def test_all_answers_go_with_their_question_and_another_version_of_it_is_shown(store):
    chat = store.chats.create()
    first, _ = ask(store, chat, "roof")
    _, again = store.chats.begin_again(chat, first.id)
    end(store, again, "once more")
    edited, other = store.chats.begin_edited(chat, first.id, "windows")
    end(store, other, "glass")
    store.chats.choose(chat, first.id)
    before = store.chats.tree(chat)
    taken = store.taken_out.take(chat, first.id)
    assert texts(store, chat) == ["windows", "glass"]
    assert store.chats.turns(chat)[0].versions == (edited.id,)
    store.taken_out.put_back(taken)
    assert store.chats.tree(chat) == before
    assert texts(store, chat) == ["roof", "once more"]


def test_what_was_asked_since_stays_and_is_shown(store):
    chat = store.chats.create()
    ask(store, chat, "roof")
    second, _ = ask(store, chat, "cellar")
    taken = store.taken_out.take(chat, second.id)
    third, _ = ask(store, chat, "garden")
    store.taken_out.put_back(taken)
    assert texts(store, chat)[-2:] == ["garden", "answer to garden"]
    assert store.chats.turns(chat)[2].versions == (second.id, third.id)


def test_two_are_put_back_in_either_order(store):
    for order in ((0, 1), (1, 0)):
        chat = store.chats.create()
        asked = [ask(store, chat, word)[0] for word in ("roof", "cellar", "garden")]
        taken = [store.taken_out.take(chat, asked[number].id) for number in (0, 1)]
        for number in order:
            assert store.taken_out.put_back(taken[number])
        assert {turn.text for turn in store.chats.tree(chat)} >= {"roof", "cellar", "garden"}


def test_what_is_not_there_or_was_forgotten_is_not_put_back(store):
    chat, other = store.chats.create(), store.chats.create()
    asked, answer = ask(store, chat, "roof")
    assert store.taken_out.take(other, asked.id) is None
    assert store.taken_out.take(chat, answer.id) is None
    taken = store.taken_out.take(chat, asked.id)
    store.taken_out.forget(taken)
    assert not store.taken_out.put_back(taken)


def test_it_goes_with_its_chat(store):
    chat = store.chats.create()
    asked, _ = ask(store, chat, "roof")
    store.taken_out.take(chat, asked.id)
    store.chats.delete(chat)
    assert store.taken_out.kept() == []
