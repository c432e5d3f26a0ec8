"""What a file is, and the sentences for those that are nothing for us."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile

import pytest

from tests.reader.make_package import (
    make_docx,
    make_epub,
    make_odt,
    make_pptx,
    make_xlsx,
    pack,
    paragraph,
    shape,
    xhtml,
)
from tests.reader.make_pdf import make_pdf
from yidesk.core.errors import DocumentError
from yidesk.documents import limits
from yidesk.documents.files import check_file, fingerprint
from yidesk.documents.formats import Format
from yidesk.documents.recognise import recognise

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = (OLE.ljust(30, b"\0") + b"\x09".ljust(18, b"\0") + b"\0\0\0\0").ljust(
    512, b"\0"
) + "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def recognised(tmp_path, name: str, data: bytes) -> Format:
    path = tmp_path / name
    path.write_bytes(data)
    return recognise(path, check_file(path))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", make_pdf("x"), Format.PDF),
        ("no-suffix", make_pdf("x"), Format.PDF),
        ("renamed.txt", make_pdf("x"), Format.PDF),
        ("mailed.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + make_pdf("x"), Format.PDF),
        ("about-pdf.txt", b"A PDF begins with %PDF-1.7 and a comment.", Format.TEXT),
        ("notes", b"plain words", Format.TEXT),
        ("login-page.pdf", b"<html>Please log in</html>", Format.HTML),
        ("saved", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html><p>x", Format.HTML),
        ("wide-page", "\ufeff<html>x".encode("utf-16-le"), Format.HTML),
        ("about-html.txt", b"A page begins with <html> and a head.", Format.TEXT),
        ("quoted.md", b"<!DOCTYPE html> is its first line", Format.MARKDOWN),
        (
            "letter",
            b"Received: x\r\n\tby y\r\nFrom: a\r\nTo: b\r\nSubject: c\r\n\r\nd",
            Format.MAIL,
        ),
        ("minutes.txt", b"From: the chair\nTo: all\n\nWe met.", Format.TEXT),
        ("report.bin", make_docx(paragraph("x")), Format.DOCX),
        ("report.docx", make_xlsx({"S": ""}), Format.XLSX),
        ("deck.zip", make_pptx([shape("x")]), Format.PPTX),
        ("book.zip", make_epub({"a": xhtml("x")}), Format.EPUB),
        ("text.doc", make_odt("x"), Format.ODT),
        ("old.doc", b"{\\rtf1 x}", Format.RTF),
        ("bare", zipped("word/document.xml"), Format.DOCX),
        ("README.MD", b"# Title", Format.MARKDOWN),
        ("list.csv", b"a,b\n1,2\n", Format.TABLE),
        ("main.py", b"print(1)\n", Format.CODE),
        ("wide.txt", "\ufeffwide".encode("utf-16-le"), Format.TEXT),
        ("wide-no-mark.txt", "a line\nand another\n".encode("utf-16-le"), Format.TEXT),
    ],
)
def test_format_by_content(tmp_path, name, data, expected):
    assert recognised(tmp_path, name, data) is expected


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.pdf", zipped("a.txt"), "format_unsupported", "a.pdf is a file of another kind (ZIP)"),
        (
            "a.zip",
            zipped("[Content_Types].xml", "visio/x"),
            "format_unsupported",
            "Microsoft Office",
        ),
        ("a.ods", pack({"mimetype": ODS}), "format_unsupported", "another kind (LibreOffice)"),
        ("a.docx", ENCRYPTED, "document_encrypted", "protected by a password"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(20), "format_unsupported", "PNG"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "format_unsupported", "Office"),
        ("a.pdf", bytes(5000), "pdf_damaged", "named like a PDF"),
        ("a.txt", bytes(5000), "format_unknown", "data, not text"),
        ("a.txt", b"words\0words" * 40, "format_unknown", "data, not text"),
        ("a.txt", b"", "document_empty", "a.txt is empty"),
    ],
)
def test_refused_with_a_sentence(tmp_path, name, data, code, words):
    with pytest.raises(DocumentError) as caught:
        recognised(tmp_path, name, data)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert caught.value.next_step


def test_not_a_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, code in (
        ("pipe", "document_not_regular"),
        (".", "document_is_folder"),
        ("gone.pdf", "document_missing"),
    ):
        with pytest.raises(DocumentError) as caught:
            check_file(tmp_path / name)
        assert caught.value.code == code


def test_too_large(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"words\n" * 2000)
        file.truncate(limits.MAX_TEXT_BYTES + 1)  # sparse: costs no disk
    with pytest.raises(DocumentError) as caught:
        recognise(path, check_file(path))
    assert caught.value.code == "document_too_large"
    assert "67 MB" in str(caught.value)


def test_fingerprint_is_that_of_the_bytes(tmp_path):
    data = os.urandom(3 * 1024 * 1024 + 17)
    path = tmp_path / "data"
    path.write_bytes(data)
    seen: list[int] = []
    assert fingerprint(path, seen.append) == hashlib.sha256(data).hexdigest()
    assert seen[-1] == len(data)
    with pytest.raises(DocumentError):
        fingerprint(tmp_path / "gone")
