"""Markdown: a page for each section, labelled with the path of its headings.

Headings as CommonMark has them (https://spec.commonmark.org/0.31.2/, 4.2 and 4.3), outside of
fenced code and of front matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yidesk.documents.pages import CutText, Place
from yidesk.documents.recognise import Format
from yidesk.documents.text import PAGE_CHARACTERS, finish, places_of, read_text

SEPARATOR = " › "
TITLE_CHARACTERS = 120

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_PARAGRAPH = re.compile(r"\s*$| {4}|\t| {0,3}(?:[-*+>|#]|\d+[.)] )")
"""Lines that a row of dashes cannot turn into a heading: blank, code, list, quotation, table."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at characters [start, end) of the text, its level from 1 to 6."""

    start: int
    end: int
    level: int
    title: str
    path: tuple[str, ...] = ()
    """Titles of the headings it is below, and its own."""


@dataclass(frozen=True, slots=True)
class Section:
    """Characters [start, end); the headings it begins with end at `body`."""

    start: int
    body: int
    end: int
    path: tuple[str, ...]


def open_markdown(path: Path) -> CutText:
    """Cut a Markdown file. Raises DocumentError."""
    decoded = read_text(path)
    return finish(path, Format.MARKDOWN, places(decoded.text), decoded.encoding)


def places(text: str) -> Iterator[Place]:
    """A page for each section; a long one is cut at its sub-headings, then as text is."""
    found = headings(text)
    whole = Section(0, 0, len(text), ())
    for section in _split(text, whole, found, _top_level(found)) if found else (whole,):
        yield from places_of(text[section.start : section.end], SEPARATOR.join(section.path))


def headings(text: str) -> list[Heading]:
    """Every heading in order, with its path."""
    trail: list[Heading] = []
    found = []
    for bare in _bare_headings(text):
        trail = [above for above in trail if above.level < bare.level]
        path = (*(above.title for above in trail), bare.title)
        trail.append(bare)
        found.append(Heading(bare.start, bare.end, bare.level, bare.title, path))
    return found


def _bare_headings(text: str) -> Iterator[Heading]:
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    fence = above = ""
    for line in text[start:].split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and _closes(line, fence) else fence
        elif mark:
            fence = mark[1]
        elif heading := _atx(line, start) or _underlined(above, line, start):
            yield heading
        above = "" if fence or mark else line
        start += len(line) + 1


def _closes(line: str, fence: str) -> bool:
    return line.strip().startswith(fence) and not line.strip().strip(fence[0])


def _atx(line: str, start: int) -> Heading | None:
    match = _ATX.match(line)
    if not match:
        return None
    title = line[match.end() :].strip()
    closed = title.rstrip("#")
    if not closed or closed[-1] in " \t":
        title = closed
    return Heading(start, start + len(line), len(match[1]), _plain(title))


def _underlined(above: str, line: str, start: int) -> Heading | None:
    match = _UNDERLINE.match(line)
    if not match or _NO_PARAGRAPH.match(above):
        return None
    level = 1 if match[1][0] == "=" else 2
    return Heading(start - len(above) - 1, start + len(line), level, _plain(above))


def _plain(title: str) -> str:
    return _MARKUP.sub(r"\1", title.strip()[:TITLE_CHARACTERS]).strip()


def _top_level(found: Sequence[Heading]) -> int:
    """The first level that divides the text: one used more than once, else the highest."""
    levels = sorted(heading.level for heading in found)
    return next((level for level in levels if levels.count(level) > 1), levels[0])


def _split(text: str, section: Section, found: Sequence[Heading], level: int) -> Iterator[Section]:
    """Cut a section at its headings down to LEVEL, and parts that are too long at deeper ones."""
    for part in _parts(text, section, [h for h in found if h.level <= level]):
        first = bisect_left(found, part.body, key=_start)
        inner = found[first : bisect_left(found, part.end, key=_start)]
        if inner and part.end - part.start > PAGE_CHARACTERS:
            yield from _split(text, part, inner, min(h.level for h in inner))
        else:
            yield part


def _start(heading: Heading) -> int:
    return heading.start


def _parts(text: str, section: Section, borders: Sequence[Heading]) -> Iterator[Section]:
    """The stretches between borders; a heading with nothing below it stays with the next one."""
    start, body, path = section.start, section.body, section.path
    for heading in borders:
        if text[body : heading.start].strip():
            yield Section(start, body, heading.start, path)
            start = heading.start
        body, path = heading.end, heading.path
    yield Section(start, body, section.end, path)
