"""The two rows of controls around a page: where one is, and how it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from yidesk.ui import fonts, numbers
from yidesk.ui.controls import Button, Elided, Words
from yidesk.ui.field import Field

HEIGHT = 48
WIDE = 500
"""Below this width there is no room for every button."""


class Header(QFrame):
    """The document's name, the page, and the way to close."""

    citation_wanted = Signal(int)
    """The next citation of the answer (+1), or the one before."""
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self.setFixedHeight(HEIGHT)
        self.name = Elided(kind="heading", of_file=True)
        self.citation = Words(kind="secondary")
        self.citation.setFont(fonts.tabular(fonts.interface()))
        self._earlier = Button(
            self.tr("Previous citation"),
            lambda: self.citation_wanted.emit(-1),
            icon="previous",
            kind="icon",
        )
        self._later = Button(
            self.tr("Next citation"), lambda: self.citation_wanted.emit(1), icon="next", kind="icon"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.name, 1)
        for widget in (self._earlier, self.citation, self._later):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(
            Button(self.tr("Close (Esc)"), self.close_wanted.emit, icon="close", kind="icon")
        )
        self.show_citation(0, 0)

    def show_citation(self, number: int, total: int) -> None:
        """Which citation of how many is open; nothing when there is one at most."""
        self.citation.setText(f"{numbers.count(number)}/{numbers.count(total)}")
        said = self.tr("Citation {n} of {total}")
        self.citation.setAccessibleName(said.format(n=number, total=total))
        for widget in (self._earlier, self.citation, self._later):
            widget.setVisible(total > 1)
        self.citation.setVisible(total > 1 and number > 0)  # a sentence without a reference is none


class Tools(QFrame):
    """Page, size, search, and what else can be done with a page."""

    page_wanted = Signal(int)
    search_wanted = Signal()
    zoom_in_wanted = Signal()
    zoom_out_wanted = Signal()
    fit_wanted = Signal()
    text_wanted = Signal(bool)
    copy_wanted = Signal()
    open_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "footer")
        self.setFixedHeight(HEIGHT)
        self._page = 1
        self._is_sized = False
        """Whether what is shown has a size that can be changed."""
        self.previous = Button(
            self.tr("Previous page (Page Up)"), lambda: self._step(-1), icon="previous", kind="icon"
        )
        self.next = Button(
            self.tr("Next page (Page Down)"), lambda: self._step(1), icon="next", kind="icon"
        )
        self.number = self._make_number()
        self.total = Words(kind="secondary")
        self.total.setFont(fonts.tabular(fonts.interface()))
        self.zoom = Words(kind="secondary")
        self.zoom.setFont(fonts.tabular(fonts.interface()))
        self.zoom.setMinimumWidth(self.zoom.fontMetrics().horizontalAdvance("400 %"))
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = self._make_switch()
        self._sizes = self._make_sizes()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        left = (self.previous, self.number, self.total, self.next)
        right = (*self._sizes, self.text, self._make_search(), self._make_more())
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for other in right:
            row.addWidget(other)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out first what is in the menu or can be seen."""
        super().resizeEvent(event)
        self._arrange()

    def show_page(self, page: int, total: int) -> None:
        """Where one is."""
        self._page = page
        self.number.setText(str(page))
        self.number.setValidator(QIntValidator(1, total, self.number))
        self.total.setText(self.tr("of {total}").format(total=numbers.count(total)))
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < total)

    def show_zoom(self, zoom: float) -> None:
        """How large the page is; 1 is 100 %."""
        self.zoom.setText(f"{round(zoom * 100)} %")

    def show_kind(self, *, has_picture: bool, is_text: bool) -> None:
        """Which view is shown, and whether there is another one."""
        self.text.setVisible(has_picture)
        self.text.setChecked(is_text)
        self._is_sized = has_picture and not is_text
        self._fits.setVisible(self._is_sized)
        self._arrange()

    def _arrange(self) -> None:
        for widget in self._sizes:
            spare = widget in {self.zoom, self._fit} and self.width() < WIDE
            widget.setVisible(self._is_sized and not spare)

    def _make_number(self) -> Field:
        number = Field()
        number.setAccessibleName(self.tr("Go to page"))
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        number.setFixedWidth(56)
        number.setFont(fonts.tabular(fonts.interface()))
        number.returnPressed.connect(self._go)
        return number

    def _make_switch(self) -> Button:
        switch = Button(self.tr("Show the text"), lambda: None, icon="text", kind="icon")
        switch.setCheckable(True)
        switch.toggled.connect(self.text_wanted)
        return switch

    def _make_sizes(self) -> tuple[QWidget, ...]:
        smaller = Button(
            self.tr("Smaller (Ctrl+-)"), self.zoom_out_wanted.emit, icon="minus", kind="icon"
        )
        larger = Button(
            self.tr("Larger (Ctrl++)"), self.zoom_in_wanted.emit, icon="plus", kind="icon"
        )
        fit = Button(
            self.tr("Fit the width (Ctrl+0)"), self.fit_wanted.emit, icon="width", kind="icon"
        )
        self._fit = fit
        return smaller, self.zoom, larger, fit

    def _make_search(self) -> QPushButton:
        name = self.tr("Find in this document (Ctrl+F)")
        return Button(name, self.search_wanted.emit, icon="search", kind="icon")

    def _make_more(self) -> QPushButton:
        menu = QMenu(self)
        menu.addAction(self.tr("Copy with the source"), self.copy_wanted.emit)
        self._fits = menu.addAction(self.tr("Fit the width (Ctrl+0)"), self.fit_wanted.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Open in another program"), self.open_wanted.emit)
        menu.addAction(self.tr("Show in the folder"), self.folder_wanted.emit)
        more = Button(self.tr("More"), lambda: None, icon="more", kind="icon")
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(more.rect().topLeft())))
        self.menu_ = menu
        return more

    def _step(self, by: int) -> None:
        self.page_wanted.emit(self._page + by)

    @Slot()
    def _go(self) -> None:
        self.page_wanted.emit(int(self.number.text()))
