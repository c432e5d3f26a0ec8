"""ODT: headings, paragraphs, lists, tables and notes in order (OpenDocument 1.3, part 3).

Deleted text of tracked changes is kept apart in the file and left out here; annotations too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.documents import flow, markup
from yidesk.documents.docx import COMMENTS, DELETIONS
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, attribute, child, local
from yidesk.documents.odt_lists import Lists
from yidesk.documents.package import Package, protected
from yidesk.documents.pages import CutText

CONTENT = "content.xml"
STYLES = "styles.xml"
MANIFEST = "META-INF/manifest.xml"
MOST_SPACES = 100
"""`text:s` may ask for any number of them."""

_DROPPED = frozenset(
    (
        *("tracked-changes", "annotation", "annotation-end", "note-citation"),
        *("ruby-text", "title", "desc", "sequence-decls", "forms", "scripts"),
        *("font-face-decls", "automatic-styles"),
    )
)
_NOTED = {"tracked-changes": DELETIONS, "annotation": COMMENTS}


def open_odt(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read an ODT file. Raises DocumentError."""
    package = Package(path, pulse)
    _refuse_encrypted(package)
    root = package.xml(CONTENT)
    body = child(root, "body", "text")
    written = Flow()
    lists = Lists([root, *_styles(package)])
    _Writer(written, package, lists).write(root if body is None else body)
    return flow.finish(path, Format.ODT, written, package.notes)


def _refuse_encrypted(package: Package) -> None:
    try:
        manifest = package.read(MANIFEST) if MANIFEST in package else b""
    except DocumentError:
        return
    if b"encryption-data" in manifest:
        raise protected(package.name)


def _styles(package: Package) -> list[Element]:
    """The part with the styles of the document, where it can be read."""
    try:
        return [package.xml(STYLES)] if STYLES in package else []
    except DocumentError:
        return []


class _Writer:
    """Walks the body and writes it down."""

    def __init__(self, written: Flow, package: Package, lists: Lists) -> None:
        self._flow = written
        self._lists = lists
        self._package = package

    def write(self, root: Element) -> None:
        walk = markup.Walk(root, self._package.pulse)
        for event, element in walk:
            name = local(element)
            if name in _DROPPED or name == "note":
                if event == "start":
                    self._leave_out(element, name)
                    walk.skip()
                    continue
            elif event == "start":
                self._start(element, name)
                self._flow.words(element.text or "")
            else:
                self._end(element, name)
            if event == "end" and element is not root:
                self._flow.words(element.tail or "")
        self._flow.end()

    def _leave_out(self, element: Element, name: str) -> None:
        if name == "note":
            self._flow.mention(_text(child(element, "note-body")))
        elif name in _NOTED:
            self._package.note(_NOTED[name])

    def _start(self, element: Element, name: str) -> None:
        if name in {"p", "h"}:
            self._start_paragraph(element)
        elif name == "list":
            self._lists.begin(element)
        elif name == "s":
            wanted = attribute(element, "c", "1")
            self._flow.write(" " * min(int(wanted) if wanted.isdecimal() else 1, MOST_SPACES))
        elif name == "tab":
            self._flow.write("\t")
        elif name == "line-break":
            self._flow.write(" " if self._flow.in_row else "\n")
        elif name == "table-row":
            self._flow.open_row()
        elif name in {"table-cell", "covered-table-cell"}:
            self._flow.open_cell()

    def _start_paragraph(self, element: Element) -> None:
        parent = element.getparent()
        listed = parent is not None and local(parent) == "list-item" and parent[0] is element
        self._flow.end(tight=listed)
        if listed and local(element) == "p":
            self._flow.write(self._lists.mark(element.getparent()))

    def _end(self, element: Element, name: str) -> None:
        if name == "h":
            level = attribute(element, "outline-level", "1")
            self._flow.end(int(level) if level.isdecimal() else 1)
        elif name == "p":
            self._flow.end(tight=local(element.getparent()) == "list-item")
        elif name == "table-row":
            self._flow.close_row()
        elif name == "list":
            self._lists.end()
        if name in {"p", "h", "table-row"}:
            self._flow.write_notes()


def _text(element: Element | None) -> str:
    """All text of an element, in one line."""
    return " ".join(" ".join(element.itertext()).split()) if element is not None else ""
