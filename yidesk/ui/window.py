"""The main window: joins the screens with each other, takes drops and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from yidesk.core.errors import YiDeskError
from yidesk.core.paths import resources
from yidesk.store.listing import ChatId, ChatSummary
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.composer import local_files
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.drop import DropVeil
from yidesk.ui.early import Early
from yidesk.ui.memory import WindowMemory
from yidesk.ui.on_top import OnTop
from yidesk.ui.panes import Panes
from yidesk.ui.screens import Screen

if TYPE_CHECKING:  # what stands behind the widgets is loaded when they are seen
    from yidesk.core.types import Document
    from yidesk.ui.instance import Call
    from yidesk.ui.services import Services

SAMPLE = resources() / "sample" / "yidesk-guide.pdf"


class MainWindow(QMainWindow):
    """Sidebar, chat and document."""

    closed = Signal()
    """It was closed for good."""

    def __init__(
        self, services: Services | None, state: Path, parent: QWidget | None = None
    ) -> None:
        """STATE is the file that remembers size and place of the window.

        Without SERVICES it can be written in already, and what is asked waits for `join`.
        """
        super().__init__(parent)
        self.setWindowTitle("YiDesk")
        self.setMinimumSize(440, 480)
        self.bridge = Bridge(self)
        self.panes = Panes(self)
        self.sidebar, self.screens = self.panes.sidebar, self.panes.screens
        self.notices = self.screens.notices
        self.screen_ = ChatScreen(
            has_sample=SAMPLE.is_file(), notices=self.notices, parent=self.screens
        )
        self.screens.add(Screen.CHAT, lambda: self.screen_)
        self.screens.open(Screen.CHAT)
        self.setCentralWidget(self.panes)
        self.memory = WindowMemory(self, self.panes, state)
        self.hides = False
        """Whether closing the window only hides it: the program stays in the tray."""
        self.is_joined = False
        """Whether the services are behind it."""
        self._early = Early(self)
        self._given_early: list[Path] = []
        """Files that came before that."""
        self._guided = False
        """Whether the first-run guide was shown."""
        self._on_top = OnTop(self)
        self._veil = DropVeil(self)
        self.setAcceptDrops(True)
        self._add_shortcuts()
        self.screen_.sidebar_wanted.connect(self.panes.toggle_sidebar)
        self.sidebar.search.left.connect(self._on_top.leave_search)
        if services is None:
            self._early.hold_wishes(self.sidebar, self.screen_)
            self.screen_.composer.field.setFocus()
        else:
            self.join(services)

    def join(self, services: Services) -> None:
        """Put the services behind what is seen."""
        from yidesk.ui.behind import Behind

        self._services, self._chats = services, services.chats
        widgets = (self.sidebar, self.screens, self.screen_)
        behind = Behind.make(self, self.bridge, services, widgets)
        self.panes.add_sheet(behind.sheet)
        self.presenter, self.shelf, self._intake = behind.presenter, behind.shelf, behind.intake
        self.navigation, self.leisure, self.hits = behind.navigation, behind.leisure, behind.hits
        self.pasting, self.choosing = behind.pasting, behind.choosing
        self.sheet = behind.sheet
        self._join()
        self.is_joined = True

    def begin(self, files: Sequence[Path] = (), last: ChatSummary | None = None) -> None:
        """Load the model, list the chats, open FILES or the LAST chat; do what was wanted early.

        What is written already stands in the chat that is opened; the keyboard stays where it is.
        """
        files, self._given_early = [*files, *self._given_early], []
        focus = QApplication.focusWidget()
        is_elsewhere = focus not in {None, self.screen_.composer.field}
        self.shelf.refresh()
        self.bridge.call(self._chats.taking_out.finish)
        if last is None or files or self._early.wants_new_chat:
            self.presenter.new_chat()
            if focus is not None and is_elsewhere:
                focus.setFocus()
        else:
            once = Qt.ConnectionType.SingleShotConnection  # it stops what is being loaded
            self.presenter.shown.connect(self._warm_up, once)
            self.presenter.open_chat(last.id, takes_keys=not is_elsewhere)
        if not files and self.presenter.chat is None:
            self.presenter.desk.warm_up()
        self.take(files)
        self._early.act()

    @Slot(object)
    def _warm_up(self, chat: ChatId) -> None:
        if chat not in self.presenter.running and not self.presenter.desk.is_reading:
            self.presenter.desk.warm_up()

    @Slot(object)
    def greet(self, call: Call) -> None:
        """The program was started again: come to the front, and take what it was given."""
        self.come_forward()
        self.take(call.files)

    def come_forward(self) -> None:
        """Be seen, and take the keys."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(list)
    def take(self, files: Sequence[Path]) -> None:
        """Models go onto their shelf, chats into the list, everything else into the chat."""
        if self.is_joined:
            self._intake.take(files)
        else:
            self._given_early += files

    @Slot()
    def _write_in_chat(self) -> None:
        self.show_chat_screen()
        self.screen_.composer.field.setFocus()

    @Slot(list)
    def ask_about(self, fingerprints: Sequence[str]) -> None:
        """Begin a chat about documents of the library."""
        self.sheet.close_sheet()
        self._new_chat()
        self.presenter.desk.bring(fingerprints)
        self.screen_.composer.field.setFocus()

    def quit(self) -> None:
        """End the program, whatever closing the window would do."""
        self.hides = False
        self.close()

    def shut_down(self) -> None:
        """Ask everything under way to stop; deletions that nobody undid become final."""
        deleted = self.shelf.flush() if self.is_joined else ()
        if deleted:
            self.bridge.call(partial(self._chats.delete, *deleted))
        self.bridge.cancel_all()

    def _join(self) -> None:
        sidebar, screen, presenter, shelf = self.sidebar, self.screen_, self.presenter, self.shelf
        sidebar.new_chat_wanted.connect(self._new_chat)
        sidebar.opened.connect(self.open_chat)
        sidebar.found_opened.connect(self._open_found)
        screen.composer.attach_wanted.connect(self._choose_documents)
        screen.composer.files_pasted.connect(self.take)
        screen.empty.attach_wanted.connect(self._choose_documents)
        screen.empty.sample_wanted.connect(self._open_sample)
        screen.model_missing.choose_wanted.connect(self._choose_model)
        presenter.model_wanted.connect(self._choose_model)
        for asking in (screen.model_missing, presenter):
            asking.guide_wanted.connect(partial(self._open_screen, Screen.FIRST_RUN))
        presenter.changed.connect(shelf.update)
        self.leisure.follow(presenter, screen)
        self.leisure.entitled.connect(shelf.update)
        presenter.opened.connect(self.memory.keep_chat)
        self._intake.chat_wanted.connect(self._write_in_chat)
        presenter.opened.connect(shelf.choose)
        presenter.opened.connect(self._show_title)
        presenter.busy_changed.connect(sidebar.rows.mark_busy)
        presenter.pages.wanted.connect(self._open_page)
        presenter.pages.citation_opened.connect(self.sheet.show_citation)
        presenter.desk.opened.connect(self._unlock)
        self.sheet.citation_wanted.connect(presenter.pages.open_next_source)
        presenter.desk.model_missing.connect(self._show_model_missing)
        shelf.vanished.connect(self._leave_chat)
        shelf.title_known.connect(self._take_title)
        screen.find_bar.closed.connect(screen.composer.field.setFocus)
        self.sheet.closed.connect(self.panes.arrange)
        self.sheet.told.connect(self.notices.tell_error)
        self.sheet.outside_wanted.connect(self.navigation.open_outside)
        sidebar.screen_wanted.connect(self._open_screen)
        self.screens.shown.connect(sidebar.show_screen)
        self.navigation.model_chosen.connect(self.use_model)
        self.navigation.page_wanted.connect(self._open_page)
        self.navigation.ask_wanted.connect(self.ask_about)
        self.navigation.chat_wanted.connect(self.open_chat)
        self.navigation.documents_removed.connect(presenter.desk.forget)
        self.navigation.import_wanted.connect(self._import_models)
        self.navigation.sidebar_wanted.connect(self.panes.toggle_sidebar)
        self.navigation.reload_wanted.connect(presenter.desk.warm_up)
        self.navigation.comparison.show_in(screen.chips)
        self.bridge.failed.connect(self.notices.tell_error)

    def _add_shortcuts(self) -> None:
        later = self._early.when_ready
        keys: dict[str | QKeySequence.StandardKey, Callable[[], object]] = {
            QKeySequence.StandardKey.New: later(self._new_chat, here=True),
            QKeySequence.StandardKey.Find: later(self._on_top.find, takes_keys=True),
            QKeySequence.StandardKey.Open: later(self._choose_documents, here=True),
            QKeySequence.StandardKey.Quit: self.quit,
            "Ctrl+,": later(partial(self._open_screen, Screen.SETTINGS), takes_keys=True),
            "Ctrl+Shift+L": later(partial(self._open_screen, Screen.LIBRARY), takes_keys=True),
            "Ctrl+Shift+M": later(partial(self._open_screen, Screen.MODELS), takes_keys=True),
            "Ctrl+K": self._search,
            "Ctrl+B": self.panes.toggle_sidebar,
            "Ctrl+L": self.screen_.composer.field.setFocus,
            "F1": self._show_keys,
            "Ctrl+/": self._show_keys,
            "Esc": later(self._on_top.escape),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)

    @Slot()
    def _show_keys(self) -> None:
        from yidesk.ui.shortcuts import ShortcutList

        if (shown := self.findChild(ShortcutList)) is None:
            shown = ShortcutList(self)
        shown.show()
        shown.activateWindow()

    @Slot(str)
    def _open_screen(self, screen: str) -> None:
        self.panes.close_over()
        self.sheet.close_sheet()
        self.navigation.open(screen)

    def show_chat_screen(self) -> None:
        """Go to the chat from any other screen."""
        if self.screens.current is not Screen.CHAT:
            self.screens.open(Screen.CHAT)
            self.screen_.composer.field.setFocus()

    @Slot()
    def _new_chat(self) -> None:
        self.show_chat_screen()
        self.panes.close_over()
        self.presenter.new_chat()

    @Slot(int)
    def open_chat(self, chat: int) -> None:
        """Show a chat."""
        self.show_chat_screen()
        self.panes.close_over()
        self.sheet.close_sheet()
        self.presenter.open_chat(ChatId(chat))

    @Slot(object, str)
    def _open_found(self, found: ChatSummary, words: str) -> None:
        self.show_chat_screen()
        self.panes.close_over()
        self.sheet.close_sheet()
        self.hits.open(found, words)

    @Slot()
    def _search(self) -> None:
        if self.sidebar.isHidden():
            self.panes.toggle_sidebar()
        self.sidebar.search.setFocus()
        self.sidebar.search.selectAll()

    @Slot()
    def _choose_documents(self) -> None:
        from yidesk.ui import chosen_files

        self.presenter.desk.add(chosen_files.documents(self))

    @Slot()
    def _open_sample(self) -> None:
        self.presenter.desk.add([SAMPLE])
        self.screen_.composer.field.setFocus()

    @Slot()
    def _choose_model(self) -> None:
        from yidesk.ui import chosen_files

        if model := chosen_files.one_model(self):
            self.use_model(model)

    @Slot(object)
    def use_model(self, path: Path) -> None:
        """Answer with this model from now on."""
        self.bridge.call(
            partial(self._services.preferences.use_model, path), lambda _none: self._load_model()
        )

    def _load_model(self) -> None:
        self.show_chat_screen()
        if self.presenter.chat is None:
            self.screen_.show_empty()
        else:
            self.screen_.show_conversation()
        self.presenter.desk.warm_up()

    @Slot()
    def _import_models(self) -> None:
        from yidesk.ui import chosen_files

        if files := chosen_files.models(self):
            self.navigation.add_models(files)

    @Slot(object)
    def _show_model_missing(self, error: YiDeskError) -> None:
        if error.code == "model_missing" and not self._guided:
            self._guided = True
            self.navigation.open(Screen.FIRST_RUN)
        self.screen_.model_missing.explain(error)
        self.screen_.show_model_missing()

    @Slot(object, int, str)
    def _open_page(self, document: Document, page: int, passage: str) -> None:
        self.sheet.open_page(document, page, passage)
        self.panes.arrange()

    @Slot(object, str)
    def _unlock(self, document: Document, password: str) -> None:
        """Pages of a protected document are drawn with the password that opened it."""
        if password:
            self._services.pictures.unlock(document.fingerprint, password)

    @Slot(int)
    def _leave_chat(self, chat: int) -> None:
        if self.presenter.chat == chat:
            self.presenter.stop()
            self.presenter.new_chat()

    @Slot(object)
    def _show_title(self, chat: ChatId | None) -> None:
        self._take_title(chat, self.shelf.title(chat))

    @Slot(int, str)
    def _take_title(self, chat: ChatId | None, title: str) -> None:
        if chat == self.presenter.chat:
            self.screen_.title.setText(title)
            self.setWindowTitle(f"{title} – YiDesk" if title else "YiDesk")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            self._veil.cover()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring dropped files into the chat."""
        self._veil.hide()
        if files := local_files(event.mimeData()):
            event.acceptProposedAction()
            self.take(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and end what is under way, or only go out of sight."""
        if self.is_joined:
            self.presenter.drafts.leave(for_good=not self.hides)
        self.memory.keep()
        if self.hides:
            event.ignore()
            self.hide()
            return
        self.shut_down()
        super().closeEvent(event)
        self.closed.emit()
