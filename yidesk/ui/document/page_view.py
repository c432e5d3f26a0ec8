"""What both views of a page have in common: the picture and the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from yidesk.core.types import Document, Page
from yidesk.ui.document.passage import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is marked on a page."""

    cited: Span | None = None
    hits: Sequence[Span] = ()
    hit: Span | None = None
    """The hit that a person has gone to."""

    @property
    def wanted(self) -> Span | None:
        """What is to be in sight."""
        return self.hit or self.cited


class PageView(Protocol):
    """Shows one page."""

    def show_page(self, document: Document, page: Page, marks: Marks) -> None:
        """Show a page, with what is to be seen of it in sight."""

    def show_marks(self, marks: Marks) -> None:
        """Mark something else on the same page."""

    @property
    def selected(self) -> str:
        """The words that a person has selected."""

    @property
    def highlighted(self) -> str:
        """The words that are marked."""

    def setFocus(self) -> None:
        """Take the keys."""
