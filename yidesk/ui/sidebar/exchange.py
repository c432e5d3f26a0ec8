"""Chats as files, in the window: where to, how far it is, what came out of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from yidesk.core.counted import Counted
from yidesk.core.errors import Cancelled
from yidesk.services.archive import Archive, TakenIn, Written, file_name, free_name, replacing
from yidesk.services.chats import ChatId, Chats
from yidesk.services.exchange.pages import to_markdown, to_page
from yidesk.services.remaining import Counting
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.chat.progress_lines import with_time_left
from yidesk.ui.notices import Action, Notices, ProgressNotice
from yidesk.ui.remedies import remedies, show_folder
from yidesk.ui.sidebar.pdf_file import make_writer
from yidesk.ui.sidebar.written_formulas import OnAnswer, inline_svg, telling, to_html_with

Write = Callable[[Written, Path, OnAnswer], None]
SHOWN_AFTER = 0.4
"""Seconds after which what goes on is shown: a bar that flashes by tells nobody anything."""
T = TypeVar("T")
_NAMES = {".md": "Markdown", ".html": "HTML", ".pdf": "PDF", ".json": "JSON"}


class Exchange(QObject):
    """Export and import."""

    taken_in = Signal(object)
    """TakenIn: chats that are new in the list."""
    gone = Signal()
    """Chats were imported, and taken back."""

    def __init__(self, bridge: Bridge, chats: Chats, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._chats, self._notices, self._window = bridge, chats, notices, window

    @property
    def _archive(self) -> Archive:
        return self._chats.archive

    # --- out -------------------------------------------------------------------------------

    def choose_export(self, chats: Sequence[ChatId], suffix: str, title: str) -> None:
        """Ask where CHATS are to go; TITLE is that of the first."""
        if len(chats) == 1 or suffix == ".json":
            name = file_name(title) if len(chats) == 1 else self.tr("Chats")
            if path := self._ask_file(f"{name}{suffix}", suffix):
                self.export(chats, with_kind(path, suffix))
        elif folder := QFileDialog.getExistingDirectory(
            self._window, self.tr("Export {n} chats into a folder").format(n=len(chats))
        ):
            self.export_each(chats, Path(folder), suffix)

    def _ask_file(self, name: str, suffix: str) -> Path | None:
        dialog = QFileDialog(self._window, self.tr("Export"), "", f"{_NAMES[suffix]} (*{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(name)
        accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
        dialog.deleteLater()
        return Path(dialog.selectedFiles()[0]) if accepted else None

    def export(self, chats: Sequence[ChatId], path: Path) -> None:
        """Write one chat, or several as JSON, into one file, and say so."""
        told = self.tr("The chat is in {name}.").format(name=path.name)
        if len(chats) > 1:
            told = self.tr("{n} chats are in {name}.").format(
                n=numbers.count(len(chats)), name=path.name
            )
        write = _writer(path.suffix.casefold())

        def work(errand: Errand[Counted]) -> None:
            if len(chats) > 1:
                self._archive.export_all(
                    chats, path, _reporting(errand), cancelled=lambda: errand.cancelled
                )
            elif write is not None:
                write(self._archive.written(chats[0]), path, _stoppable(errand))
            else:
                self._archive.export(chats[0], path)

        self._run(
            work,
            self.tr("Exporting"),
            lambda _none: self._tell_written(told, path.parent),
            partial(self._tell_not_written, chats, path.suffix, path.stem),
        )

    def export_each(self, chats: Sequence[ChatId], folder: Path, suffix: str) -> None:
        """Write a file for every chat into FOLDER, and say so."""
        each = _writer(suffix) or _text_writer(suffix)

        def work(errand: Errand[Counted]) -> int:
            def write(written: Written, path: Path) -> None:
                each(written, path, lambda _done, _total: _stop_if(errand))

            return self._archive.export_each(
                chats,
                folder,
                write,
                suffix,
                _reporting(errand),
                cancelled=lambda: errand.cancelled,
            )

        self._run(
            work,
            self.tr("Exporting"),
            partial(self._tell_exported, folder),
            partial(self._tell_not_written, chats, suffix, ""),
        )

    def _tell_exported(self, folder: Path, count: int) -> None:
        one, more = self.tr("1 chat is in {name}."), self.tr("{n} chats are in {name}.")
        told = (one if count == 1 else more).format(n=numbers.count(count), name=folder.name)
        self._tell_written(told, folder)

    def _tell_written(self, told: str, folder: Path) -> None:
        show = Action(self.tr("Show in its folder"), partial(show_folder, folder))
        self._notices.tell(told, actions=(show,))

    def _tell_not_written(
        self, chats: Sequence[ChatId], suffix: str, title: str, error: Exception
    ) -> None:
        other = partial(self.choose_export, chats, suffix, title)
        self._notices.tell_error(error, (Action(self.tr("Choose another folder…"), other),))

    # --- in --------------------------------------------------------------------------------

    @Slot()
    def choose_import(self) -> None:
        """Ask for files of chats."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Import chats of YiDesk, ChatGPT or LM Studio"),
            "",
            self.tr("Chats") + " (*.json *.zip)",
        )
        self.take_in([Path(name) for name in names])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Bring in the chats of these files."""
        for path in paths:
            self._run(
                partial(self._take_in, path),
                self.tr("Importing {name}").format(name=path.name),
                self._show_taken,
                partial(self._tell_not_taken, path),
            )

    def _tell_not_taken(self, path: Path, error: Exception) -> None:
        again = partial(self.take_in, [path])
        actions = remedies(error, path, again=again, choose=self.choose_import)
        self._notices.tell_error(error, actions)

    def _take_in(self, path: Path, errand: Errand[Counted]) -> TakenIn:
        return self._archive.take_in(path, _reporting(errand), cancelled=lambda: errand.cancelled)

    def _show_taken(self, taken: TakenIn) -> None:
        self.taken_in.emit(taken)
        if len(taken.chats) == 1 and not taken.failed:
            return  # it is on the screen
        line = (
            self.tr("1 chat of {program} is here now.")
            if len(taken.chats) == 1
            else self.tr("{n} chats of {program} are here now.")
        ).format(n=numbers.count(len(taken.chats)), program=taken.program.value)
        remark = ""
        if taken.failed:
            remark = self.tr("{n} of the file could not be read.").format(
                n=numbers.count(taken.failed)
            )
        undo = Action(self.tr("Undo"), partial(self._take_back, taken))
        self._notices.tell(line, next_step=remark, actions=(undo,) if taken.chats else ())

    def _take_back(self, taken: TakenIn) -> None:
        def delete() -> None:
            self._chats.delete(*taken.chats)
            if taken.folder is not None:
                self._chats.folders.delete(taken.folder)

        self._bridge.call(delete, lambda _none: self.gone.emit())

    # --- meanwhile -------------------------------------------------------------------------

    def _run(
        self,
        work: Callable[[Errand[Counted]], T],
        name: str,
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Do WORK; where it takes a while, a bar tells how far it is, and stops it."""
        bars: list[ProgressNotice] = []
        begun = time.monotonic()

        def show(at: Counted) -> None:
            if at.total < 2 or (not bars and time.monotonic() - begun < SHOWN_AFTER):
                return
            if not bars:
                bars.append(self._notices.follow(name, errand.cancel))
            line = self.tr("{name}: {n} of {total}").format(
                name=name, n=numbers.count(at.done + 1), total=numbers.count(at.total)
            )
            bars[0].show_progress(with_time_left(line, at.seconds_left), at.share)

        def close() -> None:
            for bar in bars:
                bar.close_notice()

        def end(result: T) -> None:
            close()
            done(result)

        def fail(error: Exception) -> None:
            close()
            if not isinstance(error, Cancelled):
                failed(error)

        told = self.tr("{name}: done").format(name=name)
        errand = self._bridge.run(work, show, end, fail, told=told)


def _reporting(errand: Errand[Counted]) -> Callable[[int, int], None]:
    """Reports 200 times at most, however many go by."""
    counting = Counting()

    def report(at: int, total: int) -> None:
        if at % max(1, total // 200) == 0:
            errand.report(counting.at(at, total))

    return report


def _stoppable(errand: Errand[Counted]) -> OnAnswer:
    """Reports, and raises Cancelled when a person has pressed Stop."""
    report = _reporting(errand)

    def tell(at: int, total: int) -> None:
        _stop_if(errand)
        report(at, total)

    return tell


def _stop_if(errand: Errand[Counted]) -> None:
    """Raise Cancelled when a person has pressed Stop."""
    if errand.cancelled:
        raise Cancelled


def _writer(suffix: str) -> Write | None:
    """What draws a file of this kind, or its formulas; None for those that are text."""
    if suffix == ".html":
        return _text_writer(suffix)
    return make_writer() if suffix == ".pdf" else None


def _text_writer(suffix: str) -> Write:
    answer = partial(to_html_with, draw=inline_svg)

    def write(written: Written, path: Path, tell: OnAnswer) -> None:
        if suffix == ".html":
            text = to_page(written, answer=telling(answer, written, tell))
        else:
            text = to_markdown(written)
        with replacing(path) as file:
            file.write(text.encode())

    return write


def with_kind(path: Path, suffix: str) -> Path:
    """PATH, which a person confirmed, with the SUFFIX of what is written into it.

    Where the suffix has to be added, nobody was asked about a file that has that name: it stays.
    """
    if path.suffix.casefold() == suffix:
        return path
    return free_name(path.parent, path.name, suffix)
