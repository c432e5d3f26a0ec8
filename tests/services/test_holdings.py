"""The library looked over: documents with their tokens, folders and readings."""

from __future__ import annotations

import dataclasses

from yidesk.core.types import EngineInfo
from yidesk.protocol.saved_readings import SavedChunk
from yidesk.services.collections import Collections
from yidesk.services.holdings import Holdings
from yidesk.services.readings import Readings
from yidesk.store.tokens import Count


class Keeper:
    """A folder of readings with these chunks."""

    def __init__(self, *chunks):
        self.chunks = chunks

    def list_readings(self, _folder):
        return self.chunks


def chunk(model, *owners, size=100, used=1.0, pinned=()):
    return SavedChunk(
        model=model, owners=owners, pinned=pinned, first=0, tokens=512, bytes=size, used=used
    )


def engine(path="/models/Yi.Q4.gguf"):
    fields = {each.name: None for each in dataclasses.fields(EngineInfo)}
    return EngineInfo(**{**fields, "path": path, "tokenizer": "words"})


def test_everything_that_is_known_of_a_document(desk, lease, tmp_path):
    (tmp_path / "papers").mkdir()
    lease.rename(tmp_path / "papers" / "lease.txt")
    collections = Collections(desk.store, desk.library)
    *_, done = collections.open(tmp_path / "papers")
    other = tmp_path / "other.txt"
    other.write_text("Another.")
    one, two = done.documents[0], desk.library.add(other).fingerprint
    desk.store.tokens.keep([Count(one, "words", b"a", 9), Count(one, "words", b"b", 11)])
    keeper = Keeper(
        chunk("Yi.Q4", one, two, "chat:7", used=5.0),
        chunk("Yi.Q4", one, used=7.0),
        chunk("Other", two, pinned=(two,)),
        chunk("Yi.Q4", "chat:7"),
    )
    holdings = Holdings(desk.store, Readings(keeper, desk.library, tmp_path))
    saved = holdings.saved()
    assert saved.bytes == 400  # what is shared is on the disk once
    overview = holdings.look(engine(), saved)
    second, first = overview.holdings
    assert (first.entry.name, first.tokens, first.is_read) == ("lease.txt", 11, True)
    assert first.folders == {overview.folders[0].id}
    assert (first.readings_bytes, first.used, first.is_pinned) == (200, 7.0, False)
    assert (second.tokens, second.folders, second.is_pinned) == (None, frozenset(), True)
    assert [(each.model, each.tokens) for each in second.readings] == [
        ("Yi.Q4", 512), ("Other", 512),
    ]  # fmt: skip
    assert not holdings.look(engine("/models/Other.gguf"), saved).holdings[1].is_read
    unloaded = holdings.look(None).holdings[1]
    assert (unloaded.tokens, unloaded.readings, unloaded.is_read) == (None, (), False)
