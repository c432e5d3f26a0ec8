"""Chats: everything a person does in one, over store, engine and library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from yidesk.core.errors import DocumentError, WrongUsage, YiDeskError
from yidesk.core.types import Document, EngineInfo, EngineOptions, Mode, Role, Sampling
from yidesk.core.unicode import mend
from yidesk.services import reading
from yidesk.services.answer import Asking, Opening, Tools, owner_of
from yidesk.services.archive import Archive
from yidesk.services.bench import Bench
from yidesk.services.chat_folders import ChatFolders
from yidesk.services.chat_model import ChatModel
from yidesk.services.engine import Engine
from yidesk.services.exchanges import Exchanges, answer_part, answered, left_over
from yidesk.services.first_title import first_title
from yidesk.services.library import Library
from yidesk.services.manner import Manner
from yidesk.services.models import Models
from yidesk.services.opening import OpeningFile
from yidesk.services.presets import Presets
from yidesk.services.prompt import Exchange, build
from yidesk.services.read_ahead import ReadAhead, ReadAheadDone
from yidesk.services.retrieval.finding import Indexing
from yidesk.services.saved_order import SavedOrder
from yidesk.services.stopping import Stop
from yidesk.services.suggestions import Suggesting
from yidesk.services.taking_out import TakingOut
from yidesk.services.titles import Titles
from yidesk.services.waiting import Waiting
from yidesk.store.chat_search import MOST_CHATS as MOST_FOUND
from yidesk.store.records import (
    ChatFolder,
    ChatId,
    ChatSummary,
    FolderId,
    Report,
    Turn,
    TurnId,
    TurnState,
)
from yidesk.store.snippet import Snippet
from yidesk.store.store import Store

__all__ = [
    "MOST_FOUND",
    "ChatFolder",
    "ChatId",
    "ChatSummary",
    "Chats",
    "FolderId",
    "ReadAhead",
    "ReadAheadDone",
    "Report",
    "Snippet",
    "Turn",
    "TurnId",
    "TurnState",
]


class Chats:
    """A person's chats. Every method may be called from any thread."""

    def __init__(self, store: Store, engine: Engine, library: Library, models: Models) -> None:
        self._chats = store.chats
        self.archive = Archive(store)
        """Chats as files, and copies of chats."""
        self.folders = ChatFolders(store)
        self._library = library
        self._exchanges = Exchanges(library)
        self._tools = Tools.of(store, engine, models)
        self.presets = Presets(store)
        """Instructions, sampling and model of each chat."""
        self.models = ChatModel(self._tools.loader, models, self.presets)
        self.waiting = Waiting(store, self.presets)
        self.meaning = self._tools.meaning
        """Compares what questions and passages mean."""
        self._order = SavedOrder(store, engine, self._tools.loader)
        self.titles = Titles(store.chats, engine)
        self._readings = models.readings
        self.taking_out = TakingOut(store, self._remove_readings)
        """Questions deleted from chats, and put back."""
        self.manner = Manner()
        """How answers are drawn where a question does not say it."""

    def choose_model(
        self,
        model: str | Path | None,
        options: EngineOptions = EngineOptions(),  # noqa: B008 - frozen
    ) -> None:
        """Answer from now on with this model (a path, a name on the shelf, None: the default)."""
        self._tools.loader.choose(model, options)

    @property
    def engine(self) -> EngineInfo | None:
        """The loaded model; None before the first load, and after the engine has died."""
        return self._tools.engine.info

    def create(self) -> ChatId:
        """A new, empty chat."""
        return self._chats.create(self.presets.beginning())

    def summary(self, chat_id: ChatId) -> ChatSummary | None:
        """A chat as a list shows it; None when it is not there any more."""
        return self._chats.get(chat_id)

    def turns(self, chat_id: ChatId) -> Sequence[Turn]:
        """The chat's current branch, from the first question on."""
        return self._chats.turns(chat_id)

    def rename(self, chat_id: ChatId, title: str) -> ChatSummary:
        """Give a chat a title of the person's own; returns the changed chat."""
        return self._known(self._chats.rename(chat_id, mend(title).strip()))

    def pin(self, chat_id: ChatId, *, pinned: bool) -> None:
        """Keep a chat above the others, or no longer."""
        self._chats.pin(chat_id, pinned=pinned)

    def delete(self, *chat_ids: ChatId) -> None:
        """Delete chats, all their turns, and what models have saved of them.

        The documents stay in the library, and what was read of them on disk. Raises EngineError
        when the chats are deleted and what was saved of one could not be.
        """
        asked = [chat_id for chat_id in chat_ids if self._chats.turns(chat_id)]
        self._chats.delete(*chat_ids)
        for chat_id in asked:
            self._remove_readings(chat_id)

    def _remove_readings(self, chat_id: ChatId) -> None:
        if _holds_anything(self._readings):
            self._tools.engine.remove_readings(self._readings, owner=owner_of(chat_id))

    def add_document(
        self,
        chat_id: ChatId,
        path: Path,
        on_event: Callable[[Opening], None] | None = None,
        *,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Bring a file into a chat; it goes to the model with the next question.

        Raises DocumentError, Cancelled.
        """
        opening = OpeningFile(mend(path.name), on_event or (lambda _event: None))
        document = self._library.add(
            path,
            opening.on_page,
            on_bytes=opening.on_bytes,
            password=password,
            cancelled=cancelled,
        )
        self.attach(chat_id, [document.fingerprint])
        return document

    def attach(self, chat_id: ChatId, fingerprints: Sequence[str]) -> Sequence[str]:
        """Bring documents of the library into a chat; returns those that were not in it yet.

        They go to the model with the next question.
        """
        here = frozenset(self._fingerprints(chat_id))
        new = [name for name in dict.fromkeys(fingerprints) if name not in here]
        for name in new:
            self._chats.attach(chat_id, name)
        return new

    def remove_document(self, chat_id: ChatId, fingerprint: str) -> None:
        """Take a document out of a chat; later questions are asked without it."""
        self._chats.detach(chat_id, fingerprint)

    def documents(self, chat_id: ChatId) -> Sequence[Document]:
        """The documents of the current branch, in the order in which they came."""
        return self._exchanges.documents(self._fingerprints(chat_id))

    def _fingerprints(self, chat_id: ChatId) -> Sequence[str]:
        came = [name for turn in self._chats.turns(chat_id) for name in turn.documents]
        return list(dict.fromkeys([*came, *self._chats.waiting_documents(chat_id)]))

    def removed_documents(self, chat_id: ChatId) -> Mapping[str, str]:
        """Documents that came with the current branch and are not in the library any more.

        Fingerprints and names.
        """
        came = [name for turn in self._chats.turns(chat_id) for name in turn.documents]
        return {
            name: self._library.name(name)
            for name in dict.fromkeys(came)
            if self._library.get(name) is None
        }

    def source(self, chat_id: ChatId, fingerprint: str) -> Document:
        """A document that an answer of this chat names, even one that was taken out of the chat.

        Raises DocumentError when it was removed from the library.
        """
        document = self._library.get(fingerprint)
        if document is not None:
            return document
        told = [entry for turn in self._chats.turns(chat_id) for entry in turn.report.coverage]
        names = (entry.name for entry in told if entry.document == fingerprint)
        raise DocumentError(
            "{name} was removed from the library, with its pages.",
            code="document_removed",
            next_step="Add the file again to see where it says this.",
            name=next(names, "") or self._library.name(fingerprint) or fingerprint[:8],
        )

    def read_ahead(
        self, chat_id: ChatId, *, loads_only: bool = False, may_change: bool = False
    ) -> ReadAhead:
        """Load the chat's model, and let it read what the next question will begin with.

        LOADS_ONLY: read nothing. MAY_CHANGE: another chat's model may give way to it; where that
        is not said, and would be, nothing is done. Raises ModelError.
        """
        model = self.presets.of(chat_id).choices.model
        held = not may_change and self.models.change(chat_id) is not None
        if not held:
            self._order.arrange(chat_id, model)
        start = [] if loads_only else self._open_start(chat_id)
        return ReadAhead(self._tools, start, owner_of(chat_id), model, held=held)

    def held(self, chat_id: ChatId) -> int:
        """About how many tokens the next question will begin with, when everything is read whole.

        In the loaded model's vocabulary. Raises YiDeskError.
        """
        begun = build(self._open_start(chat_id), owner_of(chat_id))
        return reading.tokens(begun, self._tools.counter, self._tools.loader.info)

    def suggest(self, chat_id: ChatId) -> Suggesting:
        """Think of questions about the documents that `read_ahead` has just read."""
        return Suggesting(self._tools.engine, self._open_start(chat_id), owner_of(chat_id))

    def _open_start(self, chat_id: ChatId) -> Sequence[Exchange]:
        """What the next question of a chat will begin with; nothing when there is nothing."""
        exchanges = self._exchanges.of(self._chats.turns(chat_id))
        waiting = self._exchanges.documents(self._chats.waiting_documents(chat_id))
        documents = (*left_over(exchanges), *waiting)
        asked = answered(exchanges)
        return [*asked, Exchange(documents=documents)] if asked or documents else []

    def read(self, documents: Sequence[Document]) -> ReadAhead:
        """Load the model, and let it read documents that belong to no chat."""
        start = [Exchange(documents=tuple(documents))] if documents else []
        return ReadAhead(self._tools, start, "")

    def bench(
        self, model: str | Path | None, options: EngineOptions, depths: Sequence[int]
    ) -> Bench:
        """Measure this computer with a model; OPTIONS name a folder for what is saved."""
        return Bench(self._tools, model, options, depths)

    def tokens(self, document: Document) -> int:
        """Tokens of a document in the loaded model's vocabulary. Raises EngineError."""
        return self._tools.counter.count_document(document, self._tools.loader.info)

    def send(
        self,
        chat_id: ChatId,
        question: str,
        *,
        sampling: Sampling | None = None,
        max_tokens: int | None = None,
        mode: Mode | None = None,
    ) -> Asking:
        """Ask. Question and empty answer are on disk when this returns; iterate to get it.

        MODE None reads documents whole, and refuses with choices those that do not fit.
        Raises WrongUsage: an empty question, a chat that is busy.
        """
        asked = _asked(question)
        self._known(self._chats.get(chat_id))
        self._check_idle(chat_id)
        self._order.arrange(chat_id, self.presets.of(chat_id).choices.model)
        _, answer = self._chats.begin(chat_id, asked, first_title(asked))
        return self._ask(chat_id, answer, sampling, max_tokens, mode)

    def regenerate(
        self,
        chat_id: ChatId,
        turn_id: TurnId,
        *,
        sampling: Sampling | None = None,
        max_tokens: int | None = None,
        mode: Mode | None = None,
    ) -> Asking:
        """Answer a question once more; the earlier answer is kept. TURN_ID: either of the two.

        Raises WrongUsage when the chat is busy or the turn is not in it.
        """
        turn = self._turn_of(chat_id, turn_id)
        self._check_idle(chat_id)
        question = turn.parent if turn.role is Role.ASSISTANT and turn.parent else turn.id
        _, answer = self._chats.begin_again(chat_id, question)
        return self._ask(chat_id, answer, sampling, max_tokens, mode)

    def edit(
        self,
        chat_id: ChatId,
        turn_id: TurnId,
        question: str,
        *,
        sampling: Sampling | None = None,
        max_tokens: int | None = None,
        mode: Mode | None = None,
    ) -> Asking:
        """Ask something else in the place of an earlier question; both stay, as two branches.

        Raises WrongUsage as `send` and `regenerate` do.
        """
        asked = _asked(question)
        self._check_idle(chat_id)
        turn = self._turn_of(chat_id, turn_id)
        _, answer = self._chats.begin_edited(chat_id, turn.id, asked)
        return self._ask(chat_id, answer, sampling, max_tokens, mode)

    def resume(
        self,
        chat_id: ChatId,
        turn_id: TurnId,
        *,
        sampling: Sampling | None = None,
        max_tokens: int | None = None,
    ) -> Asking:
        """Write on at the end of an answer that was cut off, stopped or interrupted.

        Raises WrongUsage when the chat is busy, or the answer has an end of its own.
        """
        self._check_idle(chat_id)
        turn = self._turn_of(chat_id, turn_id)
        if self._chats.turns(chat_id)[-1].id != turn.id:
            raise WrongUsage("Only the last answer can be continued.", code="answer_not_last")
        if not self._chats.resume(turn.id):
            raise WrongUsage(
                "This answer has ended by itself.",
                code="answer_ended",
                next_step="Ask for more in a new question.",
            )
        return self._ask(chat_id, turn, sampling, max_tokens, turn.report.mode)

    def choose(self, chat_id: ChatId, turn_id: TurnId) -> Sequence[Turn]:
        """Show the branch through this turn (one of a turn's `versions`); returns its turns.

        Raises WrongUsage when the chat is busy or the turn is not in it.
        """
        self._check_idle(chat_id)
        self._chats.choose(chat_id, self._turn_of(chat_id, turn_id).id)
        return self._chats.turns(chat_id)

    def show(self, chat_id: ChatId, turn_id: TurnId) -> None:
        """Let the branch be shown that TURN_ID is in; as it is when it is being answered."""
        turns = self._chats.turns(chat_id)
        is_busy = bool(turns) and turns[-1].state is TurnState.STREAMING
        if not is_busy and all(turn.id != turn_id for turn in turns):
            self._chats.choose(chat_id, turn_id)

    def index(self, document: Document, stop: Stop) -> Iterator[Indexing]:
        """Let a document be found by its words; nothing is given when it can be. Raises Cancelled.

        It is done in pieces, so that it can be broken off and goes on there the next time.
        """
        yield from self._tools.finder.index(document, stop.check)
        self.meaning.on_work()

    def list(self, query: str = "") -> Sequence[ChatSummary]:
        """Chats whose title or turns hold `query`; pinned first, then the latest change.

        A search gives MOST_FOUND of them at most.
        """
        return self._chats.search(query)

    def _ask(
        self,
        chat_id: ChatId,
        answer: Turn,
        sampling: Sampling | None,
        max_tokens: int | None,
        mode: Mode | None,
    ) -> Asking:
        exchanges = self._exchanges.of(self._chats.turns(chat_id)[:-1])
        last = exchanges[-1]
        asked = Exchange(
            documents=(*left_over(exchanges[:-1]), *last.documents),
            question=last.question,
            instructions=last.instructions,
            answer=answer_part(answer),
        )
        chosen = self.presets.of(chat_id).choices
        return Asking(
            self._tools,
            chat_id,
            answer.id,
            [*answered(exchanges[:-1]), asked],
            sampling=sampling or chosen.sampling(self.manner.sampling),
            max_tokens=max_tokens or chosen.max_tokens or self.manner.max_tokens,
            mode=mode,
            model=chosen.model,
        )

    def _check_idle(self, chat_id: ChatId) -> None:
        turns = self._chats.turns(chat_id)
        if turns and turns[-1].state is TurnState.STREAMING:
            raise WrongUsage(
                "This chat is being answered.",
                code="chat_busy",
                next_step="Wait for the answer, or stop it.",
            )

    def _turn_of(self, chat_id: ChatId, turn_id: TurnId) -> Turn:
        turn = self._chats.turn(turn_id)
        if turn is None or turn.chat != chat_id:
            raise WrongUsage("This answer is not there any more.", code="turn_missing")
        return turn

    def _known(self, chat: ChatSummary | None) -> ChatSummary:
        if chat is None:
            raise YiDeskError("This chat is not there any more.", code="chat_missing")
        return chat


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and next(folder.iterdir(), None) is not None


def _asked(question: str) -> str:
    """A question as it is kept. Raises WrongUsage when there is none."""
    asked = mend(question).strip()
    if not asked:
        raise WrongUsage("There is no question.", code="no_question", next_step="Type one.")
    return asked
