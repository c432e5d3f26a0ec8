"""The time left of a reading accounts for attention, which grows with the length."""

from __future__ import annotations

import random

import pytest

from yidesk.engine.pace import Pace

BATCH = 512
TOTAL = 200_000


def seconds(depth: int, a: float, b: float, tokens: int = BATCH) -> float:
    """What a batch takes whose tokens cost A, and B more for each token before them."""
    return tokens * (a + b * (depth + tokens / 2))


def read(pace: Pace, end: int, *, a: float, b: float, noise: float = 0.0, seed: int = 1) -> float:
    """Read to END in batches that scatter by NOISE; returns the seconds that were spent."""
    draw, spent = random.Random(seed), 0.0
    for depth in range(0, end, BATCH):
        took = seconds(depth, a, b) * (1 + noise * draw.uniform(-1, 1))
        pace.note(depth, BATCH, took)
        spent += took
    return spent


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_attention_is_foreseen(share: float):
    # a reading of 200,000 tokens that ends eleven times slower than it began
    a, b = 1e-3, 5e-8
    pace = Pace()
    done = int(share * TOTAL) // BATCH * BATCH
    spent = read(pace, done, a=a, b=b, noise=0.1)
    left = seconds(done, a, b, TOTAL - done)
    assert pace.seconds(done, TOTAL) == pytest.approx(left, rel=0.15)
    by_rate = spent / done * (TOTAL - done)
    assert by_rate < 0.65 * left  # what the mean rate would promise


@pytest.mark.parametrize("seed", range(5))
def test_scatter_makes_no_slope(seed: int):
    pace = Pace()
    done = 8 * BATCH
    read(pace, done, a=1e-3, b=0.0, noise=0.3, seed=seed)
    assert pace.seconds(done, TOTAL) == pytest.approx(1e-3 * (TOTAL - done), rel=0.3)


def test_a_computer_that_slows_down_is_noticed():
    pace = Pace()
    done = 40 * BATCH
    read(pace, done, a=1e-3, b=1e-8)
    for depth in range(done, done + 20 * BATCH, BATCH):
        pace.note(depth, BATCH, 3 * seconds(depth, 1e-3, 1e-8))
    done += 20 * BATCH
    left = 3 * seconds(done, 1e-3, 1e-8, TOTAL - done)
    assert pace.seconds(done, TOTAL) == pytest.approx(left, rel=0.35)


def test_nothing_is_said_before_anything_was_read():
    pace = Pace()
    assert pace.seconds(0, TOTAL) is None
    pace.note(0, BATCH, 0.5)
    assert pace.seconds(BATCH, 2 * BATCH) == pytest.approx(0.5)
    assert pace.seconds(TOTAL, TOTAL) == 0
