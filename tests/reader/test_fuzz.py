"""Files with random damage through the real worker: pages or a sentence, whatever was hit.

YIDESK_FUZZ=2000 makes so many of each format instead of twenty.
"""

from __future__ import annotations

import os
import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.reader.conftest import FILES
from tests.reader.make_package import (
    Parts,
    docx_parts,
    epub_parts,
    heading,
    odt_parts,
    pack,
    paragraph,
    pptx_parts,
    shape,
    xhtml,
    xlsx_parts,
)
from tests.reader.test_hostile_files import outcome
from tests.reader.test_html import PAGE
from tests.reader.test_mail import make_mail
from tests.reader.test_odt import BODY
from tests.reader.test_rtf import FONTS, rtf
from yidesk.client.reader import ReaderClient
from yidesk.core.document_limits import MAX_TEXT_CHARACTERS
from yidesk.core.errors import DocumentError

pytestmark = pytest.mark.fuzz

EACH = int(os.environ.get("YIDESK_FUZZ", "20"))
MOST_SECONDS = 30.0
"""For one file, on a machine that has other work; a worker that is silent is ended sooner."""
MOST_MEGABYTES = 500
"""That the worker has had at most, after all files of all kinds so far."""
FAULTS = {"reader_died", "reader_hung", "reader_fault"}

WORD = docx_parts(
    heading("One", 1)
    + paragraph("text")
    + f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>",
    footnotes=f'<w:footnote w:id="2">{paragraph("In advance.")}</w:footnote>',
    styles='<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>',
)
BOOK = epub_parts(
    {"a.xhtml": xhtml("<h1>A</h1><p>text&nbsp;and</p>"), "b.xhtml": xhtml("<ul><li>b</li></ul>")},
    '<ol><li><a href="a.xhtml">First</a></li></ol>',
)
SHEET = xlsx_parts(
    {"S": '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000.5</v></c></row>' * 9},
    ["shared"],
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>',
)
DECK = pptx_parts([shape("one", "title") + shape("two"), shape("three")], {1: shape("note")})
TABLE = "\\trowd\\pard\\intbl a\\cell \\'d6\\'d0\\cell\\row \\pard\\u28783? {\\footnote x}\\par"


def mail() -> bytes:
    made = make_mail()
    made.set_content("The oil is low. 请。")
    made.add_alternative("<p>The <b>oil</b> is low.</p>", subtype="html")
    made.add_attachment(b"x" * 99, maintype="application", subtype="pdf", filename="灯.pdf")
    for number, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(f"boundary-{number}")  # else a new one in every run
    return made.as_bytes()


PACKAGES = {"docx": WORD, "odt": odt_parts(BODY), "epub": BOOK, "xlsx": SHEET, "pptx": DECK}
FLAT = {
    "html": PAGE.encode(),
    "rtf": rtf(FONTS + TABLE * 3).encode(),
    "eml": mail(),
    "pdf": (FILES / "groff.pdf").read_bytes(),
    "txt": ("The lamp.\n\n灯塔看守手册。\f" * 9).encode("gb18030"),
    "md": "---\na: b\n---\n# One\n\ntext `x`\n```\n# no\n```\n\nTwo\n===\n\n* 灯\n".encode() * 3,
    "csv": 'name;"oil, kg"\n灯塔;"47\n5"\nMay;é\n'.encode() * 9,
    "py": b'def lamp(oil: int) -> str:\n    """Burn."""\n    return "x" * oil\n\n\n' * 9,
}


def damage(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, a piece taken out, zeroed or doubled, or the end cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        start = chance.randrange(len(out) + 1)
        end = min(start + chance.choice((1, 4, 200)), len(out))
        what = chance.randrange(5)
        if what == 0:
            out[start:end] = chance.randbytes(end - start)
        elif what == 1:
            del out[start:end]
        elif what == 2:
            out[start:end] = bytes(end - start)
        elif what == 3:
            out[start:start] = out[start:end] * chance.choice((1, 2, 50))
        elif chance.random() < 0.1:
            del out[start:]
    return bytes(out) or b"\0"


def damaged_package(parts: Parts, chance: random.Random) -> bytes:
    """Damage inside one part, or in the zip file around all of them."""
    if chance.random() < 0.4:
        return damage(pack(parts), chance)
    name = chance.choice(sorted(parts))
    data = parts[name]
    data = data.encode() if isinstance(data, str) else data
    return pack({**parts, name: damage(data, chance)})


def maker(form: str) -> Callable[[random.Random], bytes]:
    if form in FLAT:
        return lambda chance: damage(FLAT[form], chance)
    return lambda chance: damaged_package(PACKAGES[form], chance)


@pytest.mark.parametrize("form", [*PACKAGES, *FLAT])
def test_damaged_at_random(reader: ReaderClient, tmp_path: Path, form: str):
    make = maker(form)
    path = tmp_path / f"damaged.{form}"
    read = slowest = 0.0
    for seed in range(EACH):
        path.write_bytes(make(random.Random(zlib.crc32(f"{form} {seed}".encode()))))
        began = time.monotonic()
        found = outcome(reader, path)
        slowest = max(slowest, time.monotonic() - began)
        if isinstance(found, DocumentError):
            assert found.next_step
            assert found.code not in FAULTS, f"{form} {seed}: {found.code}"
        else:
            read += 1
            assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
            assert found.characters <= MAX_TEXT_CHARACTERS
    assert slowest < MOST_SECONDS, f"{form}: {slowest:.1f} s"
    largest = peak(reader)
    assert largest < MOST_MEGABYTES, f"{form}: {largest} MB"
    print(f"{form}: {EACH} files, {read:.0f} read, slowest {slowest:.2f} s, reader {largest} MB")


def peak(reader: ReaderClient) -> int:
    """The most memory that the worker has had, in megabytes; where the system keeps that."""
    status = Path(f"/proc/{reader.pid}/status")
    if not status.exists():
        return psutil.Process(reader.pid).memory_info().rss // 1_000_000
    (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) // 1000
