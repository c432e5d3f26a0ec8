"""The pieces of a text, one below the other; only what is near what can be seen is laid out."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QTextLine
from PySide6.QtWidgets import QWidget

from yidesk.ui.markdown import dress
from yidesk.ui.markdown.code_head import CodeHead
from yidesk.ui.markdown.colours import Colours
from yidesk.ui.markdown.dress import Run
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place

LONG = 20_000
"""Pixels beyond which the documents of a text that are far away are given up."""


class Column:
    """Lays out pieces on a widget, and finds what lies where on it."""

    def __init__(self, owner: QWidget) -> None:
        self.pieces: list[Piece] = []
        self.colours = Colours(self.pieces)
        self._owner = owner
        self._cleared_at = -math.inf
        """Top of what could be seen when far documents were given up last."""
        self.width = 0.0
        """At which lines are broken; 0 before it is known."""

    @property
    def height(self) -> float:
        """Of all pieces, as far as it is known."""
        return self.pieces[-1].bottom if self.pieces else 0.0

    def set_width(self, width: float) -> None:
        """Break lines at WIDTH from now on."""
        if width == self.width:
            return
        self.width = width
        for piece in self.pieces:
            if piece.made is None:
                piece.estimate(width)
        self._stack(0)

    def show(self, index: int, wanted: Piece) -> None:
        """Let the piece in the place INDEX be as WANTED; what is the same of it is kept."""
        if index < len(self.pieces):
            piece = self.pieces[index]
            if piece.is_like(wanted) and self._grow(index, wanted):
                return
            wanted.take_heads(piece)
            self.pieces[index] = wanted
        else:
            self.pieces.append(wanted)
        wanted.estimate(self.width)
        self._stack(index)
        self._note_end(index)

    def cut(self, count: int) -> None:
        """Keep the first COUNT pieces."""
        for piece in self.pieces[count:]:
            piece.drop_heads()
        del self.pieces[count:]

    def undress(self) -> None:
        """Make every document anew, in the colours that are worn now."""
        for piece in self.pieces:
            piece.forget()
        self.colours.clear()

    def take_formulas(self) -> bool:
        """Make anew what shows the source of formulas that have come; whether there was any."""
        late = [piece for piece in self.pieces if piece.made and piece.made.has_news]
        for piece in late:
            piece.forget()
        return bool(late)

    def look(self, top: float, bottom: float) -> bool:
        """Lay out what lies between TOP and BOTTOM; returns whether a height has changed."""
        if not self.pieces or not self.width:
            return False
        changed, first = False, self.index_at(top)
        index, at = first, self.pieces[first].top
        while index < len(self.pieces) and at <= bottom:
            piece = self.pieces[index]
            piece.top = at
            if not piece.is_laid_out(self.width):
                changed |= piece.lay_out(self.width)
                self.colours.want(index)
            self._place_heads(index)
            index += 1
            if index < len(self.pieces):
                at = piece.bottom + self.pieces[index].gap
        if changed:
            self._stack(index)
        self._give_up(top, bottom)
        return changed

    def index_at(self, y: float) -> int:
        """The piece at height Y, or the nearest above."""
        found = bisect_right(self.pieces, y, key=lambda piece: piece.top) - 1
        return max(found, 0)

    def place_at(self, point: QPointF) -> Place:
        """The letter at a point, or the nearest."""
        index = self._nearest(point.y())
        piece = self.pieces[index]
        layout = piece.document.documentLayout()
        return Place(index, layout.hitTest(point - piece.origin, Qt.HitTestAccuracy.FuzzyHit))

    def letter_at(self, point: QPointF) -> Place:
        """The letter under a point, or the nearest: never the one beside it, as a cursor may be."""
        place = self.place_at(point)
        piece = self.pieces[place.piece]
        block = piece.document.findBlock(place.at)
        box = piece.document.documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(place.at - block.position())
        if not line.isValid() or not line.textLength():
            return place
        x = point.x() - piece.origin.x() - box.left()
        at: Any = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        last = line.textStart() + line.textLength() - 1
        return Place(place.piece, block.position() + min(int(at), last))

    def link_at(self, point: QPointF) -> str:
        """Where the letters at a point lead; empty where they do not."""
        if not self.pieces:
            return ""
        piece = self.pieces[self._nearest(point.y())]
        return piece.document.documentLayout().anchorAt(point - piece.origin)

    def mark_at(self, point: QPointF) -> int:
        """Index of the mark at a point, or -1."""
        if not self.pieces:
            return -1
        piece = self.pieces[self._nearest(point.y())]
        places = piece.drawer.places if piece.drawer else {}
        where = point - piece.origin
        return next((index for index, box in places.items() if box.contains(where)), -1)

    def between(self, top: float, bottom: float) -> Iterable[tuple[int, Piece]]:
        """The pieces that reach into a stretch, with their numbers."""
        index = self.index_at(top)
        while index < len(self.pieces) and self.pieces[index].top <= bottom:
            yield index, self.pieces[index]
            index += 1

    def end(self) -> Place:
        """Behind the last letter."""
        last = len(self.pieces) - 1
        return Place(last, self.pieces[last].readable.characterCount() - 1)

    @property
    def controls(self) -> list[QWidget]:
        """Where the keyboard goes in this text, from its beginning on."""
        return [head.copy for piece in self.pieces for head in piece.heads]

    def _nearest(self, y: float) -> int:
        index = self.index_at(y)
        is_last = index == len(self.pieces) - 1
        return index if is_last or y < self.pieces[index].bottom + 6 else index + 1

    def _stack(self, first: int) -> None:
        """Put the pieces from FIRST on below each other, with the heights they have."""
        at = self.pieces[first - 1].bottom if first else 0.0
        for index in range(first, len(self.pieces)):
            piece = self.pieces[index]
            piece.top = at + (piece.gap if index else 0)
            at = piece.bottom
            if piece.heads:
                self._place_heads(index)

    def _place_heads(self, index: int) -> None:
        piece = self.pieces[index]
        if piece.made is None:
            return
        runs = [None] if piece.has_own_head else piece.made.marked.programs
        if [head.language for head in piece.heads] != [self._language(piece, run) for run in runs]:
            piece.drop_heads()
            for run in runs:
                self._add_head(index, run)
        for head, run in zip(piece.heads, runs, strict=True):
            head.setGeometry(self._head_box(piece, run))

    def _grow(self, index: int, wanted: Piece) -> bool:
        """Let a piece become WANTED at its end; returns whether it can."""
        piece = self.pieces[index]
        is_closed = wanted.is_closed and not piece.is_closed
        is_same = (piece.text, piece.is_end) == (wanted.text, wanted.is_end)
        if not piece.grow(wanted):
            return False
        if is_closed and piece.made is not None:
            self.colours.want(index)
        if piece.made is None and not is_same:
            piece.estimate(self.width)
            self._stack(index)
        if is_closed:
            self._note_end(index)
        return True

    def _note_end(self, index: int) -> None:
        """A program may be closed far below the part of it that can be seen."""
        piece = self.pieces[index]
        if piece.is_closed and piece.is_end and piece.continues:
            self.colours.want_seen(index)

    def _language(self, piece: Piece, run: Run | None) -> str:
        return piece.language if run is None else run.language

    def _add_head(self, index: int, run: Run | None) -> None:
        piece = self.pieces[index]
        head = CodeHead(self._language(piece, run), lambda: self._program(piece, run), self._owner)
        piece.heads.append(head)

    def _head_box(self, piece: Piece, run: Run | None) -> QRect:
        width = round(self.width)
        if run is None:
            return QRect(0, round(piece.top), width, dress.HEAD)
        box = dress.ground_of(piece.document, run).translated(piece.origin)
        return QRect(round(box.left()), round(box.top()), round(box.width()), dress.HEAD)

    def _program(self, piece: Piece, run: Run | None) -> str:
        """What a head copies, as it is now."""
        if run is None:
            first = self.pieces.index(piece)
            return "\n".join(each.text for each in self.pieces[first : self._end_of(first)])
        numbers = range(run.first, run.last + 1)
        return "\n".join(piece.document.findBlockByNumber(each).text() for each in numbers)

    def _end_of(self, first: int) -> int:
        end = first + 1
        while end < len(self.pieces) and self.pieces[end].continues:
            end += 1
        return end

    def _give_up(self, top: float, bottom: float) -> None:
        """Give up what is far away; looked for only when what can be seen has moved on a bit."""
        if self.height < LONG or abs(top - self._cleared_at) <= (bottom - top) / 2:
            return
        self._cleared_at = top
        far = 3 * (bottom - top)
        for piece in self.pieces:
            if piece.bottom < top - far or piece.top > bottom + far:
                piece.made = None
                piece.drop_heads()
