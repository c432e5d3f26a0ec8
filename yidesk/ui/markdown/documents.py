"""One QTextDocument for each block of a text. Nothing is ever fetched for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QFont,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from yidesk.ui import fonts
from yidesk.ui.markdown import dress
from yidesk.ui.markdown.emphasis import JOINT, with_joints
from yidesk.ui.markdown.formulas import (
    FORMULA_TYPE,
    Formula,
    FormulaDrawer,
    ask,
    formula_format,
)
from yidesk.ui.markdown.lines import KEPT, LINE_END, keep_line_ends
from yidesk.ui.markdown.marks import FIRST, MARK_TYPE, PRIVATE, Mark, MarkDrawer, mark_format
from yidesk.ui.markdown.objects import OBJECT
from yidesk.ui.markdown.paragraphs import blocks_of, fragments_of, select, select_run
from yidesk.ui.markdown.tex import FIRST as FIRST_FORMULA
from yidesk.ui.markdown.tex import Tex, masked

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_ENDS = {"", "\u2029", "\ufdd0", "\ufdd1"}
_Feature = QTextDocument.MarkdownFeature
_FEATURES = _Feature.MarkdownDialectGitHub | _Feature.MarkdownNoHTML
_Property = QTextFormat.Property


class QuietDocument(QTextDocument):
    """A document that loads nothing: no picture and no style sheet, from nowhere."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self.drawer: MarkDrawer | None = None
        self.formulas: list[tuple[Tex, Formula]] = []
        self.awaited: list[Tex] = []
        """Formulas that are being set; their source is shown."""
        self.marked = dress.Marked()
        """What is painted behind the letters."""
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setDefaultFont(font)
        self.setIndentWidth(dress.INDENT)
        self.setDefaultTextOption(_WRAPS)

    @property
    def has_news(self) -> bool:
        """Whether a formula that it awaited has come."""
        return any(not ask(tex).is_coming for tex in self.awaited)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Refuse."""
        return None


_WRAPS = QTextOption()
_WRAPS.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


def plain(text: str, font: QFont) -> QuietDocument:
    """Text as it was typed."""
    document = QuietDocument(font)
    document.setPlainText(text)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(dress.line_format(font))
    return document


def markdown(source: str, marks: Sequence[Mark] = ()) -> QuietDocument:
    """Markdown, dressed; private characters in SOURCE become the marks they stand for."""
    document = parsed(source, marks)
    document.marked = dress.put_on(document)
    if marks:  # laid out with its drawer, and not before it is dressed
        document.drawer = MarkDrawer(marks, document)
        document.documentLayout().registerHandler(MARK_TYPE, document.drawer)
    if document.formulas:
        drawer = FormulaDrawer(document.formulas, document)
        document.documentLayout().registerHandler(FORMULA_TYPE, drawer)
    return document


def parsed(source: str, marks: Sequence[Mark] = ()) -> QuietDocument:
    """The same letters in the same places as `markdown`, undressed."""
    document = QuietDocument(fonts.reading())
    source, formulas = masked(source)
    for index, tex in enumerate(formulas):
        if tex.is_display:
            letter = chr(FIRST_FORMULA + index)
            source = source.replace(letter, LINE_END + letter + LINE_END)
    document.setMarkdown(with_joints(keep_line_ends(source)), _FEATURES)
    text = characters(document)
    if LINE_END in text:
        _replace(document, KEPT, _line_end)
    if JOINT in text:
        _replace(document, re.compile(JOINT), lambda _found: "")
    if OBJECT in text:
        _name_pictures(document)
    if marks or formulas:
        _insert_objects(document, marks, formulas)
    return document


def characters(document: QTextDocument) -> str:
    """The text with one character for each position of a cursor (astral ones count as two).

    Paragraphs and cells are parted by one character each that is no letter.
    """
    return units(document.toRawText())


def units(text: str) -> str:
    """TEXT with two characters for each that takes two positions of a cursor."""
    return _ASTRAL.sub("??", text)


def _replace(
    document: QTextDocument, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]
) -> None:
    text = characters(document)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for found in reversed(list(pattern.finditer(text))):
        select(cursor, found.start(), found.end())
        cursor.insertText(by(found))
    cursor.endEditBlock()


def _line_end(found: re.Match[str]) -> str:
    """No line is above the beginning of a paragraph or cell, and none below its end."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return "" if before in _ENDS or after in _ENDS else LINE_END


def _name_pictures(document: QTextDocument) -> None:
    """Put a picture's own words, as a link, where the picture would be."""
    pictures = [
        fragment
        for block in blocks_of(document)
        for fragment in fragments_of(block)
        if fragment.charFormat().isImageFormat()
    ]
    cursor = QTextCursor(document)
    for fragment in reversed(pictures):
        image = fragment.charFormat().toImageFormat()
        link = QTextCharFormat()
        link.setAnchor(True)
        link.setAnchorHref(image.name())
        words = image.property(_Property.ImageAltText) or image.name()
        select_run(cursor, fragment)
        cursor.insertText(f"[{words}]", link)


def _insert_objects(
    document: QuietDocument, marks: Sequence[Mark], formulas: Sequence[Tex]
) -> None:
    """Put marks and formulas where private letters stand for them."""
    text = characters(document)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for found in reversed(list(PRIVATE.finditer(text))):
        select(cursor, found.start(), found.end())
        number = ord(found[0])
        if number >= FIRST_FORMULA:
            _insert_formula(document, cursor, formulas[number - FIRST_FORMULA])
        elif number - FIRST < len(marks):
            index = number - FIRST
            cursor.insertText(OBJECT, mark_format(index, marks[index]))
        else:
            cursor.insertText("\ufffd")
    cursor.endEditBlock()


def _insert_formula(document: QuietDocument, cursor: QTextCursor, tex: Tex) -> None:
    """The formula, or its source, where it is not there or cannot be set."""
    asked = ask(tex)
    if asked.is_coming:
        document.awaited.append(tex)
    if asked.formula is not None:
        cursor.insertText(OBJECT, formula_format(len(document.formulas), tex))
        document.formulas.append((tex, asked.formula))
        return
    form = QTextCharFormat()
    form.setFontFixedPitch(True)
    cursor.insertText(tex.source.replace("\n", LINE_END), form)
