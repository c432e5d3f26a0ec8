"""What is taken from a folder, and what is left out and why."""

from __future__ import annotations

import os
import sys

import pytest

from yidesk.core.errors import Cancelled, DocumentError
from yidesk.services import folder_walk
from yidesk.services.folder_walk import LeftOut, walk

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "papers"
    for name in ("b.pdf", "a.txt", "deep/er/c.DOCX", "中文/论文.md", "photo.jpg", "no suffix"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    return root


def paths(found):
    return [file.path for file in found.files]


def test_documents_are_found_below_and_the_rest_is_counted(folder):
    (folder / "empty.pdf").touch()
    found = walk(folder)
    assert paths(found) == ["a.txt", "b.pdf", "deep/er/c.DOCX", "中文/论文.md"]
    assert found.left_out == {LeftOut.OTHER_KIND: 2, LeftOut.EMPTY: 1}
    (first, *_) = found.files
    status = (folder / "a.txt").stat()
    assert (first.bytes, first.changed) == (status.st_size, status.st_mtime_ns)
    assert min(found.folders) == str(folder)
    assert len(found.folders) == 4


def test_hidden_and_system_things_are_left_out(folder):
    for name in (".git/a.txt", ".hidden.txt", "~$lease.docx", "node_modules/x.js", "Thumbs.db"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("words")
    assert walk(folder).left_out[LeftOut.HIDDEN] == 5
    assert len(walk(folder).files) == 4


def test_what_browsers_save_beside_a_page_is_no_document(folder):
    """Scripts and frames of advertisements: text, all of it, and none that anybody wrote."""
    for name in (
        *("News.html", "News_files/ads.html", "News_files/script.js"),
        *("report.htm", "report.files/more/style.css", "my_files/b.txt", "b_files/c.txt"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")
    found = walk(folder)
    assert {"News.html", "report.htm", "my_files/b.txt", "b_files/c.txt"} < set(paths(found))
    assert len(found.files) == 8
    assert found.left_out[LeftOut.PAGE] == 2


@POSIX
def test_links_that_lead_in_a_circle_or_nowhere(folder):
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "deep" / "self.txt").symlink_to("self.txt")
    (folder / "lost.pdf").symlink_to(folder / "nothing.pdf")
    (folder / "other.txt").symlink_to(folder / "a.txt")
    found = walk(folder)
    assert found.left_out[LeftOut.LINK] == 3
    assert "other.txt" in paths(found)
    assert len(found.files) == 5


@POSIX
def test_a_pipe_and_a_name_that_is_no_text(folder):
    os.mkfifo(folder / "pipe.txt")
    odd = folder / os.fsdecode(b"caf\xe9.txt")
    try:
        odd.write_text("words")
    except OSError:
        pytest.skip("this file system wants Unicode names")
    found = walk(folder)
    assert (found.left_out[LeftOut.NAME], found.left_out[LeftOut.OTHER_KIND]) == (1, 3)
    odd.unlink()


def test_a_folder_that_may_not_be_looked_at(folder, monkeypatch):
    real = os.scandir

    def scandir(path):
        if path.name == "er":
            raise PermissionError
        return real(path)

    monkeypatch.setattr(folder_walk.os, "scandir", scandir)
    found = walk(folder)
    assert found.left_out[LeftOut.CLOSED] == 1
    assert "a.txt" in paths(found)


def test_too_much_is_counted_and_not_taken(folder, monkeypatch):
    monkeypatch.setattr(folder_walk, "MOST_FILES", 2)
    found = walk(folder)
    assert paths(found) == ["a.txt", "b.pdf"]  # what lies above comes first
    assert found.left_out[LeftOut.MANY] == 2
    monkeypatch.setattr(folder_walk, "MOST_DEPTH", 1)
    assert walk(folder).left_out[LeftOut.DEEP] == 1
    monkeypatch.setattr(folder_walk, "MOST_ENTRIES", 3)
    assert walk(folder).left_out[LeftOut.MANY] >= 3


def test_a_folder_that_is_not_there_and_stop(folder):
    with pytest.raises(DocumentError) as missing:
        walk(folder / "nowhere")
    assert missing.value.code == "folder_missing"
    with pytest.raises(Cancelled):
        walk(folder, lambda: True)
