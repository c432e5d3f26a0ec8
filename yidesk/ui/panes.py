"""Where sidebar, chat and document stand; in a narrow window they lie over each other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from yidesk.ui.screens import Screens
from yidesk.ui.sidebar.panel import SidebarPanel
from yidesk.ui.tab_order import go_on, stops

NARROW = 900
"""Below this width sidebar and document cover the chat instead of standing beside it."""
SIDEBAR = 240
SHEET = (420, 620)
"""Narrowest and widest document beside the chat."""
CHAT = 440
"""Narrowest chat between the two, in which nothing is cut off."""
SHARE = 0.46
"""Of the room that sidebar leaves, for the document."""


class Panes(QWidget):
    """Three panes; the middle one is always there, unless another covers it."""

    sidebar_shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # made in their places: to be moved into them takes widgets a third more time
        self.sidebar = SidebarPanel(self)
        self.screens = Screens(self)
        self._sheet: QFrame | None = None
        self._wants_sidebar = True
        self._opened_narrow = False
        """Whether the sidebar was opened over a narrow window."""

    def add_sheet(self, sheet: QFrame) -> None:
        """Have a place for documents, which are hidden still."""
        self._sheet = sheet
        sheet.setParent(self)
        sheet.hide()
        sheet.stackUnder(self.sidebar)

    @property
    def is_narrow(self) -> bool:
        """Whether panes lie over each other."""
        return self.width() < NARROW

    @property
    def _has_no_room(self) -> bool:
        """Whether the sidebar can only lie over the chat: beside it too little would be left."""
        has_sheet = self._sheet is not None and not self._sheet.isHidden()
        return self.is_narrow or (has_sheet and self.width() < SHEET[0] + SIDEBAR + CHAT)

    @property
    def wants_sidebar(self) -> bool:
        """Whether the person wants the sidebar where there is room."""
        return self._wants_sidebar

    def want_sidebar(self, *, wanted: bool) -> None:
        """Show or hide the sidebar where there is room."""
        self._wants_sidebar = wanted
        self.arrange()

    def stops(self) -> Iterator[QWidget]:
        """Where the keyboard goes: from the left to the right."""
        for pane in (self.sidebar, self.screens, self._sheet):
            if pane is not None and pane.isVisible():
                yield from stops(pane)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Let Tab go as one reads; parts come and go, so it is looked up anew."""
        is_done = go_on(list(self.stops()), following=following)
        return is_done or super().focusNextPrevChild(following)

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar."""
        if self._has_no_room:
            self._opened_narrow = not self._opened_narrow
        else:
            self._wants_sidebar = not self._wants_sidebar
        self.arrange()

    def close_over(self) -> bool:
        """Close a sidebar that lies over the chat; whether there was one."""
        was_open = self._has_no_room and self._opened_narrow
        self._opened_narrow = False
        self.arrange()
        return was_open

    def arrange(self) -> None:
        """Give every pane its place."""
        lies_over = self._has_no_room
        has_sidebar = self._opened_narrow if lies_over else self._wants_sidebar
        self.sidebar.setVisible(has_sidebar)
        self.sidebar.setGeometry(0, 0, SIDEBAR, self.height())
        self.sidebar.raise_()
        left = SIDEBAR if has_sidebar and not lies_over else 0
        room = self.width() - left
        sheet = self._sheet_width(room)
        self.screens.setGeometry(left, 0, max(room - sheet, 0) or room, self.height())
        self.screens.setVisible(sheet < room)
        if self._sheet is not None:
            self._sheet.setGeometry(left + room - sheet, 0, sheet, self.height())
        self.sidebar_shown.emit(has_sidebar)

    def _sheet_width(self, room: int) -> int:
        if self._sheet is None or self._sheet.isHidden():
            return 0
        if self.is_narrow:
            return room
        return round(min(max(room * SHARE, SHEET[0]), SHEET[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the places anew."""
        super().resizeEvent(event)
        if not self._has_no_room:
            self._opened_narrow = False
        self.arrange()
