"""The few controls that every screen uses, so that they look and speak alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from yidesk.ui import fonts, icons


class Button(QPushButton):
    """A button with a name, and perhaps an icon; `kind` picks its dress in the stylesheet.

    kinds: plain, quiet (no frame), primary (filled), icon (quiet and square).
    """

    def __init__(
        self,
        name: str,
        pressed: Callable[[], object],
        *,
        icon: str = "",
        kind: str = "plain",
        tint: str = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tint = icon, tint
        self._scales: tuple[int, ...] = ()
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(icons.BOX, icons.BOX))
        self.say(name)
        self.clicked.connect(lambda _checked=False: pressed())
        self._draw()

    def say(self, name: str) -> None:
        """Set what the button says; an icon alone says it as tool tip and accessible name."""
        self.setAccessibleName(name)
        if self.property("kind") in {"icon", "icon-small", "send"}:
            self.setToolTip(name)
        else:
            self.setText(name)

    def fold(self, *, folded: bool) -> None:
        """Be the picture alone, or say the name beside it again."""
        name = self.accessibleName()
        self.setText("" if folded else name)
        if not self.toolTip():
            self.setToolTip(name)

    def show_icon(self, icon: str, tint: str) -> None:
        """Change the picture."""
        self._icon, self._tint = icon, tint
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the colours of a changed theme, or of what cannot be pressed."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon anew on a screen of another scale."""
        if self._icon and self._scales != icons.scales_of(self):
            self._draw()
        super().paintEvent(event)

    def _draw(self) -> None:
        if self._icon:
            self._scales = icons.scales_of(self)
            tint = self._tint if self.isEnabled() else "disabled"
            self.setIcon(icons.icon(self._icon, tint, disabled=tint, scales=self._scales))


class Words(QLabel):
    """A line or paragraph of the interface; `kind` picks its dress.

    kinds: text, secondary, small, title, verified, unsure, wrong.
    """

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "text",
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setWordWrap(wraps)
        if kind == "small":
            self.setFont(fonts.tabular(fonts.small()))

    def dress(self, kind: str) -> None:
        """Change the kind."""
        self.setProperty("kind", kind)
        self.style().polish(self)


class Elided(Words):
    """One line that is shortened where there is no room; the whole of it is the tool tip."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "text",
        of_file: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """OF_FILE: a heading that names a file or folder; these differ at their ends."""
        super().__init__(text, kind=kind, parent=parent)
        is_title = kind == "heading" and not of_file
        self._mode = Qt.TextElideMode.ElideRight if is_title else Qt.TextElideMode.ElideMiddle
        wide = QSizePolicy.Policy.Expanding if kind == "heading" else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)
        self.shorter: Sequence[str] = ()
        """What is said where there is no room for the whole, from the longest to the shortest."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as fits."""
        whole = self.text()
        ways = (whole, *self.shorter)
        length = self.fontMetrics().horizontalAdvance
        said = next((each for each in ways if length(each) <= self.width()), ways[-1])
        line = self.fontMetrics().elidedText(said, self._mode, self.width())
        self.setToolTip(whole if line != whole else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, line)


class Icon(QWidget):
    """A picture that is not a control."""

    def __init__(
        self, name: str, tint: str, size: int = icons.BOX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tint = name, tint
        self.setFixedSize(size, size)

    def show_icon(self, name: str, tint: str) -> None:
        """Change the picture."""
        self._name, self._tint = name, tint
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colour of the theme."""
        painter = QPainter(self)
        icons.paint(painter, self._name, self._tint, self.rect().toRectF())


class Flow(QLayout):
    """Puts its items beside each other, and goes on in the next line where there is no room."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls this."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at INDEX, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at INDEX out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height needed when WIDTH is given; Qt asks many times for one change."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """An item has another size, or is hidden."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() + self.spacing() for hint in hints)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        result = QSize()
        for item in self._items:
            result = result.expandedTo(item.minimumSize())
        return result

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(size.height() for _, size in line)
            x = rect.x()
            for item, size in line:
                if move:
                    above = (height - size.height()) // 2
                    item.setGeometry(QRect(x, y + above, size.width(), size.height()))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> Iterator[list[tuple[QLayoutItem, QSize]]]:
        """The items, as many in a line as WIDTH takes."""
        line: list[tuple[QLayoutItem, QSize]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue  # hidden, and takes no gap either
            size = item.sizeHint().boundedTo(QSize(max(width, 1), 10_000))
            if line and used + size.width() > width:
                yield line
                line, used = [], 0
            line.append((item, size))
            used += size.width() + self.spacing()
        if line:
            yield line
