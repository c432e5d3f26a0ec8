"""Documents of a new chat are read in the order in which they were read before."""

from __future__ import annotations

import pytest

from yidesk.client.engine import EngineClient
from yidesk.client.reader import ReaderClient
from yidesk.core.paths import DataPaths
from yidesk.core.types import EngineOptions
from yidesk.protocol.saved_readings import SavedChunk
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.services.saved_order import best_order
from yidesk.store.store import Store


def chain(*owners, name="x"):
    """Chunks one behind the other, each with these owners."""
    return [
        SavedChunk(
            model="m", owners=tuple(sorted(each.split())), first=100 * n, tokens=100, bytes=1,
            used=1.0, key=f"{name}{n + 1}", parent=f"{name}{n}",
        )
        for n, each in enumerate(owners)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chunks", "order"),
    [
        ([], "bac"),
        (chain("a", "a b", "b", "b chat:1"), "abc"),
        (chain("b", "b c", "c", "a c"), "bca"),
        (chain("d", "a d", "a"), "bac"),  # behind a document that is not in this chat
        (chain("c") + chain("a", "a b", "b", name="y"), "abc"),
        (chain("a", "a", "a d", name="y"), "abc"),
        (chain("a", "a b")[1:], "bac"),  # its beginning is gone
    ],
)
def test_the_longest_saved_beginning_decides(chunks, order):
    assert best_order(["b", "a", "c"], chunks) == list(order)
    assert best_order(["b", "a", "c"], chunks[::-1]) == list(order)


@pytest.fixture
def chats(tmp_path, demo_model):
    """Chats with everything real."""
    paths = DataPaths(tmp_path / "data").make()
    store, engine = Store(paths.database), EngineClient(paths.logs)
    reader = ReaderClient(paths.logs)
    chats = Chats(store, engine, Library(store, reader), Models(paths))
    chats.choose_model(demo_model, EngineOptions(read_ahead_batch=64))
    yield chats
    engine.close()
    reader.close()
    store.close()


@pytest.mark.model
def test_two_documents_in_another_order_are_not_read_again(chats, tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("".join(f"Item {n} costs {n * 13 % 97} euros.\n" for n in range(30)))
    two.write_text("".join(f"Guest {n} came at {n * 7 % 24} o'clock.\n" for n in range(30)))

    def read(*paths):
        chat = chats.create()
        for path in paths:
            chats.add_document(chat, path)
        *_, done = chats.read_ahead(chat)
        assert done.error is None
        return chat, done.usage

    _, first = read(one, two)
    assert first.evaluated_tokens == first.prompt_tokens
    read(two)  # now memory begins with another document
    chat, again = read(two, one)
    assert again.prompt_tokens == first.prompt_tokens
    assert again.evaluated_tokens <= 64
    assert [each.name for each in chats.documents(chat)] == ["one.txt", "two.txt"]
    *_, answer = chats.send(chat, "Who came?", max_tokens=2)
    assert [each.name for each in answer.coverage] == ["one.txt", "two.txt"]
    assert answer.usage.evaluated_tokens < 64
