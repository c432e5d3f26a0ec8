"""The words of a page's picture that a person selects with the mouse."""

from __future__ import annotations

from yidesk.core.page_picture import PageLayout
from yidesk.ui.document.passage import Span


class SelectedWords:
    """From where the mouse was pressed to where it is; nothing while it is not known what is there.

    Places are in points of the page, from its top left corner.
    """

    def __init__(self) -> None:
        self.layout: PageLayout | None = None
        """What is written where, once it is known."""
        self.span: Span | None = None
        """Characters of the layout's text."""
        self._anchor: int | None = None

    def forget(self) -> None:
        """Another page is shown."""
        self.layout = self.span = self._anchor = None

    @property
    def text(self) -> str:
        """What is selected."""
        if self.layout is None or self.span is None:
            return ""
        return self.layout.text[slice(*self.span)]

    def begin(self, x: float, y: float) -> None:
        """The mouse is pressed here."""
        self._anchor, self.span = self._at(x, y), None

    def reach(self, x: float, y: float) -> None:
        """The mouse has moved to here."""
        place = self._at(x, y)
        if self._anchor is not None and place is not None:
            first, last = sorted((self._anchor, place))
            self.span = (first, last + 1)

    def take_word(self, x: float, y: float) -> None:
        """Select the whole word here."""
        place = self._at(x, y)
        if place is None or self.layout is None:
            return
        text, first, last = self.layout.text, place, place
        while first > 0 and text[first - 1].isalnum():
            first -= 1
        while last < len(text) and text[last].isalnum():
            last += 1
        self.span = (first, max(last, first + 1))

    def _at(self, x: float, y: float) -> int | None:
        return None if self.layout is None else self.layout.place_at(x, y)
