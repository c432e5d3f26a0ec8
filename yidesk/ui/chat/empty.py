"""What a chat without turns says: what this place is for, and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.ui import icons
from yidesk.ui.chat.suggested import Suggested
from yidesk.ui.controls import Button, Words

WIDTH = 520
PICTURE = 64


class _Centred(QScrollArea):
    """A picture, a title, a paragraph, buttons; in the middle, or scrolled in a low window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        sheet = QWidget(self)
        self.setWidget(sheet)
        outer = QVBoxLayout(sheet)
        outer.addStretch(2)
        inner = QWidget(sheet)
        inner.setMaximumWidth(WIDTH)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(24, 0, 24, 0)
        self.column.setSpacing(12)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)

    def add_picture(self) -> None:
        """The program's own icon."""
        picture = Words()
        picture.setPixmap(icons.application_icon().pixmap(PICTURE, PICTURE))
        self.column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addSpacing(4)

    def add_words(self, text: str, kind: str) -> Words:
        """A centred paragraph."""
        label = Words(text, kind=kind, wraps=True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(label)
        return label

    def add_button(self, button: Button) -> None:
        """A button below."""
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)


class EmptyChat(_Centred):
    """Nothing was asked here yet."""

    attach_wanted = Signal()
    sample_wanted = Signal()
    question_chosen = Signal(str)
    """One of those that the model suggests."""

    def __init__(self, *, has_sample: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_picture()
        self._title = self.add_words("", "title")
        self._what = self.add_words("", "secondary")
        self.column.addSpacing(4)
        self.attach = Button(
            self.tr("Choose a document…"),
            self.attach_wanted.emit,
            icon="attach",
            kind="primary",
            tint="on_accent",
        )
        self.add_button(self.attach)
        self.sample = Button(
            self.tr("Try it with the guide to YiDesk"), self.sample_wanted.emit, kind="quiet"
        )
        self.add_button(self.sample)
        self.suggested = Suggested(self.question_chosen.emit)
        self.column.addWidget(self.suggested)
        self._has_sample = has_sample
        self.show_documents(any_here=False)

    def show_documents(self, *, any_here: bool) -> None:
        """Say what to do first, and what then."""
        self.suggested.setVisible(any_here)
        self.attach.setVisible(not any_here)
        self.sample.setVisible(self._has_sample and not any_here)
        if any_here:
            self._title.setText(self.tr("What do you want to know?"))
            self._what.setText(
                self.tr("Type your question below. The documents are read while you type.")
            )
            return
        self._title.setText(self.tr("Ask a document"))
        self._what.setText(
            self.tr(
                "Drop a PDF or a text anywhere in this window and ask about it. "
                "Every page reference in an answer is checked against the page. "
                "Nothing leaves this computer."
            )
        )


class ModelMissing(_Centred):
    """There is no model to answer with."""

    guide_wanted = Signal()
    """To be shown which models fit this computer."""
    choose_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_picture()
        self.add_words(self.tr("A model is needed"), "title")
        self._what = self.add_words("", "text")
        self._next = self.add_words("", "secondary")
        self.column.addSpacing(4)
        self.guide = Button(
            self.tr("Find a model"),
            self.guide_wanted.emit,
            icon="model",
            kind="primary",
            tint="on_accent",
        )
        self.add_button(self.guide)
        self.choose = Button(self.tr("Choose a model file…"), self.choose_wanted.emit, kind="quiet")
        self.add_button(self.choose)

    def explain(self, error: YiDeskError) -> None:
        """Say what is missing and what to do."""
        what, next_step = words.say_error(error)
        self._what.setText(what)
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))
