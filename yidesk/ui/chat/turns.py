"""An answer as the conversation shows it: its words, its evidence, what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.core.types import Document
from yidesk.services.chats import Report, TurnId, TurnState
from yidesk.ui import numbers
from yidesk.ui.chat import evidence
from yidesk.ui.chat.progress import ThinBar
from yidesk.ui.chat.sources import SourceList
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.chat.versions import Versions
from yidesk.ui.controls import Button, Flow, Icon, Words
from yidesk.ui.markdown.marks import Mark


class AnswerView(TurnView):
    """What the model answered, or is answering; evidence and actions below it."""

    retry_wanted = Signal(object)
    """The TurnId of this answer."""
    resume_wanted = Signal(object)
    """The TurnId of this answer, which was cut."""
    source_activated = Signal(object)
    """An evidence.Opening: a mark in the text, or a page below it."""
    link_activated = Signal(QUrl)

    def __init__(self, model: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_finished = False
        self._is_cut = False
        self._speaker = Words(model or "YiDesk", kind="speaker")
        self.view.setAccessibleName(self.tr("Answer"))
        self.view.mark_activated.connect(self._activate)
        self.view.link_activated.connect(self.link_activated)
        self._doing = Words(kind="secondary")
        self._bar = ThinBar(self)
        self._state = self._make_state()
        self._coverage = Words(kind="small", wraps=True)
        self._covered = Words(kind="small", wraps=True)
        self._warning = Words(kind="small-unsure", wraps=True)
        self._sources = SourceList(self)
        self._sources.activated.connect(self._activate)
        self._actions = self._make_actions()
        self._lay_out()
        for widget in self._end:
            widget.hide()
        self.show_doing(self.tr("Waiting…"))

    @property
    def speaker(self) -> str:
        """The model, where it is known."""
        return self._speaker.text()

    def show_speaker(self, model: str) -> None:
        """Say which model answers; what is shown stays where MODEL is empty."""
        if model:
            self._speaker.setText(model)

    @property
    def _end(self) -> tuple[QWidget, ...]:
        """What stands below the words once they are whole."""
        told = (self._state, self._coverage, self._covered, self._warning)
        return (*told, self._sources, self._actions)

    @property
    def is_busy(self) -> bool:
        """Whether the answer is being written."""
        return not self.is_finished

    @property
    def deletes(self) -> str:
        """One of several versions goes alone, the only one with its question."""
        if self._delete.isHidden():
            return super().deletes
        return self._delete.accessibleName()

    def show_doing(self, text: str, fraction: float | None = None) -> None:
        """Say what is being done before the first word comes; FRACTION 0 to 1, or None."""
        self._doing.setText(text)
        self._doing.setVisible(bool(text))
        self._bar.show_fraction(fraction if text else None)

    def restart(self, text: str) -> None:
        """The answer is taken up again where it was cut."""
        self.is_finished = False
        for widget in self._end:
            widget.hide()
        self.view.restart(text)

    def show_place(self, turn: TurnId, versions: Sequence[TurnId], *, is_last: bool) -> None:
        """It is on disk: its other versions can be seen, and the last one be continued."""
        self.turn = turn
        self.versions.show_versions(turn, versions)
        self._delete.setVisible(len(versions) > 1)
        self.resume.setVisible(is_last and self._is_cut)

    def append(self, text: str) -> None:
        """Add words of the answer."""
        self.show_doing("")
        self.view.append(text)

    def finish(
        self,
        text: str,
        state: TurnState,
        report: Report,
        documents: Sequence[Document],
        error: YiDeskError | None = None,
    ) -> None:
        """The answer is at its end: show what was checked, and how it ended."""
        self.is_finished = True
        self._is_cut = state.is_cut and (bool(text) or state is not TurnState.FAILED)
        self.show_doing("")
        self.show_speaker(report.model)
        self.view.set_source(text, evidence.marks_of(text, report, documents))
        self.view.setVisible(bool(text))
        self._show_state(state, error, has_words=bool(text))
        self._show_evidence(report, documents)
        self._actions.show()
        self._copy.setVisible(bool(text))

    def copy(self) -> None:
        """Put the whole answer on the clipboard, as Markdown."""
        self.view.copy_source()
        self._copy.say(self.tr("Copied"))

    def _show_covered(self) -> None:
        """What was read of each document, or no more."""
        self._covered.setVisible(self._covered.isHidden())

    def _retry(self) -> None:
        if self.turn is not None:
            self.retry_wanted.emit(self.turn)

    def _resume(self) -> None:
        if self.turn is not None:
            self.resume_wanted.emit(self.turn)

    def _show_state(self, state: TurnState, error: YiDeskError | None, *, has_words: bool) -> None:
        line = evidence.state_line(state, has_words=has_words)
        if error is not None and state is TurnState.FAILED:
            line = words.say_error(error)[0]
        self._state_words.setText(line)
        self._state.setVisible(bool(line))

    @Slot(object)
    def _activate(self, cited: Mark | evidence.Source) -> None:
        among = tuple(button.source for button in self._sources.buttons)
        self.source_activated.emit(evidence.Opening(cited, among))

    def _show_evidence(self, report: Report, documents: Sequence[Document]) -> None:
        parts = [evidence.coverage_summary(report), evidence.verdict_line(report)]
        if (rate := report.timings.generated_tokens_per_s) > 0:
            parts.append(numbers.rate(rate))
        self._coverage.setText(" · ".join(filter(None, parts)))
        self._coverage.setVisible(any(parts))
        each = evidence.coverage_by_document(report)
        self._covered.setText("\n".join(each))
        self._covered.hide()
        self._by_document.setVisible(bool(each))
        warning = evidence.flaws_line(report.coverage)
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._sources.show_sources(evidence.sources_of(report, documents))

    def _make_state(self) -> QWidget:
        state = QWidget(self)
        row = QHBoxLayout(state)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon("warning", "unsure", 18), 0, Qt.AlignmentFlag.AlignTop)
        self._state_words = Words(kind="unsure", wraps=True)
        row.addWidget(self._state_words, 1)
        return state

    def _make_actions(self) -> QWidget:
        actions = QWidget(self)
        row = Flow(4)
        actions.setLayout(row)
        self.versions = Versions(self)
        self.versions.wanted.connect(self.version_wanted)
        self._delete = Button(
            self.tr("Delete this version of the answer"), self.delete, icon="trash", kind="icon"
        )
        self._delete.hide()
        self.resume = Button(self.tr("Continue"), self._resume, icon="resume", kind="quiet")
        self.resume.hide()
        self._copy = Button(self.tr("Copy"), self.copy, icon="copy", kind="quiet")
        self._copy.setToolTip(self.tr("Copy the answer as Markdown"))
        self._again = Button(self.tr("Answer again"), self._retry, icon="retry", kind="quiet")
        self._by_document = Button(
            self.tr("What was read"), self._show_covered, icon="document", kind="quiet"
        )
        self._by_document.setToolTip(self.tr("Which pages of each document"))
        for widget in (
            self.versions,
            self._delete,
            self.resume,
            self._copy,
            self._again,
            self._by_document,
        ):
            row.addWidget(widget)
        return actions

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._speaker)
        column.addWidget(self.view)
        column.addWidget(self._doing)
        column.addWidget(self._bar)
        column.addWidget(self._state)
        column.addWidget(self._coverage)
        column.addWidget(self._covered)
        column.addWidget(self._warning)
        column.addWidget(self._sources)
        column.addWidget(self._actions)
