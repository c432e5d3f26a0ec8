"""Broken and malicious files through the real worker: a document or a sentence, never its death."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest

from tests.reader.conftest import FILES
from tests.reader.hostile_pdfs import bomb_page, circular_page_tree, deep_page_tree
from tests.reader.make_pdf import Sheet, make_pdf
from tests.reader.test_recognise import zipped
from yidesk.client.reader import ReaderClient
from yidesk.core.errors import DocumentError
from yidesk.core.types import Document, PageWarning

GROFF = (FILES / "groff.pdf").read_bytes()
NOISE = random.Random(7).randbytes(40_000)


def self_drawing_page() -> bytes:
    """A form that draws itself."""
    data = make_pdf("good", Sheet(content=b"/Fx Do " * 100))
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 7 >>\nstream\n/Fx Do \nendstream"
    )
    return data.replace(b"%%EOF", b"%%EOF\n" + b"99 0 obj\n" + form + b"\nendobj\n")


def outcome(reader: ReaderClient, path: Path) -> Document | DocumentError:
    try:
        return reader.read(path)
    except DocumentError as error:
        return error


REFUSED = {
    "empty.pdf": (b"", "document_empty"),
    "zeroed.pdf": (bytes(20_000), "pdf_damaged"),
    "noise.pdf": (NOISE, "pdf_damaged"),
    "noise.txt": (NOISE, "format_unknown"),
    "zip.pdf": (zipped("a", "b"), "format_unsupported"),
    "only-magic.pdf": (b"%PDF-1.7\n", "pdf_damaged"),
    "magic-and-noise.pdf": (b"%PDF-1.7\n" + NOISE, "pdf_damaged"),
    "no-pages.pdf": (make_pdf(), "pdf_damaged"),
    "million-pages.pdf": (make_pdf("x", count=1_000_000), "too_many_pages"),
    "million-feeds.txt": (b"x\f" * 1_000_000, "too_many_pages"),
    "blank.md": (b"\n \n\t\n", "document_empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(reader, tmp_path, name):
    data, code = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(data)
    worker = reader.pid
    with pytest.raises(DocumentError) as caught:
        reader.read(path)
    assert caught.value.code == code
    assert name in str(caught.value)
    assert caught.value.next_step
    assert worker in {0, reader.pid}


ENDURED = {
    "blank-page.pdf": make_pdf(" " * 150_000 + "x"),
    "blank-lines.txt": b"start\n" + b" \n" * 2_000_000 + b"end",
    "truncated.pdf": GROFF[: len(GROFF) // 2],
    "tail-cut.pdf": GROFF[:-200],
    "middle-zeroed.pdf": GROFF[:6000] + bytes(3000) + GROFF[9000:],
    "lied-count.pdf": make_pdf("one", "two", count=40),
    "negative-count.pdf": make_pdf("one", "two", count=-5),
    "deep.pdf": deep_page_tree(),
    "circular.pdf": circular_page_tree(),
    "self-drawing.pdf": self_drawing_page(),
    "bad-flate.pdf": make_pdf("one").replace(zlib.compress(b"x")[:2], b"\0\0"),
    "one-long-line.txt": b"x" * 3_000_000,
    "open-fence.md": b"```\n" * 30_001 + b"# not a heading",
    "headings-only.md": b"# h\n" * 20_000,
    "brackets.md": b"# " + b"[" * 100_000 + b"\n\ntext",
    "spaces.md": b"# a" + b" " * 200_000 + b"b\n" + b" \n" * 50_000 + b"end",
    "dots.txt": b"." * 1_000_000,
    "sections.md": b"# a\n\nb\n\n" * 3_000,
    "quotes.csv": b'"' * 100_001,
    "commas.csv": b"," * 200_000,
    "latin.csv": "é;ö\n".encode("latin-1") * 20_000,
}


@pytest.mark.parametrize("name", ENDURED)
def test_a_document_or_a_sentence(reader, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(ENDURED[name])
    worker = reader.pid
    found = outcome(reader, path)
    if isinstance(found, DocumentError):
        assert found.code not in {"reader_died", "reader_hung", "reader_fault"}
        assert found.next_step
    else:
        assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert worker in {0, reader.pid}, "the worker did not survive"


def test_an_inflating_page_costs_itself_only(reader, tmp_path):
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb_page())
    assert path.stat().st_size < 200_000
    document = reader.read(path)
    assert document.pages[0].text == "good page"
    # spaces are nothing to see: the page is blank, if the reader lived to find that out
    assert document.pages[1].warning in {PageWarning.BLANK, PageWarning.UNREADABLE}
    assert document.pages[2].text == "last page"


def test_flipped_bytes_never_end_the_client(reader, tmp_path):
    chance = random.Random(20240607)
    path = tmp_path / "fuzzed.pdf"
    for source in (GROFF, (FILES / "encrypted.pdf").read_bytes(), make_pdf("one", "two")):
        for _ in range(40):
            data = bytearray(source)
            for _ in range(chance.choice((1, 5, 50))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
            found = outcome(reader, path)
            assert isinstance(found, Document) or found.next_step
