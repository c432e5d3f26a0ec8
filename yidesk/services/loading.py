"""Which model is wanted, and having it loaded when something is asked of it."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
        self._is_given = False
        """Whether the loaded model was asked for by name, and not as the wanted one."""
        self._users = 0
        self._giving_way: list[Stop] = []
        self._unused = threading.Condition()

    def choose(self, model: str | Path | None, options: EngineOptions) -> None:
        """From the next question on, use this model (None: the default one)."""
        self._wanted = (model, self._with_readings(options))

    def wanted(self, model: str | None = None) -> Path:
        """The file of MODEL, or of the one that is wanted. Raises ModelError."""
        return self._models.resolve(model or self._wanted[0])

    @property
    def loaded(self) -> Path | None:
        """The file of the loaded model; None before the first load, and after the engine died."""
        return self._loaded[0] if self._loaded and self._engine.info is not None else None

    def takes_the_place_of(self, model: str | None) -> Path | None:
        """The loaded model, where asking MODEL (None: the wanted one) would load another one.

        That the wanted one was changed since is no news to the person who did. Raises ModelError.
        """
        loaded = self.loaded
        is_news = model is not None or self._is_given
        return loaded if is_news and loaded is not None and loaded != self.wanted(model) else None

    def release(self) -> None:
        """The model that was loaded to be used is not used any more."""
        with self._unused:
            self._users -= 1
            self._unused.notify_all()

    @contextmanager
    def giving_way(self, stop: Stop) -> Iterator[None]:
        """Press STOP when another model is about to take the place of the loaded one."""
        with self._unused:
            self._giving_way.append(stop)
        try:
            yield
        finally:
            with self._unused:
                self._giving_way.remove(stop)

    def _with_readings(self, options: EngineOptions) -> EngineOptions:
        folder = options.readings_folder or str(self._models.readings)
        return dataclasses.replace(options, readings_folder=folder)

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

    def load(
        self, stop: Stop, model: str | None = None, *, uses: bool = False
    ) -> Iterator[Loading | messages.Loaded]:
        """Load MODEL, or the wanted one, if it is not; ends with `Loaded` when it had to be.

        USES: no other one takes its place until `release`; loading another one waits for that.
        Raises ModelError, EngineError, Cancelled, and then there is nothing to release.
        """
        while not self._busy.acquire(timeout=WAIT_SECONDS):
            stop.check()
        try:
            path, options = self.wanted(model), self._wanted[1]
            if self._engine.info is None or self._loaded != (path, options):
                if self.loaded not in (None, path):
                    yield from self._make_room(stop)
                yield from self._load(path, options, stop)
            self._is_given = model is not None
            stop.check()
            with self._unused:
                self._users += uses
        finally:
            self._busy.release()

    def _make_room(self, stop: Stop) -> Iterator[Loading]:
        """Wait for whoever uses the loaded model, and let others give way."""
        while True:
            with self._unused:
                for reader in self._giving_way:
                    if reader is not stop:
                        reader.press()
                if self._unused.wait_for(lambda: not self._users, timeout=WAIT_SECONDS):
                    return
            stop.check()
            yield Loading(0.0)

    def _load(
        self, path: Path, options: EngineOptions, stop: Stop
    ) -> Iterator[Loading | messages.Loaded]:
        yield Loading(0.0)
        self._models.check(path, lambda: stop.pressed)
        usable = self._with_draft(options, stop)
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

    def _with_draft(self, options: EngineOptions, stop: Stop) -> EngineOptions:
        """OPTIONS with the file of the draft model; without one, which is told, that cannot be."""
        if not options.draft_model:
            return options
        try:
            draft = self._models.resolve(options.draft_model)
            self._models.check(draft, lambda: stop.pressed)
        except ModelError as error:
            self._engine.on_notice(unused(error))
            return dataclasses.replace(options, draft_model="")
        return dataclasses.replace(options, draft_model=str(draft))
