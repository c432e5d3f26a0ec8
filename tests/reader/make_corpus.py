"""Over a hundred broken and malicious files, made anew for every run, each with what is told of it.

    python -m tests.reader.make_corpus FOLDER

writes them down to look at. The table at the end says for each the sentence, or the pages, that a
person gets.
"""

from __future__ import annotations

import random
import struct
import sys
import zipfile
import zlib
from pathlib import Path

from tests.reader.case import Case, Pages, write
from tests.reader.hostile_pdfs import FLAT, PDFS
from tests.reader.make_package import (
    Parts,
    W,
    compound,
    docx_parts,
    epub_parts,
    heading,
    make_docx,
    make_epub,
    make_odt,
    make_pptx,
    make_xlsx,
    odt_parts,
    one_sheet,
    pack,
    paragraph,
    pptx_parts,
    shape,
    xhtml,
    xlsx_parts,
)

BOMB = "{name} unpacks to more than a document can hold."
BROKEN = "{name} is damaged: parts of it are missing or cannot be unpacked."
NO_MARKUP = "{name} is damaged: the markup in it cannot be read."
DAMAGED = "The file is damaged; what could still be read of it is here."
TOO_LONG = "The file holds more text than can be read; the rest was left out."
ENTITIES = "{name} defines XML entities, as attacks do and documents do not; it was not read."
TOO_MUCH_MARKUP = "{name} has more markup than a document can hold."
LOCKED = "{name} is protected by a password that only its own program can ask for."
SOLD = "{name} is locked by its seller (DRM), so that only their program can open it."
NOTHING = "{name} holds nothing to read."
ZIP = "{name} is a file of another kind (ZIP), which cannot be read."
OLD_OFFICE = "{name} is a file of Microsoft Office 97-2003, which cannot be read."
NOT_TEXT = "{name} holds data, not text."
TOO_MANY_PAGES = "{name} has more than 50000 pages, which is more than can be read."

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {each} "{f"&{before};" * 10}">'
        for before, each in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
NOISE = random.Random(11).randbytes(30_000)


def replaced(parts: Parts, **changed: bytes | str) -> bytes:
    """A package with other parts, named by the end of their names (`document`, `sheet1`)."""
    for key, data in changed.items():
        (name,) = (each for each in parts if each.endswith(f"/{key}.xml") or each == f"{key}.xml")
        parts[name] = data
    return pack(parts)


def long_docx() -> bytes:
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefgh", k=6)) for _ in range(9000)]
    return make_docx(paragraph("Beginning.") + "".join(map(paragraph, words)))


def wrong_checksum() -> bytes:
    data = make_docx(paragraph("Still here."))
    checksum = struct.pack(
        "<I", zlib.crc32(docx_parts(paragraph("Still here."))[DOCUMENT].encode())
    )
    return data.replace(checksum, b"\1\2\3\4")


DOCUMENT = "word/document.xml"


def flagged_encrypted() -> bytes:
    data = bytearray(make_docx(paragraph("x")))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(magic, place + 1)) >= 0:
            data[place + offset] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """A book whose chapters are all the same bytes of the file, unpacked 700 times."""
    chapters = {f"c{n:05}.xhtml": "" for n in range(700)}
    data = pack(
        epub_parts(chapters) | {"OEBPS/c00000.xhtml": xhtml(f"<style>{'x' * 1_000_000}</style>")}
    )
    first = data.find(b"PK\x03\x04", data.find(b"book.opf"))
    out, place = bytearray(data), data.find(b"PK\x01\x02")
    kernel = b""
    while place >= 0:
        name = bytes(out[place + 46 : place + 46 + struct.unpack_from("<H", out, place + 28)[0]])
        if name == b"OEBPS/c00000.xhtml":
            kernel = bytes(out[place + 10 : place + 28])
            first = struct.unpack_from("<I", out, place + 42)[0]
        elif name.startswith(b"OEBPS/c"):
            out[place + 10 : place + 28] = kernel
            struct.pack_into("<I", out, place + 42, first)
        place = out.find(b"PK\x01\x02", place + 1)
    return bytes(out)


def million_rows() -> bytes:
    rows = "".join(f"<row><c><v>{n * 37 % 1009}</v></c></row>" for n in range(1_048_576))
    return make_xlsx({"Million": rows})


def nested_mail(depth: int) -> str:
    heads = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    return f"From: a\nTo: b\nSubject: c\n{heads}Content-Type: text/plain\n\ninmost\n"


def many_parts() -> str:
    head = 'From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary="b"\n\nhead\n'
    return head + "--b\nContent-Type: text/plain\n\npart\n" * 20_000


def style_circle() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    body = paragraph("In a circle.", '<w:pStyle w:val="A"/>')
    return make_docx(body, styles=style.format("A", "B") + style.format("B", "A"))


def odd_numbers() -> bytes:
    level = '<w:lvl><w:start w:val="99999999999"/><w:lvlText w:val="%1%2%9"/></w:lvl>'
    lists = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="8888"/><w:numId w:val="1"/></w:numPr>'
    return make_docx(paragraph("Counted.", numbered), numbering=lists)


def book_with(part: str, data: bytes | str) -> bytes:
    return pack(epub_parts({"a.xhtml": xhtml("<p>chapter</p>")}) | {part: data})


def drm() -> bytes:
    method = '<e xmlns="x"><EncryptionMethod Algorithm="aes"/></e>'
    return book_with("META-INF/encryption.xml", method)


def wrapped(text: str) -> str:
    return f"<w:document {W}><w:body>{text}</w:body></w:document>"


GOOD = docx_parts(heading("Part", 1) + paragraph("Good text."))
SLIDES = [shape("one"), shape("two")]

_PACKAGES = (
    Case("bomb.docx", lambda: replaced(docx_parts(""), document=b" " * 100_000_000), BOMB),
    Case("bomb.odt", lambda: replaced(odt_parts(""), content=b"<a>" * 20_000_000), BOMB),
    Case(
        "bomb.xlsx",
        lambda: replaced(xlsx_parts({"S": ""}), sheet1=b" " * 100_000_000),
        Pages("1 page; could not be read: p. 1; " + DAMAGED, ""),
    ),
    Case(
        "bomb.epub",
        lambda: make_epub({"a.xhtml": xhtml("good"), "b.xhtml": " " * 50_000_000}),
        Pages("2 pages; could not be read: p. 2", "good"),
    ),
    Case(
        "bomb-of-styles.docx",
        lambda: make_docx(paragraph("Good."), styles=" " * 50_000_000),
        Pages("1 page; " + DAMAGED, "Good."),
    ),
    Case("overlapping.epub", overlapping, Pages("164 pages; could not be read: p. 1–164", "")),
    Case("zip-in-zip.zip", lambda: pack({"inner.zip": pack({"x": bytes(10_000_000)})}), ZIP),
    Case("many-members.docx", lambda: pack({f"word/{n}": "x" for n in range(25_000)}), BOMB),
    Case("cut-off.docx", lambda: long_docx()[:20_000], Pages("13 pages; " + DAMAGED, "Beginning.")),
    Case(
        "no-directory.pptx",
        lambda: make_pptx(SLIDES).split(b"PK\x01\x02")[0],
        Pages("2 pages; " + DAMAGED, "two"),
    ),
    Case(
        "no-directory.odt",
        lambda: make_odt("Good.").split(b"PK\x01\x02")[0],
        Pages("1 page; " + DAMAGED, "Good."),
    ),
    Case("wrong-checksum.docx", wrong_checksum, Pages("1 page; " + DAMAGED, "Still here.")),
    Case("password.docx", flagged_encrypted, LOCKED),
    Case("password.xlsx", lambda: compound("\0Root EntryEncryptedPackage"), LOCKED),
    Case("old.doc", lambda: compound("\0Root EntryWordDocument"), OLD_OFFICE),
    Case("only-a-head.doc", lambda: bytes.fromhex("d0cf11e0a1b11ae1"), OLD_OFFICE),
    Case("lzma.docx", lambda: pack(docx_parts(paragraph("x")), zipfile.ZIP_LZMA), BROKEN),
    Case("nothing-in-it.docx", lambda: pack({}), ZIP),
    Case("head-and-noise.docx", lambda: b"PK\x03\x04" + NOISE, ZIP),
    Case("zeroed-middle.docx", lambda: b"PK\x03\x04" + bytes(30_000), ZIP),
    Case(
        "no-document.docx", lambda: pack({k: v for k, v in GOOD.items() if k != DOCUMENT}), BROKEN
    ),
    Case(
        "paths.docx",
        lambda: pack(GOOD | {"../../etc/x": "x", "C:\\x": "x", "/": "x"}),
        Pages("1 page", "Good text."),
    ),
    Case(
        "links-outside.docx",
        lambda: pack(
            GOOD
            | {"_rels/.rels": str(GOOD["_rels/.rels"]).replace(DOCUMENT, "../../../../etc/passwd")}
        ),
        Pages("1 page", "Good text."),
    ),
    Case(
        "links-in-a-circle.pptx",
        lambda: pack(
            pptx_parts(SLIDES)
            | {
                "ppt/slides/_rels/slide1.xml.rels": pptx_parts(SLIDES)[
                    "ppt/_rels/presentation.xml.rels"
                ]
            }
        ),
        Pages("2 pages", "one"),
    ),
)

_MARKUP = (
    Case("laughs.docx", lambda: replaced(docx_parts(""), document=LAUGHS + "<x>&j;</x>"), ENTITIES),
    Case(
        "laughs.odt",
        lambda: replaced(odt_parts(""), content=f"{LAUGHS}<x>&j;</x>".encode("utf-16")),
        ENTITIES,
    ),
    Case(
        "laughs.xlsx",
        lambda: replaced(xlsx_parts({"S": ""}), sheet1=LAUGHS + "<x>&j;</x>"),
        Pages("1 page; could not be read: p. 1; " + DAMAGED, ""),
    ),
    Case(
        "laughs.epub",
        lambda: make_epub({"a.xhtml": LAUGHS + "<html>&j;</html>"}),
        Pages("1 page; could not be read: p. 1", ""),
    ),
    Case("laughs.html", lambda: LAUGHS.replace("x", "html", 1) + "<html>&j;</html>", ENTITIES),
    Case(
        "outside-entity.docx",
        lambda: replaced(
            docx_parts(""),
            document='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + wrapped("&e;"),
        ),
        ENTITIES,
    ),
    Case(
        "outside-type.odt",
        lambda: replaced(
            odt_parts(""),
            content='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x">'
            + str(odt_parts("Good.")["content.xml"]),
        ),
        Pages("1 page", "Good."),
    ),
    Case(
        "deep.docx", lambda: replaced(docx_parts(""), document=wrapped("<w:p>" * 100_000)), NOTHING
    ),
    Case(
        "deep.html",
        lambda: "<html><p>top" + "<div>" * 200_000 + "bottom",
        Pages("1 page; " + DAMAGED, "top"),
    ),
    Case(
        "deep-tables.html",
        lambda: "<html><p>top" + "<table><tr><td>" * 100_000,
        Pages("1 page; " + DAMAGED, "top"),
    ),
    Case(
        "attributes.html",
        lambda: "<html><p " + "".join(f"a{n}=1 " for n in range(200_000)) + ">Good.",
        TOO_MUCH_MARKUP,
    ),
    Case(
        "attributes.docx",
        lambda: replaced(
            docx_parts(""),
            document="<w:document "
            + "".join(f'a{n}="{n * 7919}" ' for n in range(200_000))
            + ">"
            + paragraph("Good.")
            + "</w:document>",
        ),
        TOO_MUCH_MARKUP,
    ),
    Case("markup.html", lambda: "<html>" + "<i>" * 8_000_001, TOO_MUCH_MARKUP),
    Case(
        "brackets.html",
        lambda: "<html>" + "<" * 2_000_000 + "end",
        Pages("667 pages", "<<<<<<<<<<<<<<<<<<<<<<<<"),
    ),
    Case(
        "open-script.html",
        lambda: "<html><p>Good.<script>" + "x" * 1_000_000,
        Pages("1 page", "Good."),
    ),
    Case("noise.docx", lambda: replaced(docx_parts(""), document=NOISE), NO_MARKUP),
    Case(
        "open-tags.docx",
        lambda: replaced(docx_parts(""), document=f"<w:document {W}><w:body><w:p><w:r><w:t>Good."),
        Pages("1 page; " + DAMAGED, "Good."),
    ),
    Case(
        "bad-bytes.docx",
        lambda: replaced(
            docx_parts(""), document=wrapped(paragraph("Good.")).encode() + b"\xff\xfe\0"
        ),
        Pages("1 page; " + DAMAGED, "Good."),
    ),
    Case(
        "long-text.docx",
        lambda: make_docx(paragraph("Good.") + paragraph("".join(map(str, range(1_700_000))))),
        Pages("3334 pages; " + DAMAGED, "Good."),
    ),
)

_FORMATS = (
    Case("style-circle.docx", style_circle, Pages("1 page", "In a circle.")),
    Case("odd-numbers.docx", odd_numbers, Pages("1 page", "Counted.")),
    Case(
        "lost-note.docx",
        lambda: make_docx('<w:p><w:r><w:t>Good.</w:t><w:footnoteReference w:id="9"/></w:r></w:p>'),
        Pages("1 page", "Good."),
    ),
    Case(
        "spaces.odt",
        lambda: make_odt("Good.<text:s text:c='999999999'/>" * 1000),
        Pages("36 pages", "Good."),
    ),
    Case("password.odt", lambda: make_odt("", manifest="<m><encryption-data/></m>"), LOCKED),
    Case("drm.epub", drm, SOLD),
    Case(
        "book-in-its-spine.epub",
        lambda: make_epub({"book.opf": "", "a.xhtml": xhtml("Good.")}),
        Pages("1 page; " + DAMAGED, "Good."),
    ),
    Case("no-spine.epub", lambda: book_with("OEBPS/book.opf", "<package/>"), NOTHING),
    Case(
        "missing-slide.pptx",
        lambda: pack({k: v for k, v in pptx_parts(SLIDES).items() if "slide1" not in k}),
        Pages("2 pages; could not be read: p. 1", "two"),
    ),
    Case(
        "same-slide.pptx",
        lambda: replaced(
            pptx_parts(SLIDES),
            presentation=str(pptx_parts(SLIDES)["ppt/presentation.xml"]).replace(
                "</p:sldIdLst>", '<p:sldId id="1" r:id="rId1"/>' * 60_000 + "</p:sldIdLst>"
            ),
        ),
        TOO_MANY_PAGES,
    ),
    Case("million-rows.xlsx", million_rows, Pages("1365 pages", "1008")),
    Case(
        "widest-rows.xlsx",
        lambda: one_sheet("<row><c r='XFD1'><v>7</v></c></row>" * 2000),
        Pages("6 pages", "XFD1: 7"),
    ),
    Case(
        "odd-places.xlsx",
        lambda: one_sheet(
            "<row r='-1'><c r='ZZZZ9'><v>7</v></c></row>"
            "<row r='x'><c r='1A' s='-4'><v>8</v></c></row>"
            "<row r='99999999999'><c r='A1' t='s'><v>99999999999</v></c><c><v>9</v></c></row>"
        ),
        Pages("1 page", "9"),
    ),
    Case(
        "repeated-string.xlsx",
        lambda: make_xlsx({"S": "<row><c t='s'><v>0</v></c></row>" * 2500}, ["long words " * 3000]),
        Pages(
            f"22528 pages; too long, the end was left out: p. 22528; {TOO_LONG}",
            "long words long words lo",
        ),
    ),
    Case(
        "one-endless-row.xlsx",
        lambda: one_sheet("<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(1_000_000))),
        Pages("1 page; could not be read: p. 1; " + DAMAGED, ""),
    ),
    Case(
        "missing-sheet.xlsx",
        lambda: pack(
            {
                k: v
                for k, v in xlsx_parts({"A": "", "B": "<row><c><v>5</v></c></row>"}).items()
                if "sheet1" not in k
            }
        ),
        Pages("2 pages; could not be read: p. 1; " + DAMAGED, "5"),
    ),
    Case(
        "groups.rtf", lambda: "{\\rtf1 Good." + "{" * 500_000, Pages("1 page; " + DAMAGED, "Good.")
    ),
    Case("ends.rtf", lambda: "{\\rtf1 Good." + "}" * 500_000, Pages("1 page", "Good.")),
    Case(
        "bin-lies.rtf",
        lambda: "{\\rtf1 Good.\\bin2147483647 x}",
        Pages("1 page; " + DAMAGED, "Good."),
    ),
    Case(
        "numbers.rtf",
        lambda: "{\\rtf1\\uc99999999\\u9999999999\\f-9\\ansicpg77777 Good.}",
        Pages("1 page", ""),
    ),
    Case("noise.rtf", lambda: b"{\\rtf1 Good. " + NOISE.replace(b"\\", b""), NOT_TEXT),
    Case("nested.eml", lambda: nested_mail(5000), NO_MARKUP),
    Case("parts.eml", many_parts, Pages("3 pages", "part")),
    Case(
        "header.eml",
        lambda: "From: a\nTo: " + "a@b, " * 1_000_000 + "\nSubject: c\n\nGood.",
        Pages("1 page", "Good."),
    ),
    Case(
        "bad-base64.eml",
        lambda: "From: a\nTo: b\nSubject: c\nContent-Transfer-Encoding: base64\n\n===*Good",
        Pages("1 page", "Subject: c"),
    ),
)

CORPUS = (*_PACKAGES, *_MARKUP, *_FORMATS, *FLAT, *PDFS)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for each in CORPUS:
        write(each, target)
