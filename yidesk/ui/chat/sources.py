"""The list of pages below an answer; each is a button that opens its page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from yidesk.core.types import Verdict
from yidesk.ui import fonts
from yidesk.ui.chat.evidence import Source
from yidesk.ui.controls import Flow
from yidesk.ui.markdown.marks import Mark, draw_mark
from yidesk.ui.theme import colour

LONGEST_NAME = 28
_SIGNS = {Verdict.CONTRADICTED: "≠ {}", Verdict.UNSURE: "{} ?"}


class SourceButton(QPushButton):
    """One page, drawn like its mark in the text, but reachable by the keyboard."""

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = source.name
        shown = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        label = self.tr("{name}, p. {page}").format(name=shown, page=source.page)
        sign = self.tr("likely {}") if source.is_likely else _SIGNS.get(source.verdict, "{}")
        label = sign.format(label)  # not by its colour alone
        self.source = source
        self._mark = Mark(
            start=0,
            end=0,
            label=label,
            verdict=source.verdict,
            tip="",
            is_likely=source.is_likely,
        )
        self.setProperty("kind", "source")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(fonts.tabular(fonts.small()))
        said = (f"{name} {source.page}", source.locator, source.told)
        self.setAccessibleName(". ".join(filter(None, said)))
        self.setToolTip("\n".join(filter(None, (name, source.locator, source.told))))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the label and the check."""
        width = QFontMetricsF(self.font()).horizontalAdvance(self._mark.label)
        check = 14 if self.source.verdict is Verdict.VERIFIED else 0
        return QSize(round(width) + check + 16, 26)

    def event(self, event: QEvent) -> bool:
        """Paint again when the mouse comes and goes."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark, and a ring when it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        draw_mark(painter, box, self._mark, hovered=self.underMouse())
        if self.hasFocus():
            painter.setPen(QPen(colour("text"), 2))  # its own lines are coloured
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)


class SourceList(QWidget):
    """All pages of an answer."""

    activated = Signal(object)
    """The Source that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(6)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Sources"))

    @property
    def buttons(self) -> list[SourceButton]:
        """The pages that are shown, in their order."""
        items = (self._flow.itemAt(index) for index in range(self._flow.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, SourceButton)]

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show these pages instead of the former ones."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for source in sources:
            button = SourceButton(source, self)
            button.clicked.connect(lambda _checked=False, each=source: self.activated.emit(each))
            self._flow.addWidget(button)
        self.setVisible(bool(sources))
