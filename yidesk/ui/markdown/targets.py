"""What in a text leads somewhere: links and marks, for the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock

from yidesk.ui.markdown.marks import MARK_INDEX, MARK_TYPE
from yidesk.ui.markdown.paragraphs import blocks_of, fragments_of
from yidesk.ui.markdown.piece import Piece


class Target(NamedTuple):
    """A link, or a mark."""

    piece: int
    start: int
    end: int
    """The positions between which it stands in the piece's document."""
    link: str
    """Where it leads; empty for a mark."""
    mark: int
    """The number of the mark; -1 for a link."""


def targets_of(pieces: Sequence[Piece]) -> list[Target]:
    """Everything that leads somewhere in the pieces that are laid out, in the order of reading."""
    return [
        target
        for number, piece in enumerate(pieces)
        if piece.made is not None
        for block in blocks_of(piece.made)
        for target in _in_block(number, block)
    ]


def box_of(piece: Piece, target: Target) -> QRectF:
    """Where it stands in the column; its first line, where it takes several."""
    document = piece.document
    drawer = document.drawer
    if target.mark >= 0 and drawer is not None and target.mark in drawer.places:
        return drawer.places[target.mark].translated(piece.origin)
    block = document.findBlock(target.start)
    at = target.start - block.position()
    line = block.layout().lineForTextPosition(at)
    left = x_of(block, line.lineNumber(), at)
    end = min(target.end - block.position(), line.textStart() + line.textLength())
    box = line.rect()
    box.setLeft(left)
    box.setRight(x_of(block, line.lineNumber(), end))
    top_left = document.documentLayout().blockBoundingRect(block).topLeft()
    return box.translated(top_left + piece.origin)


def x_of(block: QTextBlock, line: int, at: int) -> float:
    """Where the letter at a position of a paragraph begins on a line of it."""
    place: Any = block.layout().lineAt(line).cursorToX(at)  # with the place it took, or without
    return float(place[0] if isinstance(place, tuple) else place)


def _in_block(piece: int, block: QTextBlock) -> list[Target]:
    found: list[Target] = []
    for fragment in fragments_of(block):
        form = fragment.charFormat()
        start, end = fragment.position(), fragment.position() + fragment.length()
        if form.objectType() == MARK_TYPE:
            found.append(Target(piece, start, end, "", form.intProperty(MARK_INDEX)))
        elif form.isAnchor():
            last = found[-1] if found else None
            if last is not None and last.end == start and last.link == form.anchorHref():
                found[-1] = last._replace(end=end)
            else:
                found.append(Target(piece, start, end, form.anchorHref(), -1))
    return found
