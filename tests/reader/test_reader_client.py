"""The reader in its own process: good files, bad files, Stop, and its death."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import threading

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import write_pdf
from yidesk.client import worker_client as client_module
from yidesk.client.reader import ReaderClient
from yidesk.core.document_limits import GAVE_UP
from yidesk.core.errors import Cancelled, DocumentError, EngineError
from yidesk.core.types import PageWarning

NONE, UNREADABLE = PageWarning.NONE, PageWarning.UNREADABLE


@pytest.fixture
def five(tmp_path):
    return write_pdf(tmp_path / "five.pdf", *(f"This is page {n}" for n in range(1, 6)))


def warnings_of(document) -> list[PageWarning]:
    return [page.warning for page in document.pages]


def test_a_file_becomes_a_document(reader, five):
    seen = []
    document = reader.read(five, on_page=lambda done, total: seen.append((done, total)))
    assert (document.name, document.format) == ("five.pdf", "pdf")
    assert [(p.number, p.text) for p in document.pages] == [
        (n, f"This is page {n}") for n in range(1, 6)
    ]
    assert seen == [(n, 5) for n in range(1, 6)]
    assert len(document.fingerprint) == 64


def test_a_file_is_hashed_once(reader, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("one")
    expected = hashlib.sha256(b"one").hexdigest()
    assert reader.identify(path) == expected
    known = path.stat()
    path.write_text("two")
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    # to all appearances unchanged: only a hash that was remembered can still be that of "one"
    assert reader.read(path).fingerprint == expected
    path.touch()
    assert reader.read(path).fingerprint == hashlib.sha256(b"two").hexdigest()


def test_a_large_file_is_hashed_with_progress_until_stop(reader, tmp_path, monkeypatch):
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200_000_000)
    seen = []
    reader.identify(large, on_bytes=lambda done, total: seen.append((done, total)))
    assert [total for _, total in seen] == [200_000_000] * len(seen)
    assert len(seen) >= 5
    worker = reader.pid
    again = tmp_path / "again.pdf"
    large.rename(again)
    monkeypatch.setattr(client_module, "CANCEL_SECONDS", 60)
    stopped = []
    with pytest.raises(Cancelled):
        reader.identify(
            again, on_bytes=lambda *done: stopped.append(done), cancelled=lambda: bool(stopped)
        )
    assert len(stopped) < len(seen)
    assert reader.pid == worker


def test_what_cannot_be_read_is_refused_before_it_is_hashed(reader, tmp_path):
    film = tmp_path / "film.mp3"
    with film.open("wb") as file:
        file.write(b"ID3")
        file.truncate(1 << 40)
    with pytest.raises(DocumentError) as refused:
        reader.identify(film)
    assert refused.value.code == "format_unsupported"


def test_one_worker_serves_many_files(reader, five, tmp_path):
    reader.read(five)
    worker = reader.pid
    for name, text in (("a.txt", "words"), ("b.md", "# Title\n\nwords"), ("c.csv", "a,b\n1,2\n")):
        (tmp_path / name).write_text(text)
        assert reader.read(tmp_path / name).name == name
    with pytest.raises(DocumentError) as caught:
        reader.read(FILES / "encrypted.pdf")
    assert caught.value.code == "password_needed"
    assert reader.read(FILES / "encrypted.pdf", password="opensesame").pages[1].text
    assert reader.pid == worker


def test_from_several_threads(reader, tmp_path):
    paths = [write_pdf(tmp_path / f"{n}.pdf", f"I am {n}", "second") for n in range(6)]
    found = {}
    threads = [
        threading.Thread(target=lambda p=path: found.update({p.stem: reader.read(p)}))
        for path in paths
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {name: d.pages[0].text for name, d in found.items()} == {
        str(n): f"I am {n}" for n in range(6)
    }


def test_a_name_that_is_no_unicode(reader, tmp_path):
    path = tmp_path / os.fsdecode("灯塔 %41.txt".encode("gb18030"))
    try:
        path.write_text("The light house")
    except OSError:
        pytest.skip("this file system wants Unicode names")
    document = reader.read(path)
    assert document.pages[0].text == "The light house"
    document.name.encode()  # can be stored
    path.unlink()
    with pytest.raises(DocumentError) as caught:
        reader.read(path)
    assert caught.value.code == "document_missing"


def test_stop_leaves_the_worker_alive(reader, tmp_path):
    path = write_pdf(tmp_path / "long.pdf", *(f"page {n}" for n in range(1500)))
    seen = []
    with pytest.raises(Cancelled):
        reader.read(path, on_page=lambda *at: seen.append(at), cancelled=lambda: len(seen) >= 3)
    assert len(seen) < 1500
    worker = reader.pid
    assert reader.read(FILES / "groff.pdf").pages[0].text
    assert reader.pid == worker


def test_a_listeners_fault_is_not_the_readers(reader, five):
    def fail(_done: int, _total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reader.read(five, on_page=fail)
    assert len(reader.read(five).pages) == 5


@pytest.mark.parametrize("trap", ["crash", "hang", "hog", "toil", "lie"])
def test_a_page_that_kills_the_parser_costs_itself_only(hostile, five, trap):
    document = hostile(f"{trap}:3").read(five)
    assert warnings_of(document) == [NONE, NONE, UNREADABLE, NONE, NONE]
    assert document.pages[3].text == "This is page 4"


def test_a_page_is_waited_for_while_others_have_the_processor(hostile, five):
    document = hostile("starve:3", stall_seconds=0.5).read(five)
    assert warnings_of(document) == [NONE] * 5
    assert document.pages[2].text == "This is page 3"


def test_the_last_page_kills_the_parser(hostile, five):
    document = hostile("crash:5").read(five)
    assert warnings_of(document) == [NONE] * 4 + [UNREADABLE]
    assert document.notes == ()


def test_memory_ends_at_the_limit(hostile, five):
    client = hostile("balloon:2")
    assert warnings_of(client.read(five)) == [NONE, UNREADABLE, NONE, NONE, NONE]


def test_after_five_deaths_the_rest_is_given_up(hostile, tmp_path):
    path = write_pdf(tmp_path / "ten.pdf", *(f"page {n}" for n in range(1, 11)))
    document = hostile(*(f"crash:{n}" for n in range(2, 8))).read(path)
    assert warnings_of(document) == [NONE] + [UNREADABLE] * 9
    assert document.notes == (GAVE_UP,)


@pytest.mark.parametrize(("trap", "code"), [("crash", "reader_died"), ("hang", "reader_hung")])
def test_death_before_the_first_page(hostile, five, trap, code):
    client = hostile(f"{trap}:0")
    with pytest.raises(DocumentError) as caught:
        client.read(five)
    assert caught.value.code == code
    assert "five.pdf" in str(caught.value)
    with pytest.raises(DocumentError, match="is not there"):  # a new worker answers
        client.read(five.with_name("gone.pdf"))


def test_killed_from_outside_in_the_middle(hostile, five):
    client = hostile("hang:3")
    killed = []

    def kill(done: int, _total: int) -> None:
        if done == 2 and not killed:
            killed.append(client.pid)
            os.kill(client.pid, signal.SIGKILL)

    document = client.read(five, on_page=kill)
    assert killed
    assert client.pid != killed[0]
    assert warnings_of(document) == [NONE, NONE, UNREADABLE, NONE, NONE]


def test_stop_while_the_parser_hangs(hostile, five, monkeypatch):
    monkeypatch.setattr(client_module, "CANCEL_SECONDS", 0.3)
    client = hostile("hang:2", stall_seconds=60)
    asked = itertools.count()
    pages = []
    with pytest.raises(Cancelled):  # by then nothing has come for a while: page 2 hangs
        client.read(
            five,
            on_page=lambda done, _: pages.append(done),
            cancelled=lambda: bool(pages) and next(asked) > 5,
        )
    assert pages == [1]
    assert client.pid == 0
    assert client.read(FILES / "pango-chinese.pdf").pages[0].text.startswith("灯塔")


def test_close_does_not_wait_for_a_parser_that_hangs(hostile, five, monkeypatch):
    monkeypatch.setattr(client_module, "CANCEL_SECONDS", 0.3)
    client = hostile("hang:2", stall_seconds=60)
    started = threading.Event()
    ends = []

    def read() -> None:
        with pytest.raises(Cancelled) as caught:
            client.read(five, on_page=lambda *_: started.set())
        ends.append(caught.value.code)

    thread = threading.Thread(target=read)
    thread.start()
    assert started.wait(60)
    client.close()
    thread.join(60)
    assert ends == ["cancelled"]
    assert client.pid == 0


def test_a_file_that_changes_while_it_is_read(hostile, five):
    def change(done: int, _total: int) -> None:
        if done == 1:
            write_pdf(five, "another", "file")

    with pytest.raises(DocumentError) as caught:
        hostile("hang:2").read(five, on_page=change)
    assert caught.value.code == "document_changed"


def test_a_reader_that_cannot_start(tmp_path, five):
    client = ReaderClient(tmp_path / "logs", command=lambda role, address: ["false"])
    with pytest.raises(EngineError) as caught:
        client.read(five)
    assert caught.value.code == "worker_start"
    client.close()
