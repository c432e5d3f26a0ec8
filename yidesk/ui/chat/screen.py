"""The chat screen: conversation, documents, composer and meter, put together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from yidesk.ui.chat.chips import DocumentChips
from yidesk.ui.chat.composer import Composer
from yidesk.ui.chat.empty import EmptyChat, ModelMissing
from yidesk.ui.chat.measures import COLUMN, SIDE
from yidesk.ui.chat.meter import Meter
from yidesk.ui.chat.reading_mode import ReadingMode
from yidesk.ui.controls import Button, Elided
from yidesk.ui.notices import Notices

if TYPE_CHECKING:
    from yidesk.core.presets import ChatChoices
    from yidesk.ui.chat.find_bar import FindBar
    from yidesk.ui.chat.transcript import Transcript


class ChatScreen(QWidget):
    """Only widgets and their places; what happens is the presenter's."""

    sidebar_wanted = Signal()

    def __init__(
        self, *, has_sample: bool, notices: Notices, parent: QWidget | None = None
    ) -> None:
        """NOTICES are the window's own."""
        super().__init__(parent)
        self.empty = EmptyChat(has_sample=has_sample)
        self.notices = notices
        self._place = QVBoxLayout()
        self.chips = DocumentChips()
        self.composer = Composer()
        self.mode = ReadingMode()
        self.meter = Meter()
        self.title = Elided(kind="heading")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addWidget(self._pages, 1)
        column.addWidget(self._make_foot())
        self.show_empty()

    @cached_property
    def model_missing(self) -> ModelMissing:
        """What is said where there is no model to answer with."""
        made = ModelMissing()
        self._pages.addWidget(made)
        return made

    @cached_property
    def transcript(self) -> Transcript:
        """The turns; made and loaded when a chat is first shown, not while the window opens."""
        from yidesk.ui.chat.picking import Picker
        from yidesk.ui.chat.transcript import Transcript

        made = Transcript()
        self.picker = Picker(made)
        self.picker.quote_wanted.connect(self.composer.quote)
        self._pages.insertWidget(0, made)
        self._reach_before_empty(made.to_end)
        return made

    @cached_property
    def find_bar(self) -> FindBar:
        """The bar that looks for words in the turns."""
        from yidesk.ui.chat.find_bar import FindBar

        made = FindBar(self.transcript)
        self._column.insertWidget(1, made)
        for stop in made.stops:
            self._reach_before_empty(stop)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that are typed beside every field belong to the question."""
        harmless = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        letters = event.text()
        if letters.strip() and letters.isprintable() and not event.modifiers() & ~harmless:
            self.composer.field.setFocus()
            self.composer.field.insertPlainText(letters)
        else:
            super().keyPressEvent(event)

    def _reach_before_empty(self, stop: QWidget) -> None:
        """Put STOP where the keyboard would come to it had it been made with the others."""
        if (before := self.empty.previousInFocusChain()) is not None:
            QWidget.setTabOrder(before, stop)

    def hold(self, notices: Notices) -> None:
        """Give the bars their place above the composer."""
        self._place.addWidget(notices)

    def show_conversation(self) -> None:
        """There are turns."""
        self._pages.setCurrentWidget(self.transcript)

    def show_empty(self) -> None:
        """There are none."""
        self._pages.setCurrentWidget(self.empty)

    def show_model_missing(self) -> None:
        """There is no model to answer with."""
        self._pages.setCurrentWidget(self.model_missing)

    def show_documents(self, *, any_here: bool) -> None:
        """Ask for what comes next: a document, or a question about it."""
        self.composer.show_documents(any_here=any_here)
        self.mode.setVisible(any_here)
        self.empty.show_documents(any_here=any_here)

    def show_choices(self, preset: str, kept: ChatChoices | None = None) -> None:
        """Tell how this chat is answered; PRESET: what that is called, empty where it is gone.

        KEPT is what the chat has of its own; None: nothing.
        """
        name = preset or self.tr("Own choices")
        is_changed = kept is not None and kept.is_changed
        self.choices.say(self.tr("{preset}, changed").format(preset=name) if is_changed else name)
        prompt = kept.choices.prompt[:400] if kept is not None else ""
        told = self.tr("How this chat is answered: {preset}").format(preset=self.choices.text())
        self.choices.setAccessibleName(told)
        self.choices.setToolTip("\n\n".join(filter(None, (told, prompt))))

    def _make_header(self) -> QFrame:
        header = QFrame()
        header.setProperty("kind", "header")
        header.setFixedHeight(48)
        row = QHBoxLayout(header)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(8)
        self.sidebar_button = Button(
            self.tr("Show or hide the sidebar (Ctrl+B)"),
            self.sidebar_wanted.emit,
            icon="sidebar",
            kind="icon",
        )
        row.addWidget(self.sidebar_button)
        row.addWidget(self.title, 1)
        self.choices = Button("", lambda: None, icon="settings", kind="quiet")
        row.addWidget(self.choices)
        self.show_choices(self.tr("Usual"))
        return header

    def _make_foot(self) -> QWidget:
        """Everything below the conversation, in a column as wide as the text."""
        foot = QWidget()
        inner = QWidget()
        inner.setMaximumWidth(COLUMN + 2 * SIDE)
        column = QVBoxLayout(inner)
        column.setContentsMargins(SIDE - 8, 4, SIDE - 8, 10)
        column.setSpacing(8)
        documents = QHBoxLayout()
        documents.setSpacing(8)
        documents.addWidget(self.chips, 1)
        documents.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(self._place)
        column.addLayout(documents)
        column.addWidget(self.composer)
        column.addWidget(self.meter)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        return foot
