"""What the window stands on; what only some screens need is loaded when it is first used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.reader import ReaderClient
from yidesk.core.paths import DataPaths
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.services.settings import Preferences
from yidesk.store.store import Store

if TYPE_CHECKING:
    from yidesk.catalog.network import Network
    from yidesk.catalog.shelf import Shelf
    from yidesk.client.recognition import RecognitionClient
    from yidesk.services.collections import Collections
    from yidesk.services.computer import Computer
    from yidesk.services.connections import Connections
    from yidesk.services.diagnostics import Diagnostics
    from yidesk.services.downloads import Downloads
    from yidesk.services.holdings import Holdings
    from yidesk.services.model_shelf import ModelShelf
    from yidesk.services.offers import Offers
    from yidesk.services.page_pictures import PagePictures
    from yidesk.services.readings import Readings
    from yidesk.services.recognition import Recognition


@dataclass(kw_only=True)
class Services:
    """What a person can do; `ui.app` builds it. Each part is made once."""

    paths: DataPaths
    store: Store
    engine: EngineClient
    reader: ReaderClient
    models: Models
    chats: Chats
    library: Library
    preferences: Preferences

    @cached_property
    def recognition(self) -> Recognition:
        """Text of scanned pages."""
        from yidesk.services.recognition import Recognition

        return Recognition(self.store, self.library, self._recogniser)

    @cached_property
    def collections(self) -> Collections:
        """Folders of documents."""
        from yidesk.services.collections import Collections

        return Collections(self.store, self.library)

    @cached_property
    def readings(self) -> Readings:
        """What models have read, on the disk."""
        from yidesk.services.readings import Readings

        return Readings(self.engine, self.library, self.paths.readings)

    @cached_property
    def holdings(self) -> Holdings:
        """Documents with what is known and kept of them."""
        from yidesk.services.holdings import Holdings

        return Holdings(self.store, self.readings)

    @cached_property
    def computer(self) -> Computer:
        """What this computer has."""
        from yidesk.services.computer import Computer

        probe = ProbeClient(self.paths.logs, Quarantine(self.paths.quarantine))
        return Computer(probe, self.paths.models)

    @cached_property
    def shelf(self) -> ModelShelf:
        """The models on this computer."""
        from yidesk.services.model_shelf import ModelShelf

        return ModelShelf(self._shelf, self.models)

    @cached_property
    def offers(self) -> Offers:
        """The catalogue."""
        from yidesk.services.offers import Offers

        return Offers(self.computer, self.models.speeds)

    @cached_property
    def downloads(self) -> Downloads:
        """Models from the hub."""
        from yidesk.services.downloads import Downloads

        settings = self.preferences.settings
        return Downloads(self._shelf, self._network, lambda: settings.text("mirror"))

    @cached_property
    def pictures(self) -> PagePictures:
        """Pages as they look."""
        from yidesk.client.pictures import PictureClient
        from yidesk.services.page_pictures import PagePictures

        return PagePictures(self.store, self.library, PictureClient(self.paths.logs))

    @cached_property
    def diagnostics(self) -> Diagnostics:
        """What a report about a fault needs."""
        from yidesk.services.diagnostics import Diagnostics

        settings = self.preferences.settings
        return Diagnostics(self.paths, settings, self.computer, self._connections)

    @cached_property
    def _recogniser(self) -> RecognitionClient:
        from yidesk.client.recognition import RecognitionClient

        return RecognitionClient(self.paths.logs)

    @cached_property
    def _shelf(self) -> Shelf:
        from yidesk.catalog.shelf import Shelf

        return Shelf(self.paths.models)

    @cached_property
    def _connections(self) -> Connections:
        from yidesk.services.connections import Connections

        return Connections(self.paths.logs)

    @cached_property
    def _network(self) -> Network:
        from yidesk.catalog.network import Network

        return Network(
            self.paths.root / "hub-client",
            is_offline=self.preferences.is_offline,
            proxy=self.preferences.settings.text("proxy") or None,
            on_request=self._connections.note,
        )

    def close(self) -> None:
        """End the workers and connections of what was used."""
        for name in ("pictures", "_recogniser", "_network"):
            if name in self.__dict__:
                getattr(self, name).close()
