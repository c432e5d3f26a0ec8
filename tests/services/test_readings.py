"""Readings as services tend them, by a real engine on a tiny model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.gguf_writer import tiny
from tests.services.conftest import Desk
from yidesk.client.engine import EngineClient
from yidesk.client.reader import ReaderClient
from yidesk.core.errors import WrongUsage
from yidesk.core.paths import DataPaths
from yidesk.core.types import EngineOptions
from yidesk.services.answer import owner_of
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.services.readings import Readings
from yidesk.store.store import Store

CHUNK = 64


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    paths = DataPaths(tmp_path / "data").make()
    store = Store(paths.database)
    engine, reader = EngineClient(paths.logs), ReaderClient(paths.logs)
    library = Library(store, reader)
    opened = Desk(
        paths, store, engine, reader, library, Chats(store, engine, library, Models(paths, None))
    )
    opened.chats.choose_model(
        tiny(tmp_path / "tiny.gguf"), EngineOptions(read_ahead_batch=CHUNK, context=4096)
    )
    yield opened
    opened.close()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "lease.txt"
    path.write_text("The lessee shall pay the rent on the third day. " * 30, encoding="utf-8")
    return path


@pytest.fixture
def readings(desk: Desk) -> Readings:
    return Readings(desk.engine, desk.library, desk.paths.readings)


def owners(desk: Desk) -> set[str]:
    """Of whom something is saved, once all is."""
    desk.engine.close()
    chunks = desk.engine.list_readings(desk.paths.readings)
    return {owner for chunk in chunks for owner in chunk.owners}


def test_deleting_a_chat_deletes_what_was_read_of_it_and_not_the_document(desk, document):
    chats = [desk.chats.create() for _ in range(2)]
    for chat, question in zip(chats, ("What is due?", "Who pays?"), strict=True):
        added = desk.chats.add_document(chat, document)
        assert desk.ask(chat, question, max_tokens=3 * CHUNK).error is None
        assert owner_of(chat) in owners(desk)
    first, second = map(owner_of, chats)
    assert owners(desk) == {added.fingerprint, first, second}
    desk.chats.delete(chats[0])
    assert owners(desk) == {added.fingerprint, second}
    kept = desk.ask(chats[1], "And when?", max_tokens=8)
    assert kept.usage.restored_tokens > 5 * CHUNK  # the document, which both chats began with


def test_a_chat_that_is_deleted_while_it_is_in_memory_is_not_saved_again(desk, document):
    chat = desk.chats.create()
    desk.chats.add_document(chat, document)
    desk.ask(chat, "What is due?", max_tokens=6 * CHUNK)
    desk.chats.delete(chat)
    desk.engine.count_tokens(["idle time comes after every request"])
    assert owner_of(chat) not in owners(desk)


def test_a_chat_in_which_nothing_was_asked_starts_no_engine(desk, document):
    chat = desk.chats.create()
    desk.chats.add_document(chat, document)
    desk.paths.readings.joinpath("something").mkdir()
    desk.chats.delete(chat)
    assert desk.engine.pid == 0


def test_pins_are_listed_and_named_by_document(desk, document, readings):
    chat = desk.chats.create()
    added = desk.chats.add_document(chat, document)
    with pytest.raises(WrongUsage):
        readings.pin("another.txt", pinned=True)
    readings.pin("lease.txt", pinned=True)  # before anything was read of it
    desk.ask(chat, "What is due?", max_tokens=4)
    desk.engine.close()
    (reading,) = readings.list()
    assert (reading.document, reading.pinned) == (added.fingerprint, True)
    assert readings.prune(0) == 0
    readings.pin(added.fingerprint, pinned=False)
    assert readings.list() == [dataclasses.replace(reading, pinned=False)]
    assert readings.prune(0) > 0
    assert readings.list() == []
