"""How much text and time is left for the pages of one file."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from yidesk.core.document_limits import TOO_LONG, TOO_SLOW
from yidesk.core.types import Page, PageWarning
from yidesk.documents.pages import OpenDocument

_log = logging.getLogger(__name__)


class Left:
    """How much text the pages of one file may still give, and how much time they may take."""

    def __init__(self, characters: int, seconds: float) -> None:
        self._characters = characters
        self._until = time.process_time() + seconds
        self.note = ""
        """Why pages were left out; empty while none was."""

    def take(self, document: OpenDocument, number: int) -> Page:
        """The next page, or as much of it as there is room for."""
        if not self.note and time.process_time() > self._until:
            self.note = TOO_SLOW
        if self.note:
            return Page(number=number, label="", text="", warning=PageWarning.OMITTED)
        page = read_page(document, number)
        if len(page.text) > self._characters:
            self.note = TOO_LONG
            cut = page.text[: self._characters]
            warning = PageWarning.TRUNCATED if cut else PageWarning.OMITTED
            page = replace(page, text=cut, warning=warning)
        self._characters -= len(page.text)
        return page


def read_page(document: OpenDocument, number: int) -> Page:
    """A page; whatever its parsing raises costs this page only."""
    try:
        return document.page(number)
    except Exception:  # noqa: BLE001 - parsers raise anything, and the rest of the file goes on
        _log.info("page %d could not be read", number)
        return Page(number=number, label="", text="", warning=PageWarning.UNREADABLE)
