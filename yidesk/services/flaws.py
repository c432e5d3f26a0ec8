"""What is wrong with the pages of a document, so that every coverage says it."""

from __future__ import annotations

from collections.abc import Iterable

from yidesk.core.ranges import ranges
from yidesk.core.types import Coverage, Document, Flaw, PageWarning
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


def flaws_of(document: Document) -> tuple[Flaw, ...]:
    """The document's pages by what is wrong with them."""
    pages: dict[PageWarning, list[int]] = {}
    for number, warning in document.warnings.items():
        pages.setdefault(warning, []).append(number)
    return tuple(
        Flaw(warning=warning, pages=tuple(pages[warning])) for warning in _SAID if warning in pages
    )


def told_pages(document: Document) -> tuple[int, ...]:
    """The pages of which the model knows all that there is: their text, or that they are blank."""
    untold = frozenset(document.untold)
    return tuple(n for n in range(1, len(document.pages) + 1) if n not in untold)


def flaw_lines(flaws: Iterable[Flaw]) -> list[str]:
    """A line for each kind, in the language in use."""
    return [say(_SAID[flaw.warning], pages=ranges(flaw.pages)) for flaw in flaws]


def told_flaws(coverage: Coverage) -> str:
    """What is wrong with the pages of one document, in one line; empty when nothing is."""
    if not coverage.flaws and coverage.without_text:  # an answer of an earlier version
        pages = ranges(coverage.without_text)
        return say("pages without readable text: {pages}", pages=pages)
    return say("; ").join(flaw_lines(coverage.flaws))
