"""One question on its way to an answer, as a stream of events that always ends with `Answer`."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from yidesk.core.decoding import Decoding
from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.types import (
    Citation,
    Conversation,
    Coverage,
    Document,
    EngineInfo,
    FinishReason,
    Mode,
    Part,
    Sampling,
    Support,
    Timings,
    Usage,
)
from yidesk.protocol import messages
from yidesk.services import prompt
from yidesk.services.answer_events import Answering, Delta, Opening, Reading, progress
from yidesk.services.checking.ahead import CountingAhead
from yidesk.services.counting import TokenCounter
from yidesk.services.engine import Engine
from yidesk.services.loading import Loader, Loading
from yidesk.services.models import Models
from yidesk.services.partial import PartialText
from yidesk.services.retrieval.finding import Finder, Indexing
from yidesk.services.retrieval.meaning import Comparing, MeaningSearch
from yidesk.services.room import Room
from yidesk.services.stopping import Stop
from yidesk.services.stretches import STRETCH_TOKENS, goes_in_circles, with_said
from yidesk.services.ways.search import search
from yidesk.services.ways.sweep import Dividing, Sweep, Sweeping
from yidesk.services.ways.way import Asked, Way
from yidesk.services.ways.whole import whole
from yidesk.store.records import ChatId, Report, TurnId, TurnState
from yidesk.store.store import Store

__all__ = [
    "Answer",
    "Answering",
    "Asking",
    "Comparing",
    "Delta",
    "Dividing",
    "Event",
    "Indexing",
    "Loading",
    "Opening",
    "Reading",
    "Sweeping",
    "Tools",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of every question, whatever happened; the text so far is always kept."""

    text: str
    reason: FinishReason
    mode: Mode
    citations: tuple[Citation, ...] = ()
    supports: tuple[Support, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)
    decoding: Decoding = field(default_factory=Decoding)
    engine: EngineInfo | None = None
    """None when the model could not be loaded."""
    seed: int | None = None
    error: YiDeskError | None = None
    """Why it failed, when `reason` is FAILED."""
    in_window: int = 0
    """Tokens in the model's window at its end; `usage` counts the parts of a sweep too."""
    tokens: bytes = b""

    @property
    def report(self) -> Report:
        """All of it but the words, as it is kept."""
        return Report(
            mode=self.mode,
            citations=self.citations,
            supports=self.supports,
            coverage=self.coverage,
            usage=self.usage,
            in_window=self.in_window,
            timings=self.timings,
            decoding=self.decoding,
            seed=self.seed,
            model=self.engine.model if self.engine else "",
        )


Working = Opening | Loading | Indexing | Comparing | Dividing | Sweeping | Reading
Event = Working | Answering | Delta | Answer


@dataclass(frozen=True, slots=True)
class Tools:
    """What answering needs; shared by all questions."""

    store: Store
    engine: Engine
    loader: Loader
    counter: TokenCounter
    meaning: MeaningSearch

    @classmethod
    def of(cls, store: Store, engine: Engine, models: Models) -> Tools:
        """All of them on these."""
        return cls(
            store,
            engine,
            Loader(engine, models),
            TokenCounter(engine, store.tokens),
            MeaningSearch(store, engine, models),
        )

    @property
    def finder(self) -> Finder:
        """Finds passages of documents."""
        return Finder(self.store.passages)


class Asking:
    """A question being answered. Iterate once, in any thread; the last event is an `Answer`.

    Iterating never raises a YiDeskError: a failure is the answer's `error`.
    """

    def __init__(
        self,
        tools: Tools,
        chat: ChatId,
        answer: TurnId,
        exchanges: Sequence[prompt.Exchange],
        *,
        sampling: Sampling,
        max_tokens: int | None,
        mode: Mode | None = None,
        model: str | None = None,
    ) -> None:
        """ANSWER is the turn, on disk, that the last of EXCHANGES is asked for.

        What the last of EXCHANGES holds of an answer is continued. MODE None reads documents
        whole, and refuses with choices what does not fit. MAX_TOKENS None: as long as the window
        has room. MODEL is the file of the one that answers; None: the wanted one.
        """
        self.answer_id = answer
        self._tools = tools
        self._chat = chat
        self._mode = mode
        self._model = model
        self._exchanges = exchanges
        self._sampling = sampling
        self._max_tokens = max_tokens
        self._stop = Stop()
        self._planned: tuple[Coverage, ...] = ()
        self._before = Usage()
        self._waited = Timings()
        """What a sweep has taken before the answer begins."""
        has_documents = any(exchange.documents for exchange in exchanges)
        self._begun = self._said = exchanges[-1].answer or Part(text="")
        """What stood there before this was asked, and before the stretch that is being written."""
        self._earlier: Usage | None = None
        """Of the stretches before this one."""
        self._has_grown = False
        """Whether the window was planned anew for the next words, and is made when they come."""
        self._decoded = Decoding()
        """Of the stretches before this one, or of a sweep."""
        self._so_far = Answer(
            text=self._begun.text,
            reason=FinishReason.STOPPED,
            mode=(mode or Mode.WHOLE) if has_documents else Mode.CHAT,
        )
        self._prompt = 0
        """Tokens of all that is before what is being written."""
        self._partial = PartialText(
            lambda text: tools.store.chats.save_partial(answer, self._begun.text + text),
            on_gone=self._stop.press,
        )

    def cancel(self) -> None:
        """Stop as soon as the engine can (one batch, or one token). Safe from any thread."""
        self._stop.press()

    def __iter__(self) -> Iterator[Event]:
        """Load, read and answer, event by event."""
        try:
            with self._partial:
                yield from self._answer()
        except Cancelled:
            pass  # STOPPED is what an answer is until it has ended
        except YiDeskError as error:
            self._learn(reason=FinishReason.FAILED, error=error)
        except BaseException:
            # nobody listens any more, or a fault of ours: the text so far is kept all the same
            self._end()
            raise
        yield self._end()

    def _answer(self) -> Iterator[Event]:
        self._stop.check()
        load_seconds = 0.0
        for event in self._tools.loader.load(self._stop, self._model, uses=True):
            if isinstance(event, Loading):
                yield event
            else:
                load_seconds = event.seconds
        try:
            yield from self._answer_with_model()
        finally:
            self._tools.loader.release()
        timings = dataclasses.replace(self._so_far.timings, load_s=load_seconds)
        self._learn(timings=timings)

    def _answer_with_model(self) -> Iterator[Event]:
        info = self._tools.loader.info
        self._learn(engine=info)
        yield Answering(info.model)
        asked = Asked(
            exchanges=self._exchanges,
            owner=owner_of(self._chat),
            info=info,
            counter=self._tools.counter,
        )
        self._tools.store.chats.keep_mode(self.answer_id, self._so_far.mode)
        way = yield from self._way(asked)
        self._planned = way.coverage
        info = self._tools.loader.info  # the window may have become longer
        self._learn(engine=info)
        if self._begun.text:
            self._learn(coverage=way.coverage)  # what is continued was said after reading it
        question = self._exchanges[-1].question
        with CountingAhead(self._compared(way.coverage), question):
            yield from self._generate(way.conversation)

    def _compared(self, coverage: Sequence[Coverage]) -> list[Document]:
        """The documents that the answer will be compared with: those that are read for it."""
        read = {entry.document for entry in coverage if entry.pages}
        every = (document for entry in self._exchanges for document in entry.documents)
        return [document for document in every if document.fingerprint in read]

    def _generate(self, conversation: Conversation) -> Iterator[Event]:
        """Answer; where nobody set a limit, stretch by stretch until the window is full."""
        while True:
            job = self._tools.engine.generate(
                conversation, sampling=self._sampling, max_tokens=self._stretch()
            )
            for message in self._stop.follow(job):
                yield from self._receive(message)
            if not self._goes_on():
                return
            answer, info = self._so_far, self._tools.loader.info
            self._said = Part(text=answer.text, tokens=answer.tokens, tokenizer=info.tokenizer)
            self._learn(engine=info)
            self._earlier, self._decoded = answer.usage, answer.decoding
            self._sampling = dataclasses.replace(self._sampling, seed=answer.seed)
            conversation = with_said(conversation, self._said, owner_of(self._chat))

    def _stretch(self) -> int:
        """Tokens that are asked for at once; 0 when as many were said as a person wanted."""
        if not self._max_tokens:
            return STRETCH_TOKENS
        said = self._so_far.usage.generated_tokens - self._before.generated_tokens
        return max(0, self._max_tokens - said)

    def _goes_on(self) -> bool:
        """Whether the answer was only cut, and the window has room for more of it, or can have."""
        answer = self._so_far
        is_cut = answer.reason in (FinishReason.LENGTH, FinishReason.CONTEXT_FULL)
        if not is_cut or not self._stretch():
            return False
        if goes_in_circles(answer.text):
            self._learn(reason=FinishReason.CIRCLES)
            return False
        room = Room(self._tools.engine, self._tools.loader, self._stop)
        before = room.info.context
        has_room = room.holds_more_than(answer.in_window + 1, STRETCH_TOKENS)
        self._has_grown = room.info.context > before
        self._learn(reason=answer.reason if has_room else FinishReason.CONTEXT_FULL)
        return has_room

    def _way(self, asked: Asked) -> Generator[Event, None, Way]:
        """How the documents reach the model; a sweep has read them when this returns."""
        if self._so_far.mode is Mode.SEARCH:
            return (yield from search(asked, self._tools.finder, self._tools.meaning, self._stop))
        if self._so_far.mode is not Mode.SWEEP:
            return whole(asked, Room(self._tools.engine, self._tools.loader, self._stop))
        sweep = Sweep(asked, self._tools.engine, self._tools.store.notes.of(self._chat), self._stop)
        try:
            return (yield from sweep.run())
        finally:
            self._before, self._waited = sweep.usage, sweep.timings
            self._decoded = sweep.decoding
            self._learn(coverage=sweep.coverage, usage=sweep.usage)

    def _receive(self, message: messages.AnyMessage) -> Iterator[Event]:
        match message:
            case messages.Accepted():
                self._prompt = message.prompt_tokens
                if self._earlier is None:
                    self._learn(usage=self._before + _as_accepted(message))
            case messages.Progress():
                event = progress(message)
                if isinstance(event, Loading) or self._earlier is None or self._has_grown:
                    yield event
            case messages.Text():
                self._has_grown = False
                self._has_read(message.tokens)
                self._partial.append(message.text)
                yield Delta(
                    message.text,
                    self._so_far.usage.generated_tokens,
                    message.per_second,
                    self._prompt + message.tokens,
                )
            case messages.Finished():
                self._tools.loader.note_speed(message.usage, message.timings)
                if message.reason is not FinishReason.STOPPED:
                    self._learn(coverage=self._planned)
                self._learn(
                    text=self._said.text + message.text,
                    reason=message.reason,
                    usage=self._used(message.usage),
                    in_window=message.usage.prompt_tokens + message.usage.generated_tokens,
                    timings=self._timed(message.timings),
                    decoding=self._decoded + message.decoding,
                    seed=message.seed,
                    tokens=self._joined(message.tokens),
                )
            case _:
                pass

    def _used(self, now: Usage) -> Usage:
        """The answer's own usage behind a sweep's; going on with it has read nothing."""
        if self._earlier is None:
            return self._before + now
        return self._earlier + Usage(generated_tokens=now.generated_tokens)

    def _timed(self, answer: Timings) -> Timings:
        """The answer's own timings behind a sweep's; going on with it has only one rate."""
        if self._earlier is not None:
            rate = answer.generated_tokens_per_s
            return dataclasses.replace(self._so_far.timings, generated_tokens_per_s=rate)
        return dataclasses.replace(
            answer,
            restore_s=self._waited.restore_s + answer.restore_s,
            read_s=self._waited.read_s + answer.read_s,
            first_token_s=self._waited.first_token_s + answer.first_token_s,
        )

    def _has_read(self, generated: int) -> None:
        """The first word proves that everything before it reached the model."""
        generated += (self._earlier or self._before).generated_tokens
        usage = dataclasses.replace(self._so_far.usage, generated_tokens=generated)
        self._learn(coverage=self._planned, usage=usage)

    def _joined(self, tokens: bytes) -> bytes:
        """The whole answer's ids; none when those of what was begun are not known."""
        info = self._so_far.engine
        known = info is not None and self._said.tokenizer == info.tokenizer
        if self._said.text and not (known and self._said.tokens):
            return b""
        return self._said.tokens + tokens

    def _learn(self, **facts: object) -> None:
        self._so_far = dataclasses.replace(self._so_far, **facts)  # type: ignore[arg-type] # names are checked by replace

    def _end(self) -> Answer:
        """Check what was said and keep it; a store that fails becomes the answer's error."""
        text = max(self._so_far.text, self._begun.text + self._partial.text, key=len)
        documents = [document for entry in self._exchanges for document in entry.documents]
        from yidesk.services import citations  # noqa: PLC0415 - no window waits for it to open

        read = {entry.document for entry in self._so_far.coverage if entry.pages}
        self._learn(text=text)
        try:
            checked = citations.check(text, documents, read)
            self._learn(citations=checked.citations, supports=checked.supports)
        except YiDeskError as error:  # a document was removed while it was spoken of
            self._learn(reason=FinishReason.FAILED, error=self._so_far.error or error)
        try:
            self._keep(self._so_far)
        except YiDeskError as error:
            self._learn(reason=FinishReason.FAILED, error=self._so_far.error or error)
        return self._so_far

    def _keep(self, answer: Answer) -> None:
        engine = answer.engine
        self._tools.store.chats.finish(
            self.answer_id,
            text=answer.text,
            state=TurnState.of(answer.reason),
            report=answer.report,
            error=answer.error,
            tokens=answer.tokens,
            tokenizer=engine.tokenizer if engine and answer.tokens else "",
        )


def owner_of(chat: ChatId) -> str:
    """Whose questions and answers a chat's are, where readings are kept."""
    return f"chat:{chat}"


def _as_accepted(message: messages.Accepted) -> Usage:
    """What is known of the usage when the engine begins; all there is to tell should it die."""
    return Usage(prompt_tokens=message.prompt_tokens, cached_tokens=message.cached_tokens)
