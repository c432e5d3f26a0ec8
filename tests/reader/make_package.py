"""Writes small office files and books by hand, so that a test says exactly what is in its file."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN_TYPES = {
    "word/document.xml": "wordprocessingml.document",
    "ppt/presentation.xml": "presentationml.presentation",
    "xl/workbook.xml": "spreadsheetml.sheet",
}
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

Parts = dict[str, bytes | str]


def pack(parts: Parts, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as archive:
        for name, data in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else packed
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def links(*targets: tuple[str, str]) -> str:
    """Relations rId1, rId2, ... of these kinds and targets."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{TYPE}{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def office(main: str, parts: Parts) -> Parts:
    """The parts every office file has, around those given."""
    kind = f"application/vnd.openxmlformats-officedocument.{MAIN_TYPES[main]}.main+xml"
    types = f'<Types><Override PartName="/{main}" ContentType="{kind}"/></Types>'
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": links(("officeDocument", main)),
        **parts,
    }


def docx_parts(body: str, **others: str) -> Parts:
    """A document of this body; OTHERS are parts such as `styles`, `numbering`, `footnotes`."""
    parts: Parts = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    parts["word/_rels/document.xml.rels"] = links(*((kind, f"{kind}.xml") for kind in others))
    for kind, xml in others.items():
        parts[f"word/{kind}.xml"] = f"<w:{kind} {W}>{xml}</w:{kind}>"
    return office("word/document.xml", parts)


def make_docx(body: str, **others: str) -> bytes:
    return pack(docx_parts(body, **others))


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def heading(text: str, level: int) -> str:
    return paragraph(text, f'<w:outlineLvl w:val="{level - 1}"/>')


def odt_parts(body: str, **others: str) -> Parts:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    content = (
        f"<office:document-content {spaces}>{others.get('styles', '')}"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "META-INF/manifest.xml": others.get("manifest", "<manifest/>"),
    }


def make_odt(body: str, **others: str) -> bytes:
    return pack(odt_parts(body, **others))


def epub_parts(chapters: dict[str, str], nav: str = "", folder: str = "OEBPS/") -> Parts:
    """A book of these chapters (file name to XHTML), with the page of contents NAV."""
    items = "".join(f'<item id="{name}" href="{name}"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    if nav:
        items += '<item id="nav" href="nav.xhtml" properties="nav"/>'
    parts: Parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container><rootfiles>"
        f'<rootfile full-path="{folder}book.opf"/></rootfiles></container>',
        f"{folder}book.opf": f"<package><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>",
    }
    parts.update({f"{folder}{name}": text for name, text in chapters.items()})
    if nav:
        parts[f"{folder}nav.xhtml"] = xhtml(f"<nav>{nav}</nav>")
    return parts


def make_epub(chapters: dict[str, str], nav: str = "") -> bytes:
    return pack(epub_parts(chapters, nav))


def xhtml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
    )


def pptx_parts(slides: list[str], notes: dict[int, str] | None = None) -> Parts:
    """A presentation of these shape trees; NOTES by the number of their slide."""
    numbers = range(1, len(slides) + 1)
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
    space = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' xmlns:r="{TYPE.rstrip("/")}"'
    )
    parts: Parts = {
        "ppt/presentation.xml": f"<p:presentation {space}><p:sldIdLst>{listed}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": links(
            *(("slide", f"slides/slide{n}.xml") for n in numbers)
        ),
    }
    for number, shapes in enumerate(slides, 1):
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        parts[f"ppt/slides/slide{number}.xml"] = f"<p:sld {space}>{tree}</p:sld>"
    for number, shapes in (notes or {}).items():
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = links(("notesSlide", "../notes.xml"))
        parts["ppt/notes.xml"] = f"<p:notes {space}>{shapes}</p:notes>"
    return office("ppt/presentation.xml", parts)


def make_pptx(slides: list[str], notes: dict[int, str] | None = None) -> bytes:
    return pack(pptx_parts(slides, notes))


def shape(text: str, kind: str = "") -> str:
    holder = f'<p:ph type="{kind}"/>' if kind else ""
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>"
    )


def xlsx_parts(sheets: dict[str, str], strings: list[str] | None = None, styles: str = "") -> Parts:
    """A workbook of these sheets (name to rows in XML)."""
    space = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' xmlns:r="{TYPE.rstrip("/")}"'
    )
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings or [])
    parts: Parts = {
        "xl/workbook.xml": f"<workbook {space}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": links(
            *targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f"<sst {space}>{shared}</sst>",
        "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
        )
    return office("xl/workbook.xml", parts)


def make_xlsx(sheets: dict[str, str], strings: list[str] | None = None, styles: str = "") -> bytes:
    return pack(xlsx_parts(sheets, strings, styles))


def one_sheet(rows: str) -> bytes:
    return make_xlsx({"S": rows})


def compound(directory: str) -> bytes:
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(30, b"\0") + b"\x09"
    return head.ljust(512, b"\0") + directory.encode("utf-16-le").ljust(512, b"\0")
