"""The line below the composer: how full the window is, which model answers, where, how fast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yidesk.core.mode import Mode
from yidesk.ui import fonts, numbers
from yidesk.ui.chat.progress_lines import loading_line
from yidesk.ui.chat.window_use import WindowUse
from yidesk.ui.controls import Button, Elided
from yidesk.ui.theme import colour

if TYPE_CHECKING:
    from yidesk.core.types import Coverage, EngineInfo
    from yidesk.services.answer import Loading

NEARLY_FULL = 0.85


class Gauge(QWidget):
    """A small bar that fills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fraction = 0.0
        self.setFixedSize(72, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Another colour when there is little room left; the numbers say it too."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("hairline"))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, 3, 3)
        done = QRectF(whole)
        done.setWidth(max(6.0, whole.width() * min(1.0, self.fraction)))
        painter.setBrush(colour("unsure" if self.fraction > NEARLY_FULL else "accent"))
        if self.fraction > 0:
            painter.drawRoundedRect(done, 3, 3)


class Meter(QWidget):
    """Window, model, speed."""

    engine_known = Signal()
    """A model is loaded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.used: int | None = 0
        """Tokens of the window that are taken; None: not counted yet."""
        self._about = False
        self._window = 0
        self._gauge = Gauge(self)
        self._coverage: Sequence[Coverage] = ()
        self.shown: WindowUse | None = None
        self._fill = Button(self.tr("What fills the window"), self._open, kind="quiet")
        self._fill.setFont(fonts.tabular(fonts.small()))
        self._fill.hide()
        self._engine = Elided(kind="small")
        self._model = self._speed = ""
        self._fill.setToolTip(
            self.tr("What the model holds of this chat, and how much it can hold, in tokens.")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._gauge)
        row.addWidget(self._fill)
        row.addStretch(1)
        row.addWidget(self._engine)
        self._refresh()

    @property
    def text(self) -> str:
        """What the line says."""
        return f"{self._fill.text()} | {self._engine.text()}"

    def show_loading(self, event: Loading) -> None:
        """The model is being loaded."""
        self._model = loading_line(event)
        self._refresh()

    def show_engine(self, info: EngineInfo | None) -> None:
        """Which model answers, and where it runs."""
        if info is None:
            self._model = self.tr("No model loaded")
        else:
            where = self.tr("CPU")
            if info.gpu_layers:
                where = self.tr("GPU {n}/{total}").format(
                    n=info.gpu_layers, total=info.total_layers
                )
            self._model = " · ".join(filter(None, (info.model, info.quantization, where)))
            self._window = info.context
        self.setToolTip("\n".join((info.path, *info.devices)) if info else "")
        self._refresh()
        if info is not None:
            self.engine_known.emit()

    def show_used(
        self,
        tokens: int | None,
        coverage: Sequence[Coverage] = (),
        mode: Mode | None = None,
        *,
        about: bool = False,
    ) -> None:
        """How many tokens of the window are taken, and by which documents, read in MODE.

        None: that was not counted yet. ABOUT: the model itself has not told it.
        """
        self._about = about
        # the parts of a sweep were in the window one after the other, and are not there now
        self.used, self._coverage = tokens, () if mode is Mode.SWEEP else coverage
        self._refresh()

    def show_filled(self, tokens: int, per_second: float = 0.0) -> None:
        """What is in the window now, while it is read or, so many tokens a second, written."""
        self._about, self.used = False, tokens
        self.show_speed(per_second)

    def _open(self) -> None:
        """Tell what fills the window."""
        self.shown = WindowUse(self.used, self._window, self._coverage, self)
        self.shown.destroyed.connect(self._forget)
        self.shown.open_above(self.mapToGlobal(self.rect().topLeft()))

    def _forget(self) -> None:
        self.shown = None

    def show_speed(self, per_second: float) -> None:
        """How fast the answer comes; 0 says nothing."""
        self._speed = numbers.rate(per_second) if per_second else ""
        self._refresh()

    def _refresh(self) -> None:
        self._engine.setText(" · ".join(filter(None, (self._speed, self._model))))
        self._gauge.setVisible(bool(self._window))
        self._gauge.fraction = (self.used or 0) / self._window if self._window else 0.0
        self._gauge.update()
        if self._window:
            template = self.tr("{used} of {window} tokens")
            if self._about:
                template = self.tr("About {used} of {window} tokens")
            if self.used is None:
                template = self.tr("Not counted yet · {window} tokens")
            line = template.format(
                used=numbers.count(self.used or 0), window=numbers.count(self._window)
            )
            self._fill.setText(line)
            self._fill.setAccessibleName(self.tr("{line}; what fills it").format(line=line))
            self._fill.show()
            self._gauge.setAccessibleName(line)
