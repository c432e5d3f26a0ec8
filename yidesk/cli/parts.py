"""The parts of the program as commands use them, each built when it is first used."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable

from yidesk.catalog.network import Network
from yidesk.catalog.shelf import Shelf
from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.reader import ReaderClient
from yidesk.client.recognition import RecognitionClient
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.services.chats import Chats
from yidesk.services.computer import Computer
from yidesk.services.connections import Connections
from yidesk.services.downloads import Downloads
from yidesk.services.library import Library
from yidesk.services.model_shelf import ModelShelf
from yidesk.services.models import Models
from yidesk.services.offers import Offers
from yidesk.services.readings import Readings
from yidesk.services.recognition import Recognition
from yidesk.store.store import Store


class Parts:
    """The parts of the program, each built when it is first used."""

    def __init__(
        self,
        paths: DataPaths,
        *,
        role: str = "engine",
        offline: bool = False,
        warn: Callable[[YiDeskError], None] = lambda _error: None,
    ) -> None:
        """ROLE is the engine worker's: "scripted" in tests of everything above the model.

        WARN is told, in any thread, of what went wrong without ending a question.
        """
        self.paths = paths
        self._role = role
        self._offline = offline
        self._warn = warn
        self._open = contextlib.ExitStack()

    @functools.cached_property
    def models(self) -> Models:
        """Model files on this computer."""
        scripted = self._role != "engine"
        return Models(self.paths, None if scripted else self.probe)

    @functools.cached_property
    def probe(self) -> ProbeClient:
        """Looks at models and devices in a throw-away process."""
        return ProbeClient(self.paths.logs, Quarantine(self.paths.quarantine))

    @functools.cached_property
    def shelf(self) -> ModelShelf:
        """The models on this computer."""
        return ModelShelf(self._shelf, self.models)

    @functools.cached_property
    def offers(self) -> Offers:
        """The catalogue."""
        return Offers(Computer(self.probe, self.paths.models), self.models.speeds)

    def downloads(self, endpoint: str | None = None) -> Downloads:
        """Downloads from ENDPOINT, else from where the settings say."""
        settings = Settings(self.paths.settings)
        network = Network(
            self.paths.root / "hub-client",
            is_offline=lambda: self._offline or settings.switch("offline"),
            proxy=settings.text("proxy") or None,
            on_request=Connections(self.paths.logs).note,
        )
        self._open.callback(network.close)
        return Downloads(self._shelf, network, lambda: endpoint or settings.text("mirror"))

    @functools.cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.paths.models)

    @functools.cached_property
    def library(self) -> Library:
        """Documents."""
        folder = self.paths.readings
        return Library(
            self._store,
            self._reader,
            lambda document: self._engine.remove_readings(folder, owner=document),
            self.paths.pasted,
        )

    @functools.cached_property
    def chats(self) -> Chats:
        """Chats."""
        return Chats(self._store, self._engine, self.library, self.models)

    @functools.cached_property
    def recognition(self) -> Recognition:
        """Reads scanned pages."""
        return Recognition(self._store, self.library, RecognitionClient(self.paths.logs))

    @functools.cached_property
    def readings(self) -> Readings:
        """What models have read, on the disk."""
        return Readings(self._engine, self.library, self.paths.readings)

    @functools.cached_property
    def _store(self) -> Store:
        store = Store(self.paths.database)
        self._open.callback(store.close)
        return store

    @functools.cached_property
    def _engine(self) -> EngineClient:
        engine = EngineClient(self.paths.logs, role=self._role)
        engine.on_notice = self._warn
        self._open.callback(engine.close)
        return engine

    @functools.cached_property
    def _reader(self) -> ReaderClient:
        reader = ReaderClient(self.paths.logs)
        self._open.callback(reader.close)
        return reader

    def close(self) -> None:
        """End the workers and close the store, the last one built first."""
        self._open.close()
