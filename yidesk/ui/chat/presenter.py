"""What happens on the chat screen: joins its widgets with the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDesktopServices,
    QGuiApplication,
)

from yidesk.core.errors import ModelError, YiDeskError
from yidesk.core.types import Document, Mode, Role
from yidesk.services.answer import Answer, Asking, Event
from yidesk.services.chats import ChatId, Chats, Turn, TurnId, TurnState
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.desk import Desk
from yidesk.ui.chat.drafts import Drafts
from yidesk.ui.chat.evidence import Source
from yidesk.ui.chat.question import QuestionView
from yidesk.ui.chat.reading_mode import propose
from yidesk.ui.chat.running import Running, report_of
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.chat.turns import AnswerView
from yidesk.ui.markdown.marks import Mark
from yidesk.ui.notices import THIS_CHAT, Action

_WEB = ("http", "https", "mailto")


class Shown(NamedTuple):
    """A chat as it comes on the screen."""

    turns: Sequence[Turn]
    documents: Sequence[Document]
    removed: Mapping[str, str]
    """Names of documents that are not in the library any more, by fingerprint."""

    waiting: Sequence[str]
    """Fingerprints of those that go with the next question."""
    draft: str

    @classmethod
    def load(cls, chats: Chats, chat: ChatId) -> Shown:
        """Ask the service."""
        return cls(
            chats.turns(chat),
            chats.documents(chat),
            chats.removed_documents(chat),
            chats.waiting.documents(chat),
            chats.waiting.draft(chat),
        )


class ChatPresenter(QObject):
    """One chat is on the screen; answers in others go on."""

    changed = Signal(object)
    """What the list shows of this ChatId has changed."""
    opened = Signal(object)
    """The ChatId that is on the screen now, or None."""
    shown = Signal(object)
    """The turns of this ChatId are on the screen now."""
    busy_changed = Signal(object)
    """The chats that are being answered."""
    page_wanted = Signal(object, int, str)
    """A Document, a page and the passage on it."""
    model_wanted = Signal()

    def __init__(self, bridge: Bridge, chats: Chats, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._bridge, self._chats, self._screen = bridge, chats, screen
        self._chat: ChatId | None = None
        self._running: dict[ChatId, Running] = {}
        self._view: AnswerView | None = None
        """The answer on the screen that is being written."""
        self.desk = Desk(bridge, chats, screen)
        self.desk.chat_made.connect(self._take_chat)
        self.desk.ready.connect(self._ask_held)
        self._held = False
        self.drafts = Drafts(bridge, chats, screen.composer)
        self.desk.draft_found.connect(self.drafts.show)
        screen.composer.submitted.connect(self.ask)
        screen.composer.stop_wanted.connect(self.stop)

    @property
    def chat(self) -> ChatId | None:
        """The chat on the screen; None for one that has not begun."""
        return self._chat

    @property
    def running(self) -> frozenset[ChatId]:
        """The chats that are being answered."""
        return frozenset(self._running)

    @Slot()
    def new_chat(self) -> None:
        """Put the chat on the screen in which nothing was asked yet, with what waits in it."""
        self._leave()
        self.drafts.open(None)
        self.desk.open_next()
        self._screen.title.setText("")
        self._screen.show_empty()
        self._screen.meter.show_used(0)
        self._show_answering()
        self.opened.emit(None)
        self._screen.composer.field.setFocus()

    def open_chat(self, chat: ChatId) -> None:
        """Put a chat on the screen."""
        if chat == self._chat:
            return
        self._leave()
        self._chat = chat
        self.drafts.open(chat)
        self.opened.emit(chat)
        self._bridge.call(
            partial(Shown.load, self._chats, chat),
            partial(self._show_chat, chat),
        )

    @Slot(str)
    def ask(self, question: str) -> None:
        """Ask; first let dropped files become documents."""
        if self.desk.is_opening:
            self._held = True
            self._screen.notices.tell(
                self.tr("The question is asked as soon as the documents are open."),
                topic=THIS_CHAT,
            )
            return
        self._held = False
        self.desk.with_chat(partial(self._send, question))

    @Slot()
    def stop(self) -> None:
        """Stop the answer on the screen, or the reading ahead of it."""
        running = self._running.get(self._chat) if self._chat is not None else None
        if running is not None:
            running.stop()
        else:
            self.desk.stop_reading()

    def regenerate(self, turn: TurnId) -> None:
        """Answer once more; the earlier answer is kept."""
        if self._chat is not None and self._chat not in self._running:
            self._screen.transcript.remove_from(self.view_of(turn))
            self._begin(
                self._chat, partial(self._chats.regenerate, self._chat, turn, mode=self.desk.mode)
            )

    @Slot(object, str)
    def edit(self, turn: TurnId, question: str) -> None:
        """Ask something else in the place of a question; the earlier branch is kept."""
        view = self.view_of(turn)
        if self._chat is None or self._chat in self._running or not isinstance(view, QuestionView):
            return
        names = [*view.documents, *self.desk.take_waiting()]
        self._screen.transcript.remove_from(view)
        self._add_question(question, names)
        edit = partial(self._chats.edit, self._chat, turn, question, mode=self.desk.mode)
        self._begin(self._chat, edit)

    @Slot(object)
    def resume(self, turn: TurnId) -> None:
        """Write on at the end of an answer that was cut."""
        view = self.view_of(turn)
        if self._chat is None or self._chat in self._running or not isinstance(view, AnswerView):
            return
        begun = view.view.source
        view.restart(begun)
        self._begin(
            self._chat,
            partial(self._chats.resume, self._chat, turn),
            view=view,
            running=Running(begun),
        )

    @Slot(object)
    def show_version(self, turn: TurnId) -> None:
        """Show another version of a question or an answer, with what follows it."""
        if (chat := self._chat) is not None:
            bar = self._screen.transcript.verticalScrollBar()
            self._bridge.call(
                partial(self._choose, chat, turn),
                partial(self._show_branch, chat, bar.value()),
            )

    @Slot(QUrl)
    def ask_about_link(self, url: QUrl) -> None:
        """Ask before anything outside is opened."""
        address = url.toString()
        actions = [Action(self.tr("Copy"), partial(QGuiApplication.clipboard().setText, address))]
        if url.scheme() in _WEB:
            actions.insert(0, Action(self.tr("Open"), partial(QDesktopServices.openUrl, url)))
        self._screen.notices.tell(
            self.tr("The answer links to {address}").format(address=address),
            actions=tuple(actions),
            topic=THIS_CHAT,
        )

    @Slot(object)
    def open_source(self, source: Mark | Source) -> None:
        """Show the page that a citation names."""
        if not source.document or not source.page or self._chat is None:
            return

        def show(document: Document) -> None:
            self.page_wanted.emit(document, source.page, source.quote)

        if (document := self.desk.document(source.document)) is not None:
            show(document)
        else:  # it was taken out of the chat, or removed altogether: then that is said
            self._bridge.call(partial(self._chats.source, self._chat, source.document), show)

    def _leave(self) -> None:
        self._chat, self._view, self._held = None, None, False
        self._screen.notices.leave(THIS_CHAT)
        self._screen.find_bar.close_bar()
        self._screen.transcript.clear()

    @Slot(object)
    def _take_chat(self, chat: ChatId) -> None:
        self._chat = chat
        self.drafts.belongs_to(chat)
        self.opened.emit(chat)

    @Slot(bool)
    def _ask_held(self, all_opened: bool) -> None:
        """Ask what waited for documents; never without one of them, unless asked again."""
        held, self._held = self._held, False
        if held and all_opened:
            self._screen.composer.submit()

    def _choose(self, chat: ChatId, turn: TurnId) -> Shown:
        self._chats.choose(chat, turn)
        return Shown.load(self._chats, chat)

    def _show_branch(self, chat: ChatId, place: int, found: Shown) -> None:
        if chat == self._chat:
            self._screen.transcript.clear()
            self._fill(chat, found)
            self._screen.transcript.stay_at(place)
            self.shown.emit(chat)

    def _show_chat(self, chat: ChatId, found: Shown) -> None:
        if chat == self._chat:
            self._fill(chat, found)
            self.shown.emit(chat)

    def _fill(self, chat: ChatId, found: Shown) -> None:
        turns = found.turns
        mode = _mode_of(turns)
        self.desk.open_chat(chat, found.documents, mode, found.removed, found.waiting)
        self.drafts.show(chat, found.draft)
        for turn in turns:
            self._add_turn(turn)
        self._show_places(chat, turns)
        if turns:
            self._screen.show_conversation()
            self._screen.meter.show_used(turns[-1].report.in_window)
        else:
            self._screen.show_empty()
        self._show_answering()
        if chat not in self._running:
            self.desk.read_waiting()
        self._screen.transcript.go_to_end()
        self._screen.composer.field.setFocus()

    def _add_turn(self, turn: Turn) -> None:
        if turn.role is Role.USER:
            names = [self.desk.name(fingerprint) for fingerprint in turn.documents]
            self._add_question(turn.text, names)
            return
        view = self._make_answer(turn.report.model)
        view.turn = turn.id
        running = self._running.get(turn.chat)
        if turn.state is TurnState.STREAMING and running is not None:
            self._view = view
            running.show_on(view)
        else:
            view.finish(turn.text, turn.state, turn.report, self.desk.documents, turn.error)

    def _add_question(self, text: str, documents: Sequence[str]) -> None:
        view = QuestionView(text, documents)
        view.edited.connect(self.edit)
        view.version_wanted.connect(self.show_version)
        self._screen.transcript.add(view)

    def _learn_places(self, chat: ChatId) -> None:
        """Ask the store which turns are on the screen, and which others stand in their places."""
        self._bridge.call(partial(self._chats.turns, chat), partial(self._show_places, chat))

    def _show_places(self, chat: ChatId, turns: Sequence[Turn]) -> None:
        views = self._turn_views()
        if chat != self._chat or len(views) != len(turns):
            return
        for view, turn in zip(views, turns, strict=True):
            view.show_place(turn.id, turn.versions, is_last=turn is turns[-1])

    def _turn_views(self) -> list[QuestionView | AnswerView]:
        views = self._screen.transcript.views
        return [view for view in views if isinstance(view, QuestionView | AnswerView)]

    def _make_answer(self, model: str = "") -> AnswerView:
        view = AnswerView(model)
        view.retry_wanted.connect(self.regenerate)
        view.resume_wanted.connect(self.resume)
        view.version_wanted.connect(self.show_version)
        view.source_activated.connect(self.open_source)
        view.link_activated.connect(self.ask_about_link)
        self._screen.transcript.add(view)
        return view

    def view_of(self, turn: TurnId) -> QuestionView | AnswerView | None:
        """A turn on the screen."""
        return next((view for view in self._turn_views() if view.turn == turn), None)

    def _send(self, question: str, chat: ChatId) -> None:
        names = self.desk.take_waiting()
        self._add_question(question, names)
        self._screen.composer.clear()
        self._begin(chat, partial(self._chats.send, chat, question, mode=self.desk.mode))

    def _begin(
        self,
        chat: ChatId,
        begin: Callable[[], Asking],
        *,
        view: AnswerView | None = None,
        running: Running | None = None,
    ) -> None:
        self.desk.begin_answer()
        self._view = view or self._make_answer()
        self._screen.show_conversation()
        self._screen.transcript.go_to_end()
        running = running or Running()
        self._running[chat] = running
        running.errand = self._bridge.follow(
            begin,
            partial(self._on_event, chat),
            begun=partial(self._on_begun, chat),
            failed=partial(self._on_failure, chat),
        )
        self._show_answering()

    def _on_begun(self, chat: ChatId, asking: Asking) -> None:
        if chat == self._chat and self._view is not None:
            self._view.turn = asking.answer_id
            self._learn_places(chat)
        self.changed.emit(chat)

    def _on_event(self, chat: ChatId, event: Event) -> None:
        running = self._running[chat]
        running.take(event)
        view = self._view if chat == self._chat else None
        if view is not None:
            running.show_event(event, view)
            self.desk.show_event(event)
        if isinstance(event, Answer):
            del self._running[chat]
            self._finish(chat, event, view)
            self._learn_places(chat)

    def _on_failure(self, chat: ChatId, error: Exception) -> None:
        """The question could not even be stored, or the program itself is at fault."""
        self._running.pop(chat, None)
        if chat == self._chat and self._view is not None:
            self._screen.transcript.remove_from(self._view)
            self._view = None
        self._screen.notices.tell_error(error, topic=THIS_CHAT if chat == self._chat else "")
        self._show_answering()

    def _finish(self, chat: ChatId, answer: Answer, view: AnswerView | None) -> None:
        if view is not None:
            view.finish(
                answer.text,
                TurnState.of(answer.reason),
                report_of(answer),
                self.desk.documents,
                answer.error,
            )
            self._view = None
            # read out once, when it is whole, and only when nothing else is being said
            told = QAccessibleAnnouncementEvent(view.view, view.view.spoken.text)
            QAccessible.updateAccessibility(told)
        if answer.error is not None:
            self._tell(chat, answer.error, view)
        self._show_answering()
        self.changed.emit(chat)

    def _tell(self, chat: ChatId, error: YiDeskError, view: AnswerView | None) -> None:
        if error.code == "document_too_long" and view is not None and view.turn is not None:
            propose(self._screen.notices, error, partial(self._read_otherwise, view.turn))
            return
        actions: list[Action] = []
        if isinstance(error, ModelError):
            actions.append(Action(self.tr("Choose a model file…"), self.model_wanted.emit))
        if view is None:
            actions.append(Action(self.tr("Show the chat"), partial(self.open_chat, chat)))
        elif view.turn is not None:
            actions.append(Action(self.tr("Try again"), partial(self.regenerate, view.turn)))
        topic = THIS_CHAT if view is not None else ""
        self._screen.notices.tell_error(error, tuple(actions), topic=topic)

    def _read_otherwise(self, turn: TurnId, mode: Mode) -> None:
        """Answer in a mode that was proposed, and stay with it."""
        self._screen.mode.choose(mode)
        self.regenerate(turn)

    def _show_answering(self) -> None:
        self._screen.composer.show_answering(answering=self._chat in self._running)
        self.busy_changed.emit(self.running)


def _mode_of(turns: Sequence[Turn]) -> Mode:
    """How the last answer of a chat read its documents."""
    modes = [turn.report.mode for turn in turns if turn.report.mode]
    return modes[-1] if modes else Mode.WHOLE
