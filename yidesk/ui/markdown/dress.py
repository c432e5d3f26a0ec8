"""How Markdown looks: the formats that a parsed document gets, and what is painted behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from yidesk.ui import fonts
from yidesk.ui.markdown.formulas import FORMULA_TYPE
from yidesk.ui.markdown.paragraphs import fragments_of, select_run
from yidesk.ui.theme import colour

HEADING_POINTS = {1: 3.0, 2: 2.0, 3: 1.0}
"""Points that a heading of this level has more than the text."""
PARAGRAPH_GAP = 10
ITEM_GAP = 3
INDENT = 22
"""Of a list, in its text."""
QUOTE_INDENT = 16
CODE_MARGIN = 12
HEAD = 36
"""Height of the line above a program."""
_Property = QTextFormat.Property
_Fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_Minimum = QTextBlockFormat.LineHeightTypes.MinimumHeight.value


@dataclass(slots=True)
class Run:
    """Paragraphs that are painted on a ground or beside a line of their own."""

    first: int
    last: int
    """Numbers of the first and the last paragraph."""
    indent: int = 0
    level: int = 0
    """How deep a quotation is."""
    language: str = ""


@dataclass(slots=True)
class Marked:
    """What is painted behind the letters of a document."""

    quotations: list[Run] = field(default_factory=list)
    programs: list[Run] = field(default_factory=list)
    open: list[Run] = field(default_factory=list)
    done: list[Run] = field(default_factory=list)
    """Items of a list of tasks: Qt's own boxes are the platform's, and none has its tick."""


def line_format(font: QFont, ratio: float = fonts.LINE_HEIGHT) -> QTextBlockFormat:
    """Lines of one height, whatever the script."""
    form = QTextBlockFormat()
    form.setLineHeight(fonts.line_pixels(font, ratio), _Fixed)
    return form


def put_on(document: QTextDocument) -> Marked:
    """Dress a parsed document; returns what lies behind its letters."""
    marked = Marked()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    form = line_format(fonts.reading())
    form.setTopMargin(0)
    form.setBottomMargin(PARAGRAPH_GAP)
    cursor.mergeBlockFormat(form)
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            _dress_table(cursor, table)
    block = document.begin()
    while block.isValid():
        _dress_block(cursor, block, marked)
        block = block.next()
    for program in marked.programs:
        _dress_program(cursor, document, program)
    _make_room(document, marked)
    _end(cursor, document)
    cursor.endEditBlock()
    return marked


def ground_of(document: QTextDocument, program: Run) -> QRectF:
    """The ground of a program that stands inside of text, its head included."""
    layout = document.documentLayout()
    first = layout.blockBoundingRect(document.findBlockByNumber(program.first))
    last = layout.blockBoundingRect(document.findBlockByNumber(program.last))
    left = program.indent * INDENT + program.level * QUOTE_INDENT
    top = first.top() - HEAD
    return QRectF(left, top, document.textWidth() - left, last.bottom() + CODE_MARGIN - top)


def paint_behind(painter: QPainter, document: QTextDocument, marked: Marked) -> None:
    """The grounds of programs, and a line beside quoted paragraphs for every level."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("raised"))
    for program in marked.programs:
        painter.drawRoundedRect(ground_of(document, program), 8, 8)
    layout = document.documentLayout()
    above, last_bottom = Run(-1, -2), 0.0
    for quoted in marked.quotations:
        top = layout.blockBoundingRect(document.findBlockByNumber(quoted.first)).top() + 3
        bottom = layout.blockBoundingRect(document.findBlockByNumber(quoted.last)).bottom() + 3
        goes_on = above.last == quoted.first - 1 and above.indent == quoted.indent
        for level in range(quoted.level):
            left = 2 + quoted.indent * INDENT + level * QUOTE_INDENT
            begin = last_bottom if goes_on and level < above.level else top
            painter.fillRect(QRectF(left, begin, 2, bottom - begin), colour("disabled"))
        above, last_bottom = quoted, bottom


def paint_boxes(painter: QPainter, document: QTextDocument, marked: Marked) -> None:
    """The box of every task, over the one that Qt draws; with a tick where it is done."""
    for task in marked.open:
        painter.setPen(QPen(colour("secondary"), 1.5))
        painter.setBrush(colour("window"))
        painter.drawRoundedRect(_box_of(document, task), 3, 3)
    for task in marked.done:
        box = _box_of(document, task)
        painter.setPen(QPen(colour("accent"), 1.5))
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(colour("on_accent"), box.width() / 8))
        tick = ((-0.28, 0.02), (-0.08, 0.22), (0.3, -0.2))
        painter.drawPolyline([box.center() + QPointF(x, y) * box.width() for x, y in tick])


def _box_of(document: QTextDocument, task: Run) -> QRectF:
    """As high as a capital letter and a little more, in the middle of its first line's letters."""
    block = document.findBlockByNumber(task.first)
    metrics = QFontMetricsF(fonts.reading())
    line = block.layout().lineAt(0)
    top = document.documentLayout().blockBoundingRect(block).top()
    baseline = top + line.y() + line.ascent()
    size = metrics.capHeight() + 4
    left = task.indent * INDENT + task.level * QUOTE_INDENT
    return QRectF(left - 11 - size / 2, baseline - (metrics.capHeight() + size) / 2, size, size)


def _dress_block(cursor: QTextCursor, block: QTextBlock, marked: Marked) -> None:
    known = block.blockFormat()
    form = QTextBlockFormat()
    cursor.setPosition(block.position())
    level = known.intProperty(_Property.BlockQuoteLevel)
    if level:
        form.setLeftMargin(QUOTE_INDENT * level)
        form.setRightMargin(0)
        _note(marked.quotations, block, known, level)
    if known.hasProperty(_Property.BlockCodeLanguage):
        language = str(known.property(_Property.BlockCodeLanguage) or "")
        _note(marked.programs, block, known, level, language)
        form.setLeftMargin(QUOTE_INDENT * level + CODE_MARGIN)
    elif known.hasProperty(_Property.BlockTrailingHorizontalRulerWidth):
        form.setBackground(QBrush(colour("hairline")))  # of the rule itself
    elif heading := known.headingLevel():
        _dress_heading(cursor, block, form, heading)
    elif block.textList() is not None:
        form.setBottomMargin(ITEM_GAP)
        if known.marker() is not QTextBlockFormat.MarkerType.NoMarker:
            is_done = known.marker() is QTextBlockFormat.MarkerType.Checked
            indent = block.textList().format().indent() + known.indent()
            task = Run(block.blockNumber(), block.blockNumber(), indent, level)
            (marked.done if is_done else marked.open).append(task)
    if form.propertyCount():
        cursor.mergeBlockFormat(form)
    _dress_letters(cursor, block)


def _note(
    runs: list[Run], block: QTextBlock, form: QTextBlockFormat, level: int, language: str = ""
) -> None:
    """Let a run go on with this paragraph, or begin."""
    number, indent = block.blockNumber(), form.indent()
    last = runs[-1] if runs else None
    if (
        last is not None
        and last.last == number - 1
        and (last.level, last.indent, last.language) == (level, indent, language)
    ):
        last.last = number
    else:
        runs.append(Run(number, number, indent, level, language))


def _dress_heading(
    cursor: QTextCursor, block: QTextBlock, form: QTextBlockFormat, level: int
) -> None:
    """Set a size in points; Qt's importer sets a relative one, which would win."""
    font = fonts.reading()
    font.setPointSizeF(font.pointSizeF() + HEADING_POINTS.get(level, 0.0))
    form.setLineHeight(fonts.line_pixels(font), _Fixed)
    if block.blockNumber():
        form.setTopMargin(2 * PARAGRAPH_GAP)
    for fragment in fragments_of(block):
        letters = fragment.charFormat()
        letters.clearProperty(_Property.FontSizeAdjustment)
        letters.setFontPointSize(font.pointSizeF())
        letters.setFontWeight(QFont.Weight.DemiBold)
        select_run(cursor, fragment)
        cursor.setCharFormat(letters)
    cursor.setPosition(block.position())


def _dress_letters(cursor: QTextCursor, block: QTextBlock) -> None:
    """Code in its own face, on a raised ground inside of text; links in the accent."""
    is_program = block.blockFormat().hasProperty(_Property.BlockCodeLanguage)
    for fragment in fragments_of(block):
        form = fragment.charFormat()
        if form.objectType() == FORMULA_TYPE:
            _let_lines_grow(cursor, block)
            continue
        change = QTextCharFormat()
        if is_program or form.fontFixedPitch():
            code = fonts.code()
            change.setFontFamilies(code.families())
            change.setFontPointSize(code.pointSizeF())
            change.setFontFixedPitch(True)
        if form.fontFixedPitch() and not is_program:
            change.setBackground(QBrush(colour("raised")))
        if form.isAnchor():
            change.setForeground(colour("accent"))
            change.setFontUnderline(True)
        if change.propertyCount():
            select_run(cursor, fragment)
            cursor.mergeCharFormat(change)


def _let_lines_grow(cursor: QTextCursor, block: QTextBlock) -> None:
    """A formula may be higher than a line."""
    form = QTextBlockFormat()
    form.setLineHeight(block.blockFormat().lineHeight(), _Minimum)
    cursor.setPosition(block.position())
    cursor.mergeBlockFormat(form)


def _dress_program(cursor: QTextCursor, document: QTextDocument, program: Run) -> None:
    """Room above for its head, below for its ground."""
    for number in range(program.first, program.last + 1):
        form = line_format(fonts.code(), 1.45)
        form.setTopMargin(HEAD if number == program.first else 0)
        form.setBottomMargin(CODE_MARGIN + PARAGRAPH_GAP if number == program.last else 0)
        cursor.setPosition(document.findBlockByNumber(number).position())
        cursor.mergeBlockFormat(form)


def _make_room(document: QTextDocument, marked: Marked) -> None:
    """Let the ground of a program at the beginning or the end lie inside of the document.

    Qt gives the first paragraph no margin above, and the last one none below.
    """
    frame = document.rootFrame()
    form = frame.frameFormat()
    programs = marked.programs
    if programs and programs[0].first == 0:
        form.setTopMargin(HEAD)
    if programs and programs[-1].last == document.blockCount() - 1:
        form.setBottomMargin(CODE_MARGIN)
    frame.setFrameFormat(form)


def _dress_table(cursor: QTextCursor, table: QTextTable) -> None:
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
        if table.rows() > 1:  # Qt leaves heads at the left, whatever stands below them
            below = table.cellAt(1, column).firstCursorPosition().blockFormat().alignment()
            aligned = QTextBlockFormat()
            aligned.setAlignment(below)
            cell.firstCursorPosition().mergeBlockFormat(aligned)
    within = QTextBlockFormat()
    within.setBottomMargin(0)
    cursor.setPosition(table.firstPosition())
    cursor.setPosition(table.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeBlockFormat(within)


def _end(cursor: QTextCursor, document: QTextDocument) -> None:
    """Nothing stands below the last paragraph.

    Qt has an empty paragraph before and after a table; at the ends they are made flat.
    """
    for block in {document.begin().position(), document.lastBlock().position()}:
        if document.blockCount() > 1 and not document.findBlock(block).length() > 1:
            flat = QTextBlockFormat()
            flat.setLineHeight(1, _Fixed)
            flat.setBottomMargin(0)
            cursor.setPosition(block)
            cursor.mergeBlockFormat(flat)
    form = QTextBlockFormat()
    form.setBottomMargin(0)
    cursor.setPosition(document.lastBlock().position())
    cursor.mergeBlockFormat(form)
