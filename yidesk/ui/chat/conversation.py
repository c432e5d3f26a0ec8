"""The turns of the chat on the screen: their widgets, and what is tried and may be taken back.

What a person asks is shown at once. Until the store has it, what stood there before is kept aside,
so that nothing is lost from the screen when it cannot be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal

from yidesk.core.types import Document, Role
from yidesk.services.chats import ChatId, Turn, TurnId, TurnState
from yidesk.ui.chat import evidence
from yidesk.ui.chat.entry import Entry
from yidesk.ui.chat.question import QuestionView
from yidesk.ui.chat.running import Running
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.chat.turns import AnswerView
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.pieces import pieces_of, typed_pieces


class Tried(NamedTuple):
    """What is shown and not in the store yet."""

    row: int
    """From here on it is shown."""
    aside: Sequence[Entry] = ()
    """What stood there before."""
    resumed: Entry | None = None
    """The answer that goes on, instead."""


class Conversation(QObject):
    """Questions and answers of one chat."""

    edited = Signal(object, str)
    """The TurnId of a question, and what is to be asked in its place."""
    retry_wanted = Signal(object)
    resume_wanted = Signal(object)
    version_wanted = Signal(object)
    delete_wanted = Signal(object)
    source_activated = Signal(object)
    link_activated = Signal(QUrl)

    def __init__(
        self,
        transcript: Transcript,
        *,
        running: Callable[[ChatId], Running | None],
        documents: Callable[[], Sequence[Document]],
        name: Callable[[str], str],
    ) -> None:
        """RUNNING: the answer of a chat that is being written. DOCUMENTS: those of this chat.

        NAME: of a document, by its fingerprint.
        """
        super().__init__(transcript)
        self.transcript = transcript
        self.answer: AnswerView | None = None
        """The one on the screen that is being written."""
        self._running, self._documents, self._name = running, documents, name
        self._tried: Tried | None = None
        transcript.make_view = self._make_view
        transcript.make_pieces = self._make_pieces

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.transcript.entries

    def edit_last(self) -> None:
        """Let the last question be asked differently, once it is on disk."""
        views = reversed(self.transcript.views)
        last = next((view for view in views if isinstance(view, QuestionView)), None)
        if last is not None and last.turn is not None:
            self.transcript.show_turn(last.turn)
            last.edit()

    def edited_text(self) -> str:
        """What was written in the place of a question and not asked yet; empty where nothing is."""
        for view in self.transcript.views:
            if isinstance(view, QuestionView) and view.editor is not None:
                text = view.editor.field.toPlainText()
                return "" if text.strip() == view.view.source.strip() else text
        return ""

    def clear(self) -> None:
        """Another chat comes on the screen."""
        self.accept()
        self.answer = None
        self.transcript.clear()

    def show(self, turns: Sequence[Turn]) -> None:
        """Show these turns; those that are shown already stay where they are."""
        self.answer = None
        self.transcript.show_turns(turns)

    def ask(self, question: str, documents: Sequence[str]) -> None:
        """Show a question at the end, and an answer that begins. DOCUMENTS: names."""
        self._try(None)
        self._add_question(question, documents)
        self._add_answer()

    def ask_instead(self, turn: TurnId, question: str, documents: Sequence[str]) -> bool:
        """Show another question in the place of one; False when it is not there."""
        entry = self.transcript.entry_of(turn)
        if entry is None:
            return False
        view = self.transcript.view_of(entry)
        former = view.documents if isinstance(view, QuestionView) else ()
        self._try(entry)
        self._add_question(question, [*former, *documents])
        self._add_answer()
        return True

    def answer_again(self, turn: TurnId) -> bool:
        """Show a new answer in the place of one; False when it is not there."""
        entry = self.transcript.entry_of(turn)
        if entry is None:
            return False
        self._try(entry)
        self._add_answer()
        return True

    def resume(self, turn: TurnId) -> str | None:
        """Let an answer go on; returns what is there of it, None when it is not there."""
        entry = self.transcript.entry_of(turn)
        if entry is None or entry.turn is None:
            return None
        view = self.transcript.view_of(entry)
        if not isinstance(view, AnswerView):
            return None
        self.accept()
        self._tried = Tried(self.transcript.entries.index(entry), resumed=entry)
        self.answer = view
        view.restart(entry.turn.text)
        return entry.turn.text

    def accept(self) -> None:
        """What was tried is in the store."""
        if self._tried is not None:
            self.transcript.forget(self._tried.aside)
            self._tried = None

    def take_back(self) -> None:
        """What was tried could not be kept: show what stood there before."""
        tried, self._tried, self.answer = self._tried, None, None
        if tried is None:
            return
        if tried.resumed is not None:
            self.transcript.make_again(tried.resumed)
        else:
            self.transcript.put_back(tried.row, tried.aside)

    def _try(self, entry: Entry | None) -> None:
        self.accept()
        entries = self.transcript.entries
        row = entries.index(entry) if entry is not None else len(entries)
        self._tried = Tried(row, self.transcript.set_aside(entry) if entry is not None else ())

    def _add_question(self, text: str, documents: Sequence[str]) -> None:
        self.transcript.add(self._joined(QuestionView(text, documents)))

    def _add_answer(self) -> None:
        self.answer = AnswerView()
        self.transcript.add(self._joined(self.answer))

    def _make_view(self, turn: Turn) -> TurnView:
        """The widget of a turn that comes near what can be seen."""
        if turn.role is Role.USER:
            names = [self._name(each) for each in turn.documents]
            return self._joined(QuestionView(turn.text, names))
        view = AnswerView(turn.report.model)
        self._joined(view)
        view.turn = turn.id
        running = self._running(turn.chat)
        if turn.state is TurnState.STREAMING and running is not None:
            self.answer = view
            running.show_on(view)
        else:
            view.finish(turn.text, turn.state, turn.report, self._documents(), turn.error)
        return view

    def _make_pieces(self, turn: Turn) -> list[Piece]:
        if turn.role is Role.USER:
            return typed_pieces(turn.text)
        return pieces_of(turn.text, evidence.marks_of(turn.text, turn.report, self._documents()))

    def _joined(self, view: TurnView) -> TurnView:
        view.version_wanted.connect(self.version_wanted)
        view.delete_wanted.connect(self.delete_wanted)
        if isinstance(view, QuestionView):
            view.edited.connect(self.edited)
        elif isinstance(view, AnswerView):
            view.retry_wanted.connect(self.retry_wanted)
            view.resume_wanted.connect(self.resume_wanted)
            view.source_activated.connect(self.source_activated)
            view.link_activated.connect(self.link_activated)
        return view
