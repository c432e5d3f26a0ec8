"""PDFs that lie, loop, explode or hide something, and files of gigabytes."""

from __future__ import annotations

import random
import zlib

from tests.reader.case import Case, Pages
from tests.reader.conftest import FILES
from tests.reader.make_pdf import Font, Sheet, Writer, make_pdf

GROFF = (FILES / "groff.pdf").read_bytes()
BAD_PDF = "{name} is a damaged PDF."
GIGABYTE = 1 << 30
TOO_MANY_PAGES = "{name} has more than 50000 pages, which is more than can be read."
NOISE = random.Random(11).randbytes(30_000)
RESOURCES = (
    b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
)
HELLO = b"BT /F1 12 Tf 72 700 Td (Hello from the lamp) Tj ET"


def with_page(entries: bytes, *, before: bytes = b"", catalog: bytes = b"") -> bytes:
    """One page with the words of HELLO and more ENTRIES; objects are numbered from 1.

    1 is the tree of pages, 2 the page's content, 3 the page; BEFORE is object 4.
    """
    writer = Writer()
    tree, content, page, other = (writer.reserve() for _ in range(4))
    writer.put(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % page, tree)
    body = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(HELLO), HELLO)
    writer.put(body, content)
    writer.put(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s %s >>"
        % (tree, content, RESOURCES, entries),
        page,
    )
    writer.put(before or b"null", other)
    return writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R %s >>" % (tree, catalog)))


def deep_page_tree() -> bytes:
    """Nodes of pages that contain each other 20,000 deep."""
    writer = Writer()
    first = writer.reserve()
    for number in range(20_000):
        writer.put(b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (first + number + 1))
    writer.objects[first - 1] = writer.objects[first]
    return writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R >>" % first))


def circular_page_tree() -> bytes:
    writer = Writer()
    tree = writer.reserve()
    writer.put(b"<< /Type /Pages /Kids [%d 0 R] /Count 3 >>" % tree, tree)
    return writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R >>" % tree))


def bomb_page() -> bytes:
    """A page whose content inflates to 100 MB of spaces, between good ones."""
    return make_pdf("good page", Sheet(content=b" " * 100_000_000), "last page")


def bomb_in_bombs() -> bytes:
    """A content that is deflated four times, 200 MB in the end."""
    data = zlib.compress(b" " * 200_000_000, 9)
    for _ in range(3):
        data = zlib.compress(data, 9)
    writer = Writer()
    tree, page = writer.reserve(), writer.reserve()
    content = writer.put(
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream"
        % (len(data), b"/FlateDecode " * 4, data)
    )
    writer.put(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % page, tree)
    writer.put(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] /Contents %d 0 R >>" % (tree, content),
        page,
    )
    return writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R >>" % tree))


def self_drawing_form() -> bytes:
    """A form that draws itself twice, and so on: two to the power of ever."""
    form = b"/Fx Do /Fx Do "
    body = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        b" /Resources << /XObject << /Fx 4 0 R >> >>"
        b" /Length %d >>\nstream\n%s\nendstream" % (len(form), form)
    )
    data = with_page(b"", before=body)
    return data.replace(
        b"/Helvetica >> >> >>", b"/Helvetica >> >> /XObject << /Fx 4 0 R >> >>"
    ).replace(HELLO, (HELLO + b" /Fx Do")[-len(HELLO) :].rjust(len(HELLO)))


def same_content_again(times: int) -> bytes:
    """A page whose content is one stream, TIMES over."""
    return with_page(b"").replace(b"/Contents 2 0 R", b"/Contents [%s]" % (b"2 0 R " * times))


def foreign_lock() -> bytes:
    """Encrypted by a handler that only its maker's program has."""
    data = make_pdf("secret")
    return data.replace(
        b"trailer\n<<", b"trailer\n<< /Encrypt << /Filter /Vendor.DRM /V 9 >> /ID [<00><00>]"
    )


def previous_is_itself() -> bytes:
    """A table of references whose predecessor is itself."""
    data = make_pdf("still here")
    start = data[data.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    return data.replace(b"trailer\n<<", b"trailer\n<< /Prev %s" % start)


def circular_labels() -> bytes:
    return with_page(b"", before=b"<< /Kids [4 0 R 4 0 R] >>", catalog=b"/PageLabels 4 0 R")


def circular_outline() -> bytes:
    outline = b"<< /Title (again) /First 4 0 R /Last 4 0 R /Next 4 0 R /Parent 4 0 R >>"
    return with_page(b"", before=outline, catalog=b"/Outlines 4 0 R")


def many_operators(operator: bytes, times: int) -> bytes:
    return make_pdf("before", Sheet(content=operator * times), "behind")


def nested_arrays() -> bytes:
    return with_page(b"/Deep " + b"[" * 20_000 + b"]" * 20_000)


def type3_that_draws_itself() -> bytes:
    """A font whose glyph is a text in that font."""
    glyph = b"9 0 d0 BT /F1 1 Tf (a) Tj ET"
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0]"
        b" /FirstChar 97"
        b" /LastChar 97 /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 5 0 R >>"
        b" /Resources << /Font << /F1 4 0 R >> >> >>"
    )
    writer = Writer()
    tree, content, page, face, procedure = (writer.reserve() for _ in range(5))
    text = b"BT /F1 12 Tf 72 700 Td (aaaa) Tj ET"
    for number, stream in ((content, text), (procedure, glyph)):
        writer.put(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), number)
    writer.put(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % page, tree)
    writer.put(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
        b" /Resources << /Font << /F1 %d 0 R >> >> >>" % (tree, content, face),
        page,
    )
    writer.put(font, face)
    return writer.finish(writer.put(b"<< /Type /Catalog /Pages %d 0 R >>" % tree))


def kids_that_are_missing() -> bytes:
    data = make_pdf("first", "second", "third")
    place = data.index(b"/Kids [")
    end = data.index(b"]", place)
    kids = data[place + 7 : end].split(b" 0 R")
    kids[1] = b" " + b"0" * (len(kids[1]) - 1)
    return data[: place + 7] + b" 0 R".join(kids) + data[end:]


SCRIPT = b"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"
LAUNCH = b"<< /S /Launch /F (/bin/sh) >>"
LINK = (
    b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://x) >> >>]"
)
ONE = "1 page"
LAMP = "Hello from the lamp"

PDFS = (
    Case("deep.pdf", deep_page_tree, Pages("1 page; could not be read: p. 1", "")),
    Case("circular.pdf", circular_page_tree, Pages("3 pages; could not be read: p. 1–3", "")),
    Case("no-pages.pdf", make_pdf, BAD_PDF),
    Case("only-a-head.pdf", lambda: b"%PDF-1.7\n", BAD_PDF),
    Case(
        "lied-count.pdf",
        lambda: make_pdf("one", "two", count=40),
        Pages("40 pages; could not be read: p. 3–40", "one"),
    ),
    Case("negative-count.pdf", lambda: make_pdf("one", "two", count=-5), Pages("2 pages", "one")),
    Case(
        "missing-page.pdf",
        kids_that_are_missing,
        Pages("3 pages; could not be read: p. 2", "first"),
    ),
    Case("half.pdf", lambda: GROFF[: len(GROFF) // 2], BAD_PDF),
    Case("tail-cut.pdf", lambda: GROFF[:-200], "{name} is a damaged PDF."),
    Case(
        "middle-zeroed.pdf",
        lambda: GROFF[:6000] + bytes(3000) + GROFF[9000:],
        Pages("2 pages", "The Lighthouse Keeper’s "),
    ),
    Case(
        "junk-before.pdf",
        lambda: b"\0junk" * 150 + make_pdf("still here"),
        Pages("1 page", "still here"),
    ),
    Case("previous-is-itself.pdf", previous_is_itself, Pages("1 page", "still here")),
    Case(
        "locked.pdf",
        (FILES / "encrypted.pdf").read_bytes,
        "{name} is protected by a password.",
    ),
    Case("foreign-lock.pdf", foreign_lock, "{name} is encrypted in a way that cannot be opened."),
    Case("bomb.pdf", bomb_page, Pages("3 pages", "good page")),
    Case("bomb-in-bombs.pdf", bomb_in_bombs, Pages("1 page", "")),
    Case(
        "draws-itself.pdf",
        self_drawing_form,
        Pages("1 page; could not be read: p. 1", ""),
        is_endless=True,
    ),
    Case(
        "type3-draws-itself.pdf",
        type3_that_draws_itself,
        Pages("1 page; text that cannot be trusted: p. 1", "aaaa"),
    ),
    Case(
        "same-content.pdf",
        lambda: same_content_again(20_000),
        Pages("1 page", "Hello from the lamp"),
    ),
    Case("saves.pdf", lambda: many_operators(b"q ", 2_000_000), Pages("3 pages", "before")),
    Case(
        "forms-that-are-not-there.pdf",
        lambda: many_operators(b"/No Do ", 500_000),
        Pages("3 pages", "before"),
    ),
    Case("open-string.pdf", lambda: many_operators(b"(", 2_000_000), Pages("3 pages", "before")),
    Case("nested-arrays.pdf", nested_arrays, Pages("1 page", "Hello from the lamp")),
    Case(
        "script.pdf",
        lambda: with_page(b"/AA << /O %s >>" % SCRIPT, catalog=b"/OpenAction " + SCRIPT),
        Pages(ONE, LAMP),
    ),
    Case("launch.pdf", lambda: with_page(LINK, catalog=b"/OpenAction " + LAUNCH), Pages(ONE, LAMP)),
    Case("circular-labels.pdf", circular_labels, Pages(ONE, LAMP)),
    Case("circular-outline.pdf", circular_outline, Pages(ONE, LAMP)),
    Case(
        "endless-page.pdf",
        lambda: make_pdf("x").replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]"),
        Pages("1 page", "x"),
    ),
    Case(
        "turned-page.pdf",
        lambda: make_pdf(Sheet(lines=("upright",), extra=b"/Rotate 45")),
        Pages("1 page", "upright"),
    ),
    Case(
        "box-of-nothing.pdf",
        lambda: make_pdf(Sheet(lines=("hidden",), extra=b"/CropBox [5 5 5 5]")),
        Pages("1 page", "hidden"),
    ),
    Case("user-unit.pdf", lambda: with_page(b"/UserUnit 1e30"), Pages(ONE, LAMP)),
    Case(
        "no-map.pdf",
        lambda: make_pdf(Sheet(lines=("not what is seen",), font=Font.BROKEN)),
        Pages("1 page; text that cannot be trusted: p. 1", ""),
    ),
    Case(
        "scan.pdf",
        lambda: make_pdf(Sheet(picture=True), Sheet(lines=("Stamp",), picture=True)),
        Pages("2 pages; pictures without text (scans): p. 1–2", "Stamp"),
    ),
    Case(
        "hole.pdf",
        lambda: b"%PDF-1.7\n",
        "{name} has 5368 MB; files of its kind may have up to 4294 MB.",
        grows=5 * GIGABYTE,
    ),
    Case(
        "hole-behind.pdf",
        lambda: make_pdf("before the hole"),
        Pages("1 page", "before the hole"),
        grows=GIGABYTE // 4,
    ),
    Case("hole.txt", lambda: "text and a hole", "{name} holds data, not text.", grows=2 * GIGABYTE),
    Case(
        "hole.docx",
        lambda: b"PK\x03\x04",
        "{name} has 2147 MB; files of its kind may have up to 1073 MB.",
        grows=2 * GIGABYTE,
    ),
)

FLAT = (
    Case("zeroed.pdf", lambda: bytes(20_000), "{name} is named like a PDF but holds none."),
    Case("noise.pdf", lambda: b"%PDF-1.7\n" + NOISE, BAD_PDF),
    Case("pages.pdf", lambda: make_pdf("x", count=1_000_000), TOO_MANY_PAGES),
    Case("feeds.txt", lambda: "x\f" * 100_000, TOO_MANY_PAGES),
    Case("noise.txt", lambda: NOISE, "{name} holds data, not text."),
    Case("blank.md", lambda: "\n \n\t\n", "{name} holds nothing to read."),
    Case("quotes.csv", lambda: '"' * 100_001, Pages("34 pages", '"' * 24)),
)
"""Files without parts, some of them no PDF at all."""
