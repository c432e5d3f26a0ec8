"""Builds everything that the window stands on, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.reader import ReaderClient
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.services.settings import Preferences
from yidesk.store.listing import ChatId, ChatSummary
from yidesk.store.store import Store
from yidesk.ui.services import Services

if TYPE_CHECKING:
    from yidesk.ui.window import MainWindow

STOP_SECONDS = 3.0
"""How long an answer may take to stop when the window closes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the window stands on."""

    store: Store
    engine: EngineClient
    reader: ReaderClient
    services: Services

    @property
    def chats(self) -> Chats:
        """The chats."""
        return self.services.chats

    @classmethod
    def build(
        cls,
        paths: DataPaths,
        *,
        role: str = "engine",
        models: Models | None = None,
        settings: Settings | None = None,
        offline: bool = False,
    ) -> Parts:
        """Open the store and make ready the workers. Raises YiDeskError."""
        paths.make()
        store = Store(paths.database)
        engine = EngineClient(paths.logs, role=role)
        reader = ReaderClient(paths.logs)
        known = models or Models(paths, ProbeClient(paths.logs, Quarantine(paths.quarantine)))
        library = Library(
            store,
            reader,
            lambda document: engine.remove_readings(paths.readings, owner=document),
            paths.pasted,
        )
        chats = Chats(store, engine, library, known)
        preferences = Preferences(settings or Settings(paths.settings), chats, offline=offline)
        preferences.start_with()
        services = Services(
            paths=paths,
            store=store,
            engine=engine,
            reader=reader,
            models=known,
            chats=chats,
            library=library,
            preferences=preferences,
        )
        return cls(store, engine, reader, services)

    def last_chat(self, number: int | None) -> ChatSummary | None:
        """The chat NUMBER, which was on the screen the last time; None where another goes before.

        That is the chat in which nothing was asked yet, while documents or words wait in it.
        """
        if number is None or self.chats.waiting.find_next() is not None:
            return None
        return self.chats.summary(ChatId(number))

    def close(self, window: MainWindow) -> None:
        """End everything: first what is under way, then the workers, the store last."""
        window.shut_down()
        ended = window.bridge.join(STOP_SECONDS)
        self.reader.close()
        self.services.close()
        self.engine.close()
        if not ended:
            window.bridge.join(STOP_SECONDS)
        self.store.close()
