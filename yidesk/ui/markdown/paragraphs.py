"""The paragraphs of a document, and the runs of letters in them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFragment


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    """Every paragraph, those in tables too."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def fragments_of(block: QTextBlock) -> list[QTextFragment]:
    """The runs of letters of one format."""
    result = []
    walk = block.begin()
    while not walk.atEnd():
        result.append(walk.fragment())
        walk += 1
    return result


def select(cursor: QTextCursor, start: int, end: int) -> None:
    """Select what lies between two positions."""
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)


def select_run(cursor: QTextCursor, run: QTextFragment) -> None:
    """Select a run of letters."""
    select(cursor, run.position(), run.position() + run.length())
