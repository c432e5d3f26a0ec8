"""Documents are known by their bytes, whatever their files are called."""

from __future__ import annotations

import dataclasses
import gc

import pytest

from yidesk.core.errors import DocumentError, WrongUsage, YiDeskError
from yidesk.core.types import Mode, Page, Verdict
from yidesk.services.answer import Delta
from yidesk.services.library import Library
from yidesk.services.prompt import Exchange, build
from yidesk.store import database
from yidesk.store.pages import MOST_WAITING_PAGES


def test_another_name_for_the_same_bytes_changes_no_prompt(desk, lease, tmp_path):
    desk.script("One [p. 1].", "Two [p. 2].")
    chat = desk.chats.create()
    document = desk.chats.add_document(chat, lease)
    first = desk.ask(chat, "First?")
    renamed = lease.rename(tmp_path / "the lease, signed.txt")
    again = desk.chats.add_document(desk.chats.create(), renamed)
    assert (again.name, again.prompt_name) == ("the lease, signed.txt", "lease.txt")
    [shown] = desk.chats.documents(chat)
    assert shown.name == "the lease, signed.txt"
    prompts = [build([Exchange(documents=(each,))]).conversation for each in (document, shown)]
    assert prompts[0] == prompts[1]
    second = desk.ask(chat, "Second?")
    assert second.usage.cached_tokens >= first.usage.prompt_tokens
    assert second.coverage[0].name == "the lease, signed.txt"


def test_a_citation_may_use_either_name(desk, lease, tmp_path):
    answer = "“The rent is 900 euros” [lease, p. 1]. “Pets are not allowed” [signed, p. 2]."
    desk.script(answer)
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    other = tmp_path / "other.txt"
    other.write_text("Nothing of that kind.")
    desk.chats.add_document(chat, other)
    desk.chats.add_document(chat, lease.rename(tmp_path / "signed.txt"))
    citations = desk.ask(chat, "What is said?").citations
    assert [each.verdict for each in citations] == [Verdict.VERIFIED] * 2


WORD = "Quetzalcoatlus"
"""Stands in the document and nowhere else."""


@pytest.fixture(autouse=True)
def as_elsewhere(monkeypatch):
    """Some builds of SQLite overwrite what they delete by themselves; most do not."""
    connect = database._connect

    def bare(path):
        connection = connect(path)
        connection.execute("PRAGMA secure_delete = OFF").fetchall()
        return connection

    monkeypatch.setattr(database, "_connect", bare)


def traces(desk):
    """The files of the database that hold WORD."""
    files = desk.paths.root.glob("yidesk.db*")
    return [path.name for path in files if WORD.lower().encode() in path.read_bytes().lower()]


@pytest.fixture
def used(desk, tmp_path):
    """A chat that has searched and swept a document, and the document."""
    path = tmp_path / "bones.txt"
    path.write_text(f"{WORD} flew.\f" + f"{WORD} had wings. " * 40, encoding="utf-8")
    desk.script("It flew [p. 1].", f"{WORD} is noted.", "It had wings [p. 2].")
    chat = desk.chats.create()
    document = desk.chats.add_document(chat, path)
    desk.ask(chat, "What flew?", mode=Mode.SEARCH)
    desk.ask(chat, "What are all its parts?", mode=Mode.SWEEP)
    (desk.paths.root / "yidesk.db.before-5").write_bytes(WORD.encode())
    return chat, document


def test_removing_a_document_leaves_no_trace_of_its_text(desk, used):
    _, document = used
    assert traces(desk)
    assert [title for _, title in desk.library.chats_with(document.fingerprint)] == ["What flew?"]
    assert desk.library.remove(document.fingerprint) == 0
    assert traces(desk) == []
    for table in ("pages", "passages", "passage_words", "indexed", "notes"):
        assert desk.store._database.rows(f"SELECT * FROM {table}") == []
    assert desk.library.list() == []
    assert desk.library.get(document.fingerprint) is None
    assert desk.library.remove(document.fingerprint) == 0  # again: nothing is there


def test_deleting_what_was_said_leaves_no_trace_of_it(desk):
    desk.script(f"It is a {WORD}.", "Nothing more.", f"A {WORD} again.")
    kept, chat = desk.chats.create(), desk.chats.create()
    desk.ask(kept, f"What is a {WORD}?")
    desk.ask(kept, "And else?")
    desk.ask(chat, "What flies?")
    desk.chats.delete(chat)
    assert len(traces(desk)) > 0
    taken = desk.chats.taking_out.take(kept, desk.chats.turns(kept)[0].id)
    assert len(traces(desk)) > 0
    desk.chats.taking_out.make_final(kept, taken.id)
    assert traces(desk) == []
    assert [turn.text for turn in desk.chats.turns(kept)] == ["And else?", "Nothing more."]


def test_a_chat_keeps_its_text_and_says_what_was_removed(desk, used):
    chat, document = used
    desk.library.remove(document.fingerprint)
    texts = [turn.text for turn in desk.chats.turns(chat)]
    assert texts[1::2] == ["It flew [p. 1].", "It had wings [p. 2]."]
    for turn in desk.chats.turns(chat)[1::2]:
        assert [each.page for each in turn.report.citations] == [1 if "flew" in turn.text else 2]
        assert {each.document for each in turn.report.citations} == {document.fingerprint}
        assert turn.report.coverage[0].name == "bones.txt"
    assert desk.chats.documents(chat) == []
    assert desk.chats.removed_documents(chat) == {document.fingerprint: "bones.txt"}
    with pytest.raises(DocumentError) as gone:
        desk.chats.source(chat, document.fingerprint)
    assert gone.value.code == "document_removed"
    assert str(gone.value).startswith("bones.txt was removed")
    assert desk.ask(chat, "And now?").error is None


def test_a_removed_document_can_come_back(desk, used, tmp_path):
    chat, document = used
    desk.library.remove(document.fingerprint)
    again = desk.library.add((tmp_path / "bones.txt").rename(tmp_path / "old bones.txt"))
    assert (again.pages, again.prompt_name) == (document.pages, "bones.txt")
    assert desk.chats.documents(chat) == [again]
    assert desk.chats.removed_documents(chat) == {}


def test_what_is_left_of_a_removed_document_goes_with_the_last_chat(desk, used):
    chat, document = used
    other = desk.chats.archive.duplicate(chat, "copy")
    desk.library.remove(document.fingerprint)
    desk.chats.delete(chat)
    assert desk.library.name(document.fingerprint) == "bones.txt"
    desk.chats.delete(other)
    assert desk.library.name(document.fingerprint) == ""
    assert desk.store._database.rows("SELECT * FROM documents") == []


def test_a_document_that_was_taken_out_of_a_chat_can_still_be_looked_up(desk, used):
    chat, document = used
    desk.chats.remove_document(chat, document.fingerprint)
    assert desk.chats.documents(chat) == []
    assert desk.chats.source(chat, document.fingerprint).pages == document.pages


def test_notes_of_other_documents_stay(desk, used, tmp_path):
    chat, document = used
    other = tmp_path / "other.txt"
    other.write_text("Other things. " * 40)
    desk.script("noted", "noted too", "answered")
    kept = desk.chats.add_document(chat, other)
    desk.ask(chat, "List all of them.", mode=Mode.SWEEP)
    desk.library.remove(document.fingerprint)
    notes = desk.store._database.rows("SELECT owner FROM notes")
    assert [row["owner"] for row in notes] == [kept.fingerprint]


def test_readings_go_first_and_a_failure_leaves_the_document(desk, lease):
    document = desk.library.add(lease)
    asked = []

    def fail(fingerprint):
        asked.append(fingerprint)
        raise YiDeskError("The disk is gone.", code="gone")

    library = Library(desk.store, desk.reader, fail)
    with pytest.raises(YiDeskError):
        library.remove(document.fingerprint)
    assert asked == [document.fingerprint]
    assert desk.library.list()[0].name == "lease.txt"
    assert Library(desk.store, desk.reader, lambda _owner: 7).remove(document.fingerprint) == 7


def test_the_list_knows_what_it_shows_without_reading_pages(desk, used, lease):
    desk.library.add(lease)
    newest, first = desk.library.list()
    assert (newest.name, newest.pages, newest.chats) == ("lease.txt", 2, 0)
    assert (newest.bytes, newest.warned) == (lease.stat().st_size, 0)
    assert newest.path == str(lease)
    assert (first.name, first.chats) == ("bones.txt", 1)
    assert first.characters == sum(len(page.text) for page in used[1].pages)


def test_a_document_is_found_by_name_and_by_fingerprint(desk, lease, tmp_path):
    document = desk.library.add(lease)
    (tmp_path / "other").mkdir()
    namesake = tmp_path / "other" / "lease.txt"
    assert desk.library.find("lease.txt").fingerprint == document.fingerprint
    namesake.write_text("Another one.")
    desk.library.add(namesake)
    for wanted, code in (("lease.txt", "document_ambiguous"), ("lease", "document_unknown")):
        with pytest.raises(WrongUsage) as refused:
            desk.library.find(wanted)
        assert refused.value.code == code
    assert desk.library.find(document.fingerprint[:8]).fingerprint == document.fingerprint


class BetterReader:
    """A reader that has learned to read a page, and says otherwise what the real one does."""

    def __init__(self, real):
        self._real = real

    def identify(self, *arguments, **options):
        return self._real.identify(*arguments, **options)

    def read(self, *arguments, **options):
        document = self._real.read(*arguments, **options)
        pages = tuple(
            dataclasses.replace(page, text=page.text + " Read better.") for page in document.pages
        )
        return dataclasses.replace(document, pages=pages)


def test_reading_again_keeps_what_is_the_same(desk, used):
    _, document = used
    removed = []
    library = Library(desk.store, desk.reader, removed.append)
    assert library.read_again(document.fingerprint) == library.get(document.fingerprint)
    assert removed == []
    assert desk.store._database.rows("SELECT 1 FROM indexed")


def test_reading_again_with_a_better_reader_replaces_what_was_made(desk, used):
    chat, document = used
    removed = []
    library = Library(desk.store, BetterReader(desk.reader), lambda mark: removed.append(mark) or 0)
    again = library.read_again(document.fingerprint)
    assert again.pages[0].text.endswith("Read better.")
    assert (again.name, again.prompt_name) == (document.name, document.prompt_name)
    assert library.get(document.fingerprint) == again
    assert removed == [document.fingerprint]
    for table in ("passages", "indexed", "notes", "tokens"):
        assert desk.store._database.rows(f"SELECT * FROM {table}") == []
    assert desk.library.chats_with(document.fingerprint) == [(chat, "What flew?")]
    assert desk.library.list()[0].characters == again.characters


def test_reading_again_a_changed_file_makes_another_document(desk, used, tmp_path):
    _, document = used
    (tmp_path / "bones.txt").write_text("All bones are gone.")
    again = desk.library.read_again(document.fingerprint)
    assert again.fingerprint != document.fingerprint
    newest, older = desk.library.list()
    assert (newest.fingerprint, newest.is_older) == (again.fingerprint, False)
    assert (older.fingerprint, older.is_older) == (document.fingerprint, True)
    (tmp_path / "bones.txt").unlink()
    with pytest.raises(DocumentError):
        desk.library.read_again(document.fingerprint)
    with pytest.raises(DocumentError):
        desk.library.read_again("f" * 64)


def test_no_page_is_kept_in_memory_behind_the_last_ones(desk, tmp_path):
    """What is read waits in the database: memory does not grow with the file."""
    path = tmp_path / "thick.txt"
    pages = 4 * MOST_WAITING_PAGES
    path.write_text("\f".join(f"Page {number}." for number in range(1, pages + 1)))
    held = []

    def on_page(done, total):
        if done in {1, total}:
            gc.collect()
            held.append(sum(isinstance(each, Page) for each in gc.get_objects()))

    document = desk.library.add(path, on_page)
    assert len(document.pages) == pages
    assert held[1] - held[0] <= MOST_WAITING_PAGES
    assert document.pages[-1].text == f"Page {pages}."


def test_a_document_removed_while_the_answer_is_given_does_not_lose_the_answer(desk, lease):
    desk.script("“The rent is 900 euros” [p. 1].")
    chat = desk.chats.create()
    document = desk.chats.add_document(chat, lease)
    asking = desk.chats.send(chat, "What is the rent?")
    for event in asking:
        if isinstance(event, Delta):
            desk.library.remove(document.fingerprint)
    [_, answer] = desk.chats.turns(chat)
    assert answer.text == "“The rent is 900 euros” [p. 1]."
    assert answer.error is not None
    assert answer.error.code == "document_removed"
