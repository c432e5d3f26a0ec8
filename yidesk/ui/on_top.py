"""What lies on top in the window: Esc closes it, and words are found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from yidesk.ui.page import Page
from yidesk.ui.screens import Screen

if TYPE_CHECKING:
    from yidesk.ui.window import MainWindow


class OnTop:
    """Knows the order: a list over the chat, another screen, the bar that finds, a document."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def find(self) -> None:
        """Find words on the screen that is shown."""
        window = self._window
        shown = window.screens.currentWidget()
        if isinstance(shown, Page):
            shown.search_here()
        elif window.sheet.isAncestorOf(QApplication.focusWidget() or window):
            window.sheet.open_search()
        else:
            window.screen_.find_bar.open_bar()

    def leave_search(self) -> None:
        """Esc in an empty search: back to where one writes."""
        window = self._window
        if not window.panes.close_over():
            shown = window.screens.currentWidget()
            if isinstance(shown, Page):
                shown.take_keys()
            else:
                window.screen_.composer.field.setFocus()

    def escape(self) -> None:
        """Close what lies over the chat, else stop the answer."""
        window = self._window
        if window.panes.close_over():
            return
        if window.screens.current is not Screen.CHAT:
            self._leave_screen()
        elif window.screen_.find_bar.isVisible():
            window.screen_.find_bar.close_bar()
        elif window.sheet.isVisible():
            if not window.sheet.close_over():
                window.sheet.close_sheet()
                window.screen_.composer.field.setFocus()
        else:
            window.presenter.stop()

    def _leave_screen(self) -> None:
        window = self._window
        if not window.sheet.isVisible():
            window.show_chat_screen()
            return
        window.sheet.close_sheet()
        if isinstance(page := window.screens.currentWidget(), Page):
            page.take_keys()
