"""EPUB: chapters in order, their titles, and books that are broken or locked."""

from __future__ import annotations

import pytest

from tests.reader.make_package import epub_parts, make_epub, pack, xhtml
from tests.reader.reading import opened, pages_of, texts
from yidesk.core.errors import DocumentError
from yidesk.core.types import PageWarning
from yidesk.documents.package import DAMAGED

CHAPTERS = {
    "c2.xhtml": xhtml("<p>Caf&eacute;&nbsp;by the sea<br/>and <a id='x'/>more.</p>"),
    "c 1.xhtml": xhtml("<h1>二 The Storm</h1><p>Wind.</p><h2>Night</h2><p>Dark.</p>"),
}


def test_chapters_in_the_order_of_the_spine(tmp_path):
    nav = '<ol><li><a href="c2.xhtml">One</a></li><li><a href="c%201.xhtml#a">Storm</a></li></ol>'
    assert texts(tmp_path, "a.epub", make_epub(CHAPTERS, nav)) == [
        ("One", "Café\xa0by the sea\nand more."),
        ("二 The Storm", "二 The Storm\n\nWind.\n\nNight\n\nDark."),
    ]


def test_titles_from_an_ncx(tmp_path):
    parts = epub_parts(CHAPTERS)
    book = str(parts["OEBPS/book.opf"])
    ncx = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    parts["OEBPS/book.opf"] = book.replace("</manifest>", ncx)
    parts["OEBPS/toc.ncx"] = (
        "<ncx><navMap><navPoint><navLabel><text>First</text></navLabel>"
        '<content src="c2.xhtml#start"/></navPoint></navMap></ncx>'
    )
    assert next(label for label, _ in texts(tmp_path, "a.epub", pack(parts))) == "First"


def test_a_chapter_that_is_missing_costs_itself_only(tmp_path):
    parts = epub_parts(CHAPTERS)
    del parts["OEBPS/c2.xhtml"]
    first, second = pages_of(opened(tmp_path, "a.epub", pack(parts)))
    assert first.warning is PageWarning.UNREADABLE
    assert second.label == "二 The Storm"


def test_a_chapter_that_is_no_xml_is_read_as_html(tmp_path):
    chapters = {"a.xhtml": "<html><body><h1>Open<p>not <b>closed<br>at all"}
    ((label, text),) = texts(tmp_path, "a.epub", make_epub(chapters))
    assert (label, text) == (
        "Open not closed at all",
        "Open\n\nnot closed\nat all",
    ) or "at all" in text


def test_a_book_without_its_list_of_chapters(tmp_path):
    parts = epub_parts(CHAPTERS)
    parts["META-INF/container.xml"] = "<container/>"
    document = opened(tmp_path, "a.epub", pack(parts))
    assert document.page_count == 2
    assert DAMAGED in document.notes


def test_locked_by_its_seller_but_not_because_of_its_fonts(tmp_path):
    def book(algorithm: str) -> bytes:
        method = f'<e xmlns:x="y"><x:EncryptionMethod Algorithm="{algorithm}"/></e>'
        return pack({**epub_parts(CHAPTERS), "META-INF/encryption.xml": method})

    assert opened(tmp_path, "a.epub", book("http://www.idpf.org/2008/embedding")).page_count == 2
    with pytest.raises(DocumentError) as caught:
        opened(tmp_path, "a.epub", book("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
    assert caught.value.code == "document_encrypted"
