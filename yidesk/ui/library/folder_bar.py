"""The folder whose documents are listed: what has changed in it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from yidesk.services.collections import TO_READ, FileState
from yidesk.services.holdings import Folder
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Elided, Flow, Words
from yidesk.ui.library import words
from yidesk.ui.library.question import Question
from yidesk.ui.notices import Action


class FolderBar(QFrame):
    """One folder."""

    read_wanted = Signal(object, list)
    """With the Folder, and the FileStates that are to be read."""
    ask_wanted = Signal(object)
    show_wanted = Signal(object)
    remove_confirmed = Signal(object, bool)
    """Whether its documents are to be removed too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._folder: Folder | None = None
        self.path = Elided(kind="heading", of_file=True)
        self.state = Words(kind="secondary", wraps=True)
        self.left_out = Words(kind="small", wraps=True)
        self.read = Button("", lambda: self._emit_read([*TO_READ]), kind="primary")
        self.retry = Button(
            self.tr("Try failed files again"), lambda: self._emit_read([FileState.FAILED])
        )
        self.ask = Button(self.tr("Ask about all of it"), self._ask)
        self.show_in_system = Button(
            self.tr("Show the folder"), self._show, icon="folder", kind="quiet"
        )
        self.remove = Button(
            self.tr("Remove the folder…"), self.ask_removal, icon="trash", kind="quiet"
        )
        self.question = Question()
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 10, 10)
        column.setSpacing(6)
        for widget in (self.path, self.state, self.left_out):
            column.addWidget(widget)
        buttons = QWidget()
        flow = Flow()
        buttons.setLayout(flow)
        for button in (self.read, self.ask, self.retry, self.show_in_system, self.remove):
            flow.addWidget(button)
        column.addWidget(buttons)
        column.addWidget(self.question)

    @property
    def folder(self) -> Folder | None:
        """The one that is shown."""
        return self._folder

    def show_folder(self, folder: Folder | None) -> None:
        """Show this one; None hides the bar."""
        if folder is None or self._folder is None or folder.id != self._folder.id:
            self.question.hide()
        self._folder = folder
        self.setVisible(folder is not None)
        if folder is None:
            return
        self.setAccessibleName(folder.path)
        self.path.setText(folder.path)
        self.state.setText(words.folder_state(folder))
        left_out = words.left_out(folder.left_out)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))
        waiting = 0 if folder.is_missing else folder.count(*TO_READ)
        self.read.say(
            self.tr("Read 1 file")
            if waiting == 1
            else self.tr("Read {n} files").format(n=numbers.count(waiting))
        )
        self.read.setVisible(waiting > 0)
        self.retry.setVisible(not folder.is_missing and folder.count(FileState.FAILED) > 0)
        self.ask.setVisible(folder.count(FileState.READ, FileState.CHANGED) > 0)

    def ask_removal(self) -> None:
        """Ask whether to forget the folder, and what becomes of its documents."""
        count = self._folder.count(FileState.READ, FileState.CHANGED) if self._folder else 0
        actions = [Action(self.tr("Remove the folder"), lambda: self._emit_remove(documents=False))]
        if count:
            actions.append(
                Action(
                    self.tr("Remove it with its documents"),
                    lambda: self._emit_remove(documents=True),
                )
            )
        self.question.ask(
            self.tr("Follow this folder no longer? The files on the disk stay in any case."),
            tuple(actions),
        )

    def _emit_read(self, states: list[FileState]) -> None:
        self.read_wanted.emit(self._folder, states)

    def _emit_remove(self, *, documents: bool) -> None:
        self.remove_confirmed.emit(self._folder, documents)

    def _ask(self) -> None:
        self.ask_wanted.emit(self._folder)

    def _show(self) -> None:
        self.show_wanted.emit(self._folder)
