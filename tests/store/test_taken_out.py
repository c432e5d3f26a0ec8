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
        tree = store.chats.tree(chat)
        assert all(
            turn.parent in {None, *(each.id for each in tree[:n])} for n, turn in enumerate(tree)
        )
        assert texts(store, chat)[-2:] == ["garden", "answer to garden"]
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


def asked_thrice(store, chat):
    """A question with three answers, the second of which is shown and has a follow-up."""
    asked, first = ask(store, chat, "roof")
    _, second = store.chats.begin_again(chat, asked.id)
    end(store, second, "second")
    ask(store, chat, "and then")
    _, third = store.chats.begin_again(chat, asked.id)
    end(store, third, "third")
    return asked, [first.id, second.id, third.id]


@pytest.mark.parametrize(("number", "shown"), [(0, "second"), (1, "third"), (2, "second")])
def test_one_of_several_answers_goes_alone_and_its_neighbour_is_shown(store, number, shown):
    chat = store.chats.create()
    _, answers = asked_thrice(store, chat)
    store.chats.choose(chat, answers[number])
    before, tree = store.chats.turns(chat), store.chats.tree(chat)
    taken = store.taken_out.take_version(chat, answers[number])
    assert texts(store, chat)[:2] == ["roof", shown]
    left = tuple(each for each in answers if each != answers[number])
    assert store.chats.turns(chat)[1].versions == left
    assert "and then" in {turn.text for turn in store.chats.tree(chat)}
    assert store.taken_out.put_back(taken)
    assert store.chats.turns(chat) == before
    assert store.chats.tree(chat) == tree


def test_what_followed_an_answer_follows_its_neighbour_and_stays_on_the_screen(store):
    chat = store.chats.create()
    _, answers = asked_thrice(store, chat)
    store.chats.choose(chat, answers[1])
    store.taken_out.take_version(chat, answers[1])
    assert texts(store, chat) == ["roof", "third", "and then", "answer to and then"]


def test_the_only_answer_and_one_of_another_chat_do_not_go_alone(store):
    chat, other = store.chats.create(), store.chats.create()
    asked, answer = ask(store, chat, "roof")
    assert store.taken_out.take_version(chat, answer.id) is None
    assert store.taken_out.take_version(chat, asked.id) is None
    _, again = store.chats.begin_again(chat, asked.id)
    end(store, again, "once more")
    assert store.taken_out.take_version(other, again.id) is None


def test_an_answer_whose_question_went_after_it_comes_back_with_that(store):
    chat = store.chats.create()
    asked, answers = asked_thrice(store, chat)
    store.chats.choose(chat, answers[1])
    before = store.chats.tree(chat)
    version = store.taken_out.take_version(chat, answers[1])
    question = store.taken_out.take(chat, asked.id)
    assert store.taken_out.put_back(version)
    assert texts(store, chat) == ["and then", "answer to and then"]
    assert store.taken_out.put_back(question)
    assert store.chats.tree(chat) == before
    version = store.taken_out.take_version(chat, answers[1])
    store.taken_out.forget(store.taken_out.take(chat, asked.id))
    assert not store.taken_out.put_back(version)


def title(store, chat) -> str:
    return store.chats.get(chat).title


def test_a_title_of_the_programs_making_follows_the_first_question(store):
    chat = store.chats.create()
    first, _ = ask(store, chat, "roof")
    second, _ = ask(store, chat, "cellar")
    store.chats.entitle(chat, "About roofs")
    taken = store.taken_out.take(chat, second.id, str.upper)
    assert title(store, chat) == "About roofs"
    store.taken_out.put_back(taken)
    taken = store.taken_out.take(chat, first.id, str.upper)
    assert title(store, chat) == "CELLAR"
    store.taken_out.put_back(taken)
    assert title(store, chat) == "About roofs"
    taken = store.taken_out.take(chat, first.id, str.upper)
    store.chats.rename(chat, "House")
    store.taken_out.put_back(taken)
    assert title(store, chat) == "House"
    store.taken_out.take(chat, first.id, str.upper)
    assert title(store, chat) == "House"


def test_a_chat_that_was_emptied_is_named_after_what_is_asked_next(store):
    chat = store.chats.create()
    first, _ = ask(store, chat, "roof")
    taken = store.taken_out.take(chat, first.id)
    assert title(store, chat) == ""
    store.taken_out.put_back(taken)
    assert title(store, chat) == "roof"
    store.taken_out.take(chat, first.id)
    ask(store, chat, "garden")
    assert title(store, chat) == "garden"


def test_what_hangs_on_a_newer_turn_is_read_and_chosen_in_its_order(store):
    chat = store.chats.create()
    _, answers = asked_thrice(store, chat)
    store.taken_out.take_version(chat, answers[1])
    store.chats.choose(chat, answers[0])
    store.chats.choose(chat, answers[2])
    shown = ["roof", "third", "and then", "answer to and then"]
    assert texts(store, chat) == shown
    tree = store.chats.tree(chat)
    copy = store.chats.graft("copy", tree, store.chats.turns(chat)[-1].id)
    assert texts(store, copy) == shown
