"""Words are counted while the model answers, page by page, and once."""

from __future__ import annotations

import threading

import pytest

from yidesk.core.types import Document, Page
from yidesk.services.checking import evidence
from yidesk.services.checking.ahead import CountingAhead
from yidesk.services.citations import check
from yidesk.services.languages import lexicon
from yidesk.store.store import Store


def a_document(pages: int, name: str) -> Document:
    return Document(
        fingerprint=name * 32,
        name=f"{name}.txt",
        format="text",
        pages=tuple(
            Page(number=n, label="", text=f"The lighthouse number {n} has {n + 7} brass lamps.")
            for n in range(1, pages + 1)
        ),
    )


def test_counting_ends_with_its_block_and_goes_on_where_it_was(monkeypatch):
    counted: list[str] = []
    begun, terms = threading.Event(), evidence.index_terms

    def seen(text: str) -> frozenset[str]:
        counted.append(text)
        if len(counted) == 3:
            begun.set()
        return terms(text)

    monkeypatch.setattr(evidence, "index_terms", seen)
    document = a_document(3_000, "ab")
    with CountingAhead([document]):
        assert begun.wait(30)
    so_far = len(counted)
    assert 3 <= so_far < 3_000  # it did not hold the answer up
    checked = check("The lighthouse number 1500 has 1507 brass lamps [p. 1500].", [document])
    assert checked.citations[0].verified
    assert len([text for text in counted if text in {p.text for p in document.pages}]) >= 3_000
    assert counted.count(document.pages[0].text) == 1


def test_an_answer_waits_for_no_counting_when_all_was_counted():
    document = a_document(40, "cd")
    with CountingAhead([document]) as ahead:
        ahead._thread.join()
    pages: list[int] = []
    index = evidence.index(document)
    index.count_words(lambda: bool(pages.append(1)) or True)
    assert pages == []
    assert index.knows(frozenset({"brass"})) == {"brass"}


def test_what_was_counted_of_a_store_that_is_closed_is_not_gone_on_with(tmp_path):
    found = []
    for _ in range(2):
        store = Store(tmp_path / "yidesk.db")
        if not found:
            store.library.add(a_document(40, "ef"), "/ef.txt")
        document = store.library.get("ef" * 32)
        found.append(evidence.index(document))
        if len(found) == 1:
            found[0].count_words(iter([True, False]).__next__)
        else:
            assert found[1].knows(frozenset({"brass"})) == {"brass"}
        store.close()
    assert found[0] is not found[1]


def test_without_documents_no_thread_begins():
    before = threading.active_count()
    with CountingAhead([]):
        assert threading.active_count() == before


@pytest.mark.parametrize(
    ("question", "is_wanted"), [("灯塔有几盏灯？", True), ("How many?", False)]
)
def test_the_dictionary_is_read_where_the_answer_speaks_another_language(question, is_wanted):
    lexicon.english_of.cache_clear()
    with CountingAhead([a_document(3, question)], question) as ahead:
        ahead._thread.join()
    assert lexicon.english_of.cache_info().currsize == is_wanted
