"""What every reader gives: an open document that hands out its pages one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from yidesk.core.errors import DocumentError
from yidesk.core.types import Page, PageWarning
from yidesk.documents import limits
from yidesk.documents.files import shown_name
from yidesk.documents.formats import Format

_HALVES = re.compile("[\ud800-\udfff]")


class OpenDocument(Protocol):
    """A recognised file. Pages may be asked for in any order; errors there concern one page."""

    @property
    def format(self) -> Format:
        """What it is."""

    @property
    def page_count(self) -> int:
        """How many pages it has."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks about the whole file."""

    def page(self, number: int) -> Page:
        """The page NUMBER, from 1."""

    def close(self) -> None:
        """Give back what the parser holds."""


@dataclass(frozen=True, slots=True)
class Place:
    """A citable piece of a text and what the document calls it."""

    text: str
    label: str = ""
    warning: PageWarning = PageWarning.NONE


@dataclass(frozen=True, slots=True)
class CutText:
    """A text that was cut into places when it was opened; page n is the n-th place."""

    format: Format
    places: Sequence[Place]
    notes: tuple[str, ...] = ()

    @property
    def page_count(self) -> int:
        """How many places there are."""
        return len(self.places)

    def page(self, number: int) -> Page:
        """The place NUMBER as a page."""
        place = self.places[number - 1]
        return make_page(number, place.label, place.text, place.warning)

    def close(self) -> None:
        """Nothing is held."""


def cut(path: Path, form: Format, places: Iterable[Place], notes: Iterable[str] = ()) -> CutText:
    """The document of these places. Raises DocumentError when there are none or too many."""
    kept = list(islice(places, limits.MAX_PAGES + 1))
    check_count(shown_name(path), len(kept))
    return CutText(form, kept, tuple(notes))


def check_count(name: str, pages: int) -> None:
    """Refuse a file with no pages or with too many. Raises DocumentError."""
    if pages > limits.MAX_PAGES:
        raise DocumentError(
            "{name} has more than {most} pages, which is more than can be read.",
            code="too_many_pages",
            next_step="Split it, and add the parts you need.",
            name=name,
            most=limits.MAX_PAGES,
        )
    if pages < 1:
        raise DocumentError(
            "{name} holds nothing to read.",
            code="document_empty",
            next_step="Perhaps it was not saved or copied completely; try again.",
            name=name,
        )


def make_page(number: int, label: str, text: str, warning: PageWarning = PageWarning.NONE) -> Page:
    """A page whose text ends at the limit, and says so."""
    if len(text) > limits.MAX_PAGE_CHARACTERS:
        text, warning = text[: limits.MAX_PAGE_CHARACTERS], PageWarning.TRUNCATED
    return Page(number=number, label=_whole(label), text=_whole(text), warning=warning)


def _whole(text: str) -> str:
    """TEXT with U+FFFD for halves of characters, which can be neither sent nor stored."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text
