"""Chats found by the words of their turns, in Chinese and in English, with the place."""

from __future__ import annotations

import pytest

from yidesk.core.types import Document, Page
from yidesk.services.retrieval.finding import Finder
from yidesk.store.database import Database
from yidesk.store.migrations import STEPS
from yidesk.store.records import Report, TurnState
from yidesk.store.snippet import snippet_of, without_signs
from yidesk.store.store import Store
from yidesk.store.words import index_words, match_of


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


def say(store, question: str, answer: str):
    chat = store.chats.create()
    _, begun = store.chats.begin(chat, question)
    store.chats.finish(begun.id, text=answer, state=TurnState.DONE, report=Report())
    return chat


def found(store, query: str) -> list[str]:
    return [chat.title for chat in store.chats.search(query)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("合同", ["law"]),
        ("同法", ["law"]),
        ("法", ["law"]),
        ("法合", []),
        ("合同 landlord", ["law"]),
        ("LANDLORD", ["law"]),
        ("land", ["law"]),
        ("ｌandlord", ["law"]),
        ("lord", []),
        ("cafe", ["café"]),
        ('"quoted" AND NOT', []),
        ("*", []),
    ],
)
def test_words_are_found_anywhere(store, query, titles):
    say(store, "café", "A Café.")
    say(store, "law", "租房要看合同法。The landlord pays.")
    assert found(store, query) == titles


def test_a_hit_says_where_and_how_often(store):
    say(store, "roof?", "x " * 60 + "the Roof, the roof\nleaks " + "y " * 90)
    [chat] = store.chats.search("roof")
    assert chat.hits == 2
    text = chat.snippet.text
    assert text.startswith("…")
    assert [text[start:end] for start, end in chat.snippet.marked] == ["Roof", "roof"]


def test_a_deleted_chat_and_a_rewritten_answer_are_not_found_any_more(store):
    chat = say(store, "q", "unusual")
    store.chats.delete(chat)
    assert found(store, "unusual") == []
    again = store.chats.create()
    _, answer = store.chats.begin(again, "q")
    for text in ("first", "second"):
        store.chats.finish(answer.id, text=text, state=TurnState.DONE, report=Report())
    assert (found(store, "first"), found(store, "second")) == ([], ["q"])


def test_pinned_chats_come_first(store):
    old = say(store, "old", "x")
    say(store, "new", "x")
    store.chats.pin(old, pinned=True)
    assert found(store, "") == ["old", "new"]
    assert store.chats.search()[0].pinned
    store.chats.pin(old, pinned=False)
    assert found(store, "") == ["new", "old"]


def test_chats_of_the_first_version_are_found_after_the_upgrade(tmp_path):
    path = tmp_path / "chats.db"
    old = Database(path, steps=STEPS[:1])
    with old.transaction() as connection:
        connection.execute("INSERT INTO chats (title, created, changed) VALUES ('t', 1, 1)")
        connection.execute(
            "INSERT INTO turns (chat, role, text, state, created) VALUES (1,'user','古老','done',1)"
        )
    old.close()
    store = Store(path)
    assert found(store, "古老") == ["t"]
    store.close()


def test_a_half_written_answer_is_found_after_its_writer_died(store):
    chat = store.chats.create()
    _, answer = store.chats.begin(chat, "q")
    store.chats.save_partial(answer.id, "half written")
    store.chats._owner = "another"
    store.chats.interrupt_orphans(living=())
    assert found(store, "written") == ["q"]


def test_runs_of_chinese_become_pairs():
    assert index_words("看合同v2").split() == ["看合", "合同", "同", "v2"]
    assert match_of("合同法 v2") == '"合同 同法" AND "v2"*'


def test_a_snippet_keeps_places_of_letters_that_fold_to_more_than_one():
    snippet = snippet_of("İstanbul ﬁne roof", ["roof"])
    assert [snippet.text[start:end] for start, end in snippet.marked] == ["roof"]


def test_a_word_of_every_turn_finds_the_newest_ones(store, monkeypatch):
    monkeypatch.setattr("yidesk.store.chat_search.MOST_HITS", 2)
    chats = [say(store, "a question", "the same words") for _ in range(3)]
    assert [each.id for each in store.chats.search("words")] == chats[:0:-1]


def give(store, chat, name: str, *texts: str, indexed: bool = True) -> None:
    """Bring a document into a chat, and perhaps into the index."""
    pages = tuple(Page(number=n, label="", text=text) for n, text in enumerate(texts, 1))
    document = Document(fingerprint=name * 8, name=name, format="text", pages=pages)
    store.library.add(document, f"/{name}", 1)
    store.chats.attach(chat, document.fingerprint)
    if indexed:
        list(Finder(store.passages).index(document, lambda: None))


def test_documents_are_found_by_name_and_by_their_words(store):
    law, roof = say(store, "law?", "a"), say(store, "roof?", "b")
    give(store, law, "租约 2024.pdf", "first", "The landlord shall repair the roof 屋顶漏水。")
    give(store, roof, "notes.txt", "nothing", indexed=False)
    [chat] = store.chats.search("租约")
    assert (chat.id, chat.document_name, chat.page) == (law, "租约 2024.pdf", 0)
    for words in ("landlord repair", "屋顶", "漏水 roof shall"):
        [chat] = [each for each in store.chats.search(words) if each.page]
        assert (chat.id, chat.page, chat.hits) == (law, 2, 0)
        assert chat.snippet.marked
    assert [each.id for each in store.chats.search("roof")] == [roof, law]
    assert store.chats.search("顶屋") == []


def test_a_turn_goes_before_the_document_it_is_about(store):
    chat = say(store, "Who repairs the roof?", "The landlord.")
    give(store, chat, "a.txt", "The landlord repairs the roof.")
    [found] = store.chats.search("roof")
    assert (found.hits, found.document) == (1, "")
    assert store.chats.turn(found.turn).text == "Who repairs the roof?"


def test_a_document_of_the_next_chat_lists_no_chat(store):
    give(store, store.chats.next(), "a.txt", "The roof.")
    assert store.chats.search("roof") == []


def test_signs_between_words_are_a_phrase_and_others_are_compared(store):
    say(store, "one", "the w1-w2 valve of C++ costs 100%")
    say(store, "two", "w2 w1, c and 100")
    assert found(store, "w1-w2") == ["one"]
    assert found(store, "w1 w2") == ["two", "one"]
    assert found(store, "C++") == ["one"]
    assert found(store, "100%") == ["one"]


def test_radicals_of_an_earlier_version_are_found_after_the_upgrade(tmp_path):
    """What was indexed before radicals counted as characters is indexed anew; the rest stays."""
    path = tmp_path / "chats.db"
    before = Database(path, steps=STEPS[:9])
    with before.transaction() as connection:
        connection.execute("INSERT INTO chats (title, created, changed) VALUES ('t', 1, 1)")
        connection.execute(
            "INSERT INTO turns (chat, role, text, state, created) VALUES (1,'user','⻓城','done',1)"
        )
        connection.execute("INSERT INTO turn_words (rowid, words) VALUES (1, '⻓城')")
        for name, text in (("old", "the ⻔ is open"), ("new", "the 门 is open")):
            connection.execute(
                "INSERT INTO documents (fingerprint, name, path, format, notes, added) "
                "VALUES (?, ?, '', 'text', '[]', 1)",
                (name, name),
            )
            connection.execute("INSERT INTO pages VALUES (?, 1, '', ?, '')", (name, text))
            connection.execute("INSERT INTO indexed VALUES (?, 1, 1)", (name,))
    before.close()
    store = Store(path)
    assert found(store, "长城") == ["t"]
    assert store.passages.pages_indexed("old", 1) == 0
    assert store.passages.pages_indexed("new", 1) == 1
    store.close()


def test_a_snippet_has_no_signs_of_markdown_unless_they_are_looked_for():
    text = "# Rent\n\n> The **rent** is `900`.\n- due __init__ * 2"
    assert without_signs(text, ["rent"]).split() == [
        "Rent",
        "The",
        "rent",
        "is",
        "900.",
        "due",
        "__init__",
        "*",
        "2",
    ]
    assert without_signs(text, ["**rent"]) == text
