"""The documents on the desk of the chat on the screen: opened, read ahead, removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.core.types import Document, Mode
from yidesk.services.answer import Event, Opening
from yidesk.services.chats import ChatId, Chats, ReadAhead
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.chat.answer_progress import AnswerProgress
from yidesk.ui.chat.indexing import index
from yidesk.ui.chat.next_chat import NextChat
from yidesk.ui.chat.reading_ahead import ReadingAhead
from yidesk.ui.chat.reading_mode import propose
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.chat.shown import Shown
from yidesk.ui.notices import THIS_ANSWER, THIS_CHAT, Action
from yidesk.ui.remedies import remedies

_PASSWORD_CODES = frozenset({"password_needed", "password_wrong"})


class Desk(QObject):
    """Which documents the next question is about, and how far they are read."""

    chat_made = Signal(object)
    draft_found = Signal(object, str)
    """A ChatId, and what is written there and not asked."""
    ready = Signal(bool)
    """The last file that was being opened is done with; whether all could be opened."""
    opened = Signal(object, str)
    """A Document that was brought here, and the password that opened its file."""
    model_missing = Signal(object)
    """The YiDeskError that says so."""
    was_read = Signal(object)
    """The documents of this ChatId were read, before anything was asked about them."""

    def __init__(self, bridge: Bridge, chats: Chats, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._bridge, self._chats, self._screen = bridge, chats, screen
        self._chat: ChatId | None = None
        self._documents: dict[str, Document] = {}
        self._removed: Mapping[str, str] = {}
        """Names of documents of this chat that are not in the library any more."""
        self._waiting: list[str] = []
        """Fingerprints that go to the model with the next question."""
        self._opening: dict[str, Errand[Opening] | None] = {}
        """Files that are being turned into pages; None until their chat is there."""
        self._reading = ReadingAhead(bridge, chats, screen)
        self._progress = AnswerProgress(chats, screen)
        self._all_opened = True
        self._wants_chat: list[Callable[[ChatId], object]] = []
        self._is_looking = False
        """Whether it is being found out what waits in the next chat."""
        self._is_paused = False
        """Whether a person stopped the reading of what waits."""
        screen.chips.remove_wanted.connect(self.remove)
        screen.chips.pause_wanted.connect(self.pause)
        screen.chips.go_on_wanted.connect(self.read_waiting)
        screen.mode.changed.connect(self._change_mode)
        screen.mode.pinned.connect(self._pin_mode)
        self._reading.model_missing.connect(self.model_missing)
        self._reading.too_long.connect(self._propose)
        self._reading.completed.connect(self._tell_read)

    @property
    def chat(self) -> ChatId | None:
        """The chat that these documents are in; None: not made yet, or about to be shown."""
        return self._chat

    @property
    def documents(self) -> list[Document]:
        """In the order in which they came."""
        return list(self._documents.values())

    @property
    def is_reading(self) -> bool:
        """Whether the model is being loaded, or reads ahead."""
        return self._reading.is_busy

    @property
    def is_opening(self) -> bool:
        """Whether a file is being turned into pages."""
        return bool(self._opening)

    def document(self, fingerprint: str) -> Document | None:
        """A document of this chat."""
        return self._documents.get(fingerprint)

    def name(self, fingerprint: str) -> str:
        """The name of a document; it says so when it is not there any more."""
        document = self.document(fingerprint)
        if document is None and fingerprint in self._removed:
            return self.tr("{name} (removed)").format(name=self._removed[fingerprint])
        return document.name if document else ""

    @property
    def mode(self) -> Mode:
        """How the next question reads the documents."""
        return self._screen.mode.mode

    def begin_answer(self, mode: Mode | None = None) -> None:
        """A question is asked, and read in MODE: it comes before reading ahead."""
        self.stop_reading()
        self._screen.notices.leave(THIS_ANSWER)
        self._progress.begin(mode or self.mode)
        self._screen.mode.end_sweep()

    def open_next(self) -> None:
        """The chat in which nothing was asked yet is on the screen, with what waits in it."""
        self.open_chat(None)
        self._is_looking = True
        self._bridge.call(
            partial(NextChat.find, self._chats), partial(self._take_next, self._wants_chat)
        )

    def expect_chat(self) -> None:
        """Another chat comes on the screen: what is done until then is done in that one."""
        self._leave_chat()
        self._is_looking = True

    def open_chat(self, chat: ChatId | None, found: Shown | None = None) -> None:
        """Another chat is on the screen; None: the one in which nothing was asked yet."""
        wanted, opening = self._wants_chat, self._opening
        is_expected = self._is_looking and chat is not None
        self._leave_chat()
        documents = found.documents if found else ()
        self._removed = found.removed if found else {}
        self._waiting = list(found.waiting) if found else []
        self._documents = {each.fingerprint: each for each in documents}
        self._screen.chips.show_documents(documents, read=False)
        self._screen.show_documents(any_here=bool(documents))
        self._show_mode(found.mode if found else None, pinned=bool(found and found.pinned))
        self._progress.begin(self.mode)
        self._chat = chat
        if is_expected:
            self._opening, self._wants_chat = opening, wanted
            for path in opening:
                self._show_opening(Path(path))

    def catch_up(self) -> None:
        """The chat that was expected is on the screen: do what was wanted since."""
        wanted, self._wants_chat = self._wants_chat, []
        if self._chat is not None:
            for then in wanted:
                then(self._chat)

    def _show_opening(self, path: Path) -> None:
        self._screen.chips.add(str(path), path.name).show_opening(Opening(path.name, 0, 0))

    def _leave_chat(self) -> None:
        self.stop_reading()
        for errand in filter(None, self._opening.values()):
            errand.cancel()
        self._chat = None
        self._opening, self._wants_chat = {}, []
        self._is_looking = False

    def _show_mode(self, mode: Mode | None, *, pinned: bool) -> None:
        self._screen.mode.choose(mode or Mode.WHOLE, pinned=pinned)

    @Slot(object)
    def _pin_mode(self, mode: Mode) -> None:
        """The person chose from the list: the chat is opened so again."""

        def pin(chat: ChatId) -> None:
            self._bridge.call(partial(self._chats.waiting.pin_mode, chat, mode), lambda _: None)

        self.with_chat(pin)

    def with_chat(self, then: Callable[[ChatId], object]) -> None:
        """Do something in this chat, which is made when it is not there yet."""
        if self._chat is not None:
            then(self._chat)
            return
        self._wants_chat.append(then)
        if len(self._wants_chat) == 1 and not self._is_looking:
            self._make_chat()

    def _make_chat(self) -> None:
        self._bridge.call(self._chats.waiting.next, partial(self._take_chat, self._wants_chat))

    def _take_next(self, wanted: list[Callable[[ChatId], object]], found: NextChat | None) -> None:
        if wanted is not self._wants_chat:
            return  # another chat was opened meanwhile
        self._is_looking = False
        if found is None:
            if wanted:
                self._make_chat()
            return
        for document in found.documents:
            if document.fingerprint not in self._documents:
                self._show(document)
        self._waiting = list(found.waiting)
        if found.pinned:
            self._show_mode(found.pinned, pinned=True)
        self._screen.show_documents(any_here=bool(self._documents))
        self._take_chat(wanted, found.chat)
        self.draft_found.emit(found.chat, found.draft)
        if not self._opening:
            self.read_waiting()

    def add(self, paths: Sequence[Path]) -> None:
        """Bring files into this chat."""
        for path in paths:
            self._open(path, "")

    def bring(self, fingerprints: Sequence[str]) -> None:
        """Bring documents of the library into this chat."""
        self.with_chat(partial(self._bring, fingerprints))

    def _bring(self, fingerprints: Sequence[str], chat: ChatId) -> None:
        def work() -> list[Document]:
            new = frozenset(self._chats.attach(chat, fingerprints))
            return [each for each in self._chats.documents(chat) if each.fingerprint in new]

        self._bridge.call(work, partial(self._brought, chat))

    def _brought(self, chat: ChatId, documents: Sequence[Document]) -> None:
        if chat != self._chat:
            return
        for document in documents:
            self._show(document)
            self._waiting.append(document.fingerprint)
            index(self._bridge, self._chats, document)
        self._screen.show_documents(any_here=bool(self._documents))
        self._after_opening()

    def _show(self, document: Document) -> None:
        self._documents[document.fingerprint] = document
        self._screen.chips.show_document(document)

    @Slot(list)
    def forget(self, fingerprints: Sequence[str]) -> None:
        """These documents were removed from the library."""
        for mark in (mark for mark in fingerprints if mark in self._documents):
            self.stop_reading()
            self._removed = {**self._removed, mark: self._documents.pop(mark).name}
            self._waiting = [each for each in self._waiting if each != mark]
            self._screen.chips.remove(mark)
        self._screen.show_documents(any_here=bool(self._documents))

    def take_waiting(self) -> list[str]:
        """Fingerprints of the documents that go with the question that is asked now."""
        waiting, self._waiting = self._waiting, []
        return waiting

    def give_back(self, waiting: Sequence[str]) -> None:
        """The question could not be asked: its documents go with the next one."""
        self._waiting = [*(each for each in waiting if each in self._documents), *self._waiting]

    def warm_up(self) -> None:
        """Load the model before anything is asked."""
        self._load(may_change=True)

    def read_with_other_model(self) -> None:
        """Load this chat's model in the place of another one, and read on with it."""
        if self._waiting and self.mode is Mode.WHOLE and self._chat is not None:
            self._reading.begin(partial(self._chats.read_ahead, self._chat, may_change=True))
        else:
            self._load(may_change=True)

    def _load(self, *, may_change: bool) -> None:
        load: Callable[[], ReadAhead] = partial(self._chats.read, ())
        if self._chat is not None:
            load = partial(
                self._chats.read_ahead, self._chat, loads_only=True, may_change=may_change
            )
        self._reading.begin(load)

    def stop_reading(self) -> None:
        """Stop reading ahead; what was read stays in the engine's memory."""
        self._reading.stop()

    def show_event(self, event: Event) -> None:
        """Show on chips and meter what an answer on the screen reports."""
        self._progress.show_event(event)

    @Slot(object)
    def _change_mode(self, mode: Mode) -> None:
        self._screen.notices.leave(THIS_ANSWER)
        if self._waiting and mode is Mode.WHOLE and self._chat is not None:
            self._reading.begin(partial(self._chats.read_ahead, self._chat))
        elif mode is not Mode.WHOLE:
            self.stop_reading()

    def remove_file(self, path: Path) -> None:
        """Take out a document by the file that it was brought from."""
        known = (each.fingerprint for each in self.documents if each.name == path.name)
        self.remove(str(path) if str(path) in self._opening else next(known, ""))

    @Slot(str)
    def remove(self, key: str) -> None:
        """Take a document out of the chat, or stop opening it."""
        self._screen.chips.remove(key)
        if key in self._opening:
            if (errand := self._opening.pop(key)) is not None:
                errand.cancel()
        elif self._chat is not None and key in self._documents:
            self.stop_reading()
            del self._documents[key]
            self._waiting = [each for each in self._waiting if each != key]
            remove = partial(self._chats.remove_document, self._chat, key)
            self._bridge.call(remove, partial(self._read_others, self._chat))
        self._screen.show_documents(any_here=bool(self._documents))

    def _read_others(self, chat: ChatId, _done: object) -> None:
        """One of several documents was taken out: the others are read on."""
        if chat == self._chat and not self._is_paused:
            self.read_waiting()

    def _take_chat(self, wanted: list[Callable[[ChatId], object]], chat: ChatId) -> None:
        if wanted is not self._wants_chat:
            return  # another chat was opened meanwhile
        self._chat = chat
        self._wants_chat = []
        self.chat_made.emit(chat)
        for then in wanted:
            then(chat)

    def _open(self, path: Path, password: str) -> None:
        if str(path) not in self._opening:
            self._opening[str(path)] = None
            self._show_opening(path)
            self.with_chat(partial(self._add, path, password))

    def _add(self, path: Path, password: str, chat: ChatId) -> None:
        key = str(path)
        if key not in self._opening:
            return  # removed again meanwhile

        def work(errand: Errand[Opening]) -> Document:
            return self._chats.add_document(
                chat,
                path,
                errand.report,
                password=password,
                cancelled=lambda: errand.cancelled,
            )

        self._opening[key] = self._bridge.run(
            work,
            partial(self._on_opening, key),
            partial(self._on_open, chat, key, password),
            partial(self._on_open_failed, chat, path),
            is_needed=True,
        )

    def _on_opening(self, key: str, event: Opening) -> None:
        chip = self._screen.chips.chip_of(key)
        if chip is not None:
            chip.show_opening(event)

    def _on_open(self, chat: ChatId, key: str, password: str, document: Document) -> None:
        if chat != self._chat or key not in self._opening:
            return
        del self._opening[key]
        if document.fingerprint in self._documents:
            self._screen.chips.remove(key)
        else:
            self._documents[document.fingerprint] = document
            self._waiting.append(document.fingerprint)
            chip = self._screen.chips.chip_of(key)
            if chip is not None:
                chip.show_document(document)
            index(self._bridge, self._chats, document)
            self.opened.emit(document, password)
        self._screen.show_documents(any_here=True)
        self._after_opening()

    def replace(self, document: Document) -> None:
        """Take the document as it is now: text of its pages was recognised."""
        if document.fingerprint not in self._documents:
            return
        self._documents[document.fingerprint] = document
        chip = self._screen.chips.chip_of(document.fingerprint)
        if chip is not None:
            chip.show_document(document)
        index(self._bridge, self._chats, document)
        self.read_waiting()

    def _on_open_failed(self, chat: ChatId, path: Path, error: Exception) -> None:
        if chat != self._chat or str(path) not in self._opening:
            return
        del self._opening[str(path)]
        self._all_opened = False
        self._screen.chips.remove(str(path))
        if isinstance(error, YiDeskError) and error.code in _PASSWORD_CODES:
            self._screen.notices.ask_password(
                words.say_error(error)[0], partial(self._open, path), topic=THIS_CHAT
            )
        else:
            again = partial(self._open, path, "")
            choose = self._screen.composer.attach_wanted.emit
            actions = remedies(error, path, again=again, choose=choose)
            self._screen.notices.tell_error(error, actions, topic=THIS_CHAT)
        self._after_opening()

    def _after_opening(self) -> None:
        if self._opening:
            return
        self.read_waiting()
        all_opened, self._all_opened = self._all_opened, True
        self.ready.emit(all_opened)

    def read_waiting(self) -> None:
        """Let the model read what goes with the next question, while that is being written."""
        self._is_paused = False
        if self._waiting and self._chat is not None:
            self.stop_reading()
            if self.mode is Mode.WHOLE:
                self._reading.begin(partial(self._chats.read_ahead, self._chat))
            else:  # what is searched or swept is read when there is a question
                self._load(may_change=False)

    @Slot()
    def pause(self) -> None:
        """Stop reading ahead, until the person lets it go on or asks."""
        self.stop_reading()
        self._is_paused = True
        self._screen.chips.show_paused(self._waiting if self.mode is Mode.WHOLE else ())

    @Slot()
    def _tell_read(self) -> None:
        if self._chat is not None and self._waiting:
            self.was_read.emit(self._chat)

    @Slot(object)
    def _propose(self, error: YiDeskError) -> None:
        propose(self._screen.notices, error, self._screen.mode.choose, self._removals(error))

    def _removals(self, error: YiDeskError) -> tuple[Action, ...]:
        """To take out what fills the most, where it is not asked about yet; else the latest."""
        largest = [each for each in self._waiting if each == error.values.get("largest")]
        return tuple(
            Action(
                self.tr("Remove {name}").format(name=self.name(fingerprint)),
                partial(self.remove, fingerprint),
            )
            for fingerprint in largest or self._waiting[-1:]
        )
