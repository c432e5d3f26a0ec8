"""Every place of the program, one after the other in one window: for tests of what all must be.

A place is a generator: it opens, gives the widget to be looked at, and puts itself away again. That
none is forgotten is seen by `test_every_place.py`: each widget of the program must have been met.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.conftest import ROOT
from tests.models.gguf_writer import YI_6B, sparse
from tests.reader.make_pdf import make_pdf
from yidesk.catalog.elsewhere import Elsewhere
from yidesk.catalog.hub import Found
from yidesk.catalog.transfer import Progress
from yidesk.core.declared import DECLARED
from yidesk.core.errors import ModelError
from yidesk.services.retrieval.meaning import Comparing
from yidesk.ui.chat.sources import SourceButton
from yidesk.ui.models.elsewhere_row import ElsewhereRow
from yidesk.ui.models.hub_search import HubRow
from yidesk.ui.notices import Action
from yidesk.ui.screens import Screen
from yidesk.ui.shortcuts import ShortcutList
from yidesk.ui.system.quick_entry import QuickEntry
from yidesk.ui.system.tray import Tray
from yidesk.ui.trouble import TroubleWindow

ANSWER = (
    "The **landlord** pays for the roof [p. 1]. The tenant pays for the paint [p. 2]. "
    "The cellar is free [p. 9].\n\n| who | what |\n| --- | --- |\n| landlord | roof |\n\n"
    "```python\nx = 1\n```\n\nThe area is $a^2$."
)
SUGGESTED = ("Who pays for the roof?", "What does the tenant pay for?", "When does it end?")


class Tour:
    """A window on its way through the places."""

    def __init__(self, desk, folder: Path) -> None:
        self.desk, self.window, self.folder = desk, desk.window, folder

    def settle(self) -> None:
        """Wait until nothing is under way, and everything has its place."""
        self.desk.wait(lambda: not self.window.bridge.busy)
        for _ in range(5):
            QApplication.processEvents()

    def write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def open(self, screen: Screen) -> QWidget:
        self.window.navigation.open(screen)
        self.settle()
        return self.window.screens.currentWidget()


def first_run(tour: Tour) -> Iterator[QWidget]:
    page = tour.open(Screen.FIRST_RUN)
    tour.desk.wait(lambda: page.computer.text)
    yield tour.window


def no_model(tour: Tour) -> Iterator[QWidget]:
    window = tour.window
    window.screens.open(Screen.CHAT)
    error = ModelError("There is no model.", next_step="Choose one.", code="model_missing")
    window.screen_.model_missing.explain(error)
    window.screen_.show_model_missing()
    yield window
    window.screen_.show_empty()


def empty_chat(tour: Tour) -> Iterator[QWidget]:
    tour.window.screens.open(Screen.CHAT)
    yield tour.window


def suggestions(tour: Tour) -> Iterator[QWidget]:
    pages = ("The landlord pays for the roof.", "The tenant pays for the paint.")
    lease = tour.write("lease with a name that is longer than it should be.pdf", make_pdf(*pages))
    tour.window.take([lease])
    tour.desk.wait(lambda: all(chip.is_read for chip in tour.window.screen_.chips.chips))
    tour.desk.wait(lambda: tour.window.screen_.empty.suggested.buttons)
    yield tour.window


def answered(tour: Tour) -> Iterator[QWidget]:
    desk = tour.desk
    desk.ask("Who pays?")
    desk.wait(lambda: desk.answers[0].findChildren(SourceButton))
    tour.window.presenter.regenerate(desk.answers[0].turn)
    desk.wait(lambda: desk.is_answered() and desk.answers[-1].versions.text == "2/2")
    yield tour.window


def editing_a_question(tour: Tour) -> Iterator[QWidget]:
    question = tour.desk.screen.transcript.views[0]
    question.edit()
    yield tour.window
    question.leave()


def finding_in_the_chat(tour: Tour) -> Iterator[QWidget]:
    bar = tour.desk.screen.find_bar
    bar.open_bar()
    bar.field.setText("roof")
    tour.desk.wait(bar.next.isEnabled)
    yield tour.window
    bar.close_bar()


def page(tour: Tour) -> Iterator[QWidget]:
    tour.desk.answers[-1].findChildren(SourceButton)[0].click()
    sheet = tour.window.sheet
    tour.desk.wait(lambda: sheet.isVisible() and sheet.picture.is_drawn)
    yield tour.window


def finding_in_the_document(tour: Tour) -> Iterator[QWidget]:
    sheet = tour.window.sheet
    sheet.open_search()
    sheet.search.field.setText("pays")
    tour.desk.wait(lambda: sheet.search.hit)
    yield tour.window
    sheet.close_over()


def page_as_text(tour: Tour) -> Iterator[QWidget]:
    tour.window.sheet.tools.text.click()
    yield tour.window


def page_menu(tour: Tour) -> Iterator[QWidget]:
    tools = tour.window.sheet.tools
    tools.menu_.popup(tools.mapToGlobal(tools.rect().topLeft()))
    yield tools.menu_
    tools.menu_.close()
    tools.text.click()
    tour.window.sheet.close_sheet()


def answer_menu(tour: Tour) -> Iterator[QWidget]:
    view = tour.desk.answers[-1].view
    middle = view.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, view.mapToGlobal(middle))
    QApplication.sendEvent(view, asked)
    menu = QApplication.activePopupWidget()
    yield menu
    menu.close()


def reading_modes(tour: Tour) -> Iterator[QWidget]:
    mode = tour.desk.screen.mode
    mode.menu_.popup(mode.mapToGlobal(mode.rect().topLeft()))
    yield mode.menu_
    mode.menu_.close()


def what_fills_the_window(tour: Tour) -> Iterator[QWidget]:
    meter = tour.desk.screen.meter
    meter._open()
    yield meter.shown
    meter.shown.close()


def choices(tour: Tour) -> Iterator[QWidget]:
    tour.desk.screen.choices.click()
    presenter = tour.window.choosing
    tour.desk.wait(lambda: presenter.shown is not None)
    yield presenter.shown
    presenter.shown._ask_name(lambda _name: None, "A name")
    presenter.shown.tell("There is a preset A name already.")
    yield presenter.shown
    presenter.shown.reject()


def keys(tour: Tour) -> Iterator[QWidget]:
    tour.window.activateWindow()
    tour.desk.wait(tour.window.isActiveWindow)
    QTest.keyClick(tour.window, Qt.Key.Key_F1)
    shown = tour.window.findChild(ShortcutList)
    tour.desk.wait(shown.isVisible)
    yield shown
    shown.close()


def password(tour: Tour) -> Iterator[QWidget]:
    encrypted = tour.folder / "p.pdf"
    shutil.copy(ROOT / "tests" / "reader" / "files" / "encrypted.pdf", encrypted)
    tour.window.take([encrypted])
    tour.desk.wait(lambda: tour.window.notices.shown)
    yield tour.window
    tour.window.notices.clear()


def notice(tour: Tour) -> Iterator[QWidget]:
    tour.window.notices.tell(
        "Something happened that takes a sentence of some length to be told to a person.",
        next_step="There is something that can be done about it.",
        tone="error",
        actions=(Action("Do it with that now", _nothing), Action("Do something else", _nothing)),
    )
    yield tour.window
    tour.window.notices.clear()


def progress(tour: Tour) -> Iterator[QWidget]:
    going_on = tour.window.notices.follow("Reading 2 of 9 scanned pages", _nothing)
    yield tour.window
    going_on.close_notice()


def drop_veil(tour: Tour) -> Iterator[QWidget]:
    tour.window._veil.cover()
    yield tour.window._veil
    tour.window._veil.hide()


def renaming_a_chat(tour: Tour) -> Iterator[QWidget]:
    sidebar = tour.window.sidebar
    sidebar.wishes.new_folder.emit([])
    tour.settle()
    chats = sidebar.list
    chats.edit(sidebar.rows.first_chat())
    yield tour.window
    QTest.keyClick(QApplication.focusWidget() or chats, Qt.Key.Key_Escape)


def chat_menu(tour: Tour) -> Iterator[QWidget]:
    yield from _menu(tour, tour.window.sidebar.rows.first_chat())


def folder_menu(tour: Tour) -> Iterator[QWidget]:
    rows = tour.window.sidebar.rows
    yield from _menu(tour, rows.index_of_folder(rows.folders[0].id))


def list_menu(tour: Tour) -> Iterator[QWidget]:
    yield from _menu(tour, QModelIndex())


def searching_chats(tour: Tour) -> Iterator[QWidget]:
    sidebar = tour.window.sidebar
    sidebar.search.setText("landlord")
    tour.desk.wait(lambda: sidebar.shown_for == "landlord")
    yield tour.window
    sidebar.search.setText("nothing of the kind")
    tour.desk.wait(lambda: sidebar.shown_for == "nothing of the kind")
    yield tour.window
    sidebar.search.clear()


def library(tour: Tour) -> Iterator[QWidget]:
    page = tour.open(Screen.LIBRARY)
    folder = tour.folder / "papers"
    folder.mkdir(exist_ok=True)
    (folder / "one.txt").write_text("This is a paper.")
    tour.window.navigation.add_documents([folder])
    tour.desk.wait(lambda: page.folder_bar.isVisible() and page.rows.rowCount() == 1)
    tour.settle()
    page.list.setCurrentIndex(page.rows.index(0))
    yield tour.window
    page.folder.setCurrentIndex(0)
    names = [page.rows.holding(page.rows.index(n)).entry.name for n in range(page.rows.rowCount())]
    of_chat = next(n for n, name in enumerate(names) if name.startswith("lease"))
    page.list.setCurrentIndex(page.rows.index(of_chat))
    tour.desk.wait(page.details.chats.isVisible)
    yield tour.window


def removing_a_document(tour: Tour) -> Iterator[QWidget]:
    page = tour.open(Screen.LIBRARY)
    tour.window.activateWindow()
    tour.desk.wait(tour.window.isActiveWindow)
    page.list.setCurrentIndex(page.rows.index(0))
    page.details.ask_removal()
    tour.desk.wait(page.details.question.buttons[-1].hasFocus)  # it comes once it is seen
    page.work.show_work("Reading 1 of 2 documents · 2 min left", 0.3)
    yield tour.window
    page.details.question.hide()
    page.work.end()
    page.comparing.show_event(Comparing("lease.pdf", 30, 100, 500.0, 60.0), paused=True)
    yield tour.window
    page.comparing.end()


def models(tour: Tour) -> Iterator[QWidget]:
    page = tour.open(Screen.MODELS)
    tour.desk.wait(lambda: page.offer_rows)
    tour.settle()
    model = tour.folder / "Some-Yi-with-a-very-long-name-indeed-34B-200K.Q4_K_M.gguf"
    sparse(model, YI_6B)
    tour.window.take([model])
    tour.desk.wait(lambda: page.local_rows and page.local_rows[0].isVisible())
    yield tour.window
    row = page.local_rows[0]
    row.delete.click()
    row.progress.show()
    page.show_elsewhere([Elsewhere(program="LM Studio", path=model, size=10**9)])
    page.hub.show_found([Found(id="someone/Yi-34B-200K-GGUF", downloads=12_000, likes=120)])
    page.offer_rows[0].progress.show_event(
        Progress(done=10**9, total=5 * 10**9, per_second=12e6, seconds_left=300)
    )
    page.offer_rows[0].show_busy(busy=True)
    yield tour.window
    assert page.findChild(ElsewhereRow)
    assert page.findChild(HubRow)


def settings(tour: Tour) -> Iterator[QWidget]:
    page = tour.open(Screen.SETTINGS)
    tour.desk.wait(lambda: len(page.rows) == len(DECLARED))
    yield tour.window
    page.search.setText("no setting of the kind")
    yield tour.window
    page.search.clear()


def diagnostics(tour: Tour) -> Iterator[QWidget]:
    tour.open(Screen.DIAGNOSTICS)
    yield tour.window


def quick_question(_tour: Tour) -> Iterator[QWidget]:
    entry = QuickEntry()
    entry.open_here()
    yield entry
    entry.close()
    entry.deleteLater()


def trouble(_tour: Tour) -> Iterator[QWidget]:
    error = ModelError("The chats cannot be opened.", next_step="Restart it.", code="store_damaged")
    shown = TroubleWindow(error)
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()


def tray(_tour: Tour) -> Iterator[QWidget]:
    icon = Tray()
    icon.contextMenu().popup(icon.geometry().center())
    yield icon.contextMenu()
    icon.close()


PLACES: tuple[Callable[[Tour], Iterator[QWidget]], ...] = (
    first_run,
    no_model,
    empty_chat,
    suggestions,
    answered,
    editing_a_question,
    finding_in_the_chat,
    page,
    finding_in_the_document,
    page_as_text,
    page_menu,
    answer_menu,
    reading_modes,
    what_fills_the_window,
    choices,
    keys,
    password,
    notice,
    progress,
    drop_veil,
    renaming_a_chat,
    chat_menu,
    folder_menu,
    list_menu,
    searching_chats,
    library,
    removing_a_document,
    models,
    settings,
    diagnostics,
    quick_question,
    trouble,
    tray,
)


def walk_through(tour: Tour) -> Iterator[tuple[str, QWidget]]:
    """Go to every place: its name, and what is to be looked at."""
    for go in PLACES:
        for widget in go(tour):
            top = widget.window()
            top.activateWindow()
            if top.windowType() in {Qt.WindowType.Window, Qt.WindowType.Dialog}:
                tour.desk.wait(top.isActiveWindow)
            tour.settle()
            yield go.__name__, widget


def _menu(tour: Tour, index: QModelIndex) -> Iterator[QMenu]:
    sidebar = tour.window.sidebar
    menu = sidebar.make_menu(index)
    menu.popup(sidebar.mapToGlobal(sidebar.rect().center()))
    yield menu
    for inside in menu.findChildren(QMenu):
        inside.popup(menu.geometry().topRight())
        yield inside
        inside.close()
    menu.close()


def _nothing() -> None:
    """A person chose to do nothing."""
