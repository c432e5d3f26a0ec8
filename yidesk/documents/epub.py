"""EPUB: chapters in the order of the spine, labelled from the book's table of contents.

EPUB 3.3 (https://www.w3.org/TR/epub-33/) and the NCX of EPUB 2. A chapter that cannot be read
costs itself only.
"""

from __future__ import annotations

import html.entities
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from yidesk.core.document_limits import TOO_LONG
from yidesk.core.errors import DocumentError
from yidesk.core.types import PageWarning
from yidesk.documents import limits, markup
from yidesk.documents.flow import Flow
from yidesk.documents.formats import Format
from yidesk.documents.markup import Element, local
from yidesk.documents.ooxml import resolve
from yidesk.documents.package import DAMAGED, Package
from yidesk.documents.pages import CutText, Place, cut
from yidesk.documents.web_page import decode_html, write_html, write_tree

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = (".xhtml", ".html", ".htm", ".xml")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PICTURE = re.compile(rb"<(?:\w+:)?(?:img|image|object)\b", re.IGNORECASE)
_TITLE_CHARACTERS = 120


def open_epub(path: Path, pulse: Callable[[], None]) -> CutText:
    """Read a book. Raises DocumentError."""
    package = Package(path, pulse)
    _refuse_protected(package)
    chapters, titles = _contents(package)
    left = limits.MAX_TEXT_CHARACTERS
    places: list[Place] = []
    for number, part in enumerate(chapters):
        found = list(_chapter(package, part, titles.get(part, ""), is_first=number == 0))
        left -= sum(len(place.text) for place in found)
        if left < 0:
            package.note(TOO_LONG)
            break
        places += found
    return cut(path, Format.EPUB, places, package.notes)


def _refuse_protected(package: Package) -> None:
    """Refuse a book whose chapters are encrypted; fonts often are, and do not matter."""
    if ENCRYPTION not in package:
        return
    try:
        methods = package.xml(ENCRYPTION).iter("{*}EncryptionMethod")
        foreign = [each for each in methods if each.get("Algorithm") not in _FONT_OBFUSCATION]
    except DocumentError:
        return
    if foreign:
        raise DocumentError(
            "{name} is locked by its seller (DRM), so that only their program can open it.",
            code="document_encrypted",
            next_step="Ask the seller for a copy without a lock.",
            name=package.name,
        )


def _contents(package: Package) -> tuple[list[str], dict[str, str]]:
    """The chapters in order and their titles; every page in the file when the list is lost."""
    try:
        rootfile = next(package.xml(CONTAINER).iter("{*}rootfile"), None)
        book = "" if rootfile is None else rootfile.get("full-path", "")
        tree = package.xml(book)
    except DocumentError:
        package.note(DAMAGED)
        return sorted(part for part in package.parts if part.lower().endswith(_PAGES[:3])), {}
    return _spine(package, tree, posixpath.dirname(book))


def _spine(package: Package, book: Element, folder: str) -> tuple[list[str], dict[str, str]]:
    items = {item.get("id"): item for item in book.iter("{*}item")}
    parts = {name: resolve(folder, item.get("href", "")) for name, item in items.items()}
    chapters = [parts.get(each.get("idref"), "") for each in book.iter("{*}itemref")]
    titles: dict[str, str] = {}
    for name, item in items.items():
        is_nav = "nav" in item.get("properties", "").split()
        if is_nav or item.get("media-type") == "application/x-dtbncx+xml":
            titles = {**dict(_titles(package, parts[name])), **titles}
    return list(dict.fromkeys(part for part in chapters if part)), titles


def _titles(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Chapters and their titles from a navigation page or an NCX; the first of each chapter."""
    try:
        root = package.xml(part)
    except DocumentError:
        return
    folder = posixpath.dirname(part)
    seen = set()
    for link in root.iter("{*}a", "{*}navPoint"):
        point = local(link) == "navPoint"
        content = markup.child(link, "content") if point else link
        text = markup.child(link, "navLabel", "text") if point else link
        if content is None or text is None:
            continue
        target = resolve(folder, content.get("src" if point else "href", ""))
        if target not in seen:
            seen.add(target)
            yield target, " ".join("".join(text.itertext()).split())[:_TITLE_CHARACTERS]


def _chapter(package: Package, part: str, title: str, *, is_first: bool) -> Iterator[Place]:
    """The pages of a chapter; one that is a picture is a page too, unless it is the cover."""
    written = Flow()
    try:
        data = package.read(part)
        _write(package, data, written)
    except DocumentError as error:
        if error.code == "document_encrypted":
            raise
        yield Place("", title, PageWarning.UNREADABLE)
        return
    if written.text():
        yield from written.places(title)
    elif _PICTURE.search(data) and not is_first:
        yield Place("", title, PageWarning.NO_TEXT)


def _write(package: Package, data: bytes, written: Flow) -> None:
    """Write a chapter down, as XML if it is well-formed and as HTML if it is not."""
    decoded = decode_html(data)
    if decoded is None:
        raise markup.not_markup(package.name)
    text = _ENTITY.sub(_character, _DOCTYPE.sub("", decoded.text, count=1))
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        parsed = markup.parse(text.encode("utf-8", "replace"), package.name)
    except DocumentError as error:
        if error.code != "document_damaged":
            raise
        parsed = None
    if parsed is not None and parsed.whole:
        write_tree(parsed.root, written, package.pulse)
        return
    _, whole = write_html(text, package.name, written, package.pulse)
    if not whole:
        package.note(DAMAGED)


def _character(entity: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know."""
    if entity[1] in _XML_ENTITIES:
        return entity[0]
    return html.entities.html5.get(f"{entity[1]};", entity[0])
