"""The worker that recognises text: without its extra, when it hangs, and how it orders lines."""

from __future__ import annotations

import sys

import psutil
import pytest

from tests.reader.conftest import HOSTILE
from tests.reader.make_pdf import write_pdf
from tests.reader.scans import write_scans
from tests.reader.test_page_pictures import page_of
from yidesk.client.recognition import RecognitionClient
from yidesk.core.document_limits import RECOGNISER_BYTES
from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.page_picture import Rectangle
from yidesk.documents.reading_order import Piece, rows_of


@pytest.fixture
def make(tmp_path):
    clients = []

    def make(*command: str, **options) -> RecognitionClient:
        given = {"command": lambda *role: [*command, *role]} if command else {}
        clients.append(RecognitionClient(tmp_path / "logs", **given, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


WITHOUT = """
import sys
sys.modules["rapidocr"] = None
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "rapidocr" else real(name, *rest)
from yidesk.__main__ import main
sys.exit(main(["--yidesk-worker", *sys.argv[1:]]))
"""


def test_without_the_extra_a_sentence_says_how_to_install_it(make, tmp_path):
    page = page_of(write_pdf(tmp_path / "a.pdf", "text"))
    with pytest.raises(DocumentError) as caught:
        make(sys.executable, "-c", WITHOUT).recognise(page)
    assert caught.value.code == "ocr_missing"
    assert "pip install 'yidesk[ocr]'" in caught.value.next_step


def test_it_has_more_memory_and_no_socket_and_can_be_stopped(make, tmp_path):
    pytest.importorskip("rapidocr")
    client = make()
    page = page_of(write_scans(tmp_path / "scan.pdf", [(50, 50, "Lamp 47")]))
    assert client.recognise(page).text == "Lamp 47"
    process = psutil.Process(client.pid)
    assert process.net_connections("inet") == []
    assert [file for file in process.open_files() if "w" in getattr(file, "mode", "r")] == []
    if hasattr(process, "rlimit"):
        assert process.rlimit(psutil.RLIMIT_AS)[1] == RECOGNISER_BYTES
    asked = []

    def pressed() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        client.recognise(page, cancelled=pressed)
    assert client.recognise(page).text == "Lamp 47"


def test_a_recogniser_that_hangs_is_ended(make, tmp_path):
    client = make(sys.executable, str(HOSTILE), "asleep:0", stall_seconds=0.5)
    with pytest.raises(DocumentError) as caught:
        client.recognise(page_of(write_pdf(tmp_path / "a.pdf", "text")))
    assert caught.value.code == "page_not_drawn"
    assert client.pid == 0


def piece(text: str, left: float, top: float, width: float = 0.0, height: float = 10) -> Piece:
    return Piece(text, Rectangle(left, top, left + (width or 6 * len(text)), top + height))


def read(*pieces: Piece) -> list[str]:
    return [" ".join(each.text for each in row) for row in rows_of(pieces)]


def test_two_columns_of_prose_are_read_one_after_the_other():
    left = [piece(f"left line {n} goes on", 50, 60 + 14 * n) for n in range(5)]
    right = [piece(f"right line {n} goes on", 300, 61 + 14 * n) for n in range(5)]
    title = piece("A title that runs over both of the columns of it", 90, 20, 400)
    foot = piece("7", 280, 200)
    mixed = [foot, *right, title, *left]
    assert read(*mixed) == [
        title.text,
        *(each.text for each in left),
        *(each.text for each in right),
        "7",
    ]


def test_chinese_columns_count_twice():
    left = [piece(f"左栏第{n}行文字", 50, 60 + 14 * n, 90) for n in range(4)]
    right = [piece(f"右栏第{n}行文字", 300, 60 + 14 * n, 90) for n in range(4)]
    assert read(*right, *left) == [each.text for each in (*left, *right)]


def test_a_table_is_read_row_by_row():
    rows = [
        [piece(word, 50 + 150 * at, 60 + 16 * n + at) for at, word in enumerate(words)]
        for n, words in enumerate([("Month", "Oil"), ("May", "47"), ("June", "45"), ("July", "40")])
    ]
    assert read(*(each for row in reversed(rows) for each in reversed(row))) == [
        "Month Oil",
        "May 47",
        "June 45",
        "July 40",
    ]


def test_nothing_and_one():
    assert read() == []
    assert read(piece("alone", 5, 5)) == ["alone"]
