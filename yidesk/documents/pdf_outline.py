"""The table of contents inside a PDF, as labels of pages that have none of their own."""

from __future__ import annotations

import logging
from bisect import bisect_right
from itertools import islice

import pypdfium2

TITLE_CHARACTERS = 60
MOST_ENTRIES = 20_000
DEEPEST = 6

logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it warns of depth and circles


class Outline:
    """Titles by the page they begin on."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        """Read the entries; those that lead nowhere, or back, are left out."""
        titles: dict[int, str] = {}
        for entry in islice(pdf.get_toc(max_depth=DEEPEST), MOST_ENTRIES):
            page = _page_of(entry)
            title = _title_of(entry) if page is not None and page not in titles else ""
            if page is not None and title:
                titles[page] = title
        self._pages = sorted(titles)
        self._titles = titles

    def label(self, number: int) -> str:
        """The first title on the page NUMBER, else the last one before it; may be empty."""
        place = bisect_right(self._pages, number)
        return self._titles[self._pages[place - 1]] if place else ""


def _page_of(entry: pypdfium2.PdfBookmark) -> int | None:
    target = entry.get_dest()
    index = target.get_index() if target else None
    return None if index is None else index + 1


def _title_of(entry: pypdfium2.PdfBookmark) -> str:
    try:
        title = " ".join(str(entry.get_title()).split())
    except UnicodeDecodeError:
        return ""
    return "".join(each for each in title if each.isprintable())[:TITLE_CHARACTERS]
