"""Words found in the pieces of a text, and how they are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtGui import QAbstractTextDocumentLayout, QBrush, QColor, QTextCursor, QTextDocument

from yidesk.ui.markdown.place import Place
from yidesk.ui.theme import colour, tokens

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def find(words: str, texts: Iterable[str]) -> list[Place]:
    """Where WORDS begin in the TEXTS of pieces, upper and lower case alike."""
    if not words:
        return []
    pattern = re.compile(re.escape(_units(words)), re.IGNORECASE)
    return [
        Place(number, found.start())
        for number, text in enumerate(texts)
        for found in pattern.finditer(_units(text))
    ]


def _units(text: str) -> str:
    """TEXT with two characters for each that takes two positions of a cursor."""
    return _ASTRAL.sub(_halves, text)


def _halves(found: re.Match[str]) -> str:
    code = ord(found[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


class Hits:
    """The words that are looked for; one of the places where they stand may be looked at."""

    def __init__(self) -> None:
        self.words = ""
        self.current: Place | None = None

    def in_document(
        self, index: int, document: QTextDocument
    ) -> list[QAbstractTextDocumentLayout.Selection]:
        """What to hand to the painter of the document of piece INDEX."""
        if not self.words:
            return []
        length = len(_units(self.words))
        return [
            _selection(document, at, length, is_current=self.current == (index, at))
            for _, at in find(self.words, [document.toRawText()])
        ]


def _selection(
    document: QTextDocument, at: int, length: int, *, is_current: bool
) -> QAbstractTextDocumentLayout.Selection:
    result = QAbstractTextDocumentLayout.Selection()
    cursor = QTextCursor(document)
    cursor.setPosition(at)
    cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
    result.cursor = cursor
    if is_current:
        result.format.setBackground(QBrush(colour("accent")))
        result.format.setForeground(QBrush(colour("on_accent")))
    else:
        marker = QColor(tokens().highlight)
        marker.setAlphaF(tokens().highlight_opacity)
        result.format.setBackground(QBrush(marker))
    return result
