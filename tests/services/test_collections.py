"""Folders follow what happens on the disk."""

from __future__ import annotations

import os
import shutil

import pytest

from yidesk.core.errors import Cancelled, DocumentError, YiDeskError
from yidesk.services.collections import Collections, FileState, FolderRead, ReadingFile


@pytest.fixture
def collections(desk):
    return Collections(desk.store, desk.library)


@pytest.fixture
def papers(tmp_path):
    root = tmp_path / "papers"
    root.mkdir()
    for name in ("one", "two", "three"):
        (root / f"{name}.txt").write_text(f"This is paper {name}.")
    return root


def states(collections, folder):
    return {file.path: file.state.value for file in collections.files(folder.id)}


def read(collections, folder, *states):
    *progress, done = collections.read(folder.id, *states)
    assert all(isinstance(event, ReadingFile) for event in progress)
    assert isinstance(done, FolderRead)
    return progress, done


@pytest.fixture
def known(collections, papers):
    """A folder all of whose files were read."""
    folder = collections.add(papers)
    read(collections, folder)
    return folder


def test_a_folder_is_looked_through_and_read_when_that_is_wanted(desk, collections, papers):
    (papers / "film.mp4").write_text("no document")
    folder = collections.add(papers)
    assert folder.counts == {FileState.NEW: 3}
    assert folder.left_out == {"other_kind": 1}
    assert desk.library.list() == []
    progress, done = read(collections, folder)
    assert [(each.name, each.done, each.total) for each in progress] == [
        ("one.txt", 0, 3), ("three.txt", 1, 3), ("two.txt", 2, 3),
    ]  # fmt: skip
    assert (done.complete, done.failed) == (True, ())
    assert done.folder.counts == {FileState.READ: 3}
    names = [desk.library.get(mark).name for mark in done.documents]
    assert names == ["one.txt", "three.txt", "two.txt"]
    assert collections.add(papers).id == folder.id
    assert [each.id for each in collections.list()] == [folder.id]


def test_new_changed_and_gone_files(desk, collections, known, papers):
    before = dict(zip(("one", "three", "two"), collections.documents(known.id), strict=True))
    (papers / "four.txt").write_text("The fourth.")
    (papers / "two.txt").write_text("Paper two, another version.")
    (papers / "one.txt").unlink()
    folder = collections.look(known.id)
    assert states(collections, folder) == {
        "four.txt": "new", "one.txt": "gone", "three.txt": "read", "two.txt": "changed",
    }  # fmt: skip
    assert before["one"] not in collections.documents(known.id)
    assert before["two"] in collections.documents(known.id)  # until it is read
    _, done = read(collections, folder)
    assert len(done.documents) == 3
    assert before["two"] not in done.documents
    assert desk.library.get(before["two"]).pages[0].text == "This is paper two."
    older = {entry.fingerprint: entry.is_older for entry in desk.library.list()}
    assert [mark for mark, is_older in older.items() if is_older] == [before["two"]]
    (papers / "one.txt").write_text("This is paper one.")
    assert states(collections, collections.look(known.id))["one.txt"] == "changed"
    assert before["one"] in read(collections, folder)[1].documents


def test_a_renamed_file_is_recognised_and_not_read_again(desk, collections, known, papers):
    before = collections.documents(known.id)
    (papers / "below").mkdir()
    (papers / "one.txt").rename(papers / "below" / "first.txt")
    desk.reader.read = None  # a parser that must not be asked
    folder = collections.look(known.id)
    assert states(collections, folder) == {
        "below/first.txt": "read", "three.txt": "read", "two.txt": "read",
    }  # fmt: skip
    assert set(collections.documents(known.id)) == set(before)
    entry = desk.library.find("first.txt")
    assert (entry.fingerprint, entry.path) == (before[0], str(papers / "below" / "first.txt"))
    del desk.reader.read


def test_another_file_of_the_same_size_is_not_taken_for_a_renamed_one(collections, known, papers):
    (papers / "one.txt").unlink()
    (papers / "six.txt").write_text("This is paper SIX.")
    found = states(collections, collections.look(known.id))
    assert (found["one.txt"], found["six.txt"]) == ("gone", "new")


def test_touched_but_not_changed(desk, collections, known, papers):
    before = collections.documents(known.id)
    os.utime(papers / "one.txt", ns=(1, 1))
    assert states(collections, collections.look(known.id))["one.txt"] == "changed"
    desk.reader.read = None
    _, done = read(collections, known)
    assert list(done.documents) == before
    assert done.folder.counts == {FileState.READ: 3}
    del desk.reader.read


def test_a_copy_does_not_rename_the_document(desk, collections, known, papers):
    shutil.copy(papers / "one.txt", papers / "one (copy).txt")
    folder = collections.look(known.id)
    _, done = read(collections, folder)
    assert len(done.documents) == 3
    assert sorted(entry.name for entry in desk.library.list()) == [
        "one.txt", "three.txt", "two.txt",
    ]  # fmt: skip


def test_files_that_exchange_their_names_are_not_read_again(desk, collections, known, papers):
    """What is opened from the library must be what was read from it."""
    one, two, aside = papers / "one.txt", papers / "two.txt", papers / "aside"
    first, second = (desk.library.find(name).fingerprint for name in ("one.txt", "two.txt"))
    os.utime(two, ns=(7, 7))
    one.rename(aside)
    two.rename(one)
    aside.rename(two)
    folder = collections.look(known.id)
    desk.reader.read = None  # a parser that must not be asked
    read(collections, folder)
    del desk.reader.read
    assert {desk.library.entry(mark).path for mark in (first, second)} == {str(one), str(two)}
    assert desk.library.entry(first).path == str(two)
    assert desk.library.entry(first).name == "two.txt"
    assert desk.library.get(first).pages[0].text == two.read_text()


def test_a_file_that_takes_the_place_of_another(desk, collections, known, papers):
    """As programs save: a new file under another name, moved over the old one."""
    former = desk.library.find("two.txt").fingerprint
    (papers / "one.txt").replace(papers / "two.txt")
    folder = collections.look(known.id)
    assert states(collections, folder)["one.txt"] == "gone"
    desk.reader.read = None
    _, done = read(collections, folder)
    del desk.reader.read
    marks = {file.path: file.document for file in collections.files(folder.id)}
    assert marks["two.txt"] == marks["one.txt"] != former
    assert desk.library.entry(marks["two.txt"]).path == str(papers / "two.txt")
    assert desk.library.get(former) is not None  # chats may still speak of it
    assert len(done.documents) == 2


def test_a_file_that_cannot_be_read_costs_itself_only(collections, papers):
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    folder = collections.add(papers)
    _, done = read(collections, folder)
    (failed,) = done.failed
    assert failed.path == "broken.pdf"
    assert isinstance(failed.error, DocumentError)
    assert len(done.documents) == 3
    assert collections.look(folder.id).counts[FileState.FAILED] == 1
    (kept,) = (file for file in collections.files(folder.id) if file.error)
    assert str(kept.error) == str(failed.error)
    assert read(collections, folder)[0] == []  # not tried again by itself
    assert len(read(collections, folder, [FileState.FAILED])[1].failed) == 1
    (papers / "broken.pdf").write_text("not a PDF any more")
    assert collections.look(folder.id).counts == {FileState.NEW: 1, FileState.READ: 3}


def test_a_folder_that_is_not_connected_loses_nothing(collections, known, papers, tmp_path):
    papers.rename(tmp_path / "away")
    folder = collections.look(known.id)
    assert (folder.is_missing, folder.counts) == (True, {FileState.READ: 3})
    assert collections.places(known.id) == ()
    (tmp_path / "away").rename(papers)
    folder = collections.look(known.id)
    assert (folder.is_missing, folder.counts) == (False, {FileState.READ: 3})


def test_stop_keeps_what_was_read(collections, papers):
    reading = collections.read(collections.add(papers).id)
    seen = []
    for event in reading:
        seen.append(event)
        if len(seen) == 2:
            reading.cancel()
    done = seen[-1]
    assert not done.complete
    assert done.folder.counts == {FileState.NEW: 2, FileState.READ: 1}
    assert len(done.documents) == 1


def test_reading_tells_the_pages_of_each_file_and_the_share_of_all(collections, papers):
    told = []
    reading = collections.read(collections.add(papers).id, on_progress=told.append)
    begun = [event for event in reading if isinstance(event, ReadingFile)]
    pages = [event for event in told if event.opening and event.opening.pages_total]
    assert {event.name for event in pages} == {event.name for event in begun}
    assert [event.share for event in told] == sorted(event.share for event in told)
    assert begun[0].share == 0
    last = pages[-1]
    assert last.opening.pages_done == last.opening.pages_total
    assert (last.done, last.total, last.share) == (2, 3, pytest.approx(1.0))


def test_a_document_that_was_removed_is_not_read_again_by_itself(desk, collections, known):
    first, *rest = collections.documents(known.id)
    desk.library.remove(first)
    folder = collections.look(known.id)
    assert folder.counts == {FileState.READ: 2, FileState.REMOVED: 1}
    assert list(read(collections, folder)[1].documents) == rest


def test_removing_a_folder_leaves_its_documents_unless_asked(desk, collections, known, papers):
    collections.remove(known.id)
    assert collections.list() == []
    assert len(desk.library.list()) == 3
    with pytest.raises(YiDeskError) as gone:
        collections.look(known.id)
    assert gone.value.code == "folder_unknown"
    below = papers / "below"
    below.mkdir()
    (papers / "one.txt").rename(below / "one.txt")
    for path in (papers, below):
        read(collections, collections.add(path))
    all_of_it, _ = collections.list()
    collections.remove(all_of_it.id, with_documents=True)
    assert [entry.name for entry in desk.library.list()] == ["one.txt"]
    assert (below / "one.txt").is_file()


def test_a_folder_that_is_removed_while_it_is_read(collections, papers):
    folder = collections.add(papers)
    reading = iter(collections.read(folder.id))
    next(reading)
    collections.remove(folder.id)
    with pytest.raises(YiDeskError):
        list(reading)
    assert collections.list() == []


def test_a_folder_is_opened_and_brought_into_a_chat(desk, collections, papers):
    desk.script("All of them.")
    chat = desk.chats.create()
    first = desk.chats.add_document(chat, papers / "two.txt")
    *_, done = collections.open(papers)
    assert done.complete
    assert len(done.documents) == 3
    new = desk.chats.attach(chat, done.documents)
    assert set(new) == set(done.documents) - {first.fingerprint}
    assert desk.chats.attach(chat, done.documents) == []
    assert len(desk.ask(chat, "What?").coverage) == 3


def test_opening_a_folder_that_is_not_there(collections, tmp_path):
    with pytest.raises(DocumentError):
        list(collections.open(tmp_path / "nowhere"))
    assert collections.list() == []
    stopped = collections.open(tmp_path)
    stopped.cancel()
    with pytest.raises(Cancelled):
        list(stopped)
