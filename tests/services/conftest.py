"""Chats over a real store and a real reader, with an engine worker that answers from a list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from yidesk.client.engine import EngineClient
from yidesk.client.reader import ReaderClient
from yidesk.core.paths import DataPaths
from yidesk.services.answer import Answer
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.store.store import Store


class ScriptModels(Models):
    """A shelf on which scripts stand for models."""

    def resolve(self, wanted=None):
        return Path(wanted)

    def identity(self, path):
        return hashlib.blake2b(path.read_bytes()).hexdigest()


@dataclass
class Desk:
    """Everything that services stand on, joined as the program joins it."""

    paths: DataPaths
    store: Store
    engine: EngineClient
    reader: ReaderClient
    library: Library
    chats: Chats

    def script(
        self, *answers: str, context: int = 4096, asides: Sequence[str] = (), **more: int
    ) -> None:
        """From now on a model that gives these answers in turn, and ASIDES in the background.

        MORE: what else a script may say.
        """
        path = self.paths.models / f"script-{len(list(self.paths.models.iterdir()))}.json"
        script = {"answers": answers, "asides": asides, "context": context, "name": "Script"}
        script |= more
        path.write_text(json.dumps(script))
        self.chats.choose_model(path)

    def ask(self, chat, question: str, **options) -> Answer:
        """The end of one question."""
        *_, answer = self.chats.send(chat, question, **options)
        assert isinstance(answer, Answer)
        return answer

    def close(self) -> None:
        self.engine.close()
        self.reader.close()
        self.store.close()


def open_desk(root: Path) -> Desk:
    """Join the parts in ROOT."""
    paths = DataPaths(root).make()
    store = Store(paths.database)
    engine = EngineClient(paths.logs, role="scripted")
    reader = ReaderClient(paths.logs)
    library = Library(store, reader)
    chats = Chats(store, engine, library, ScriptModels(paths))
    return Desk(paths, store, engine, reader, library, chats)


@pytest.fixture
def store(tmp_path):
    """A store by itself."""
    opened = Store(tmp_path / "yidesk.db")
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path):
    opened = open_desk(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def lease(tmp_path):
    """A text file of two pages."""
    path = tmp_path / "lease.txt"
    path.write_text("The rent is 900 euros.\fPets are not allowed.", encoding="utf-8")
    return path
