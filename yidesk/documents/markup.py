"""XML from a stranger through libxml2: no network, no entities, no document types, bounded trees.

Office files and books never define entities; a file that does is an attack (billion laughs,
external files) and is refused. libxml2's own limits stay on: 256 levels, 10 MB a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from yidesk.core.errors import DocumentError
from yidesk.documents import limits

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for it

BYTES_PER_ROW = 8 * 1024 * 1024
"""The most between two elements of a stream: what the parser holds at once."""

STEPS_PER_PULSE = 50_000

_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


_CROWDED = re.compile(rb"<[A-Za-z](?:[^<>\"'\s/]++|\"[^\"]*+\"|'[^']*+'|[\s/]++){10000}", re.DOTALL)
"""A tag of thousands of attributes; libxml2 compares each of them with all others in HTML."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, and whether it is all of the file: after an error the rest is missing."""

    root: Element
    whole: bool


def parse(data: bytes, name: str) -> Parsed:
    """The tree of XML that was checked; the beginning of a broken one. Raises DocumentError."""
    parser = etree.XMLParser(recover=True, **_SAFE)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise not_markup(name)
    return Parsed(root, not parser.error_log)


def stream(chunks: Iterable[bytes], tag: str, name: str) -> Iterator[Element]:
    """Elements TAG (`{*}row`) as they end; each is emptied when the next is asked for.

    Raises DocumentError, also when the markup breaks off: what came before it was given.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tag, **_SAFE)
    waiting = 0
    try:
        for chunk in chunks:
            _refuse_entities(chunk, name)
            parser.feed(chunk)
            waiting += len(chunk)
            for _, element in parser.read_events():
                waiting = 0
                yield element
                _forget(element)
            if waiting > BYTES_PER_ROW:
                raise not_markup(name)
        parser.close()
    except etree.XMLSyntaxError:
        raise not_markup(name) from None


class Walk:
    """("start" | "end", element) in document order, without recursion; PULSE now and then."""

    def __init__(self, root: Element, pulse: Callable[[], None]) -> None:
        self._walk = etree.iterwalk(root, events=("start", "end"))
        self._pulse = pulse

    def __iter__(self) -> Iterator[tuple[str, Element]]:
        for count, step in enumerate(self._walk, 1):
            if count % STEPS_PER_PULSE == 0:
                self._pulse()
            yield step

    def skip(self) -> None:
        """Go on behind the element that was just begun; its end still comes."""
        self._walk.skip_subtree()


def local(element: Element) -> str:
    """The element's name without its name space; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, wanted: str, default: str = "") -> str:
    """The value of the attribute with this local name, in whatever name space."""
    for key, value in element.items():
        if key.rpartition("}")[2] == wanted:
            return str(value)
    return default


def child(element: Element, *path: str) -> Element | None:
    """The first descendant reached by these local names, one level each."""
    found = element
    for step in path:
        found = next((each for each in found if local(each) == step), None)
        if found is None:
            return None
    return found


def check(data: bytes, name: str, before: int = 0) -> int:
    """The signs of markup in DATA; BEFORE were in other parts of the same file.

    Refuses what defines entities or makes trees beyond all measure. Raises DocumentError.
    """
    _refuse_entities(data, name)
    marks = data.count(b"<") + data.count(b"=")
    if before + marks > limits.MAX_MARKS or _CROWDED.search(data):
        raise DocumentError(
            "{name} has more markup than a document can hold.",
            code="document_too_large",
            next_step="If it is meant so, split it in the program it was made with.",
            name=name,
        )
    return marks


def _refuse_entities(data: bytes, name: str) -> None:
    plain = data.replace(b"\0", b"") if b"\0" in data[:64] else data  # UTF-16
    if b"<!ENTITY" in plain:
        raise DocumentError(
            "{name} defines XML entities, as attacks do and documents do not; it was not read.",
            code="document_entities",
            next_step="If you trust it, open it in its own program and save it as PDF.",
            name=name,
        )


def not_markup(name: str) -> DocumentError:
    """The error for a part that is no XML."""
    return DocumentError(
        "{name} is damaged: the markup in it cannot be read.",
        code="document_damaged",
        next_step="Download or copy it again, or save it anew from a program that still opens it.",
        name=name,
    )


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]
