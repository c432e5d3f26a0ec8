"""Reading documents before the question is asked, so that the answer can begin at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.types import Coverage, EngineInfo, Timings, Usage
from yidesk.protocol import messages
from yidesk.services import prompt, reading
from yidesk.services.answer import Reading, Tools
from yidesk.services.answer_events import progress
from yidesk.services.loading import Loading
from yidesk.services.room import Room
from yidesk.services.stopping import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAheadDone:
    """The last event of reading ahead."""

    complete: bool
    """False when it was stopped or failed; what was read is kept in the engine's memory."""
    coverage: tuple[Coverage, ...] = ()
    """Empty when it is not complete: no part of a document counts as read before all of it is."""
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)
    engine: EngineInfo | None = None
    error: YiDeskError | None = None


class ReadAhead:
    """Documents being read before a question. Iterate once, in any thread.

    The last event is a ReadAheadDone; iterating never raises a YiDeskError.
    """

    def __init__(
        self,
        tools: Tools,
        exchanges: Sequence[prompt.Exchange],
        owner: str = "",
        model: str | None = None,
        *,
        held: bool = False,
    ) -> None:
        """The last of EXCHANGES has no question yet; none at all: there is nothing to read.

        MODEL: the file of the one that reads; None: the wanted one. HELD: nothing is to be done.
        """
        self._tools = tools
        self._exchanges = exchanges
        self._owner = owner
        self._model, self._held = model, held
        self._stop = Stop()
        self._load_seconds = 0.0
        self._done = ReadAheadDone(complete=False)

    def cancel(self) -> None:
        """Stop within one batch. Safe from any thread."""
        self._stop.press()

    def __iter__(self) -> Iterator[Loading | Reading | ReadAheadDone]:
        """Load the model and read, event by event."""
        if self._held:
            yield self._done
            return
        try:
            with self._tools.loader.giving_way(self._stop):
                yield from self._load()
                yield from self._read()
        except Cancelled:
            pass  # not complete, and no error
        except YiDeskError as error:
            self._done = dataclasses.replace(self._done, error=error)
        yield self._done

    def _load(self) -> Iterator[Loading]:
        for event in self._tools.loader.load(self._stop, self._model):
            if isinstance(event, Loading):
                yield event
            else:
                self._load_seconds = event.seconds

    def _read(self) -> Iterator[Loading | Reading]:
        info = self._tools.loader.info
        self._done = dataclasses.replace(self._done, engine=info)
        if not self._exchanges:
            self._done = ReadAheadDone(complete=True, engine=info)
            return
        built = prompt.build(self._exchanges, self._owner)
        room = Room(self._tools.engine, self._tools.loader, self._stop)
        scope = reading.measure(built, self._tools.counter, room)
        info = room.info
        self._done = dataclasses.replace(self._done, engine=info)
        for message in self._stop.follow(self._tools.engine.read(built.conversation)):
            if isinstance(message, messages.Progress):
                yield progress(message)
            elif isinstance(message, messages.ReadDone):
                self._tools.loader.note_speed(message.usage, message.timings)
                self._done = ReadAheadDone(
                    complete=message.complete,
                    coverage=scope.coverage if message.complete else (),
                    usage=message.usage,
                    timings=dataclasses.replace(message.timings, load_s=self._load_seconds),
                    engine=info,
                )
