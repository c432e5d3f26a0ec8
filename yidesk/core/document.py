"""Documents, and their pages: in memory, or elsewhere.

A document of 10,000 pages holds 40 MB of text, and a person has many of them: whoever looks at a
page fetches it, and nobody keeps what is before it. What is asked of all pages again and again
(how many, how long, what is wrong with which) is known without fetching any.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, overload

SEPARATOR = " › "
"""Between the headings of a page's label."""


class PageWarning(StrEnum):
    """What is wrong with a page, named so that interfaces can say it in their language."""

    NONE = ""
    NO_TEXT = "no_text"
    """A scan or a drawing: there is no text to read, or no more than a stamp on it."""
    BLANK = "blank"
    """There is nothing on it: nothing is missing."""
    OCR = "ocr"
    """The text was recognised in a picture of the page, and may be wrong in places."""
    GARBLED = "garbled"
    """The font's character map is broken; the text is not what a person sees."""
    UNREADABLE = "unreadable"
    """The parser failed, hung or died on this page."""
    TRUNCATED = "truncated"
    """More text than one page may hold; the rest was left out."""
    OMITTED = "omitted"
    """The file holds more than can be read at all; this page was left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One citable place of a document."""

    number: int
    """1-based and dense; what `[p. N]` means."""
    label: str
    """What the document itself calls the place ("iv", "Chapter 2"); may be empty."""
    text: str
    warning: PageWarning = PageWarning.NONE

    @property
    def is_told(self) -> bool:
        """Whether all that there is of it is known: its text, or that it is blank."""
        return bool(self.text.strip()) or self.warning is PageWarning.BLANK


class PageSequence(Sequence[Page]):
    """Pages in order, fetched as they are looked at; a slice of them is in memory.

    Fetching raises DocumentError when they are not there any more.
    """

    @property
    @abstractmethod
    def characters(self) -> int:
        """Characters of text on all pages."""

    @property
    @abstractmethod
    def warnings(self) -> Mapping[int, PageWarning]:
        """What is wrong with pages, by their number; those with nothing wrong are not in it."""

    @property
    @abstractmethod
    def untold(self) -> tuple[int, ...]:
        """Numbers of the pages without text that are not blank."""

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        """One page by its place from 0, or several."""
        if not isinstance(index, slice):
            number = range(1, len(self) + 1)[index]
            return self.fetch(number, 1)[0]
        first, stop, step = index.indices(len(self))
        if step != 1:
            raise ValueError("pages are fetched in their order")
        return self.fetch(first + 1, stop - first) if stop > first else ()

    @abstractmethod
    def fetch(self, first: int, count: int) -> Sequence[Page]:
        """COUNT pages from the number FIRST on. Raises DocumentError."""


class PageTray(Protocol):
    """Takes the pages of a file as they are read."""

    def put(self, page: Page) -> None:
        """Take the next page."""

    def pages(self) -> Sequence[Page]:
        """All that were put in."""


class HeldPages:
    """A tray in memory, for what is looked at once and not kept."""

    def __init__(self, pages: Iterable[Page] = ()) -> None:
        self._pages = list(pages)

    def put(self, page: Page) -> None:
        """Take the next page."""
        self._pages.append(page)

    def pages(self) -> Sequence[Page]:
        """All that were put in."""
        return tuple(self._pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file turned into pages. Its identity is the hash of its bytes."""

    fingerprint: str
    """Lower-case hexadecimal SHA-256 of the file."""
    name: str
    format: str
    """pdf, text, markdown, ..."""
    pages: Sequence[Page]
    """A tuple, or a `PageSequence` of pages that are fetched when they are looked at."""
    notes: tuple[str, ...] = ()
    """Remarks about the whole file, in words."""
    prompt_name: str = ""
    """What the model is told it is called; empty: `name`. It stays as it was first when the file
    is renamed, so that everything that was read of it stays valid."""

    @property
    def characters(self) -> int:
        """Characters of text on all pages."""
        if isinstance(self.pages, PageSequence):
            return self.pages.characters
        return sum(len(page.text) for page in self.pages)

    @property
    def warnings(self) -> Mapping[int, PageWarning]:
        """What is wrong with pages, by their number; those with nothing wrong are not in it."""
        if isinstance(self.pages, PageSequence):
            return self.pages.warnings
        return {page.number: page.warning for page in self.pages if page.warning}

    @property
    def untold(self) -> tuple[int, ...]:
        """The pages of which nothing is known: without text, and not blank."""
        if isinstance(self.pages, PageSequence):
            return self.pages.untold
        return tuple(page.number for page in self.pages if not page.is_told)
