"""What a person should know about a page before believing its text."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject

from yidesk.core.types import Page, PageWarning

_NUMBER = re.compile(r"[0-9ivxlcIVXLC.-]{1,8}|[A-Z]-?[0-9]{1,4}")
"""What stands at the foot of a page; by itself on a line nobody would know what it means."""


def locator(page: Page) -> str:
    """What the document calls the page ("Chapter 2"); empty where that is a number."""
    return "" if _NUMBER.fullmatch(page.label) else page.label


class Remarks(QObject):
    """Says it in words."""

    def of(self, page: Page, *, misses: bool) -> str:
        """The remark on a page; empty when there is nothing to say.

        MISSES: words of an answer were looked for here, and are not here.
        """
        said = [self._locator(page), self._warning(page)]
        if misses:
            said.append(self.tr("The words of the answer are not on this page as they stand."))
        return "\n".join(filter(None, said))

    def _locator(self, page: Page) -> str:
        """What the document itself calls the place, where that says more than the number."""
        if page.label in {"", str(page.number)}:
            return ""
        if said := locator(page):
            return said
        return self.tr("Page number in the document: {label}").format(label=page.label)

    def _warning(self, page: Page) -> str:
        warning = page.warning
        if warning is PageWarning.NONE and not page.text.strip():
            warning = PageWarning.NO_TEXT
        return {
            PageWarning.NONE: "",
            PageWarning.NO_TEXT: self.tr(
                "This page holds no text that can be read; it may be a scan."
            ),
            PageWarning.BLANK: self.tr("There is nothing on this page."),
            PageWarning.OCR: self.tr(
                "The text was recognised in a picture; it may be wrong in places."
            ),
            PageWarning.GARBLED: self.tr(
                "The text of this page is not what is seen on it: its font hides it."
            ),
            PageWarning.UNREADABLE: self.tr("This page could not be read."),
            PageWarning.TRUNCATED: self.tr(
                "This page holds more text than can be read; the end is left out."
            ),
            PageWarning.OMITTED: self.tr(
                "The document holds more than can be read; this page is left out."
            ),
        }[warning]
