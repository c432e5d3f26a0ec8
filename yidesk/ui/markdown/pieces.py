"""Pieces of texts, made from the blocks into which a text is cut."""

from __future__ import annotations

from collections.abc import Sequence

from yidesk.ui.markdown.blocks import Block, Kind, split, typed
from yidesk.ui.markdown.marks import PRIVATE, Mark, with_marks, without_marks
from yidesk.ui.markdown.piece import Piece


def pieces_of(text: str, marks: Sequence[Mark] = ()) -> list[Piece]:
    """A complete text of Markdown."""
    return _made(split(with_marks(text, marks)), tuple(marks))


def typed_pieces(text: str) -> list[Piece]:
    """A text as it was typed."""
    return _made(typed(text), ())


def piece_of(block: Block, tail: str, marks: Sequence[Mark], *, is_end: bool) -> Piece:
    """The piece that shows a block; TAIL is a line of it that is not complete."""
    text = "\n".join([*block.lines, tail] if tail else block.lines)
    if block.kind is Kind.CODE:
        text = without_marks(text, marks)
    elif block.kind is Kind.TEXT:
        text = text.rstrip("\n")
    return Piece(
        block.kind,
        text,
        block.language,
        continues=block.continues,
        is_list=block.is_list,
        is_closed=block.closed,
        is_end=is_end,
        marks=marks if block.kind is Kind.TEXT and PRIVATE.search(text) else (),
    )


def _made(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Piece]:
    ends = [not following.continues for following in blocks[1:]] + [True]
    return [
        piece_of(block, "", marks, is_end=is_end)
        for block, is_end in zip(blocks, ends, strict=bool(blocks))
    ]
