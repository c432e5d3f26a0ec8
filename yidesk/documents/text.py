"""Plain text and source code: cut into pages of about PAGE_CHARACTERS at natural borders.

The pages together hold every character but the white space at their borders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from yidesk.documents.encoding import Decoded, decode
from yidesk.documents.files import shown_name
from yidesk.documents.formats import Format
from yidesk.documents.pages import CutText, Place, cut
from yidesk.documents.pulse import Pulse, no_pulse, paced
from yidesk.documents.recognise import not_text

PAGE_CHARACTERS = 3000
"""About one printed page."""

BLOCK = 1024 * 1024
PLACES_PER_PULSE = 100

Span = tuple[int, int]
"""[start, end) in characters."""

_STRAY = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n)+")
_SENTENCE = re.compile(r"[。！？；…]+[”’」』）]*|(?<![.!?;])[.!?;]+[\"')\]]*\s")


def open_text(path: Path, form: Format = Format.TEXT, pulse: Pulse = no_pulse) -> CutText:
    """Cut a text file. Raises DocumentError, also when it holds nothing but white space."""
    decoded = read_text(path, pulse)
    places = places_of_code if form is Format.CODE else places_of
    return finish(path, form, places(decoded.text), decoded.encoding, pulse)


def finish(
    path: Path, form: Format, places: Iterable[Place], encoding: str, pulse: Pulse
) -> CutText:
    """The document of these places. Raises DocumentError when there are none or too many."""
    notes = () if encoding == "utf-8" else (f"Encoding: {encoding.upper()}",)
    return cut(path, form, paced(places, pulse, PLACES_PER_PULSE), notes)


def read_text(path: Path, pulse: Pulse) -> Decoded:
    r"""The whole file as text with \n line ends and no stray controls. Raises DocumentError."""
    data = read_bytes(path, pulse)
    decoded = decode(data)
    pulse()
    if decoded is None:
        raise not_text(shown_name(path))
    return Decoded(clean(decoded.text), decoded.encoding)


def read_bytes(path: Path, pulse: Pulse) -> bytes:
    """The whole file, which may lie on a slow disk. Raises OSError."""
    with path.open("rb") as file:
        return b"".join(paced(iter(partial(file.read, BLOCK), b""), pulse, 1))


def clean(text: str) -> str:
    r"""Line ends as \n; control characters other than tab, line end and form feed removed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return _STRAY.sub("", text)


def places_of(text: str, label: str = "") -> Iterator[Place]:
    """Pages of a text; a form feed always ends one."""
    for start, end in spans(text):
        yield Place(text[start:end].strip("\n"), label)


def places_of_code(text: str) -> Iterator[Place]:
    """Pages of source code, labelled with their lines as code hosts write them (`L12-L80`)."""
    line, done = 1, 0
    for start, end in spans(text):
        body = text[start:end]
        line += text.count("\n", done, start) + len(body) - len(body.lstrip("\n"))
        last = line + body.strip("\n").count("\n")
        yield Place(body.strip("\n"), f"L{line}-L{last}")
        line, done = last, start + len(body.rstrip("\n"))


def spans(text: str, most: int = PAGE_CHARACTERS) -> Iterator[Span]:
    """Where pages begin and end. Spans follow each other; blank ones are left out."""
    start = 0
    while start < len(text):
        feed = text.find("\f", start, start + most + 1)
        end = feed + 1 if feed >= 0 else _border(text, start, most)
        stop = feed if feed >= 0 else end
        if text[start:stop].strip():
            yield start, stop
        start = end


def _border(text: str, start: int, most: int) -> int:
    """The best place for a page that begins at START to end, at most MOST characters on."""
    if len(text) - start <= most:
        return len(text)
    window = text[start : start + most]
    paragraph = _paragraph_border(text, start, window)
    if paragraph:
        return start + paragraph
    least = most // 3
    for border in (window.rfind("\n") + 1, _last_sentence(window), window.rfind(" ") + 1):
        if border > least:
            return start + border
    return start + most


def _paragraph_border(text: str, start: int, window: str) -> int:
    """The end of the last whole paragraph in WINDOW; 0 when the cut must fall inside one.

    A short beginning (a heading) does not stand alone before a paragraph that must be cut anyway.
    """
    blank = len(window) - len(window.lstrip())
    ends = [match.end() for match in _PARAGRAPH.finditer(window) if match.start() >= blank]
    if not ends:
        return 0
    most = len(window)
    if ends[-1] < most // 3:
        following = _PARAGRAPH.search(text, start + ends[-1], start + ends[-1] + most)
        if following is None and len(text) - start - ends[-1] > most:
            return 0
    return ends[-1]


def _last_sentence(window: str) -> int:
    return max((match.end() for match in _SENTENCE.finditer(window)), default=0)
