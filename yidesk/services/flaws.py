"""What is wrong with the pages of a document, so that every coverage says it."""

from __future__ import annotations

from collections.abc import Iterable

from yidesk.core.ranges import ranges
from yidesk.core.types import Coverage, Document, Flaw, Page, PageWarning
from yidesk.core.words import phrase, say

_SAID = {
    PageWarning.NO_TEXT: phrase("pictures without text (scans): p. {pages}"),
    PageWarning.GARBLED: phrase("text that cannot be trusted: p. {pages}"),
    PageWarning.UNREADABLE: phrase("could not be read: p. {pages}"),
    PageWarning.TRUNCATED: phrase("too long, the end was left out: p. {pages}"),
    PageWarning.OMITTED: phrase("left out, more than can be read: p. {pages}"),
    PageWarning.OCR: phrase("read by text recognition (OCR): p. {pages}"),
}
"""In the order in which they are told. Pages with nothing on them are whole as they are."""


def is_told(page: Page) -> bool:
    """Whether the model knows of the page all that there is: its text, or that it is blank."""
    return bool(page.text.strip()) or page.warning is PageWarning.BLANK


def flaws_of(document: Document) -> tuple[Flaw, ...]:
    """The document's pages by what is wrong with them."""
    pages: dict[PageWarning, list[int]] = {}
    for page in document.pages:
        pages.setdefault(page.warning, []).append(page.number)
    return tuple(
        Flaw(warning=warning, pages=tuple(pages[warning])) for warning in _SAID if warning in pages
    )


def without_text(document: Document) -> tuple[int, ...]:
    """The pages of which the model knows nothing."""
    return tuple(page.number for page in document.pages if not is_told(page))


def flaw_lines(flaws: Iterable[Flaw]) -> list[str]:
    """A line for each kind, in the language in use."""
    return [say(_SAID[flaw.warning], pages=ranges(flaw.pages)) for flaw in flaws]


def told_flaws(coverage: Coverage) -> str:
    """What is wrong with the pages of one document, in one line; empty when nothing is."""
    if not coverage.flaws and coverage.without_text:  # an answer of an earlier version
        pages = ranges(coverage.without_text)
        return say("pages without readable text: {pages}", pages=pages)
    return "; ".join(flaw_lines(coverage.flaws))
