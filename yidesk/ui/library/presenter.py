"""What happens on the library screen: joins it with library, folders and readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from yidesk.core.counted import Counted
from yidesk.core.errors import YiDeskError
from yidesk.core.types import Document
from yidesk.core.words import listed
from yidesk.services.chats import ChatId
from yidesk.services.collections import FileState, FolderRead, ReadingFile
from yidesk.services.holdings import Folder, Holding, Overview, Saved
from yidesk.services.remaining import Counting
from yidesk.ui import chosen_files
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.library import words
from yidesk.ui.library.adding import Adding
from yidesk.ui.library.progress_lines import reading_lines, removing_line
from yidesk.ui.library.screen import LibraryScreen
from yidesk.ui.library.watch import FolderWatch
from yidesk.ui.notices import Action
from yidesk.ui.services import Services

GB = 10**9


class LibraryPresenter(QObject):
    """One folder is read at a time, and files are added one after the other."""

    page_wanted = Signal(object, int, str)
    """A Document, a page and a passage on it."""
    ask_wanted = Signal(list)
    """Fingerprints of the documents that a new chat is to be about."""
    chat_wanted = Signal(int)
    folder_wanted = Signal(object)
    """A Path to be shown in the system's own program."""
    screen_wanted = Signal()
    """The library is to be seen, wherever the person is."""
    removed = Signal(list)
    """Fingerprints of documents that are no more."""

    def __init__(self, bridge: Bridge, services: Services, screen: LibraryScreen) -> None:
        super().__init__(screen)
        self._bridge, self._services, self._screen = bridge, services, screen
        self._saved = Saved()
        self._reading: Errand[ReadingFile | FolderRead] | None = None
        self._removing: Errand[Counted] | None = None
        self._is_looking = self._looks_again = False
        """Whether the folders are being looked through, and are to be once more after it."""
        self._asking: Errand[object] | None = None
        """The latest question for what was saved: an older one may end after it."""
        self._adding = Adding(bridge, services.library, screen)
        self._adding.done.connect(self.refresh)
        self._adding.removal_wanted.connect(self.ask_removal)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.look)
        self._join()

    def _join(self) -> None:
        screen, details, bar = self._screen, self._screen.details, self._screen.folder_bar
        screen.add_files_wanted.connect(self._choose_files)
        screen.add_folder_wanted.connect(self._choose_folder)
        screen.list.open_wanted.connect(self.open)
        screen.list.chosen_changed.connect(self._look_up_chats)
        screen.work.stop_wanted.connect(self.stop)
        details.open_wanted.connect(self.open)
        details.ask_wanted.connect(self._ask)
        details.system_wanted.connect(self._open_in_system)
        details.folder_wanted.connect(self._show_in_folder)
        details.read_again_wanted.connect(self.read_again)
        details.remove_confirmed.connect(self.remove)
        details.forget_wanted.connect(self.forget)
        details.pin_wanted.connect(self.pin)
        details.chat_wanted.connect(self.chat_wanted)
        bar.read_wanted.connect(self.read_folder)
        bar.ask_wanted.connect(self._ask_about_folder)
        bar.show_wanted.connect(lambda folder: self.folder_wanted.emit(Path(folder.path)))
        bar.remove_confirmed.connect(self.remove_folder)

    # --- looking ---------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Show the library as it is; then look through the folders, and at what was saved."""
        self._show_again()
        self.look()
        errand: Errand[object] = self._bridge.run(
            lambda _errand: self._services.holdings.saved(),
            lambda _event: None,
            lambda saved: self._take_saved(errand, saved),
        )
        self._asking = errand

    @Slot()
    def look(self) -> None:
        """Look through the folders again: one look at a time, the older one must not end later."""

        def work(_errand: Errand[object]) -> list[str]:
            collections = self._services.collections
            places: list[str] = []
            for folder in collections.list():
                try:
                    collections.look(folder.id)
                    places += collections.places(folder.id)
                except YiDeskError as error:
                    if error.code != "folder_unknown":  # it is being removed meanwhile
                        raise
            return places

        if self._is_looking:
            self._looks_again = True
            return
        self._is_looking, self._looks_again = True, False
        self._bridge.run(work, lambda _event: None, self._looked, self._not_looked)

    def _looked(self, places: list[str]) -> None:
        self._is_looking = False
        # what came after the look and before its folder was watched was told by nobody
        if self._watch.watch(places) or self._looks_again:
            self.look()
        self._show_again()

    def _not_looked(self, error: Exception) -> None:
        self._is_looking = False
        self._bridge.failed.emit(error)

    def _take_saved(self, errand: Errand[object], saved: Saved) -> None:
        if errand is self._asking:
            self._saved = saved
            self._show_again()

    def _show_again(self) -> None:
        engine, saved = self._services.chats.engine, self._saved
        self._bridge.call(partial(self._services.holdings.look, engine, saved), self._show)

    def _show(self, overview: Overview) -> None:
        self._screen.show_overview(overview)
        quota = self._services.preferences.settings.whole("readings_quota") or 0
        self._screen.show_disk(self._saved.bytes, quota * GB)

    @Slot()
    def _look_up_chats(self) -> None:
        chosen = self._screen.list.chosen
        if len(chosen) == 1 and chosen[0].entry.chats:
            mark = chosen[0].entry.fingerprint
            self._bridge.call(
                partial(self._services.library.chats_with, mark), partial(self._show_chats, mark)
            )
        else:
            self._screen.details.show_chats([])

    def _show_chats(self, mark: str, chats: Sequence[tuple[ChatId, str]]) -> None:
        chosen = self._screen.details.chosen
        if len(chosen) == 1 and chosen[0].entry.fingerprint == mark:
            self._screen.details.show_chats(chats)

    # --- documents -------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Add files, and folders that are followed from now on."""
        for folder in (path for path in paths if path.is_dir()):
            self.add_folder(folder)
        self._adding.add([path for path in paths if not path.is_dir()])

    @Slot(object)
    def open(self, holding: Holding) -> None:
        """Show its first page."""

        def show(document: Document | None) -> None:
            if document is not None:
                self.page_wanted.emit(document, 1, "")

        self._bridge.call(partial(self._services.library.get, holding.entry.fingerprint), show)

    @Slot(object)
    def read_again(self, holding: Holding) -> None:
        """Turn its file into pages anew."""
        self._adding.read_again(holding)

    @Slot(list)
    def remove(self, holdings: Sequence[Holding]) -> None:
        """Remove them; the panel has asked."""
        counting, gone = Counting(), []

        def work(errand: Errand[Counted]) -> None:
            for number, each in enumerate(holdings):
                if errand.cancelled:
                    return
                errand.report(counting.at(number, len(holdings)))
                self._services.library.remove(each.entry.fingerprint)
                gone.append(each.entry)

        def show(at: Counted) -> None:
            if at.total > 1:
                self._screen.work.show_work(removing_line(at), at.share)

        def end() -> None:
            self._removing = None
            self._screen.work.end()
            self.removed.emit([each.fingerprint for each in gone])
            self.refresh()

        def done(_none: None) -> None:
            end()
            if gone:
                name = gone[0].name if len(gone) == 1 else words.documents(len(gone))
                told = self.tr("Removed from the library: {name}")
                self._screen.notices.tell(told.format(name=name))

        def failed(error: Exception) -> None:
            end()
            self._screen.notices.tell_error(error)

        self._removing = self._bridge.run(work, show, done, failed, is_needed=True)

    @Slot(object)
    def forget(self, holding: Holding) -> None:
        """Remove what models have read of it."""
        mark = holding.entry.fingerprint
        self._run(
            lambda _errand: self._services.readings.remove(mark), lambda _freed: self.refresh()
        )

    @Slot(object, bool)
    def pin(self, holding: Holding, pinned: bool) -> None:
        """Let its readings stay whatever room is needed, or no longer."""
        mark = holding.entry.fingerprint
        self._run(
            lambda _errand: self._services.readings.pin(mark, pinned=pinned),
            lambda _none: self.refresh(),
        )

    @Slot(list)
    def _ask(self, holdings: Sequence[Holding]) -> None:
        self.ask_wanted.emit([each.entry.fingerprint for each in holdings])

    @Slot(object)
    def _open_in_system(self, holding: Holding) -> None:
        path = Path(holding.entry.path)
        if not self._tell_missing(holding):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(object)
    def _show_in_folder(self, holding: Holding) -> None:
        path = Path(holding.entry.path)
        if not self._tell_missing(holding):
            self.folder_wanted.emit(path.parent)

    def ask_removal(self, mark: str) -> None:
        """Show a document in the list, and ask whether to remove it."""
        self.screen_wanted.emit()
        self._screen.choose_document(mark)
        self._screen.details.ask_removal()

    def _tell_missing(self, holding: Holding) -> bool:
        path = Path(holding.entry.path)
        if path.exists():
            return False
        remove = partial(self.ask_removal, holding.entry.fingerprint)
        self._screen.notices.tell(
            self.tr("The file is not at {path} any more.").format(path=path),
            next_step=self.tr("What was read of it is still here."),
            tone="warning",
            actions=(Action(self.tr("Remove from the library…"), remove),),
        )
        return True

    # --- folders ---------------------------------------------------------------------------

    def add_folder(self, path: Path) -> None:
        """Follow a folder, and read what is in it."""

        def added(folder: Folder) -> None:
            self.refresh()
            self._screen.choose_folder(folder.id)
            self.read_folder(folder, [FileState.NEW, FileState.CHANGED])

        self._run(
            lambda errand: self._services.collections.add(path, lambda: errand.cancelled), added
        )

    @Slot(object, list)
    def read_folder(self, folder: Folder, states: Sequence[FileState]) -> None:
        """Read the files of a folder that are in one of STATES."""
        if self._reading is not None:
            self._screen.notices.tell(
                self.tr("Another folder is being read. Try again when that is done.")
            )
            return

        def work(errand: Errand[ReadingFile | FolderRead]) -> None:
            reading = self._services.collections.read(folder.id, states, errand.report)
            for event in errand.take(reading):
                errand.report(event)

        told = self.tr("The files of {name} have been read.").format(name=Path(folder.path).name)
        self._reading = self._bridge.run(
            work, self._on_reading, failed=self._on_reading_failed, told=told
        )

    def _on_reading(self, event: ReadingFile | FolderRead) -> None:
        if isinstance(event, ReadingFile):
            line, *shorter = reading_lines(event)
            self._screen.work.show_work(line, event.share, *shorter)
            return
        self._end_reading()
        if event.failed:
            names = listed(file.path for file in event.failed[:3])
            self._screen.notices.tell(
                self.tr("Could not be read: {n} ({names})").format(
                    n=len(event.failed), names=names + ("…" if len(event.failed) > 3 else "")
                ),
                tone="warning",
                actions=self._folder_actions(event.folder),
            )

    def _folder_actions(self, folder: Folder) -> tuple[Action, ...]:
        """What can be done about files of a folder that could not be read."""
        again = partial(self.read_folder, folder, [FileState.FAILED])
        show = partial(self.folder_wanted.emit, Path(folder.path))
        return (
            Action(self.tr("Try again"), again),
            Action(self.tr("Show in its folder"), show),
        )

    def _on_reading_failed(self, error: Exception) -> None:
        self._end_reading()
        self._screen.notices.tell_error(error)

    def _end_reading(self) -> None:
        self._reading = None
        self._screen.work.end()
        self.refresh()

    @Slot(object, bool)
    def remove_folder(self, folder: Folder, documents: bool) -> None:
        """Follow a folder no longer."""
        collections = self._services.collections
        marks = list(collections.documents(folder.id)) if documents else []

        def done(_freed: int) -> None:
            self._screen.choose_folder(None)
            self.removed.emit(marks)
            self.refresh()

        self._run(lambda _errand: collections.remove(folder.id, with_documents=documents), done)

    @Slot(object)
    def _ask_about_folder(self, folder: Folder) -> None:
        self._bridge.call(
            lambda: list(self._services.collections.documents(folder.id)), self.ask_wanted.emit
        )

    @Slot()
    def stop(self) -> None:
        """Stop what is being read or removed; what was done is done."""
        for errand in (self._reading, self._removing):
            if errand is not None:
                errand.cancel()
        self._adding.stop()

    @Slot()
    def _choose_files(self) -> None:
        self.add(chosen_files.documents(self._screen))

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._screen, self.tr("Add a folder"))
        if name:
            self.add_folder(Path(name))

    def _run(self, work: Callable[[Errand[object]], object], done: Callable[..., object]) -> None:
        self._bridge.run(
            work, lambda _event: None, done, self._screen.notices.tell_error, is_needed=True
        )
