"""Finds passages by what they mean: vectors of an embedding model, compared with the question's.

It is optional. Without a model, or before the vectors of a document are made, words alone find.
"""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yidesk.core.errors import Cancelled, EngineError, YiDeskError
from yidesk.core.types import Document, EngineOptions, Meaning
from yidesk.protocol.embedding import ELEMENT, RECIPE, Embedded, Purpose
from yidesk.services.engine import Engine
from yidesk.services.models import Models
from yidesk.services.remaining import Remaining
from yidesk.services.retrieval.chance import least_near
from yidesk.services.retrieval.cutting import CUTTING
from yidesk.services.stopping import Stop
from yidesk.store.passages import Hit
from yidesk.store.store import Store

PASSAGES_AT_ONCE = 16
"""In one request: some seconds of a large model on a processor, which a question may lose."""
MOST_QUESTION = 2_000
"""Characters; a pasted page is a question too, and its beginning tells what it is about."""
MOST_HITS = 60
ROWS_AT_ONCE = 4_096
"""Vectors that are compared in one multiplication: 16 MB of 1,024 dimensions."""
MOST_DEATHS = 2
"""Of the engine in a row, before it is taken to be the model's fault."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Comparing:
    """Passages of a document get their vectors."""

    name: str
    done: int
    total: int
    """Passages."""
    tokens_per_second: float = 0.0
    seconds_left: float | None = None
    document: str = ""
    """Its fingerprint."""


@dataclass(frozen=True, slots=True)
class WorkDone:
    """Nothing is left to be made, or it was stopped, or failed."""

    error: YiDeskError | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """What was found by meaning."""

    hits: Sequence[Hit] = ()
    """The nearest first."""
    state: Mapping[str, Meaning] = field(default_factory=dict)
    """By fingerprint, whether the document was compared."""


class MeaningSearch:
    """The embedding model that was chosen, and what it makes. Safe from any thread."""

    def __init__(self, store: Store, engine: Engine, models: Models) -> None:
        self._store = store
        self._engine = engine
        self._models = models
        self._lock = threading.Lock()
        self._model: str | Path | None = None
        self._options = EngineOptions()
        self._deaths = 0
        self.waits = False
        """Whether a search makes the vectors that are missing before it finds."""
        self.on_work: Callable[[], None] = lambda: None
        """Told, in any thread, that there may be vectors to be made."""

    def choose(
        self, model: str | Path | None, options: EngineOptions, *, waits: bool = False
    ) -> None:
        """From now on compare by this model (a path or a name on the shelf); None: words alone."""
        with self._lock:
            changed = model != self._model
            self._model, self._options, self.waits = model, options, waits
            self._deaths = 0 if changed else self._deaths
        if changed:
            self.on_work()

    @property
    def model(self) -> str | Path | None:
        """The embedding model that was chosen."""
        return self._model

    @property
    def is_on(self) -> bool:
        """Whether an embedding model is chosen."""
        return self._model is not None

    def near(self, question: str, documents: Sequence[Document], stop: Stop) -> Near:
        """The passages nearest to a question. What fails is told in the state; raises Cancelled."""
        if self._model is None:
            return Near()
        try:
            path, key = self._chosen()
            ready = [each for each in documents if self._is_ready(each.fingerprint, key)]
            hits = self._nearest(path, key, question, ready, stop) if ready else []
        except Cancelled:
            raise
        except YiDeskError as error:
            _log.warning("search by words alone: %s", error)
            return Near(state={each.fingerprint: Meaning.FAILED for each in documents})
        compared = {each.fingerprint for each in ready}
        return Near(
            hits,
            {
                each.fingerprint: Meaning.USED
                if each.fingerprint in compared
                else Meaning.NOT_READY
                for each in documents
            },
        )

    def work(self) -> Work:
        """Make all vectors that are missing; iterate it once, in any thread."""
        return Work(self, self._store)

    def undone(self) -> list[str]:
        """Fingerprints of documents that can be searched and lack vectors. Raises YiDeskError."""
        return self._store.vectors.undone(self._chosen()[1], CUTTING) if self.is_on else []

    def compare(self, document: str, name: str, stop: Stop) -> Iterator[Comparing]:
        """Make the vectors of a document that are missing, from where that was left off.

        In the background, unless a search `waits` for them. Raises YiDeskError, Cancelled.
        """
        path, key = self._chosen()
        vectors, pace = self._store.vectors, _Pace(name, document)
        while missing := vectors.missing(document, key, PASSAGES_AT_ONCE):
            stop.check()
            yield pace.event(*vectors.progress(document, key))
            texts = [each.text for each in missing]
            try:
                made = self._embed(path, texts, Purpose.PASSAGE, stop, background=not self.waits)
            except EngineError as error:
                passes = error.code in ("engine_died", "engine_closed")
                if not passes or self._deaths >= MOST_DEATHS:
                    raise
                continue  # another model was loaded, or the one that answers took it along
            pace.note(made)
            if made.count:
                vectors.keep(document, key, missing[: made.count], made.dimensions, made.vectors)
        vectors.drop_others(document, key)

    def _chosen(self) -> tuple[Path, str]:
        """The file, and what its vectors are kept under. Raises ModelError."""
        path = self._models.resolve(self._model)
        return path, f"{self._models.identity(path)}:{RECIPE}"

    def _is_ready(self, document: str, key: str) -> bool:
        return self._store.vectors.progress(document, key).complete

    def _embed(
        self,
        path: Path,
        texts: Sequence[str],
        purpose: Purpose,
        stop: Stop,
        *,
        background: bool = False,
    ) -> Embedded:
        self._models.check(path, lambda: stop.pressed)
        try:
            job = self._engine.embed(path, texts, purpose, self._options, background=background)
            made = [event for event in stop.follow(job) if isinstance(event, Embedded)]
        except EngineError as error:
            if error.code == "engine_died":
                self._note_death(path, error)
            raise
        self._deaths = 0
        stop.check()
        return made[-1]

    def _note_death(self, path: Path, error: EngineError) -> None:
        """What ended the engine again and again is not tried any more: answers go with it."""
        self._deaths += 1
        if self._deaths >= MOST_DEATHS:
            self._models.condemn(path, str(error.values.get("cause", "")))

    def _nearest(
        self, path: Path, key: str, question: str, documents: Sequence[Document], stop: Stop
    ) -> list[Hit]:
        import numpy as np  # noqa: PLC0415 - not with the program

        asked = self._embed(path, [question[:MOST_QUESTION]], Purpose.QUESTION, stop)
        vector = np.frombuffer(asked.vectors, ELEMENT).astype(np.float32)
        best: list[tuple[float, int, str]] = []
        for document in documents:
            matrix = self._store.vectors.matrix(document.fingerprint, key)
            if matrix is None or matrix.dimensions != asked.dimensions:
                continue  # it is being cut anew
            rows = np.frombuffer(matrix.data, ELEMENT).reshape(-1, matrix.dimensions)
            scores = np.concatenate(
                [
                    rows[start : start + ROWS_AT_ONCE].astype(np.float32) @ vector
                    for start in range(0, len(rows), ROWS_AT_ONCE)
                ]
            )
            least = least_near(scores)
            most = np.argsort(-scores, kind="stable")[:MOST_HITS]
            found = (
                (float(scores[n]), -matrix.numbers[n], document.fingerprint)
                for n in most
                if scores[n] >= least
            )
            best = heapq.nlargest(MOST_HITS, [*best, *found])
        return self._hits(best)

    def _hits(self, best: Sequence[tuple[float, int, str]]) -> list[Hit]:
        wanted: dict[str, list[int]] = {}
        for _score, number, document in best:
            wanted.setdefault(document, []).append(-number)
        found = {
            hit.number: hit
            for document, numbers in wanted.items()
            for hit in self._store.passages.at(document, numbers)
        }
        return [found[-number] for _score, number, _ in best if -number in found]


class Work:
    """All vectors that are missing are made, document by document. Ends with a `WorkDone`."""

    def __init__(self, meaning: MeaningSearch, store: Store) -> None:
        self._meaning = meaning
        self._store = store
        self._stop = Stop()

    def cancel(self) -> None:
        """Stop within a moment; what was made is kept. Safe from any thread."""
        self._stop.press()

    def __iter__(self) -> Iterator[Comparing | WorkDone]:
        """Event by event; never raises a YiDeskError."""
        error = None
        try:
            while undone := self._meaning.undone():
                for document in undone:
                    name = self._store.library.name(document)
                    yield from self._meaning.compare(document, name, self._stop)
        except Cancelled:
            pass  # it goes on when it is wanted again
        except YiDeskError as wrong:
            error = wrong
        yield WorkDone(error)


class _Pace:
    """How fast vectors are made, and how long what is left takes."""

    def __init__(self, name: str, document: str) -> None:
        self._name, self._document = name, document
        self._remaining: Remaining | None = None
        self._tokens = 0
        self._seconds = 0.0

    def note(self, made: Embedded) -> None:
        """Some more are there."""
        self._tokens += made.tokens
        self._seconds += made.seconds

    def event(self, done: int, total: int) -> Comparing:
        """How far it is."""
        share = done / total
        if self._remaining is None:
            self._remaining = Remaining(share)
        rate = self._tokens / self._seconds if self._seconds else 0.0
        left = self._remaining.seconds(share)
        return Comparing(self._name, done, total, rate, left, self._document)
