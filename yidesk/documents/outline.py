"""A text with headings, cut at them: a page for each section, labelled with its headings' path."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from yidesk.core.document import SEPARATOR
from yidesk.documents.pages import Place
from yidesk.documents.text import PAGE_CHARACTERS, places_of

TITLE_CHARACTERS = 120


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


def places(text: str, found: Sequence[Heading], title: str = "") -> Iterator[Place]:
    """A page for each section; a long one is cut at its sub-headings, then as text is.

    TITLE, where it says more than the headings, begins every label.
    """
    whole = Section(0, 0, len(text), ())
    for section in _split(text, whole, found, _top_level(found)) if found else (whole,):
        label = SEPARATOR.join(_below(title, section.path))
        yield from places_of(text[section.start : section.end], label)


def with_paths(bare: Iterable[Heading]) -> list[Heading]:
    """Headings in order, each with the titles above it."""
    trail: list[Heading] = []
    found = []
    for heading in bare:
        trail = [above for above in trail if above.level < heading.level]
        path = (*(above.title for above in trail), heading.title)
        trail.append(heading)
        found.append(replace(heading, path=path))
    return found


def _below(title: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """TITLE before PATH, unless one of the two says the other already."""
    first = path[0] if path else ""
    if not title or (first and (title in first or first in title)):
        return path
    return (title, *path)


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
