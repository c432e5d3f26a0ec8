"""What all pages of a file may cost together: the reader keeps to it, the application checks it."""

from __future__ import annotations

import contextlib

import psutil
import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import Writer, write_pdf
from yidesk.client.reader import ReaderClient
from yidesk.core.document_limits import (
    FILE_SECONDS,
    GAVE_UP,
    MAX_LABEL_CHARACTERS,
    MAX_PAGE_CHARACTERS,
    TOO_LONG,
    TOO_SLOW,
    Budget,
)
from yidesk.core.errors import DocumentError
from yidesk.core.types import PageWarning
from yidesk.documents.allowance import Left
from yidesk.documents.pdf import PdfFile

NONE, OMITTED, TRUNCATED = PageWarning.NONE, PageWarning.OMITTED, PageWarning.TRUNCATED


def one_text_on_many_pages(pages: int, lines: int) -> bytes:
    """Pages that share one stream: a small file that holds a library."""
    writer = Writer()
    tree = writer.reserve()
    font = writer.put(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    line = b"(All work and no play makes the keeper of the light a dull person.) Tj T*\n"
    content = writer.stream(b"BT /F1 1 Tf 1 TL 9 830 Td\n" + line * lines + b"ET")
    kids = [
        writer.put(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 %d 0 R >> >> >>" % (tree, content, font)
        )
        for _ in range(pages)
    ]
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    writer.put(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, pages), tree)
    return writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R >>" % tree))


@pytest.fixture
def bounded(tmp_path):
    """Make a client with a small budget."""
    with contextlib.ExitStack() as stack:

        def make(**budget: float) -> ReaderClient:
            client = ReaderClient(tmp_path / "logs", budget=Budget(**budget))
            stack.callback(client.close)
            return client

        yield make


def test_many_pages_of_one_text_end_at_the_limit(bounded, tmp_path):
    path = tmp_path / "library.pdf"
    path.write_bytes(one_text_on_many_pages(20_000, 600))
    assert path.stat().st_size < 5_000_000
    client = bounded(characters=1_000_000)
    before = psutil.Process().memory_info().rss
    document = client.read(path)
    taken = psutil.Process().memory_info().rss - before
    assert document.characters == 1_000_000
    assert len(document.pages) == 20_000
    warnings = [page.warning for page in document.pages]
    cut = warnings.index(TRUNCATED)
    assert set(warnings[:cut]) == {NONE}
    assert set(warnings[cut + 1 :]) == {OMITTED}
    assert cut > 20
    assert document.notes == (TOO_LONG,)
    assert taken < 100_000_000


def test_text_is_limited_for_formats_without_pages_too(bounded, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("All work and no play.\n" * 10_000)
    document = bounded(characters=50_000).read(path)
    assert document.characters <= 50_000
    assert document.notes == (TOO_LONG,)
    assert document.pages[-1].warning is OMITTED


def test_a_limit_that_is_not_reached_says_nothing(bounded):
    document = bounded(characters=5_000).read(FILES / "groff.pdf")
    assert document.notes == ()
    assert {page.warning for page in document.pages} == {NONE}


def test_pages_after_the_time_is_over_are_left_out(tmp_path):
    file = PdfFile(write_pdf(tmp_path / "two.pdf", "one", "two"))
    left = Left(1000, FILE_SECONDS)
    assert left.take(file, 1).text == "one"
    assert left.note == ""
    late = Left(1000, -1.0)
    assert [late.take(file, n).warning for n in (1, 2)] == [OMITTED, OMITTED]
    assert late.note == TOO_SLOW
    file.close()


def test_the_room_goes_on_in_the_next_worker(hostile, tmp_path):
    """A page that ends the worker gives no new budget to the pages behind it."""
    path = write_pdf(tmp_path / "five.pdf", *("x" * 40 for _ in range(5)))
    document = hostile("crash:3", budget=Budget(characters=100)).read(path)
    # the worker with traps keeps to no limit; the application does
    assert [len(page.text) for page in document.pages] == [40, 40, 0, 0, 0]
    assert document.characters <= 100


def test_a_reader_that_sends_more_than_there_is_room_for(hostile, tmp_path):
    path = write_pdf(tmp_path / "nine.pdf", *(f"page {n}" for n in range(1, 10)))
    room = 2 * MAX_PAGE_CHARACTERS + 50
    traps = [f"spill:{n}" for n in range(1, 10)]
    document = hostile(*traps, budget=Budget(characters=room)).read(path)
    assert [bool(page.text) for page in document.pages] == [True, True] + [False] * 7
    assert {page.warning for page in document.pages[2:]} == {PageWarning.UNREADABLE}
    assert document.notes == (GAVE_UP,)
    assert len(document.pages[0].label) == MAX_LABEL_CHARACTERS


@pytest.mark.parametrize("trap", ["swell", "burst"])
def test_a_page_that_no_reader_may_send(hostile, tmp_path, trap):
    path = write_pdf(tmp_path / "three.pdf", "one", "two", "three")
    document = hostile(f"{trap}:2").read(path)
    assert [page.text for page in document.pages] == ["one", "", "three"]
    assert document.pages[1].warning is PageWarning.UNREADABLE


def test_memory_is_watched_from_outside(hostile, tmp_path):
    path = write_pdf(tmp_path / "three.pdf", "one", "two", "three")
    client = hostile("fatten:2", stall_seconds=60, budget=Budget(memory=300_000_000))
    document = client.read(path)
    assert [page.text for page in document.pages] == ["one", "", "three"]


def test_a_reader_that_only_says_that_it_goes_on(hostile, tmp_path):
    path = write_pdf(tmp_path / "three.pdf", "one", "two", "three")
    client = hostile("chatter:2", stall_seconds=60, budget=Budget(seconds=0.5))
    document = client.read(path)
    assert [page.text for page in document.pages] == ["one", "", ""]
    assert document.pages[2].warning is OMITTED
    assert document.notes == (TOO_SLOW,)
    assert client.pid == 0
    opening = hostile("chatter:0", stall_seconds=60, budget=Budget(seconds=0.5))
    with pytest.raises(DocumentError) as caught:
        opening.read(path)
    assert caught.value.code == "reader_hung"
