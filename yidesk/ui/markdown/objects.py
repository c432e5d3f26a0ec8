"""Letters of a document that stand for something drawn: a mark, a formula."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextFormat

OBJECT = "\ufffc"
_PARTS = ("", "\u2028", "\u2029", "\ufdd0", "\ufdd1")
"""What parts paragraphs, and the cells of a table."""
STANDS_FOR = QTextFormat.Property.UserProperty.value + 2
"""What is copied, read out and searched where the object is drawn."""


def object_format(kind: int, stands_for: str) -> QTextCharFormat:
    """The format of an object of KIND."""
    form = QTextCharFormat()
    form.setObjectType(kind)
    form.setProperty(STANDS_FOR, stands_for)
    return form


def plain_of(cursor: QTextCursor) -> str:
    """The selected text, with what its objects stand for."""
    text = cursor.selection().toPlainText().replace("\u00a0", " ")
    if text.startswith("\n") and cursor.selectedText()[:1] not in _PARTS:
        text = text[1:]  # what begins with an item of a list is put behind an empty paragraph
    if OBJECT not in text:
        return text
    names = iter(_names(cursor))
    return "".join(next(names, "") if each == OBJECT else each for each in text)


def _names(cursor: QTextCursor) -> list[str]:
    """What the selected objects stand for, in their order."""
    walk = QTextCursor(cursor.document())
    walk.setPosition(cursor.selectionStart())
    names = []
    while walk.position() < cursor.selectionEnd() and walk.movePosition(
        QTextCursor.MoveOperation.NextCharacter
    ):
        if name := walk.charFormat().property(STANDS_FOR):
            names.append(str(name))
    return names
