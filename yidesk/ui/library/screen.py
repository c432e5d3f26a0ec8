"""The library screen: search, folders, the list of documents, and what is known of the chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from yidesk.core.words import listed
from yidesk.services.collections import TO_READ
from yidesk.services.holdings import Folder, FolderId, Overview
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Words
from yidesk.ui.library import words
from yidesk.ui.library.comparing import ComparingBar
from yidesk.ui.library.details import Details
from yidesk.ui.library.document_list import DocumentList
from yidesk.ui.library.folder_bar import FolderBar
from yidesk.ui.library.rows import Choice, DocumentRows, Order
from yidesk.ui.library.work import WorkBar
from yidesk.ui.page import SIDE, Page
from yidesk.ui.search_line import SearchLine
from yidesk.ui.settings.editors import Chooser

NARROW = 720
"""Below this width the details stand below the list."""
NARROWER = 560
"""Below this one the search stands above the choices."""
WIDEST = 1100
ROW = 48
"""Of the list, one row is seen in the lowest window."""
SEARCH_MS = 120
"""Rest after a key before the list is narrowed."""


class LibraryScreen(Page):
    """Only widgets and their places; what happens is the presenter's."""

    add_files_wanted = Signal()
    add_folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Library"), parent)
        self.rows = DocumentRows()
        self.list = DocumentList(self.rows)
        self.details = Details()
        self.folder_bar = FolderBar()
        self.work = WorkBar()
        self.comparing = ComparingBar()
        self.summary = Words(kind="secondary", wraps=True)
        self.news = Words(kind="unsure", wraps=True)
        self.nothing = Words(kind="secondary", wraps=True)
        self._folders: Sequence[Folder] = ()
        self._wanted: FolderId | None = None
        """A folder that is to be listed as soon as it is known here."""
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(self._narrow)
        self._make_header_buttons()
        self._make_controls()
        self.empty = self._make_empty()
        self._make_body()
        self.list.chosen_changed.connect(self._show_chosen)
        self.list.delete_wanted.connect(self.details.ask_removal)
        self.first = self.search
        self._show_emptiness()

    # --- parts -----------------------------------------------------------------------------

    def _make_header_buttons(self) -> None:
        self.add_folder = Button(
            self.tr("Add a folder…"), self.add_folder_wanted.emit, icon="folder", kind="quiet"
        )
        self.add_files = Button(self.tr("Add files…"), self.add_files_wanted.emit, icon="plus")
        self.header.addWidget(self.add_folder)
        self.header.addWidget(self.add_files)

    def _make_controls(self) -> None:
        self.search = SearchLine(self.tr("Search documents by name or folder"), self.tr("Search"))
        self.search.setMinimumWidth(160)
        self.search.textChanged.connect(lambda _text: self._rest.start())
        self.folder = Chooser()
        self.folder.call(self.tr("Which folder"))
        self.folder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.folder.currentIndexChanged.connect(self._narrow)
        self.order = Chooser()
        self.order.call(self.tr("Sorted by"))
        for order, name in {
            Order.ADDED: self.tr("Last added first"),
            Order.NAME: self.tr("By name"),
            Order.PAGES: self.tr("Most pages first"),
            Order.SIZE: self.tr("Largest file first"),
            Order.READINGS: self.tr("Largest readings first"),
            Order.USED: self.tr("Last used first"),
        }.items():
            self.order.addItem(name, order)
        self.order.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.order.currentIndexChanged.connect(self._narrow)

    def _make_body(self) -> None:
        """From the outside in: a part that is put into another one later is dressed twice."""
        body = QWidget()
        self.fill(body)
        row = QHBoxLayout(body)
        row.setContentsMargins(SIDE, 16, SIDE, 0)
        inner = QWidget(body)
        inner.setMaximumWidth(WIDEST)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        self._left = QWidget(inner)
        self._panes = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._panes.setSpacing(12)
        self._panes.addWidget(self._left, 3)
        self._panes.addWidget(self.details, 2)
        column.addWidget(self.empty, 1)
        column.addLayout(self._panes, 1)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.folder)
        choices.addWidget(self.order)
        choices.addStretch(1)
        self._controls = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._controls.setSpacing(8)
        self._controls.addWidget(self.search, 1)
        self._controls.addLayout(choices)
        left.addLayout(self._controls)
        for widget in (
            self.summary,
            self.news,
            self.work,
            self.comparing,
            self.folder_bar,
            self.nothing,
        ):
            left.addWidget(widget)
        self.list.setMinimumHeight(ROW)
        left.addWidget(self.list, 1)

    def _make_empty(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (
            Words(self.tr("Nothing here yet"), kind="title"),
            Words(
                self.tr(
                    "Documents that you ask about are kept here, with everything models have read "
                    "of them. Folders are followed: what changes on the disk is shown."
                ),
                kind="secondary",
                wraps=True,
            ),
        ):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.first_files = Button(self.tr("Add files…"), self.add_files_wanted.emit, kind="primary")
        self.first_folder = Button(self.tr("Add a folder…"), self.add_folder_wanted.emit)
        buttons.addWidget(self.first_files)
        buttons.addWidget(self.first_folder)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(2)
        return empty

    # --- what is shown ---------------------------------------------------------------------

    def show_overview(self, overview: Overview) -> None:
        """Show these documents and folders; what is chosen stays chosen."""
        self._show_folders(overview.folders)
        self.rows.show_holdings(overview.holdings)
        self._narrow()
        self._show_emptiness()

    def show_disk(self, used: int, quota: int) -> None:
        """What readings take on the disk, and what they may take."""
        count = words.documents(self.rows.total)
        line = self.tr("Readings on disk: {used} of {quota}").format(
            used=numbers.disk(used), quota=numbers.disk(quota)
        )
        self.summary.setText(f"{count} · {line}")

    def search_here(self) -> None:
        """Go to the search."""
        self.search.setFocus()
        self.search.selectAll()

    @property
    def shown_folder(self) -> Folder | None:
        """The folder whose documents are listed."""
        wanted = self.folder.currentData()
        return next((each for each in self._folders if each.id == wanted), None)

    def choose_folder(self, folder: FolderId | None) -> None:
        """List the documents of a folder, once it is known here; None lists all."""
        place = self.folder.findData(folder)
        self._wanted = folder if place < 0 else None
        self.folder.setCurrentIndex(max(0, place))

    def choose_document(self, fingerprint: str) -> None:
        """Choose a document in the list, which shows everything then."""
        self.search.clear()
        self.choose_folder(None)
        self._narrow()
        self.list.select(fingerprint)

    def _show_folders(self, folders: Sequence[Folder]) -> None:
        known = {each.id for each in folders}
        chosen = self._wanted if self._wanted in known else self.folder.currentData()
        if chosen == self._wanted:
            self._wanted = None
        self._folders = folders
        with QSignalBlocker(self.folder):
            self.folder.clear()
            self.folder.addItem(self.tr("All documents"), None)
            for folder in folders:
                self.folder.addItem(_folder_name(folder), folder.id)
                self.folder.setItemData(
                    self.folder.count() - 1, folder.path, Qt.ItemDataRole.ToolTipRole
                )
            self.folder.setCurrentIndex(max(0, self.folder.findData(chosen)))
        self.folder.setVisible(bool(folders))
        news = [
            _folder_name(each)
            for each in folders
            if each.count(*TO_READ) and not each.is_missing and each.id != chosen
        ]
        self.news.setText(
            self.tr("New or changed files in: {folders}").format(folders=listed(news))
        )
        self.news.setVisible(bool(news))

    @Slot()
    def _narrow(self) -> None:
        shown = self.shown_folder
        self.rows.choose(
            Choice(
                words=self.search.text().strip(),
                folder=shown.id if shown else None,
                order=self.order.currentData(),
            )
        )
        self.folder_bar.show_folder(shown)
        is_searched = bool(self.search.text().strip())
        self.nothing.setText(
            self.tr("No document is called so.") if is_searched else self.tr("No document is here.")
        )
        self.nothing.setVisible(not self.rows.rowCount() and bool(self.rows.total))

    def _show_emptiness(self) -> None:
        is_empty = not self.rows.total and not self._folders
        self.empty.setVisible(is_empty)
        self._left.setVisible(not is_empty)

    @Slot()
    def _show_chosen(self) -> None:
        self.details.show_holdings(self.list.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The details go below the list where there is no room beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        directions = QBoxLayout.Direction
        self._controls.setDirection(
            directions.TopToBottom if self.width() < NARROWER else directions.LeftToRight
        )
        self._panes.setStretch(0, 5 if is_narrow else 3)  # rows of buttons take two lines there
        self._panes.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        if is_narrow != self.details.property("below"):
            self.details.stand(below=is_narrow)


def _folder_name(folder: Folder) -> str:
    """The last part of its path; the whole where that is nothing."""
    return folder.path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or folder.path
