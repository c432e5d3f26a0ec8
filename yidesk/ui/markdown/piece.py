"""A piece of a text on the screen: a document that is made when it is near what can be seen.

Until then its height is an estimate, so a long text costs as much as is looked at of it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from yidesk.ui import fonts
from yidesk.ui.markdown import code, documents, dress
from yidesk.ui.markdown.blocks import Kind
from yidesk.ui.markdown.code import Span
from yidesk.ui.markdown.code_head import CodeHead
from yidesk.ui.markdown.marks import Mark, MarkDrawer

GAP = 12
MUCH = 2_000
"""Characters of a program after which its end is no longer where it was looked at."""


@dataclass(slots=True, eq=False)
class Piece:
    """One block of a text."""

    kind: Kind
    text: str
    language: str = ""
    continues: bool = False
    """Whether it goes on with the piece before."""
    is_list: bool = False
    is_closed: bool = True
    is_end: bool = True
    """Whether no piece goes on with it."""
    marks: Sequence[Mark] = ()
    colours: Sequence[Sequence[Span]] = ()
    top: float = 0.0
    height: float = 0.0
    made: documents.QuietDocument | None = None
    heads: list[CodeHead] = field(default_factory=list)
    _letters: str = ""
    _width: float = 0.0
    """For which the height is exact; 0: it is an estimate."""

    @property
    def document(self) -> documents.QuietDocument:
        """Its document, made now if it is not there yet."""
        if self.made is None:
            self.made = self._make()
        return self.made

    @property
    def letters(self) -> str:
        """Its text as it is read: one character for every position in its document."""
        if self.kind is not Kind.TEXT:
            return self.text
        if not self._letters:
            self._letters = self.readable.toRawText()
        return self._letters

    @property
    def readable(self) -> documents.QuietDocument:
        """A document of its letters, in the same places as on the screen, dressed or not."""
        if self.made is not None:
            return self.made
        if self.kind is Kind.TEXT:
            return documents.parsed(self.text, self.marks)
        return self._make()

    @property
    def drawer(self) -> MarkDrawer | None:
        """What draws its marks."""
        return self.made.drawer if self.made is not None else None

    @property
    def bottom(self) -> float:
        """Where it ends in the column."""
        return self.top + self.height

    @property
    def gap(self) -> int:
        """Between the piece before and this one."""
        if not self.continues:
            return GAP
        return dress.ITEM_GAP if self.is_list else 0

    @property
    def has_own_head(self) -> bool:
        """Whether a line with its language stands above it."""
        return self.kind is Kind.CODE and not self.continues

    @property
    def origin(self) -> QPointF:
        """Where the document's own (0, 0) lies in the column."""
        return QPointF(self._margin, self.top + self._above)

    def is_laid_out(self, width: float) -> bool:
        """Whether it is on the screen as it should be."""
        return self.made is not None and self._width == width

    def lay_out(self, width: float) -> bool:
        """Break its lines; returns whether its height has changed."""
        before, self._width = self.height, width
        document, wanted = self.document, width - 2 * self._margin
        if document.textWidth() != wanted:  # Qt breaks every line again, even at the same width
            document.setTextWidth(wanted)
        self.height = self._above + document.size().height() + self._below
        return self.height != before

    def estimate(self, width: float) -> None:
        """Guess the height from the number of letters."""
        self._width = 0.0
        letters, line = _letter_and_line(self.kind)
        wide = (len(self.text.encode(errors="replace")) - len(self.text)) / 2
        breaks = self.text.count("\n") + 1
        lines = max(breaks, (len(self.text) + wide) * letters / max(width, 40) + breaks / 2)
        self.height = self._above + round(lines) * line + self._below

    def is_like(self, other: Piece) -> bool:
        """Whether this piece, if it grew, could be the other."""
        mine = (self.kind, self.language, self.continues, self.gap, self.marks)
        return mine == (other.kind, other.language, other.continues, other.gap, other.marks)

    def grow(self, other: Piece) -> bool:
        """Become another piece that is like this one and longer, if that needs no new document."""
        more = other.text[len(self.text) :]
        if not other.text.startswith(self.text) or (more and self.kind is not Kind.CODE):
            return False
        if more or other.is_end != self.is_end:
            self._width = 0.0
        if len(more) > MUCH:
            self.forget()
        elif more and self.made is not None:
            code.append(self.made, more)
        self.text, self.is_end, self.is_closed = other.text, other.is_end, other.is_closed
        return True

    def forget(self) -> None:
        """Let the document be made anew; the height stays until then."""
        self.made, self._letters = None, ""

    def take_heads(self, other: Piece) -> None:
        """Go on with the heads of the piece that stood here before."""
        self.heads, other.heads = other.heads, []

    def drop_heads(self) -> None:
        """There is no program here any more."""
        for head in self.heads:
            head.hide()
            head.deleteLater()
        self.heads = []

    @property
    def _margin(self) -> int:
        return dress.CODE_MARGIN if self.kind is Kind.CODE else 0

    @property
    def _above(self) -> int:
        return dress.HEAD if self.has_own_head else 0

    @property
    def _below(self) -> int:
        return dress.CODE_MARGIN if self.kind is Kind.CODE and self.is_end else 0

    def _make(self) -> documents.QuietDocument:
        if self.kind is Kind.TEXT:
            return documents.markdown(self.text, self.marks)
        if self.kind is Kind.TYPED:
            return documents.plain(self.text, fonts.reading())
        document = code.code(self.text)
        if self.colours:
            code.paint(document, document.begin(), self.colours)
        return document


@functools.cache
def _letter_and_line(kind: Kind) -> tuple[float, float]:
    """Width of a letter on average, and height of a line."""
    font = fonts.code() if kind is Kind.CODE else fonts.reading()
    ratio = code.LINE_HEIGHT if kind is Kind.CODE else fonts.LINE_HEIGHT
    return QFontMetricsF(font).averageCharWidth(), fonts.line_pixels(font, ratio)
