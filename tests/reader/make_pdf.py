"""Writes small PDFs by hand, so that a test says exactly what is in its file.

The text of a page is laid out one line under the other. Characters outside Latin-1 go into a
Type 0 font without glyphs whose character map is right (`UNICODE`) or missing (`BROKEN`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Font(Enum):
    """How a page's characters are mapped."""

    LATIN = "LATIN"
    UNICODE = "UNICODE"
    BROKEN = "BROKEN"


SCAN = b"500 0 0 700 50 50 cm"
"""Where a picture lies on its page; `content` says another place."""


@dataclass(frozen=True)
class Sheet:
    """One page: its lines, or raw content; `picture` lies under it and makes it a scan."""

    lines: tuple[str, ...] = ()
    font: Font = Font.LATIN
    picture: bool = False
    content: bytes | None = None
    extra: bytes = b""
    """More entries of the page's dictionary."""


@dataclass
class Writer:
    """Collects numbered objects and writes them with a cross-reference table."""

    objects: list[bytes] = field(default_factory=list)

    def reserve(self) -> int:
        self.objects.append(b"")
        return len(self.objects)

    def put(self, body: bytes, number: int | None = None) -> int:
        number = number or self.reserve()
        self.objects[number - 1] = body
        return number

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        packed = zlib.compress(data)
        head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), entries)
        return self.put(head + b"\nstream\n" + packed + b"\nendstream")

    def finish(self, root: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(self.objects) + 1, root)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def make_pdf(
    *sheets: Sheet | str,
    labels: bytes = b"",
    count: int | None = None,
    outline: Sequence[tuple[str, int]] = (),
) -> bytes:
    """A PDF of these pages; a string is a page in Latin. COUNT lies about the number of pages.

    OUTLINE holds titles and the indices of their pages; an index that is none leads back to itself.
    """
    writer = Writer()
    tree = writer.reserve()
    pages = [_page(writer, tree, _sheet(sheet)) for sheet in sheets]
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    number = len(pages) if count is None else count
    writer.put(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number), tree)
    catalog = b"<< /Type /Catalog /Pages %d 0 R" % tree
    if labels:
        catalog += b" /PageLabels << /Nums [%s] >>" % labels
    if outline:
        catalog += b" /Outlines %d 0 R" % _outline(writer, pages, outline)
    return writer.finish(writer.put(catalog + b" >>"))


def write_pdf(path: Path, *sheets: Sheet | str, **others: object) -> Path:
    path.write_bytes(make_pdf(*sheets, **others))
    return path


def _outline(writer: Writer, pages: list[int], entries: Sequence[tuple[str, int]]) -> int:
    root = writer.reserve()
    first = len(writer.objects) + 1
    for number, (title, index) in enumerate(entries, first):
        following = (
            number + 1 if number < first + len(entries) - 1 and index < len(pages) else first
        )
        place = b"/Dest [%d 0 R /Fit]" % pages[index] if index < len(pages) else b""
        next_one = b"/Next %d 0 R" % following if following != first or index >= len(pages) else b""
        text = ("\ufeff" + title).encode("utf-16-be").hex().encode()
        writer.put(b"<< /Title <%s> /Parent %d 0 R %s %s >>" % (text, root, place, next_one))
    return writer.put(b"<< /First %d 0 R /Last %d 0 R >>" % (first, len(writer.objects)), root)


def _sheet(sheet: Sheet | str) -> Sheet:
    return sheet if isinstance(sheet, Sheet) else Sheet(lines=tuple(sheet.split("\n")))


def _page(writer: Writer, tree: int, sheet: Sheet) -> int:
    resources = b""
    content = sheet.content or b""
    if sheet.lines:
        font, content = _text(writer, sheet)
        resources = b"/Font << /F1 %d 0 R >>" % font
    if sheet.picture:
        resources += b"/XObject << /Im1 %d 0 R >>" % _picture(writer)
        content = b"q " + (sheet.content or SCAN) + b" /Im1 Do Q " + content
    stream = writer.stream(content)
    return writer.put(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
        b" /Resources << %s >> %s >>" % (tree, stream, resources, sheet.extra)
    )


def _text(writer: Writer, sheet: Sheet) -> tuple[int, bytes]:
    if sheet.font is Font.LATIN:
        font = writer.put(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        shown = [b"<%s>" % line.encode("latin-1").hex().encode() for line in sheet.lines]
    else:
        known = {c: i for i, c in enumerate(sorted(set("".join(sheet.lines))), 1)}
        font = _type0(writer, known if sheet.font is Font.UNICODE else {})
        shown = [
            b"<%s>" % "".join(f"{known[c]:04x}" for c in line).encode() for line in sheet.lines
        ]
    body = b"\n".join(b"%s Tj T*" % line for line in shown)
    return font, b"BT /F1 12 Tf 14 TL 72 770 Td\n" + body + b"\nET"


def _type0(writer: Writer, known: dict[str, int]) -> int:
    descriptor = writer.put(
        b"<< /Type /FontDescriptor /FontName /Nothing /Flags 4 /FontBBox [0 0 1000 1000]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    descendant = writer.put(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Nothing /DW 1000 /FontDescriptor %d 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        % descriptor
    )
    to_unicode = b"/ToUnicode %d 0 R" % writer.stream(_character_map(known)) if known else b""
    return writer.put(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Nothing /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] %s >>" % (descendant, to_unicode)
    )


def _character_map(known: dict[str, int]) -> bytes:
    rows = "\n".join(f"<{i:04x}> <{c.encode('utf-16-be').hex()}>" for c, i in known.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(known)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _picture(writer: Writer) -> int:
    return writer.stream(
        bytes(range(256)) * 16,
        b"/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8",
    )
