"""What happens on the chat screen: joins its widgets with the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.core.errors import ModelError, YiDeskError
from yidesk.core.types import Mode
from yidesk.services.answer import Answer, Asking, Event
from yidesk.services.chats import ChatId, Chats, Turn, TurnId, TurnState
from yidesk.services.needs_all import needs_all
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.conversation import Conversation
from yidesk.ui.chat.deleting import Deleting
from yidesk.ui.chat.desk import Desk
from yidesk.ui.chat.drafts import Drafts
from yidesk.ui.chat.links import ask_about_link
from yidesk.ui.chat.pages import Pages
from yidesk.ui.chat.read_out import ReadOut
from yidesk.ui.chat.reading_mode import offer_sweep, propose, propose_sweep
from yidesk.ui.chat.running import Running
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.chat.shown import Shown
from yidesk.ui.chat.turns import AnswerView
from yidesk.ui.chat.waiting_question import WaitingQuestion
from yidesk.ui.chat.window_count import WindowCount
from yidesk.ui.notices import THIS_ANSWER, THIS_CHAT, Action


class ChatPresenter(QObject):
    """One chat is on the screen; answers in others go on."""

    changed = Signal(object)
    """What the list shows of this ChatId has changed."""
    answered = Signal(object)
    """A question of this ChatId has its answer, whole."""
    opened = Signal(object)
    """The ChatId that is on the screen now, or None."""
    shown = Signal(object)
    """The turns of this ChatId are on the screen now."""
    busy_changed = Signal(object)
    """The chats that are being answered."""
    model_wanted = Signal()
    guide_wanted = Signal()
    """To be shown which models fit this computer."""

    def __init__(self, bridge: Bridge, chats: Chats, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._bridge, self._chats, self._screen = bridge, chats, screen
        self._chat: ChatId | None = None
        self._running: dict[ChatId, Running] = {}
        self.desk = Desk(bridge, chats, screen)
        self.desk.chat_made.connect(self._take_chat)
        self.pages = Pages(bridge, chats, self.desk, self)
        self._waiting = WaitingQuestion(screen.composer, screen.notices)
        self.desk.ready.connect(self._waiting.ask)
        self._is_coming = False
        """Whether the turns of the chat on the screen are being fetched."""
        self.conversation = Conversation(
            screen.transcript,
            running=self._running.get,
            documents=lambda: self.desk.documents,
            name=self.desk.name,
        )
        self._join(self.conversation)
        self._deleting = Deleting(bridge, chats.taking_out, screen.notices, self)
        self._deleting.changed.connect(self._reload)
        self.drafts = Drafts(bridge, chats, screen.composer, self.conversation.edited_text)
        self._count = WindowCount(bridge, chats, screen)
        self.read_out = ReadOut(screen.composer.field)
        self.desk.draft_found.connect(self.drafts.show)
        screen.chips.open_wanted.connect(self.pages.open_document)
        screen.composer.submitted.connect(self.ask)
        screen.composer.stop_wanted.connect(self.stop)
        screen.composer.field.recall_wanted.connect(self.conversation.edit_last)

    def _join(self, conversation: Conversation) -> None:
        conversation.edited.connect(self.edit)
        conversation.retry_wanted.connect(self.regenerate)
        conversation.resume_wanted.connect(self.resume)
        conversation.version_wanted.connect(self.show_version)
        conversation.delete_wanted.connect(self.delete)
        conversation.source_activated.connect(self.pages.open_source)
        conversation.link_activated.connect(partial(ask_about_link, self._screen.notices))

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
        self._count.begin()
        self._show_answering()
        self.opened.emit(None)
        self._screen.composer.field.setFocus()

    def open_chat(self, chat: ChatId, *, takes_keys: bool = True) -> None:
        """Put a chat on the screen, and TAKES_KEYS: the keyboard into its field."""
        if chat == self._chat:
            return
        self._leave()
        self._chat, self._is_coming = chat, True
        self.desk.expect_chat()
        self.drafts.open(chat)
        self.opened.emit(chat)
        self._bridge.call(
            partial(Shown.load, self._chats, chat),
            partial(self._show_opened, chat, takes_keys=takes_keys),
            partial(self._tell_not_opened, chat),
        )

    @Slot(str)
    def ask(self, question: str) -> None:
        """Ask; first let a chat come, and dropped files become documents."""
        if self._is_coming:
            self._waiting.wait_for_chat()
            return
        if self._chat is not None and (running := self._running.get(self._chat)) is not None:
            self._waiting.wait_for_answer(running.stop)
            return
        if self.desk.is_opening:
            self._waiting.wait_for_documents()
            return
        self._waiting.leave()
        if self._wants_sweep(question):
            propose_sweep(self._screen.notices, partial(self._ask_written, question))
        else:
            self._ask_by(question, self.desk.mode)

    def _wants_sweep(self, question: str) -> bool:
        return self.desk.mode is Mode.SEARCH and bool(self.desk.documents) and needs_all(question)

    def _ask_written(self, question: str, mode: Mode) -> None:
        """Ask what stands in the composer by now."""
        self._ask_by(self._screen.composer.field.toPlainText().strip() or question, mode)

    def _ask_by(self, question: str, mode: Mode) -> None:
        """Ask this question in a mode; the next ones are read as before."""
        self.desk.with_chat(partial(self._send, question, mode))

    @Slot()
    def stop(self) -> None:
        """Stop the answer on the screen, or the reading ahead of it."""
        running = self._running.get(self._chat) if self._chat is not None else None
        if running is not None:
            self._waiting.leave()
            running.stop()
        else:
            self.desk.stop_reading()

    @Slot(object)
    def regenerate(self, turn: TurnId) -> None:
        """Answer once more; the earlier answer is kept."""
        mode = self._mode_again(turn)
        self._screen.composer.take_keys_from(self._screen.transcript)
        if (chat := self._idle_chat()) is not None and self.conversation.answer_again(turn):
            again = partial(self._chats.regenerate, chat, turn, mode=mode)
            self._begin(chat, again, mode=mode)

    def _mode_again(self, turn: TurnId) -> Mode:
        """What was swept is swept again, unless a person chose how all is read from now on."""
        entry = self._screen.transcript.entry_of(turn)
        was_swept = entry is not None and entry.turn and entry.turn.report.mode is Mode.SWEEP
        return Mode.SWEEP if was_swept and not self._screen.mode.is_pinned else self.desk.mode

    @Slot(object, str)
    def edit(self, turn: TurnId, question: str) -> None:
        """Ask something else in the place of a question; the earlier branch is kept."""
        if self._wants_sweep(question):
            propose_sweep(self._screen.notices, partial(self._edit_by, turn, question))
        else:
            self._edit_by(turn, question, self.desk.mode)

    def _edit_by(self, turn: TurnId, question: str, mode: Mode) -> None:
        if (chat := self._idle_chat()) is None:
            return
        self._screen.composer.take_keys_from(self._screen.transcript)
        waiting = self.desk.take_waiting()
        names = [self.desk.name(each) for each in waiting]
        if self.conversation.ask_instead(turn, question, names):
            edit = partial(self._chats.edit, chat, turn, question, mode=mode)
            self._begin(chat, edit, mode=mode, take_back=partial(self.desk.give_back, waiting))

    @Slot(object)
    def resume(self, turn: TurnId) -> None:
        """Write on at the end of an answer that was cut."""
        if (chat := self._idle_chat()) is None:
            return
        begun = self.conversation.resume(turn)
        if begun is not None:
            self._begin(chat, partial(self._chats.resume, chat, turn), begun=begun)

    def shows(self, turn: TurnId) -> bool:
        """Whether a turn is on the screen."""
        return self._screen.transcript.entry_of(turn) is not None

    def _idle_chat(self) -> ChatId | None:
        """The chat on the screen; None, and why, while it is being answered."""
        if self._chat in self._running:
            self._screen.notices.tell(
                self.tr("This chat is being answered."),
                next_step=self.tr("Wait for the answer, or stop it."),
                actions=(Action(self.tr("Stop"), self.stop),),
                topic=THIS_ANSWER,
            )
            return None
        return self._chat

    @Slot(object)
    def show_version(self, turn: TurnId) -> None:
        """Show another version of a question or an answer, with what follows it."""
        if (chat := self._idle_chat()) is not None:
            self._bridge.call(partial(self._choose, chat, turn), partial(self._show_branch, chat))

    @Slot(object)
    def delete(self, turn: TurnId) -> None:
        """Delete a question with its answers, or one of several; it can be undone."""
        if (chat := self._idle_chat()) is not None:
            self._deleting.delete(chat, turn)

    @Slot(object)
    def _reload(self, chat: ChatId) -> None:
        """Other turns may be on the branch that is shown."""
        self._bridge.call(partial(Shown.load, self._chats, chat), partial(self._show_branch, chat))
        self.changed.emit(chat)

    def _leave(self) -> None:
        self.drafts.leave()
        self._chat, self._is_coming = None, False
        self.pages.leave()
        self._waiting.leave()
        self._screen.notices.leave(THIS_CHAT)
        self._screen.find_bar.close_bar()
        self.read_out.leave()
        self.conversation.clear()

    @Slot(object)
    def _take_chat(self, chat: ChatId) -> None:
        self._chat = chat
        self.drafts.belongs_to(chat)
        self.opened.emit(chat)

    def _choose(self, chat: ChatId, turn: TurnId) -> Shown:
        self._chats.choose(chat, turn)
        return Shown.load(self._chats, chat)

    def _show_branch(self, chat: ChatId, found: Shown) -> None:
        """Show other turns of the chat, and stay where one is."""
        if chat == self._chat:
            self._screen.transcript.stay()
            self._fill(chat, found)
            self.shown.emit(chat)

    def _fill(self, chat: ChatId, found: Shown) -> None:
        turns = found.turns
        self.desk.open_chat(chat, found)
        self.drafts.show(chat, found.draft)
        if turns:
            self._screen.show_conversation()  # first: turns are laid out for its width
        self.conversation.show(turns)
        if turns:
            self._count.show(chat, turns[-1])
        else:
            self._screen.show_empty()
        self._show_answering()
        if chat not in self._running:
            self.desk.read_waiting()

    def _show_opened(self, chat: ChatId, found: Shown, *, takes_keys: bool) -> None:
        if chat != self._chat:
            return
        self._is_coming = False
        self._fill(chat, found)
        self._screen.transcript.go_to_end()
        if takes_keys:
            self._screen.composer.field.setFocus()
        self.desk.catch_up()
        self._waiting.ask(all_opened=True)
        self.shown.emit(chat)

    def _tell_not_opened(self, chat: ChatId, error: Exception) -> None:
        if chat == self._chat:
            self.new_chat()
        self._bridge.failed.emit(error)

    def _learn_places(self, chat: ChatId) -> None:
        """Ask the store which turns are on the screen, and which others stand in their places."""
        self._bridge.call(partial(self._chats.turns, chat), partial(self._show_places, chat))

    def _show_places(self, chat: ChatId, turns: Sequence[Turn]) -> None:
        if chat == self._chat:
            self._screen.transcript.learn(turns)

    def _send(self, question: str, mode: Mode, chat: ChatId) -> None:
        waiting = self.desk.take_waiting()
        self.conversation.ask(question, [self.desk.name(each) for each in waiting])
        self._screen.composer.clear()

        def take_back() -> None:
            self.desk.give_back(waiting)
            self.drafts.give_back(question)

        send = partial(self._chats.send, chat, question, mode=mode)
        self._begin(chat, send, mode=mode, take_back=take_back)

    def _begin(
        self,
        chat: ChatId,
        begin: Callable[[], Asking],
        *,
        begun: str = "",
        mode: Mode | None = None,
        take_back: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin an answer. BEGUN is there of it already; TAKE_BACK undoes what asking did."""
        self.desk.begin_answer(mode)
        self._screen.show_conversation()
        self._screen.transcript.go_to_end()
        self._running[chat] = running = Running(chat, self, take_back, begun)
        running.errand = self._bridge.follow(
            begin,
            running.on_event,
            begun=running.on_begun,
            failed=running.on_failure,
            after_calls=True,  # what was taken out of the chat just now is not read
        )
        self._show_answering()

    def let_go(self) -> list[Running]:
        """Leave the answers that are being written to the window that comes in this one's place."""
        for each in self._running.values():
            each.let_go()
        return list(self._running.values())

    def go_on_with(self, running: Sequence[Running]) -> None:
        """Follow answers that another window began."""
        self._running |= {each.chat: each for each in running}
        for each in running:
            each.go_on_with(self)
        self._show_answering()

    @property
    def is_sending(self) -> bool:
        """Whether a question waits to be asked, or is on its way to the store."""
        return self._waiting.waits or not all(each.is_begun for each in self._running.values())

    def take_begun(self, running: Running, asking: Asking) -> None:
        """The store has a question."""
        chat = running.chat
        if chat == self._chat:
            self.conversation.accept()
            if self.conversation.answer is not None:
                self.conversation.answer.turn = asking.answer_id
            self._learn_places(chat)
        self.changed.emit(chat)

    def take_event(self, running: Running, event: Event) -> None:
        """Something of an answer has arrived."""
        chat = running.chat
        running.take(event)
        view = self.conversation.answer if chat == self._chat else None
        if view is not None:
            self.read_out.follow(view.view)
            running.show_event(event, view)
            self.desk.show_event(event)
        if isinstance(event, Answer):
            del self._running[chat]
            self._finish(chat, event, view)
            self._learn_places(chat)

    def take_failure(self, running: Running, error: Exception) -> None:
        """The question could not even be stored, or the program itself is at fault."""
        chat = running.chat
        self._running.pop(chat, None)
        if chat == self._chat and not running.is_begun:
            self.conversation.take_back()
            if self.conversation.is_empty:
                self._screen.show_empty()
            running.take_back()
        elif chat == self._chat:  # what is in the store of it is shown
            self._bridge.call(
                partial(Shown.load, self._chats, chat), partial(self._show_branch, chat)
            )
        self._screen.notices.tell_error(error, topic=THIS_ANSWER if chat == self._chat else "")
        self._show_answering()
        if chat == self._chat:
            self._waiting.ask(all_opened=False)

    def _finish(self, chat: ChatId, answer: Answer, view: AnswerView | None) -> None:
        if view is not None:
            state, documents = TurnState.of(answer.reason), self.desk.documents
            view.finish(answer.text, state, answer.report, documents, answer.error)
            self.conversation.answer = None
            self.read_out.finish(view.view)
            self._screen.notices.leave(THIS_ANSWER)
        if answer.error is not None:
            self._tell(chat, answer.error, view)
        elif view is not None and view.turn is not None:
            offer_sweep(self._screen.notices, answer, partial(self._read_otherwise, view.turn))
        self._show_answering()
        self.changed.emit(chat)
        if answer.error is None:
            self.answered.emit(chat)
        if view is not None:
            self._waiting.ask(answer.error is None)

    def _tell(self, chat: ChatId, error: YiDeskError, view: AnswerView | None) -> None:
        if error.code == "document_too_long" and view is not None and view.turn is not None:
            propose(self._screen.notices, error, partial(self._read_otherwise, view.turn))
            return
        actions: list[Action] = []
        if error.code == "model_missing":
            actions.append(Action(self.tr("Find a model"), self.guide_wanted.emit))
        if isinstance(error, ModelError):
            actions.append(Action(self.tr("Choose a model file…"), self.model_wanted.emit))
        if view is None:
            actions.append(Action(self.tr("Show the chat"), partial(self.open_chat, chat)))
        elif view.turn is not None:
            if view.view.source:
                actions.append(Action(self.tr("Continue"), partial(self.resume, view.turn)))
            actions.append(Action(self.tr("Try again"), partial(self.regenerate, view.turn)))
        topic = THIS_ANSWER if view is not None else ""
        self._screen.notices.tell_error(error, tuple(actions), topic=topic)

    def _read_otherwise(self, turn: TurnId, mode: Mode) -> None:
        """Answer in a mode that was proposed; a sweep is for this question only."""
        self._screen.mode.choose(mode)
        self.regenerate(turn)

    def _show_answering(self) -> None:
        self._screen.composer.show_answering(answering=self._chat in self._running)
        self.busy_changed.emit(self.running)
