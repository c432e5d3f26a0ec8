"""PDF pages: real tools' files, and hand-made ones for every kind of page."""

from __future__ import annotations

import contextlib
import re

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import Font, Sheet, make_pdf, write_pdf
from yidesk.core.errors import DocumentError
from yidesk.core.types import Page, PageWarning
from yidesk.documents import limits, pdf
from yidesk.documents.allowance import read_page
from yidesk.documents.pdf import PdfFile, clean


def pages_of(path, password: str = "") -> list[Page]:
    with contextlib.closing(PdfFile(path, password)) as file:
        return [file.page(number) for number in range(1, file.page_count + 1)]


def test_a_real_tools_pdf_with_hyphenated_lines():
    first, second = pages_of(FILES / "groff.pdf")
    assert "the incandescent apparatus consumes approximately forty-seven kilograms" in first.text
    assert "must be disassembled, straightforwardly inspected" in first.text
    assert "1,852\nmetres" in second.text
    assert first.warning is second.warning is PageWarning.NONE


def test_a_real_tools_pdf_in_chinese():
    (page,) = pages_of(FILES / "pango-chinese.pdf")
    assert page.text == "灯塔看守手册\n雾号：能见度低于 1852 米时每分钟鸣响两次。"


def test_encrypted():
    path = FILES / "encrypted.pdf"
    for password, code in (("", "password_needed"), ("sesame", "password_wrong")):
        with pytest.raises(DocumentError) as caught:
            PdfFile(path, password)
        assert caught.value.code == code
    assert "Lighthouse" in pages_of(path, "opensesame")[0].text
    assert "Lighthouse" in pages_of(path, "ownersecret")[0].text


def test_every_kind_of_page(tmp_path):
    path = write_pdf(
        tmp_path / "mixed.pdf",
        "hyphen-\nated words of MS-\nDOS  \nend",
        Sheet(lines=("你好，世界", "𠀀和😀"), font=Font.UNICODE),
        Sheet(picture=True),
        Sheet(lines=("what a person sees", "is not what is mapped"), font=Font.BROKEN),
        Sheet(content=b""),
        Sheet(lines=("\ue001\ue002\ue003 ok",), font=Font.UNICODE),
        labels=b"0 << /S /r >> 2 << /S /D /St 3 >>",
    )
    pages = pages_of(path)
    assert [page.text for page in pages[:3]] == [
        "hyphenated words of MS-DOS\nend",
        "你好，世界\n𠀀和😀",
        "",
    ]
    assert [page.warning for page in pages] == [
        PageWarning.NONE,
        PageWarning.NONE,
        PageWarning.NO_TEXT,
        PageWarning.GARBLED,
        PageWarning.BLANK,
        PageWarning.GARBLED,
    ]
    assert [page.label for page in pages] == ["i", "ii", "", "", "", ""]  # 3 to 6 are the numbers


def test_ligatures_are_written_out(tmp_path):
    """As letters one by one: a model and a search know no "ﬃ"."""
    sheet = Sheet(lines=("The oﬃce ﬁnds ﬂaws,", "eﬀort, ﬆart, œuvre"), font=Font.UNICODE)
    (page,) = pages_of(write_pdf(tmp_path / "ligatures.pdf", sheet))
    assert page.text == "The office finds flaws,\neffort, start, œuvre"


def test_a_page_with_too_much_text(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_PAGE_CHARACTERS", 100)
    (page,) = pages_of(write_pdf(tmp_path / "long.pdf", "\n".join(["a line of words"] * 20)))
    assert page.warning is PageWarning.TRUNCATED
    assert 80 < len(page.text) <= 100


def test_a_thick_file_is_opened_anew_on_the_way(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PAGES_BEFORE_REOPENING", 3)
    texts = [f"page {n}" for n in range(1, 11)]
    labels = b"0 << /S /r >> 4 << /S /D /P (A-) >>"
    path = write_pdf(tmp_path / "thick.pdf", *texts, labels=labels)
    pages = pages_of(path)
    assert [page.text for page in pages] == texts
    assert [page.label for page in pages] == [
        "i",
        "ii",
        "iii",
        "iv",
        *(f"A-{n}" for n in range(1, 7)),
    ]
    path = write_pdf(tmp_path / "titled.pdf", *texts, outline=[("One", 0), ("Two", 5)])
    assert [page.label for page in pages_of(path)] == ["One"] * 5 + ["Two"] * 5


def test_a_protected_file_is_opened_anew_with_its_password(monkeypatch):
    at_once = pages_of(FILES / "encrypted.pdf", "opensesame")
    monkeypatch.setattr(pdf, "PAGES_BEFORE_REOPENING", 1)
    assert pages_of(FILES / "encrypted.pdf", "opensesame") == at_once
    assert len(at_once) > 1


def test_a_page_that_is_missing_costs_itself_only(tmp_path):
    data = make_pdf("first", "second", "third")
    kids = re.search(rb"/Kids \[(\d+) 0 R (\d+) 0 R", data)
    assert kids
    path = tmp_path / "broken.pdf"
    path.write_bytes(data[: kids.start(2)] + b"0" * len(kids[2]) + data[kids.end(2) :])
    with contextlib.closing(PdfFile(path)) as file:
        found = [read_page(file, number) for number in range(1, file.page_count + 1)]
    assert [page.warning for page in found] == [
        PageWarning.NONE,
        PageWarning.UNREADABLE,
        PageWarning.NONE,
    ]


def test_a_lie_about_the_number_of_pages(tmp_path):
    path = tmp_path / "liar.pdf"
    path.write_bytes(make_pdf("only one", count=1_000_000))
    with pytest.raises(DocumentError) as caught:
        PdfFile(path)
    assert caught.value.code == "too_many_pages"
    assert "more than 50000 pages" in str(caught.value)


def test_cross_references_that_point_nowhere_are_rebuilt(tmp_path):
    data = make_pdf("still here")
    path = tmp_path / "xref.pdf"
    path.write_bytes(data.replace(b"startxref\n", b"startxref\n9"))
    assert pages_of(path)[0].text == "still here"


@pytest.mark.parametrize(
    ("found", "text", "stray"),
    [
        ("a sen\ufffetence", "a sentence", 0),
        ("MS\ufffeDOS, 1998\ufffe2001", "MS-DOS, 1998-2001", 0),
        ("cut at the page's e\ufffe", "cut at the page's e-", 0),
        ("soft\xad\nly so\xadft", "softly soft", 0),
        ("a\x00b\x03c \r\n d\f", "abc\n d", 2),
        (" \r\n\t", "", 0),
    ],
)
def test_clean(found, text, stray):
    assert clean(found) == (text, stray)
