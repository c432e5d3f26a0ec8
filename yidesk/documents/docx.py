"""DOCX: paragraphs, tables and notes in order; headings as locators (ECMA-376 part 1, 17).

The text is that of the document with all changes accepted: what was inserted is in, what was
deleted is out, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.core.types import PageWarning
from yidesk.core.words import phrase
from yidesk.documents import flow, markup
from yidesk.documents.docx_styles import Styles, read_styles
from yidesk.documents.drawings import Drawings
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, attribute, local
from yidesk.documents.ooxml import main_part, related, relations
from yidesk.documents.package import DAMAGED, Package
from yidesk.documents.pages import CutText, Place, cut
from yidesk.documents.symbols import symbol

DELETIONS = phrase("The file has tracked changes; deleted text was left out, inserted text is in.")
COMMENTS = phrase("Comments in the file were left out.")
PICTURES = phrase("The file holds pictures and no text. Saved as PDF, they can be read by OCR.")

_DROPPED = frozenset({"del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "sectPr", "tblPr"})
"""Deleted or moved away; what Word writes a second time for older programs; furigana; layout."""
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}")
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PAGE_NUMBER = re.compile(r"\bpages?\b|\bof\b|[\W\d_]|[第共页頁]", re.IGNORECASE)
LEAST_MARGIN = 3
"""Letters of a header or footer that says something."""
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def open_docx(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read a DOCX file. Raises DocumentError."""
    package = Package(path, pulse)
    main = main_part(package, "word/document.xml")
    notes = {kind: _notes(package, main, kind) for kind in _REFERENCES.values()}
    styles = read_styles(package, main)
    written = Flow()
    body = _Writer(written, styles, notes, package, Drawings(package, main))
    body.write(package.xml(main))
    for line in _margins(package, main):
        written.write(line)
        written.end(tight=True)
    if related(package, main, "comments"):
        package.note(COMMENTS)
    if not written.text() and any(part.startswith("word/media/") for part in package.parts):
        return cut(path, Format.DOCX, [Place("", "", PageWarning.NO_TEXT)], [PICTURES])
    return flow.finish(path, Format.DOCX, written, package.notes)


def _margins(package: Package, main: str) -> list[str]:
    """The headers and footers, each text once; numbers of pages alone are none."""
    found: dict[str, None] = {}
    for link in relations(package, main).values():
        if link.kind not in {"header", "footer"} or link.target not in package:
            continue
        try:
            root = package.xml(link.target)
        except DocumentError:
            package.note(DAMAGED)
            continue
        written = Flow()
        _Writer(written, Styles(), {}, package, Drawings(package, link.target)).write(root)
        text = " ".join(written.text().split())
        if len(_PAGE_NUMBER.sub("", text)) >= LEAST_MARGIN:
            found[f"{link.kind.capitalize()}: {text}"] = None
    return list(found)


def _notes(package: Package, main: str, kind: str) -> dict[str, str]:
    """The text of every foot- or endnote by its id."""
    part = related(package, main, kind)
    if not part:
        return {}
    try:
        root = package.xml(part)
    except DocumentError:
        package.note(DAMAGED)
        return {}
    found = {}
    for note in root:
        if attribute(note, "type") not in {"separator", "continuationSeparator"}:
            written = Flow()
            _Writer(written, Styles(), {}, package, Drawings(package, part)).write(note)
            found[attribute(note, "id")] = " ".join(written.text().split())
    return found


class _Writer:
    """Walks the body and writes it down."""

    def __init__(
        self,
        written: Flow,
        styles: Styles,
        notes: dict[str, dict[str, str]],
        package: Package,
        drawings: Drawings,
    ) -> None:
        self._flow = written
        self._styles = styles
        self._notes = notes
        self._package = package
        self._drawings = drawings
        self._level = 0
        self._listed = False

    def write(self, root: Element) -> None:
        walk = markup.Walk(root, self._package.pulse)
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._end(name)
            elif name in _DROPPED:
                self._drop(name)
                walk.skip()
            else:
                self._start(element, name)
        self._flow.end()

    def _drop(self, name: str) -> None:
        if name in {"del", "moveFrom"}:
            self._package.note(DELETIONS)

    def _start(self, element: Element, name: str) -> None:
        if name == "t":
            self._flow.write(element.text or "")
        elif name in _CHARACTERS:
            self._flow.write(" " if self._flow.in_row else _CHARACTERS[name])
        elif name == "sym":
            code = attribute(element, "char")
            self._flow.write(symbol(int(code, 16)) if _HEXADECIMAL.fullmatch(code) else "")
        elif name == "p":
            self._flow.end()  # a text box stands within a paragraph
            paragraph = self._styles.of(markup.child(element, "pPr"))
            self._level = paragraph.level
            self._listed = bool(paragraph.number) and not paragraph.level
            self._flow.write(paragraph.number)
        elif name == "tr":
            self._flow.open_row()
        elif name == "tc":
            self._flow.open_cell()
        elif name in _REFERENCES:
            notes = self._notes.get(_REFERENCES[name], {})
            self._flow.mention(notes.get(attribute(element, "id"), ""))
        elif drawn := self._drawings.text(element):
            self._flow.end()
            for line in drawn.split("\n"):
                self._flow.write(line)
                self._flow.end(tight=True)

    def _end(self, name: str) -> None:
        if name == "p":
            self._flow.end(self._level, tight=self._listed)
            self._level, self._listed = 0, False
        elif name == "tr":
            self._flow.close_row()
        if name in {"p", "tr"}:
            self._flow.write_notes()
