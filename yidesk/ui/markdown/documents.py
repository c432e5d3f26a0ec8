"""One QTextDocument for each block, dressed by the theme. Nothing is ever fetched for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QUrl
from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
)

from yidesk.ui import fonts
from yidesk.ui.markdown.marks import FIRST, MARK_INDEX, MARK_TYPE, MOST, OBJECT, Mark, MarkDrawer
from yidesk.ui.theme import colour

HEADING_POINTS = {1: 3.0, 2: 2.0, 3: 1.0}
"""Points that a heading of this level has more than the text."""
PARAGRAPH_GAP = 10
_MARK = re.compile(f"[{chr(FIRST)}-{chr(FIRST + MOST)}]")
LINE_END = "\u2028"
_RUNNING = re.compile(r"(?! {4}|\t| *([-*+>#|=`~]|\d+[.)]\s|$))")
"""A line of running text: no list item, heading, quotation, table, code or blank line."""
_Feature = QTextDocument.MarkdownFeature
_FEATURES = _Feature.MarkdownDialectGitHub | _Feature.MarkdownNoHTML
_Property = QTextFormat.Property


class QuietDocument(QTextDocument):
    """A document that loads nothing: no picture and no style sheet, from nowhere."""

    drawer: MarkDrawer | None = None

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Refuse."""
        return None


def plain(text: str, font: QFont) -> QuietDocument:
    """Text as it was typed."""
    document = _empty(font)
    document.setPlainText(text)
    _set_line_height(document, font)
    return document


def markdown(source: str, marks: Sequence[Mark] = ()) -> QuietDocument:
    """Markdown, dressed; private characters in SOURCE become the marks they stand for."""
    document = _empty(fonts.reading())
    document.setMarkdown(_keep_lines(source), _FEATURES)
    _drop_spaces_after_line_ends(document)
    _name_pictures(document)
    for block in blocks_of(document):
        _dress_block(block)
        _dress_letters(block)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    if marks:
        _insert_marks(document, marks)
    return document


def _keep_lines(source: str) -> str:
    """Put a line separator where a model ended a line of running text.

    Markdown makes a space of a single line end; models, Chinese ones above all, mean it.
    """
    lines = source.split("\n")
    ends = [
        f"{LINE_END}\n" if _RUNNING.match(line) and _RUNNING.match(following) else "\n"
        for line, following in pairwise(lines)
    ]
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _drop_spaces_after_line_ends(document: QTextDocument) -> None:
    for found in reversed(list(re.finditer(f"{LINE_END} ", _characters(document)))):
        cursor = QTextCursor(document)
        cursor.setPosition(found.end() - 1)
        cursor.deleteChar()


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


def _empty(font: QFont) -> QuietDocument:
    document = QuietDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(font)
    document.setIndentWidth(22)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    return document


def _set_line_height(document: QTextDocument, font: QFont) -> None:
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(_line_format(font))


def _line_format(font: QFont) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(fonts.line_pixels(font), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return form


def _dress_block(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    font = fonts.reading()
    font.setPointSizeF(font.pointSizeF() + HEADING_POINTS.get(level, 0.0))
    form = _line_format(font)
    first, last = block.blockNumber() == 0, not block.next().isValid()
    in_list = block.textList() is not None
    form.setTopMargin(0 if first or not level else 2 * PARAGRAPH_GAP)
    form.setBottomMargin(0 if last else 3 if in_list else PARAGRAPH_GAP)
    if QTextCursor(block).currentTable() is not None:
        form.setBottomMargin(0)
    cursor = QTextCursor(block)
    cursor.mergeBlockFormat(form)
    if level:
        _dress_heading(block, font.pointSizeF())
    if _is_quoted(block):
        form.setLeftMargin(16)
        form.setRightMargin(0)
        cursor.mergeBlockFormat(form)


def quotations(document: QTextDocument) -> list[QRectF]:
    """Where quoted paragraphs stand in the document, for the line beside them."""
    layout = document.documentLayout()
    return [layout.blockBoundingRect(each) for each in blocks_of(document) if _is_quoted(each)]


def _is_quoted(block: QTextBlock) -> bool:
    return block.blockFormat().intProperty(_Property.BlockQuoteLevel) > 0


def _dress_heading(block: QTextBlock, points: float) -> None:
    """Set a size in points; Qt's importer sets a relative one, which would win."""
    for fragment in fragments_of(block):
        form = fragment.charFormat()
        form.clearProperty(_Property.FontSizeAdjustment)
        form.setFontPointSize(points)
        form.setFontWeight(QFont.Weight.DemiBold)
        _span(block, fragment).setCharFormat(form)


def _dress_letters(block: QTextBlock) -> None:
    """Code in its own face on a raised ground; links in the accent."""
    for fragment in fragments_of(block):
        form = fragment.charFormat()
        change = QTextCharFormat()
        if form.fontFixedPitch():
            code = fonts.code()
            change.setFontFamilies(code.families())
            change.setFontPointSize(code.pointSizeF())
            change.setBackground(QBrush(colour("raised")))
        if form.isAnchor():
            change.setForeground(colour("accent"))
            change.setFontUnderline(True)
        if change.propertyCount():
            _span(block, fragment).mergeCharFormat(change)


def _span(block: QTextBlock, fragment: QTextFragment) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _dress_table(table: QTextTable) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(colour("hairline")))
    form.setCellPadding(5)
    form.setCellSpacing(0)
    form.setTopMargin(2)
    form.setBottomMargin(PARAGRAPH_GAP)
    form.setWidth(QTextLength())
    table.setFormat(form)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        head = cell.format()
        head.setBackground(QBrush(colour("raised")))
        cell.setFormat(head)


def _name_pictures(document: QTextDocument) -> None:
    """Put a picture's own words, as a link, where the picture would be."""
    pictures = [
        (block, fragment)
        for block in blocks_of(document)
        for fragment in fragments_of(block)
        if fragment.charFormat().isImageFormat()
    ]
    for block, fragment in reversed(pictures):
        image = fragment.charFormat().toImageFormat()
        link = QTextCharFormat()
        link.setAnchor(True)
        link.setAnchorHref(image.name())
        words = image.property(_Property.ImageAltText) or image.name()
        _span(block, fragment).insertText(f"[{words}]", link)


def _insert_marks(document: QuietDocument, marks: Sequence[Mark]) -> None:
    document.drawer = MarkDrawer(marks, document)
    document.documentLayout().registerHandler(MARK_TYPE, document.drawer)
    for found in reversed(list(_MARK.finditer(_characters(document)))):
        cursor = QTextCursor(document)
        cursor.setPosition(found.start())
        cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
        index = ord(found[0]) - FIRST
        form = QTextCharFormat()
        form.setObjectType(MARK_TYPE)
        form.setProperty(MARK_INDEX, index)
        cursor.insertText(OBJECT if index < len(marks) else "\ufffd", form)


def _characters(document: QTextDocument) -> str:
    """The text with one character for each position of a cursor (astral ones count as two)."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return "".join("??" if ord(each) > 0xFFFF else each for each in cursor.selectedText())
