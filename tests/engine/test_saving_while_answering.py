"""What a slow disk could not take while a document was read is saved between an answer's tokens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.reader import CHUNK, Reader, tokens
from yidesk.engine import llama
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.speculate import Speculation

CHUNKS = 4
SAID = 40


class SlowDisk:
    """Takes nothing until it is `ready`."""

    def __init__(self, save: Callable[..., None]) -> None:
        self._save = save
        self.ready = threading.Event()

    def save(self, *chunk: object) -> None:
        self.ready.wait()
        self._save(*chunk)


@pytest.fixture
def model(tiny_model: Path):
    loaded = llama.Model(tiny_model)
    yield loaded
    loaded.close()


def answer(model: llama.Model, reader: Reader, each_step: Callable[[], object]) -> Answer:
    """A greedy answer behind what was read, with guesses that are mostly wrong."""
    sampler = llama.Sampler().greedy()
    reader.memory.speculation = Always()
    said = Generation(
        context=reader.context,
        memory=reader.memory,
        vocabulary=model.vocabulary,
        sampler=sampler,
        stop_ids=frozenset(),
        stop_texts=(),
        max_tokens=SAID,
    ).run(lambda *_: None, lambda: bool(each_step()))
    sampler.close()
    return said


class Always(Speculation):
    """Guesses the last token again and again."""

    def guess(self, _ids: object, last: int, most: int) -> list[int]:
        return [last] * min(3, most)


def saved(folder: Path) -> int:
    return len(list(folder.glob("*/*.reading")))


def test_chunks_are_written_between_the_steps_of_an_answer(model: llama.Model, tmp_path: Path):
    ids = tokens(CHUNKS * CHUNK + 9)
    alone = Reader(model, None)
    alone.read(ids)
    expected = answer(model, alone, lambda: None)
    alone.close()

    reader = Reader(model, tmp_path)
    disk = SlowDisk(reader.folder.save)
    reader.folder.save = disk.save
    reader.read(ids)
    assert saved(tmp_path) == 0

    def let_it_write() -> None:
        disk.ready.set()
        reader.keeper.wait_for_writer(60)

    found = answer(model, reader, let_it_write)
    reader.keeper.wait_for_writer(60)
    assert saved(tmp_path) == CHUNKS
    assert found.tokens == expected.tokens
    assert len(found.tokens) > CHUNKS
    assert found.proposed > found.accepted
    reader.close()

    again = Reader(model, tmp_path, save=False)
    assert again.read(ids).restored >= CHUNKS * CHUNK
    again.close()
