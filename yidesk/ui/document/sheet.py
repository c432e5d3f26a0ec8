"""The page that a citation names, beside the chat: as it looks, or as text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from yidesk.core.document import SEPARATOR
from yidesk.core.errors import DocumentError
from yidesk.core.types import Document, Page
from yidesk.services.document_search import Hit
from yidesk.services.page_pictures import PagePictures
from yidesk.ui.bridge import Bridge
from yidesk.ui.controls import Words
from yidesk.ui.document.drawing import PageDrawer
from yidesk.ui.document.page_view import Marks, PageView
from yidesk.ui.document.passage import Span, places
from yidesk.ui.document.picture_page import PicturePage
from yidesk.ui.document.remarks import Remarks, locator
from yidesk.ui.document.search_bar import SearchBar
from yidesk.ui.document.text_page import TextPage
from yidesk.ui.document.tools import Header, Tools

NARROWEST = 360


class PageSheet(QFrame):
    """Opens at a citation, turns pages, finds words; the window closes it with Esc."""

    closed = Signal()
    citation_wanted = Signal(int)
    """Another citation of the same answer: the next (+1), or the one before."""
    outside_wanted = Signal(str, bool)
    """Open the document with this fingerprint in another program, or show it in its folder."""
    told = Signal(object)
    """Something went wrong: an exception."""

    def __init__(
        self, bridge: Bridge, pictures: PagePictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sheet")
        self.setMinimumWidth(NARROWEST)
        self._document: Document | None = None
        self._page, self._locator = 0, ""
        self._cited: Mapping[int, Span] = {}
        self._asked = (0, "")
        self._drawer = PageDrawer(bridge, pictures, self)
        self.header, self.tools = Header(self), Tools(self)
        self.search = SearchBar(bridge, self)
        self._remark = Words(kind="secondary", wraps=True)
        self._remark.setContentsMargins(20, 12, 20, 12)
        self._remarks = Remarks(self)
        self.text, self.picture = TextPage(self), PicturePage(self._drawer, self)
        self._views = QStackedWidget(self)
        self._views.addWidget(self.picture)
        self._views.addWidget(self.text)
        self._wants_text = False
        self._build()
        self._join()
        self.hide()

    @property
    def page(self) -> int:
        """Number of the page on the screen; 0 before the first."""
        return self._page

    @property
    def shown(self) -> tuple[Document, int, str] | None:
        """Document, page and cited passage that are shown; None while nothing is."""
        if self._document is None or self.isHidden():
            return None
        return self._document, self._page, self._asked[1] if self._page == self._asked[0] else ""

    @property
    def highlighted(self) -> str:
        """The words that are marked."""
        return self._view.highlighted

    def open_page(self, document: Document, page: int, passage: str = "") -> None:
        """Show a page; PASSAGE is marked and scrolled into sight."""
        page = max(1, min(page, len(document.pages)))
        try:
            cited = places(document.pages, page, passage) if passage else {}
        except DocumentError as error:  # removed from the library meanwhile
            self.told.emit(error)
            return
        self._document = document
        self._asked = (page, passage)
        self._cited = cited
        self.header.name.setText(document.name)
        self.header.show_citation(0, 0)  # whoever opens one says so next
        self.search.search_in(document)
        self._choose_view()
        self._turn_to(page)
        self.show()
        self._view.setFocus()

    def show_citation(self, number: int, total: int) -> None:
        """Which citation of the answer this is."""
        self.header.show_citation(number, total)

    @Slot()
    def open_search(self) -> None:
        """Find words in the document."""
        self.search.open_bar(self._page)

    def close_over(self) -> bool:
        """Close the search if it is open; whether it was."""
        was_open = self.search.isVisible()
        self.search.close_bar()
        return was_open

    def close_sheet(self) -> None:
        """Put the page away."""
        self._drawer.stop()
        self.hide()
        self.closed.emit()

    @Slot()
    def copy(self) -> None:
        """Copy what is selected, else what is cited, with its source."""
        words = " ".join((self._view.selected or self.highlighted).split())
        if self._document is None or not words:
            return
        said = self.tr("“{words}” ({document}, p. {page})")
        name = SEPARATOR.join(filter(None, (self._document.name, self._locator)))
        QGuiApplication.clipboard().setText(
            said.format(words=words, document=name, page=self._page)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, hits, sizes."""
        last = len(self._document.pages) if self._document else 1
        keys = {
            Qt.Key.Key_PageUp: partial(self._turn_to, self._page - 1),
            Qt.Key.Key_PageDown: partial(self._turn_to, self._page + 1),
            Qt.Key.Key_Home: partial(self._turn_to, 1),
            Qt.Key.Key_End: partial(self._turn_to, last),
        }
        if act := keys.get(Qt.Key(event.key())):
            act()
        else:
            super().keyPressEvent(event)

    # --- what is shown -------------------------------------------------------------------

    @property
    def _view(self) -> PageView:
        return self.text if self._views.currentWidget() is self.text else self.picture

    @Slot(int)
    def _turn_to(self, number: int) -> None:
        if self._document is None or not 1 <= number <= len(self._document.pages):
            return
        try:
            page = self._document.pages[number - 1]
        except DocumentError as error:  # removed from the library meanwhile
            self.told.emit(error)
            return
        self._page = number
        self.tools.show_page(number, len(self._document.pages))
        self._view.show_page(self._document, page, self._marks())
        self._explain(page)

    def _marks(self) -> Marks:
        hit = self.search.hit
        here = (hit.start, hit.end) if hit and hit.page == self._page else None
        return Marks(
            cited=self._cited.get(self._page),
            hits=self.search.hits_on(self._page),
            hit=here,
        )

    @Slot(object)
    def _go_to(self, hit: Hit | None) -> None:
        if self._document is None:
            return
        if hit is not None and hit.page != self._page:
            self._turn_to(hit.page)
        else:
            self._view.show_marks(self._marks())

    @Slot(bool)
    def _want_text(self, wants: bool) -> None:
        self._wants_text = wants
        if self._document is not None:
            self._choose_view()
            self._turn_to(self._page)

    @Slot()
    def _take_focus(self) -> None:
        self._view.setFocus()

    def _choose_view(self) -> None:
        has = self._document is not None and PagePictures.has_pictures(self._document)
        is_text = self._wants_text or not has
        self._views.setCurrentWidget(self.text if is_text else self.picture)
        self.tools.show_kind(has_picture=has, is_text=is_text)

    def _explain(self, page: Page) -> None:
        asked, passage = self._asked
        misses = asked == self._page and bool(passage) and not self._cited
        remark = self._remarks.of(page, misses=misses)
        self._locator = locator(page)
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        """Where the page cannot be drawn its text is shown, and why."""
        self.told.emit(error)
        if self._document is not None:
            self._views.setCurrentWidget(self.text)
            self.tools.show_kind(has_picture=False, is_text=True)
            self._turn_to(self._page)

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.search, self._remark):
            column.addWidget(widget)
        column.addWidget(self._views, 1)
        column.addWidget(self.tools)

    def _join(self) -> None:
        tools, header, picture = self.tools, self.header, self.picture
        header.close_wanted.connect(self.close_sheet)
        header.citation_wanted.connect(self.citation_wanted)
        tools.page_wanted.connect(self._turn_to)
        tools.search_wanted.connect(self.open_search)
        tools.zoom_in_wanted.connect(picture.zoom_in)
        tools.zoom_out_wanted.connect(picture.zoom_out)
        tools.fit_wanted.connect(lambda: picture.zoom_to(None))
        tools.text_wanted.connect(self._want_text)
        tools.copy_wanted.connect(self.copy)
        tools.open_wanted.connect(lambda: self._go_outside(folder=False))
        tools.folder_wanted.connect(lambda: self._go_outside(folder=True))
        picture.zoom_changed.connect(tools.show_zoom)
        picture.turn_wanted.connect(lambda step: self._turn_to(self._page + step))
        picture.failed.connect(self._fail)
        picture.copy_wanted.connect(self.copy)
        self.text.copy_wanted.connect(self.copy)
        self.search.went.connect(self._go_to)
        self.search.closed.connect(self._take_focus)
        for key, act in {
            "Ctrl++": picture.zoom_in,
            "Ctrl+=": picture.zoom_in,
            "Ctrl+-": picture.zoom_out,
            "Ctrl+0": lambda: picture.zoom_to(None),
            "F3": lambda: self.search.go(1),
            "Shift+F3": lambda: self.search.go(-1),
        }.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _go_outside(self, *, folder: bool) -> None:
        if self._document is not None:
            self.outside_wanted.emit(self._document.fingerprint, folder)
