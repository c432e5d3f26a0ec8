"""Scans, drawings and blank pages of PDFs are told apart by what is drawn on them."""

from __future__ import annotations

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import SCAN, Sheet, Writer, write_pdf
from tests.reader.test_pdf import pages_of
from yidesk.core.types import PageWarning

NONE, BLANK, NO_TEXT = PageWarning.NONE, PageWarning.BLANK, PageWarning.NO_TEXT
STAMP = ("2021-03-05 14:22 FROM: +49 30 123456 P. 3/12",)
PROSE = tuple(f"A line of prose that a person can read, number {n}." for n in range(6))
SMALL = b"100 0 0 60 50 700 cm"
RULE = b"50 700 m 545 700 l S\n"

PAGES = {
    "a scan": (Sheet(picture=True), NO_TEXT),
    "a scan with a stamp": (Sheet(lines=STAMP, picture=True), NO_TEXT),
    "a scan on its side": (Sheet(lines=STAMP, picture=True, extra=b"/Rotate 90"), NO_TEXT),
    "a scan that was made readable": (Sheet(lines=PROSE, picture=True), NONE),
    "a small picture and a caption": (Sheet(lines=STAMP, picture=True, content=SMALL), NONE),
    "only a small picture": (Sheet(picture=True, content=SMALL), BLANK),
    "only a half picture": (Sheet(picture=True, content=b"500 0 0 200 50 50 cm"), NO_TEXT),
    "a picture beside the page": (Sheet(picture=True, content=b"500 0 0 700 900 50 cm"), BLANK),
    "a few words": (Sheet(lines=("Part two",)), NONE),
    "nothing": (Sheet(content=b""), BLANK),
    "nothing but a rule": (Sheet(content=RULE), BLANK),
    "a drawing": (Sheet(content=RULE * 100), NO_TEXT),
}


@pytest.mark.parametrize(("sheet", "warning"), PAGES.values(), ids=PAGES)
def test_what_a_page_with_little_text_is(tmp_path, sheet, warning):
    (page,) = pages_of(write_pdf(tmp_path / "page.pdf", sheet))
    assert page.warning is warning
    assert page.text == "\n".join(sheet.lines)


def test_a_crop_counts(tmp_path):
    """A picture that is cropped to the page's lower edge covers little of what is seen."""
    crop = Sheet(lines=STAMP, picture=True, extra=b"/CropBox [0 740 595 842]")
    (page,) = pages_of(write_pdf(tmp_path / "page.pdf", crop))
    assert page.warning is NONE


@pytest.mark.parametrize("depth", [1, 3])
def test_a_scan_inside_a_form(tmp_path, depth):
    writer = Writer()
    tree = writer.reserve()
    inner = writer.stream(
        bytes(64 * 64),
        b"/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8",
    )
    content = SCAN + b" /X Do"
    for _ in range(depth):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X"
        inner = writer.stream(content, entries + b" %d 0 R >> >>" % inner)
        content = b"/X Do"
    page = writer.put(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources <<"
        b" /XObject << /X %d 0 R >> >> >>" % (tree, writer.stream(b"/X Do"), inner)
    )
    writer.put(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % page, tree)
    path = tmp_path / "form.pdf"
    path.write_bytes(writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)))
    (found,) = pages_of(path)
    assert found.warning is NO_TEXT


def test_real_files_with_text_are_no_scans():
    for name in ("groff.pdf", "pango-chinese.pdf", "pr-columns.pdf"):
        assert {page.warning for page in pages_of(FILES / name)} == {NONE}
