"""What can happen to saved chunks, end to end: nothing wrong is ever taken for what was read.

Real states of a tiny model are damaged on the disk; then another program reads the same document.
Its KV memory and its logits must be those of a program that had no readings at all, bit for bit.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.engine.reader import CHUNK, Reader, tokens
from tests.models.gguf_writer import tiny
from tests.models.vocabulary import yi_like
from yidesk.engine import chunk, llama
from yidesk.engine.stock import Stock

ROUNDS = max(300, int(os.environ.get("YIDESK_FUZZ", "0")))
TEXT = tokens(5 * CHUNK + 40)
"""Five chunks and a tail."""
OTHER = np.concatenate([TEXT[: 2 * CHUNK], tokens(3 * CHUNK, seed=1)])
"""A document that begins alike."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[llama.Model]:
    path = tiny(tmp_path_factory.mktemp("models") / "a.gguf", vocabulary=yi_like(1_000))
    made = llama.Model(path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[llama.Model]:
    """Another model of the same shape: llama.cpp takes its states without a word."""
    path = tiny(tmp_path_factory.mktemp("models") / "b.gguf", vocabulary=yi_like(1_000), seed=7)
    made = llama.Model(path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def saved(model, foreign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with readings of both documents, and of the same text by the other model."""
    folder = tmp_path_factory.mktemp("saved")
    for which, text, facts in (
        (model, TEXT, ("a model",)),
        (model, OTHER, ("a model",)),
        (foreign, TEXT, ("another model",)),
    ):
        reader = Reader(which, folder, facts=facts)
        reader.read(text)
        reader.close()
    assert len(Stock(folder).entries()) == 6 + 3 + 6
    return folder


@pytest.fixture(scope="module")
def unsaved(model) -> bytes:
    """What a program without readings has in memory."""
    reader = Reader(model, None)
    reader.read(TEXT)
    state = reader.state()
    reader.close()
    return state


# --- what can happen to files ---------------------------------------------------------------

Fault = Callable[[random.Random, list[Path]], None]


def flip(dice: random.Random, files: list[Path]) -> None:
    path = dice.choice(files)
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 8))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def cut(dice: random.Random, files: list[Path]) -> None:
    path = dice.choice(files)
    data = path.read_bytes()
    path.write_bytes(data[: dice.choice((0, 1, 19, 20, len(data) - 1, dice.randrange(len(data))))])


def lengthen(dice: random.Random, files: list[Path]) -> None:
    path = dice.choice(files)
    path.write_bytes(path.read_bytes() + dice.randbytes(dice.randint(1, 100)))


def zero(dice: random.Random, files: list[Path]) -> None:
    """A block that never reached the disk."""
    path = dice.choice(files)
    data = bytearray(path.read_bytes())
    start = dice.randrange(len(data))
    data[start : start + 4096] = bytes(len(data[start : start + 4096]))
    path.write_bytes(data)


def swap(dice: random.Random, files: list[Path]) -> None:
    one, two = dice.sample(files, 2)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def replay(dice: random.Random, files: list[Path]) -> None:
    """Another chunk, whole, of another text, place or model, under this one's name."""
    target, source = dice.sample(files, 2)
    shutil.copyfile(source, target)


def splice(dice: random.Random, files: list[Path]) -> None:
    """The beginning of one and the end of another."""
    one, two = dice.sample(files, 2)
    first, second = one.read_bytes(), two.read_bytes()
    at = dice.randrange(min(len(first), len(second)))
    one.write_bytes(first[:at] + second[at:])


def reseal(dice: random.Random, files: list[Path]) -> None:
    """A chunk with another's header or another's payload, and a checksum that is right."""
    try:
        one, two = (chunk.decode(np.fromfile(path, np.uint8)) for path in dice.sample(files, 2))
    except chunk.DamagedChunkError:  # by an earlier fault
        return
    name = dice.choice(("root", "parent", "key", "ids"))
    if getattr(one.header, name) == getattr(two.header, name):
        name = "key"
    header = msgspec.structs.replace(one.header, **{name: getattr(two.header, name)})
    dice.choice(files).write_bytes(b"".join(map(bytes, chunk.encode(header, one.payload))))


def lose(dice: random.Random, files: list[Path]) -> None:
    dice.choice(files).unlink()


def misname(dice: random.Random, files: list[Path]) -> None:
    one, two = dice.sample(files, 2)
    one.rename(two)


def folder_instead(dice: random.Random, files: list[Path]) -> None:
    path = dice.choice(files)
    path.unlink()
    path.mkdir()


FAULTS: tuple[Fault, ...] = (
    flip, cut, lengthen, zero, swap, replay, splice, reseal, lose, misname, folder_instead,
)  # fmt: skip


def damage(dice: random.Random, folder: Path) -> str:
    """One to four faults; what they were."""
    happened = []
    for _ in range(dice.randint(1, 4)):
        fault = dice.choice(FAULTS)
        files = sorted(path for path in folder.glob("*/*.reading") if path.is_file())
        if len(files) > 1:
            fault(dice, files)
            happened.append(fault.__name__)
    return ", ".join(happened)


@pytest.mark.fuzz
def test_nothing_wrong_is_ever_taken_for_what_was_read(model, saved, unsaved, tmp_path: Path):
    """Neither at once nor after what was thrown away has been saved anew."""
    whole = len(TEXT) - 1  # the last token is always evaluated, for its logits
    harmless = 0
    for seed in range(ROUNDS):
        folder = tmp_path / str(seed)
        shutil.copytree(saved, folder)
        happened = damage(random.Random(seed), folder)
        first, second = (read_again(model, folder, unsaved, (seed, happened)) for _ in range(2))
        assert second == whole or folder_instead.__name__ in happened, (seed, happened)
        harmless += first == whole
        shutil.rmtree(folder)
    assert 0 < harmless < ROUNDS / 2


def read_again(model: llama.Model, folder: Path, unsaved: bytes, case: tuple[int, str]) -> int:
    """Read as another program would; how many tokens came from the disk."""
    reader = Reader(model, folder)
    result = reader.read(TEXT)
    assert reader.state() == unsaved, case
    assert result.restored + result.evaluated == len(TEXT), case
    reader.close()
    return result.restored


def test_the_comparison_notices_a_single_wrong_number(model, saved, unsaved, tmp_path: Path):
    """A forged chunk, which nobody but its maker can tell from a real one, changes what it says."""
    shutil.copytree(saved, tmp_path / "forged")
    path = next(e.path for e in Stock(tmp_path / "forged").entries() if e.label.first == CHUNK)
    found = chunk.decode(np.fromfile(path, np.uint8))
    payload = found.payload.copy()
    payload[len(payload) // 2] ^= 1
    path.write_bytes(b"".join(map(bytes, chunk.encode(found.header, payload))))
    facts = ("a model",) if found.header.root == chunk.root_of(["a model"]) else ("another model",)
    reader = Reader(model, tmp_path / "forged", facts=facts)
    reader.read(TEXT)
    assert reader.state() != unsaved
    reader.close()


def test_stop_is_seen_between_two_chunks_and_what_was_restored_stays(model, saved, unsaved):
    reader = Reader(model, saved, save=False)
    told: list[tuple[int, int, int]] = []

    def watcher(done: int, total: int, _rate: float, on_disk: int = 0) -> bool:
        told.append((done, total, on_disk))
        return done < 2 * CHUNK

    stopped = reader.read(TEXT, watcher)
    assert not stopped.complete
    assert (stopped.restored, stopped.evaluated) == (2 * CHUNK, 0)
    assert reader.memory.count == 2 * CHUNK
    assert told[-1] == (2 * CHUNK, len(TEXT), 5 * CHUNK)
    done = reader.read(TEXT)
    assert done.complete
    assert (done.cached, done.evaluated) == (2 * CHUNK, 1)
    assert reader.state() == unsaved
    reader.close()


def test_stop_after_the_last_chunk_is_not_taken_for_an_end(model, saved):
    """Nothing has been evaluated then, so there are no logits to sample from."""
    reader = Reader(model, saved, save=False)
    stopped = reader.read(TEXT[: 5 * CHUNK], lambda done, *_rest: done < 5 * CHUNK)
    assert (stopped.restored, stopped.complete) == (5 * CHUNK, False)
    reader.close()
