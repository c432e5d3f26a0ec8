"""Pages that are fetched one by one, and those of a file that is being read."""

from __future__ import annotations

import contextlib
import sqlite3
import threading

import pytest

from yidesk.core.document import Document, Page, PageWarning
from yidesk.core.errors import DocumentError
from yidesk.store.database import Database
from yidesk.store.pages import AT_ONCE, MOST_WAITING_PAGES
from yidesk.store.store import Store

COUNT = 2 * AT_ONCE + 3
WARNINGS = {2: PageWarning.BLANK, 3: PageWarning.NO_TEXT, 5: PageWarning.OCR}


def page(number):
    text = {2: "", 3: "", 4: "\u3000 \n"}.get(number, f"What stands on page {number}.")
    return Page(
        number=number,
        label=f"§ {number}",
        text=text,
        warning=WARNINGS.get(number, PageWarning.NONE),
    )


PAGES = tuple(page(number) for number in range(1, COUNT + 1))


def document(pages=PAGES):
    return Document(fingerprint="f" * 64, name="a.pdf", format="pdf", pages=pages)


@pytest.fixture
def store(tmp_path):
    with contextlib.closing(Store(tmp_path / "store.db")) as store:
        yield store


@pytest.fixture(params=["at once", "as they came"])
def kept(request, store):
    """The same document, added from memory or from a tray."""
    if request.param == "at once":
        return store.library.add(document(), "/a.pdf")
    with store.library.arriving() as tray:
        for each in PAGES:
            tray.put(each)
        return store.library.add(document(tray.pages()), "/a.pdf")


def test_pages_are_fetched_as_they_were_put_in(kept):
    assert kept.pages == PAGES
    assert (len(kept.pages), kept.pages[0], kept.pages[-1]) == (COUNT, PAGES[0], PAGES[-1])
    assert kept.pages[3 : AT_ONCE + 9] == PAGES[3 : AT_ONCE + 9]
    assert list(kept.pages[COUNT:]) == []
    with pytest.raises(IndexError):
        kept.pages[COUNT]


def test_what_is_known_of_all_is_known_without_them(kept):
    assert kept.characters == document().characters
    assert kept.warnings == document().warnings == WARNINGS
    assert kept.untold == document().untold == (3, 4)


def test_its_condition_finds_the_index(kept, store):
    plan = store._database.rows(
        "EXPLAIN QUERY PLAN SELECT number FROM pages WHERE document = ? AND "
        "(warning != '' OR trim(text, char(9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, "
        "5760, 8239, 8287, 12288)) = '')",
        kept.fingerprint,
    )
    assert "pages_not_whole" in plan[0]["detail"]


def test_pages_of_a_removed_document_are_gone_in_words(kept, store):
    store.library.remove(kept.fingerprint)
    for look in (lambda: kept.pages[0], lambda: list(kept.pages)):
        with pytest.raises(DocumentError) as gone:
            look()
        assert gone.value.code == "document_removed"


def test_two_readings_are_alike_until_a_page_changes(kept, store):
    before = store.library.get(kept.fingerprint)
    assert (before, hash(before)) == (kept, hash(kept))
    with store._database.transaction() as connection:
        connection.execute("UPDATE pages SET text = 'read', warning = 'ocr' WHERE number = 3")
    assert store.library.get(kept.fingerprint) != before


def test_a_reading_that_ends_early_leaves_nothing(store):
    with contextlib.suppress(ZeroDivisionError), store.library.arriving() as tray:
        for each in PAGES:
            tray.put(each)
        tray.pages()
        raise ZeroDivisionError
    assert store._database.rows("SELECT * FROM temp.arriving_pages") == []
    assert store._database.rows("SELECT * FROM pages") == []


def test_two_files_can_be_read_at_a_time(store):
    with store.library.arriving() as one, store.library.arriving() as other:
        for each in PAGES[:MOST_WAITING_PAGES]:
            one.put(each)
            other.put(Page(number=each.number, label="", text="of the other"))
        assert one.pages() == PAGES[:MOST_WAITING_PAGES]
        assert {each.text for each in other.pages()} == {"of the other"}


def test_who_writes_keeps_nobody_from_looking(kept, store, tmp_path):
    """An index that is made, or another instance, may write for seconds; the window looks on."""
    second = Database(tmp_path / "store.db")
    seen: list[Page] = []
    with store._database.transaction(), second.scratch():
        looking = threading.Thread(target=lambda: seen.append(kept.pages[0]))
        looking.start()
        looking.join(60)
    second.close()
    assert seen == [PAGES[0]]


def test_pages_that_arrive_do_not_wait_for_another_instance(store, tmp_path):
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with store.library.arriving() as tray:
        tray.put(PAGES[0])
        assert tray.pages() == PAGES[:1]
    other.close()
