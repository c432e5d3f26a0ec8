"""A document in scope: its name, how far it is read, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from yidesk.core.words import CONTEXT, look_up
from yidesk.ui import numbers
from yidesk.ui.chat.document_name import DocumentName
from yidesk.ui.chat.progress import ThinBar
from yidesk.ui.chat.progress_lines import opening_pace, pace
from yidesk.ui.controls import Button, Elided, Icon

if TYPE_CHECKING:
    from yidesk.core.types import Coverage, Document
    from yidesk.services.answer import Opening, Reading
    from yidesk.services.retrieval.meaning import Comparing

HEIGHT = 36
STATE_LEAST = 104
"""Pixels that the state keeps where there is little room."""


class DocumentChip(QFrame):
    """One document. Its key is a path while it is opened, its fingerprint from then on."""

    open_wanted = Signal(str)
    """To see the pages of the document with this fingerprint."""
    remove_wanted = Signal(str)
    pause_wanted = Signal()
    go_on_wanted = Signal()
    comparing_wanted = Signal(bool)
    """Whether it is to be made ready for the search by meaning, or that is to stop."""

    def __init__(self, key: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.name = name
        self.pages = 0
        self._tokens = self._parts = 0
        self.is_read = False
        self.setProperty("kind", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self._icon = Icon("document", "secondary", 18)
        self._name = DocumentName(name, self._open)
        self._name.setEnabled(False)  # there are no pages yet
        self._state = Elided(kind="small")
        self._remove = Button(
            self.tr("Remove {name}").format(name=name), self._ask, icon="close", kind="icon-small"
        )
        self._remove.setToolTip(self.tr("Remove"))
        self._press_wanted: Callable[[], object] = lambda: None
        self._lines: tuple[str, ...] = ("",)
        """What is said of it, from the longest way to the shortest."""
        self._comparing, self._is_stopped = "", False
        self._offers_comparing = False
        self._pause = Button("", self._press, icon="stop", kind="icon-small")
        self._pause.setObjectName("pause")
        self._pause.hide()
        self._bar = ThinBar(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._name)
        row.addWidget(self._state)
        row.addWidget(self._pause)
        row.addWidget(self._remove)

    @property
    def state(self) -> str:
        """What the chip says beside the name."""
        return self._state.text()

    def show_opening(self, event: Opening) -> None:
        """The file is being turned into pages."""
        known = event.pages_total > 0
        template = self.tr("Opening, page {done} of {total}") if known else self.tr("Opening…")
        done, total = numbers.count(event.pages_done), numbers.count(event.pages_total)
        line = template.format(done=done, total=total)
        self._say((_joined(line, opening_pace(event)), line), event.share)

    def show_document(self, document: Document) -> None:
        """The file has become pages; the model has not read them yet."""
        self.key = document.fingerprint
        self.pages = len(document.pages)
        self.is_read = False
        self._name.setEnabled(True)
        self._say_pages()
        self._show_warnings(document)

    def show_reading(self, done: int, event: Reading) -> None:
        """The model has read DONE of the pages; what it reports of its speed."""
        one, more = self.tr("Reading 1 page"), self.tr("Reading {done} of {total} pages")
        line = (one if self.pages == 1 else more).format(
            done=numbers.count(done), total=numbers.count(self.pages)
        )
        fraction = done / self.pages if self.pages else 0.0
        short = f"{numbers.count(done)}/{numbers.count(self.pages)}"
        self._say((_joined(line, pace(event)), line, short), fraction)
        self._offer("stop", self.tr("Stop reading; it can go on later"), self.pause_wanted.emit)

    def show_paused(self) -> None:
        """A person has stopped the reading of it."""
        self._say_pages(self.tr("reading stopped"))
        self._offer("play", self.tr("Read on"), self.go_on_wanted.emit)

    def show_comparing(self, event: Comparing | None, *, stopped: bool) -> None:
        """How far it is ready for the search by meaning; None: nothing is done for that."""
        self._comparing, self._is_stopped = "", stopped
        if event is not None:
            line = self.tr("for the search by meaning: {n} %")
            if stopped:
                line = self.tr("for the search by meaning: {n} %, stopped")
            self._comparing = line.format(n=round(100 * event.done / event.total))
        busy = self._pause.isVisibleTo(self) and not self._offers_comparing
        self._say_line()
        if not busy:
            self._offer_comparing()

    def _offer_comparing(self) -> None:
        """Stop, or go on with, what is made for the search by meaning."""
        self._offers_comparing = bool(self._comparing)
        self._pause.setVisible(self._offers_comparing)
        if not self._comparing:
            return
        name = self.tr("Stop preparing the search by meaning; it can go on later")
        if self._is_stopped:
            name = self.tr("Go on preparing the search by meaning")
        wanted = partial(self.comparing_wanted.emit, self._is_stopped)
        self._offer("play" if self._is_stopped else "stop", name, wanted)
        self._offers_comparing = True

    def _offer(self, icon: str, name: str, wanted: Callable[[], object]) -> None:
        self._offers_comparing, self._press_wanted = False, wanted
        self._pause.show_icon(icon, "secondary")
        self._pause.say(name)
        self._pause.show()

    def _press(self) -> None:
        self._press_wanted()

    def know(self, covered: Coverage) -> None:
        """What is known of it since it was read: its tokens, and in how many parts."""
        self._tokens, self._parts = covered.tokens_total, covered.parts

    def show_read(self) -> None:
        """The model knows every page."""
        self.is_read = True
        read = self.tr("read ✓")
        if self._parts > 1:
            read = self.tr("read in {n} parts ✓").format(n=numbers.count(self._parts))
        self._say_pages(read)

    def show_doing(
        self, line: str, fraction: float, stop: Callable[[], object] | None = None
    ) -> None:
        """Something is done with the document that takes a while; STOP ends it."""
        self._say_pages(line, fraction)
        if stop is not None:
            self._offer("stop", self.tr("Stop"), stop)

    def show_searched(self) -> None:
        """The model was given passages of it."""
        self._say_pages(self.tr("searched"))

    def show_idle(self) -> None:
        """Reading has stopped before its end."""
        self._say_pages()

    def _say_pages(self, what: str = "", fraction: float | None = None) -> None:
        """How many pages and tokens there are, and WHAT the model knows of them."""
        pages = self.tr("{n} pages").format(n=numbers.count(self.pages))
        if self.pages == 1:
            pages = self.tr("1 page")
        tokens = self.tr("{n} tokens").format(n=numbers.count(self._tokens)) if self._tokens else ""
        self._say((_joined(pages, tokens, what), _joined(pages, what), what or pages), fraction)

    def _say(self, lines: tuple[str, ...], fraction: float | None = None) -> None:
        """LINES: ways to say it, from the longest to the shortest."""
        self._lines = lines
        self._bar.show_fraction(fraction)
        self._say_line()
        self._offer_comparing()

    def _say_line(self) -> None:
        line = _joined(self._lines[0], self._comparing)
        self._state.shorter = self._lines[1:]
        self._state.setText(line)
        least = self._state.fontMetrics().horizontalAdvance(self._lines[-1])
        self._state.setMinimumWidth(min(STATE_LEAST, least))
        self.setAccessibleName(f"{self.name}: {line}")
        self.updateGeometry()

    def _show_warnings(self, document: Document) -> None:
        from yidesk.services.flaws import flaw_lines, flaws_of  # noqa: PLC0415 - not in the first frame

        lines = flaw_lines(flaws_of(document))
        lines += [look_up(CONTEXT, note) for note in document.notes]
        if lines:
            self._icon.show_icon("warning", "unsure")
            self.setToolTip("\n".join(lines))
            self.setAccessibleDescription(" ".join(lines))

    def _open(self) -> None:
        self.open_wanted.emit(self.key)

    def _ask(self) -> None:
        self.remove_wanted.emit(self.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the lower edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(8, self.height() - 4, self.width() - 16, 3)


def _joined(*parts: str) -> str:
    """What there is of PARTS, in one line."""
    return " · ".join(filter(None, parts))
