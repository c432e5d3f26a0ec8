"""A fenced block: letters are only ever appended; colours come once, when it is closed."""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)

from yidesk.ui import fonts
from yidesk.ui.markdown.documents import QuietDocument, plain
from yidesk.ui.theme import colour

LONGEST = 200_000
"""Characters beyond which a program stays uncoloured: lexing 20,000 takes a tenth of a second."""
_TOKENS = {
    "Keyword": "accent",
    "Name.Builtin": "accent",
    "Literal.String": "verified",
    "Literal.Number": "unsure",
    "Comment": "secondary",
    "Generic.Deleted": "wrong",
    "Generic.Inserted": "verified",
}


def code(source: str) -> QuietDocument:
    """A program in the face for programs, not coloured yet."""
    document = plain(source.rstrip("\n"), fonts.code())
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    form = QTextBlockFormat()
    form.setLineHeight(
        fonts.line_pixels(fonts.code(), 1.45), QTextBlockFormat.LineHeightTypes.FixedHeight.value
    )
    cursor.mergeBlockFormat(form)
    return document


def append(document: QuietDocument, text: str) -> None:
    """Put TEXT at the end, at a cost that does not depend on what is there."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(text)


def colourise(document: QuietDocument, language: str) -> None:
    """Colour a closed program; a language nobody knows leaves it as it is."""
    text = document.toPlainText()
    if not language or len(text) > LONGEST:
        return
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - only when code is shown
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(language.split(maxsplit=1)[0], stripnl=False, ensurenl=False)
    except ClassNotFound:
        return
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    at = 0
    for kind, value in lexer.get_tokens(text):
        length = len(value.encode("utf-16-le")) // 2
        if form := _form(str(kind).removeprefix("Token.")):
            cursor.setPosition(at)
            cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(form)
        at += length
    cursor.endEditBlock()


def _form(kind: str) -> QTextCharFormat | None:
    name = next((name for start, name in _TOKENS.items() if kind.startswith(start)), None)
    if name is None:
        return None
    form = QTextCharFormat()
    form.setForeground(colour(name))
    if kind.startswith("Keyword"):
        form.setFontWeight(QFont.Weight.DemiBold)
    return form
