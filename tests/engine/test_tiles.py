"""Some tokens deep in a document are computed as a whole tile, of which nothing else is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from yidesk.engine import llama
from yidesk.engine.llama import context as tiles
from yidesk.engine.llama.binding import lib

DEPTH = 128
COUNT = 40
IDS = np.random.default_rng(0).integers(1_000, 60_000, DEPTH + tiles.TILE).astype(np.int32)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tokens each computation had."""
    counts: list[int] = []
    decode = lib.llama_decode

    def counted(handle: object, batch: object) -> int:
        counts.append(batch.n_tokens)
        return decode(handle, batch)

    monkeypatch.setattr(tiles.lib, "llama_decode", counted)
    return counts


@pytest.fixture
def read(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., llama.Context]]:
    """Contexts that have read DEPTH tokens, which counts as deep."""
    monkeypatch.setattr(tiles, "DEEP", DEPTH * COUNT)
    model = llama.Model(tiny_model, gpu_layers=0)
    made: list[llama.Context] = []

    def read(**options: object) -> llama.Context:
        usual = {"window": 512, "batch": 128, "flash_attention": True, "kv_type": "f16"}
        made.append(llama.Context(model, **{**usual, **options}, threads=2))
        size = made[-1].batch
        for start in range(0, DEPTH, size):
            part = IDS[start : min(start + size, DEPTH)]
            assert made[-1].decode(part, start) is llama.Status.OK
        return made[-1]

    yield read
    for context in made:
        context.close()
    model.close()


def test_a_question_fills_a_tile_and_leaves_nothing_else(read, computed):
    context = read()
    computed.clear()
    assert context.decode(IDS[DEPTH : DEPTH + COUNT], DEPTH) is llama.Status.OK
    assert computed == [tiles.TILE]
    assert context.end == DEPTH + COUNT
    assert lib.llama_memory_seq_pos_max(context._memory, tiles.SEQUENCES - 1) == -1
    filled = context.logits().copy()
    state = context.save_state(0, DEPTH + COUNT).copy()

    # the same rows of a tile that is full by itself
    context.forget(DEPTH)
    whole = IDS[DEPTH : DEPTH + tiles.TILE]
    assert context.decode(whole, DEPTH, outputs=tiles.TILE) is llama.Status.OK
    assert np.allclose(context.logits(COUNT - 1), filled, atol=1e-5)
    assert np.array_equal(context.save_state(0, DEPTH + COUNT), state)


def test_what_follows_a_filled_tile_goes_on_behind_the_question(read):
    context, other = read(), read()
    context.decode(IDS[DEPTH : DEPTH + COUNT], DEPTH)
    other.decode(IDS[DEPTH : DEPTH + tiles.TILE], DEPTH)
    other.forget(DEPTH + COUNT)
    for each in (context, other):
        assert each.decode(IDS[-1:], DEPTH + COUNT) is llama.Status.OK
    assert np.array_equal(context.logits(), other.logits())


def test_every_wanted_output_is_there(read):
    context = read()
    context.decode(IDS[DEPTH : DEPTH + COUNT], DEPTH, outputs=3)
    three = [context.logits(place).copy() for place in (-3, -2, -1)]
    context.forget(DEPTH)
    context.decode(IDS[DEPTH : DEPTH + tiles.TILE], DEPTH, outputs=tiles.TILE)
    for place, logits in enumerate(three, COUNT - 3):
        assert np.allclose(context.logits(place), logits, atol=1e-5)


@pytest.mark.parametrize(("options", "count"), [
    ({}, COUNT - 1),  # not deep enough for so few
    ({}, tiles.LEAST_FILLED - 1),
    ({}, tiles.TILE),
    ({"flash_attention": False}, COUNT),
    ({"kv_type": "q8_0"}, COUNT),
    ({"batch": 48}, COUNT),
])  # fmt: skip
def test_a_tile_is_filled_only_where_llama_cpp_has_tiles(read, computed, options, count):
    context = read(**options)
    computed.clear()
    assert context.decode(IDS[DEPTH : DEPTH + count], DEPTH) is llama.Status.OK
    assert computed == [count]


def test_the_end_of_the_window_has_no_room_for_more(read, computed):
    context = read(window=256)
    for start in range(DEPTH, 256 - COUNT, 44):
        assert context.decode(IDS[:44], start) is llama.Status.OK
    at = context.end
    assert 256 - at == COUNT
    assert context.decode(IDS[:COUNT], at) is llama.Status.OK
    assert computed[-2:] == [tiles.TILE, COUNT]
    assert context.end == 256


def test_stop_leaves_what_was_there(read):
    context = read()
    context.abort()
    assert context.decode(IDS[DEPTH : DEPTH + COUNT], DEPTH) is llama.Status.ABORTED
    assert context.end == DEPTH
    assert lib.llama_memory_seq_pos_max(context._memory, tiles.SEQUENCES - 1) == -1
    context.rearm()
    assert context.decode(IDS[DEPTH : DEPTH + COUNT], DEPTH) is llama.Status.OK
