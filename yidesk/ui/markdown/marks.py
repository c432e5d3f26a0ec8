"""Evidence marks inside a text: `p. 12 ✓` as a small button, drawn by the text layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from yidesk.core.types import Verdict
from yidesk.ui import fonts, icons
from yidesk.ui.markdown.objects import object_format
from yidesk.ui.theme import tokens

MARK_TYPE = QTextFormat.ObjectTypes.UserObject.value + 1
MARK_INDEX = QTextFormat.Property.UserProperty.value + 1
FIRST = 0xE000
"""Marks stand in a source as characters of the private use area, from this one on."""
MOST = 0x0FFF
PRIVATE = re.compile("[\ue000-\uf8ff]")
"""What stands for something else in a source, so that a model must not write it."""
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_ANY = re.compile(f"\u00a0?[{chr(FIRST)}-{chr(FIRST + MOST)}]")

_TOKENS = {
    Verdict.VERIFIED: "verified",
    Verdict.UNSURE: "unsure",
    Verdict.CONTRADICTED: "wrong",
    Verdict.NOT_FOUND: "wrong",
}
_ICON = 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A reference that was compared with the documents' own text."""

    start: int
    end: int
    """The characters of the source that it replaces; start == end inserts it."""
    label: str
    verdict: Verdict
    tip: str
    """What the comparison found, in words, and the passage; rich text."""
    told: str = ""
    """What the comparison found, for screen readers."""
    document: str = ""
    page: int = 0
    """0: leads nowhere."""
    quote: str = ""
    is_likely: bool = False
    """The page in another language that the sentence is likely from; it cannot be told for sure."""


def mark_format(index: int, mark: Mark) -> QTextCharFormat:
    """The format of the letter that stands for mark number INDEX; copied as `[p. 12]`."""
    form = object_format(MARK_TYPE, f"[{mark.label}]")
    form.setProperty(MARK_INDEX, index)
    return form


def token_of(mark: Mark) -> str:
    """The colour that says the verdict (its shape and label say it too)."""
    return "likely" if mark.is_likely else _TOKENS[mark.verdict]


def with_marks(source: str, marks: Sequence[Mark]) -> str:
    """SOURCE with one private character for every mark; characters like it are taken out."""
    result = PRIVATE.sub("\ufffd", source)
    numbered = sorted(enumerate(marks[:MOST]), key=lambda each: each[1].start, reverse=True)
    for index, mark in numbered:
        before = result[: mark.start].rstrip(" ")
        is_apart = len(before) < mark.start or mark.start == mark.end
        joint = "\u00a0" if is_apart and before and not before.endswith("\n") else ""
        after = result[mark.end :]
        gap = " " if mark.start == mark.end and after[:1].isalnum() else ""  # Chinese has none
        result = before + joint + chr(FIRST + index) + gap + after
    return result


def without_marks(source: str, marks: Sequence[Mark]) -> str:
    """A program, in which marks cannot stand: written as `[p. 12]` where they replaced text."""

    def written(found: re.Match[str]) -> str:
        mark = marks[ord(found[0][-1]) - FIRST]
        return f" [{mark.label}]" if mark.end > mark.start else ""

    return _ANY.sub(written, source)


class MarkDrawer(QPyTextObject):
    """Draws the marks of one document and remembers where they are."""

    def __init__(self, marks: Sequence[Mark], parent: QTextDocument) -> None:
        super().__init__(parent)
        self.marks = marks
        self.places: dict[int, QRectF] = {}
        """Index of a mark -> its rectangle in the document."""
        self.hovered = -1
        self.picked = (0, 0)
        """The positions between which letters are selected: there, marks have their own ground."""

    def intrinsicSize(self, _document: QTextDocument, _at: int, of: QTextFormat) -> QSizeF:
        """The room one mark takes."""
        mark = self.marks[of.intProperty(MARK_INDEX)]
        metrics = QFontMetricsF(_font())
        icon = _ICON + 1 if _icon(mark.verdict) else 0
        return QSizeF(metrics.horizontalAdvance(mark.label) + icon + 12, metrics.height() + 1)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        at: int,
        of: QTextFormat,
    ) -> None:
        """Draw one mark; its rectangle stands on the base line and is moved to its middle."""
        index = of.intProperty(MARK_INDEX)
        rect = QRectF(rect)
        box = rect.translated(0, rect.height() * 0.22).adjusted(0.5, 0.5, -0.5, -0.5)
        self.places[index] = box
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.picked[0] <= at < self.picked[1]:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().window))
            painter.drawRoundedRect(box, 5, 5)
        draw_mark(painter, box, self.marks[index], hovered=index == self.hovered)
        painter.restore()


def draw_mark(painter: QPainter, box: QRectF, mark: Mark, *, hovered: bool) -> None:
    """An outline (dashed: likely; dotted: unsure), the label (struck: not found), a check."""
    colour = QColor(getattr(tokens(), token_of(mark)))
    pen = QPen(colour, 1)
    if mark.is_likely:
        pen.setStyle(Qt.PenStyle.DashLine)
    elif mark.verdict is Verdict.UNSURE:
        pen.setStyle(Qt.PenStyle.DotLine)
    fill = QColor(colour)
    fill.setAlphaF(0.18 if hovered else 0.07)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, 5, 5)
    font = _font()
    font.setStrikeOut(mark.verdict is Verdict.NOT_FOUND)
    painter.setFont(font)
    painter.setPen(colour)
    inner = box.adjusted(5.5, 0, -5.5, 0)
    painter.drawText(QPointF(inner.left(), base_line(font, mark.label, box)), mark.label)
    if name := _icon(mark.verdict):
        middle = inner.center().y() - _ICON / 2
        icons.paint(
            painter,
            name,
            token_of(mark),
            QRectF(inner.right() - _ICON + 1.5, middle, _ICON, _ICON),
        )


def base_line(font: QFont, label: str, box: QRectF) -> float:
    """Where letters must stand so that their bodies, not their lines, are in the middle of BOX.

    A Chinese character reaches below the base line and above capitals; the line of the first face,
    by which Qt would centre it, knows nothing of that.
    """
    body = QFontMetricsF(font).tightBoundingRect("国" if _IDEOGRAPH.search(label) else "H")
    return box.center().y() - body.center().y()


def _icon(verdict: Verdict) -> str:
    return "check" if verdict is Verdict.VERIFIED else ""


def _font() -> QFont:
    return fonts.tabular(fonts.small())
