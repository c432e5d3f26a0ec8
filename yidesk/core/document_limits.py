"""How much a document may be at most: the reader keeps to it, and the application holds it to that.

A file of a few kilobytes can claim any number of pages, and any number of pages can share one
long text, so both and their product have an end, and so has the time that all of it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.core.words import phrase

MAX_PAGES = 50_000
"""More than any printed work; a page tree that claims more is a fault or a bomb."""
MAX_PAGE_CHARACTERS = 200_000
"""A dense A4 page has about 6,000; more than this is no page a person reads."""
MAX_TEXT_CHARACTERS = 64 * 1024 * 1024
"""Text of all pages of one file. 10,000 dense pages hold about 60 million characters."""
MAX_LABEL_CHARACTERS = 1_000
MAX_NOTES = 100
MAX_NOTE_CHARACTERS = 1_000
MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Memory of the reader. PDFium needs under 200 MB for thick books."""
RECOGNISER_BYTES = 4 * 1024 * 1024 * 1024
"""Memory of a worker that recognises text in pictures: its models take 1 GB, address space more."""
PAGE_SECONDS = 60
"""Processor time for one page."""
FILE_SECONDS = 30 * 60
"""Processor time for all pages of one file; 10,000 ordinary ones take half a minute."""
MOST_PAGE_BYTES = 4 * 1024 * 1024
"""The largest message with which a page of text can come: four bytes a character, and room."""

TOO_LONG = phrase("The file holds more text than can be read; the rest was left out.")
TOO_SLOW = phrase("Reading the whole file would take too long; the rest was left out.")
GAVE_UP = phrase("The reader failed on too many pages of this file; the rest was left out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What all pages of one file may cost."""

    characters: int = MAX_TEXT_CHARACTERS
    seconds: float = FILE_SECONDS
    memory: int = MEMORY_BYTES
