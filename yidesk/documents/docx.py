"""DOCX: paragraphs, tables and notes in order; headings as locators (ECMA-376 part 1, 17).

The text is that of the document with all changes accepted: what was inserted is in, what was
deleted is out, and a note says so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.documents import flow, markup
from yidesk.documents.docx_styles import Styles, read_styles
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, attribute, local
from yidesk.documents.ooxml import main_part, related
from yidesk.documents.package import DAMAGED, Package
from yidesk.documents.pages import CutText

DELETIONS = "The file has tracked changes; deleted text was left out, inserted text is in."
COMMENTS = "Comments in the file were left out."

_DROPPED = frozenset({"del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "sectPr", "tblPr"})
"""Deleted or moved away; what Word writes a second time for older programs; furigana; layout."""
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def open_docx(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read a DOCX file. Raises DocumentError."""
    package = Package(path, pulse)
    main = main_part(package, "word/document.xml")
    notes = {kind: _notes(package, main, kind) for kind in _REFERENCES.values()}
    styles = read_styles(package, main)
    written = Flow()
    _Writer(written, styles, notes, package).write(package.xml(main))
    if related(package, main, "comments"):
        package.note(COMMENTS)
    return flow.finish(path, Format.DOCX, written, package.notes)


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
            _Writer(written, Styles(), {}, package).write(note)
            found[attribute(note, "id")] = " ".join(written.text().split())
    return found


class _Writer:
    """Walks the body and writes it down."""

    def __init__(
        self, written: Flow, styles: Styles, notes: dict[str, dict[str, str]], package: Package
    ) -> None:
        self._flow = written
        self._styles = styles
        self._notes = notes
        self._package = package
        self._level = 0
        self._listed = False
        self._mentioned = 0
        self._due: list[str] = []
        """Notes that come after the paragraph or row that mentions them."""

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
            self._mention(self._notes.get(_REFERENCES[name], {}).get(attribute(element, "id"), ""))

    def _end(self, name: str) -> None:
        if name == "p":
            self._flow.end(self._level, tight=self._listed)
            self._level, self._listed = 0, False
        elif name == "tr":
            self._flow.close_row()
        if name in {"p", "tr"} and not self._flow.in_row:
            self._write_notes()

    def _mention(self, text: str) -> None:
        if text:
            self._mentioned += 1
            self._flow.write(f" (note {self._mentioned})")
            self._due.append(f"(note {self._mentioned}) {text}")

    def _write_notes(self) -> None:
        for text in self._due:
            self._flow.write(text)
            self._flow.end(tight=True)
        self._due.clear()
