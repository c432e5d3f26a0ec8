"""Which model is wanted, and having it loaded when something is asked of it."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yidesk.core.draft_model import unused
from yidesk.core.errors import EngineError, ModelError
from yidesk.core.types import EngineInfo, EngineOptions, Timings, Usage
from yidesk.protocol import messages
from yidesk.services.engine import Engine
from yidesk.services.models import Models
from yidesk.services.remaining import Remaining
from yidesk.services.stopping import Stop

_KILLED = "model_kills_engine"
WAIT_SECONDS = 0.2
"""How often somebody who waits for another's load looks whether Stop was pressed."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The model is being loaded."""

    fraction: float
    """0 to 1."""
    seconds_left: float | None = None
    """None while that cannot be told."""


class Loader:
    """Keeps the wanted model loaded; loads it again after the engine died."""

    def __init__(self, engine: Engine, models: Models) -> None:
        self._engine = engine
        self._models = models
        self._busy = threading.Lock()
        self._wanted: tuple[str | Path | None, EngineOptions] = (
            None,
            self._with_readings(EngineOptions()),
        )
        self._loaded: tuple[Path, EngineOptions] | None = None

    def choose(self, model: str | Path | None, options: EngineOptions) -> None:
        """From the next question on, use this model (None: the default one)."""
        self._wanted = (model, self._with_readings(options))

    def _with_readings(self, options: EngineOptions) -> EngineOptions:
        folder = options.readings_folder or str(self._models.readings)
        return dataclasses.replace(options, readings_folder=folder)

    @property
    def wanted(self) -> Path:
        """The file of the model that is wanted. Raises ModelError."""
        return self._models.resolve(self._wanted[0])

    @property
    def readings(self) -> Path:
        """The folder of its saved readings."""
        return Path(self._wanted[1].readings_folder)

    @property
    def info(self) -> EngineInfo:
        """The loaded model. Raises EngineError when there is none."""
        info = self._engine.info
        if info is None:
            raise EngineError(
                "The model is not loaded any more.", code="engine_died", next_step="Ask again."
            )
        return info

    def note_speed(self, usage: Usage, timings: Timings) -> None:
        """Remember how fast the loaded model has read."""
        info = self._engine.info
        if info is not None:
            self._models.speeds.note(info, usage, timings)

    def load(self, stop: Stop) -> Iterator[Loading | messages.Loaded]:
        """Load the wanted model if it is not; the last event is `Loaded` when it had to be.

        Raises ModelError, EngineError, Cancelled.
        """
        while not self._busy.acquire(timeout=WAIT_SECONDS):
            stop.check()
        try:
            model, options = self._wanted
            path = self._models.resolve(model)
            if self._engine.info is None or self._loaded != (path, options):
                yield from self._load(path, options, stop)
            stop.check()
        finally:
            self._busy.release()

    def _load(
        self, path: Path, options: EngineOptions, stop: Stop
    ) -> Iterator[Loading | messages.Loaded]:
        yield Loading(0.0)
        self._models.check(path)
        usable = self._with_draft(options)
        try:
            yield from self._load_as(path, usable, options, stop)
        except ModelError as error:
            if not usable.draft_model:
                raise
            alone = dataclasses.replace(usable, draft_model="")
            yield from self._load_as(path, alone, options, stop)
            if error.code == _KILLED:  # without the draft model it lives
                self._models.condemn(Path(usable.draft_model), str(error.values.get("cause", "")))
            self._engine.on_notice(unused(error))

    def _load_as(
        self, path: Path, options: EngineOptions, wanted: EngineOptions, stop: Stop
    ) -> Iterator[Loading | messages.Loaded]:
        """Load with OPTIONS, which is what has become of those that are WANTED."""
        remaining = Remaining()
        try:
            for event in stop.follow(self._engine.load(path, options)):
                if isinstance(event, messages.Progress):
                    share = event.done / event.total if event.total else 0.0
                    yield Loading(share, remaining.seconds(share))
                elif isinstance(event, messages.Loaded):
                    self._loaded = (path, wanted)
                    self._models.remember(path)
                    yield event
        except ModelError as error:
            if error.code == _KILLED and not options.draft_model:
                self._models.condemn(path, str(error.values.get("cause", "")))
            raise

    def _with_draft(self, options: EngineOptions) -> EngineOptions:
        """OPTIONS with the file of the draft model; without one, which is told, that cannot be."""
        if not options.draft_model:
            return options
        try:
            draft = self._models.resolve(options.draft_model)
            self._models.check(draft)
        except ModelError as error:
            self._engine.on_notice(unused(error))
            return dataclasses.replace(options, draft_model="")
        return dataclasses.replace(options, draft_model=str(draft))
