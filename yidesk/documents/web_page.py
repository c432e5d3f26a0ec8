"""HTML, saved pages too: headings as locators; scripts, styles and navigation left out.

lxml mends what browsers mend, and fetches nothing. What only a style sheet hides is kept: nothing
is dropped that a person may have seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from yidesk.documents import flow, markup
from yidesk.documents.encoding import Decoded, decode, superset_of
from yidesk.documents.files import shown_name
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, local
from yidesk.documents.package import DAMAGED
from yidesk.documents.pages import CutText
from yidesk.documents.pulse import no_pulse
from yidesk.documents.recognise import not_text

_DROPPED = frozenset(
    (
        *("script", "style", "nav", "template", "noscript", "head", "svg", "iframe"),
        *("frame", "object", "embed", "applet", "canvas", "audio", "video", "map"),
        *("select", "button", "input", "textarea", "menu", "rp", "rt", "annotation"),
        *("annotation-xml",),
    )
)
_DROPPED_ROLES = frozenset(["navigation", "menu", "menubar", "search", "tablist", "toolbar"])
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "header", "hgroup", "hr", "html", "legend", "main", "ol"),
        *("p", "section", "summary", "table", "ul"),
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"})
"""Not worth believing: half of the pages that say so are something else."""
_SEVEN_BIT = frozenset({"iso-2022-jp", "hz-gb-2312"})
"""Looks like ASCII, so that it has to be believed."""


def open_html(path: Path, pulse: Callable[[], None] = no_pulse) -> CutText:
    """Cut an HTML file at its headings. Raises DocumentError."""
    name = shown_name(path)
    decoded = decode_html(path.read_bytes())
    if decoded is None:
        raise not_text(name)
    notes = [] if decoded.encoding == "utf-8" else [f"Encoding: {decoded.encoding.upper()}"]
    written = Flow()
    title, whole = write_html(decoded.text, name, written, pulse)
    return flow.finish(path, Format.HTML, written, notes if whole else [*notes, DAMAGED], title)


def decode_html(data: bytes) -> Decoded | None:
    """The text of a page: UTF-8 if it is that, else as it says itself, else what is likeliest."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    for encoding in (name,) if name in _SEVEN_BIT else ("utf-8", name):
        if encoding and encoding not in _LATIN and b"\0" not in data:
            try:
                encoding = superset_of(encoding)  # noqa: PLW2901 - the same, said better
                return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding)
            except (LookupError, ValueError):
                continue
    return decode(data)


def write_html(
    text: str, name: str, written: Flow, pulse: Callable[[], None] = no_pulse
) -> tuple[str, bool]:
    """Write a page down; its title, and whether all of it could be parsed. Raises DocumentError."""
    data = text.encode("utf-8", "replace")
    markup.check(data, name)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise markup.not_markup(name)
    write_tree(root, written, pulse)
    deep = any(error.level_name == "FATAL" for error in parser.error_log)
    return _title(root), not deep


def write_tree(root: Element, written: Flow, pulse: Callable[[], None]) -> None:
    """Write down the tree of a page (or of XHTML)."""
    _Writer(root, written, pulse).write()


def _title(root: Element) -> str:
    head = markup.child(root, "head", "title")
    return " ".join("".join(head.itertext()).split())[:200] if head is not None else ""


class _Writer:
    """Walks a page's tree and writes it down."""

    def __init__(self, root: Element, written: Flow, pulse: Callable[[], None]) -> None:
        self._root = root
        self._pulse = pulse
        self._flow = written
        self._layout = _tables_for_layout(root)
        self._lists: list[int] = []
        """The number of the last item of every open list; -1 for those without numbers."""
        self._verbatim = 0
        self._item_begun = False
        """The mark of an item stands there and waits for its text."""

    def write(self) -> None:
        walk = markup.Walk(self._root, self._pulse)
        dropped = None
        for event, element in walk:
            if event == "start":
                if _is_dropped(element):
                    dropped = element
                    walk.skip()
                    continue
                self._start(element, local(element).lower())
                self._text(element.text)
                continue
            if element is not dropped:
                self._end(element, local(element).lower())
            if element is not self._root:
                self._text(element.tail)
        self._flow.end()

    def _text(self, text: str | None) -> None:
        if text and not text.isspace():
            self._item_begun = False
        if text and self._verbatim:
            self._flow.write(text)
        elif text:
            self._flow.words(text)

    def _start(self, element: Element, tag: str) -> None:
        if _divides(tag) and not self._item_begun:
            self._flow.end(tight=bool(self._lists))
        if tag in {"ul", "ol"}:
            self._lists.append(-1 if tag == "ul" else _number(element.get("start"), 1) - 1)
        elif tag == "li":
            self._start_item(element)
        elif tag == "br":
            self._flow.write(" " if self._flow.in_row else "\n")
        elif tag == "pre":
            self._verbatim += 1
        elif tag == "tr" and not self._is_layout(element):
            self._flow.open_row()
        elif tag in _CELLS:
            self._start_cell(element)

    def _end(self, element: Element, tag: str) -> None:
        if tag == "li":
            self._flow.end(tight=True)
        elif tag == "tr" and not self._is_layout(element):
            self._flow.close_row()
        elif tag in _CELLS and self._is_layout(element):
            self._flow.end()
        elif tag == "pre":
            self._verbatim -= 1
        if _divides(tag):
            self._flow.end(_HEADINGS.get(tag, 0), tight=bool(self._lists))
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def _start_item(self, element: Element) -> None:
        self._flow.end(tight=True)
        self._item_begun = True
        if not self._lists or self._lists[-1] < 0:
            self._flow.write("- ")
            return
        self._lists[-1] = _number(element.get("value"), self._lists[-1] + 1)
        self._flow.write(f"{self._lists[-1]}. ")

    def _start_cell(self, element: Element) -> None:
        if self._is_layout(element):
            self._flow.end()
        else:
            self._flow.open_cell()

    def _is_layout(self, element: Element) -> bool:
        table = next(element.iterancestors("{*}table"), None)
        return table is None or table in self._layout


def _number(given: str | None, otherwise: int) -> int:
    """What an item or list says its number is; OTHERWISE where it says nothing of use."""
    return int(given) if given and given.isdecimal() and 0 < len(given) < 6 else otherwise


def _divides(tag: str) -> bool:
    return tag in _BLOCKS or tag in _HEADINGS or tag == "pre"


def _is_dropped(element: Element) -> bool:
    if local(element).lower() in _DROPPED or element.get("hidden") is not None:
        return True
    if element.get("role", "").lower() in _DROPPED_ROLES:
        return True
    return _HIDDEN.search(element.get("style", "")) is not None


def _tables_for_layout(root: Element) -> set[Element]:
    """Tables that hold headings or other tables: they place text, as pages did once."""
    found: set[Element] = set()
    for inner in root.iter("{*}table", *(f"{{*}}{tag}" for tag in _HEADINGS)):
        for table in inner.iterancestors("{*}table"):
            if table in found:
                break
            found.add(table)
    return found
