"""What the engine costs per token outside llama.cpp, at depth 1,000 and 100,000.

    python -m benchmarks.overhead

A tiny Yi-shaped model with a vocabulary of 64,000. Time inside llama.cpp (decode, synchronise,
sample, piece) is taken off the time of the whole loop, which also guesses ahead (prompt lookup) and
assembles text. Processor time of the thread, so that other programs do not count. Also the time a
follow-up takes outside llama.cpp before its first computation.
Prints one JSON object.

Targets: <= 100 us per token at both depths; <= 5 ms per turn.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.models.gguf_writer import Shape, yi
from yidesk.engine import llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation
from yidesk.engine.speculate import PromptLookup

DEPTHS = (1_000, 100_000)
TOKENS = 200
ROUNDS = 5
SHAPE = Shape("Tiny", 1, 64, 2, 1, 128, context=200_000)


class Clock:
    """Adds up the time spent in some functions."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[..., object]) -> Callable[..., object]:
        """FUNCTION, timed."""

        def timed(*arguments: object, **named: object) -> object:
            start = time.thread_time()
            try:
                return function(*arguments, **named)
            finally:
                self.seconds += time.thread_time() - start

        return timed


class NeverGuesses(PromptLookup):
    """Looks up as always and throws the guess away: a batch would be llama.cpp's time."""

    def draft(self, ids: np.ndarray, last: int) -> list[int]:
        """Nothing, after the work."""
        return super().draft(ids, last)[:0]


def measure(model: llama.Model, depth: int) -> dict[str, float]:
    """Microseconds per token and milliseconds per turn at DEPTH."""
    context = llama.Context(
        model, window=depth + 1024, batch=2048, flash_attention=True, kv_type="f16", threads=2
    )
    memory = TokenMemory(context, lookup=NeverGuesses(model.vocabulary.size))
    ids = np.random.default_rng(0).integers(600, 60_000, depth).astype(np.int32)
    memory.read(ids, lambda *_told: True)
    clock = Clock()
    for name in ("decode", "wait", "forget"):
        setattr(context, name, clock.around(getattr(context, name)))
    sampler = llama.Sampler().top_k(40).temperature(1.0).draw(1)
    sampler.sample = clock.around(sampler.sample)  # type: ignore[method-assign]
    per_token, per_turn = [], []
    for _ in range(ROUNDS):
        clock.seconds, start = 0.0, time.thread_time()
        memory.read(ids, lambda *_told: True)
        per_turn.append(time.thread_time() - start - clock.seconds)
        per_token.append(outside(model, context, memory, sampler, clock))
    context.close()
    return {
        "us_per_token": round(1e6 * statistics.median(per_token), 1),
        "ms_per_turn": round(1e3 * statistics.median(per_turn), 3),
    }


def outside(
    model: llama.Model,
    context: llama.Context,
    memory: TokenMemory,
    sampler: llama.Sampler,
    clock: Clock,
) -> float:
    """Seconds per token that are not llama.cpp's."""
    generation = Generation(
        context=context,
        memory=memory,
        vocabulary=model.vocabulary,
        sampler=sampler,
        stop_ids=frozenset(),
        stop_texts=("<|im_end|>", "\nQuestion:"),
        max_tokens=TOKENS,
        lookup=memory.lookup,
    )
    clock.seconds, start = 0.0, time.thread_time()
    answer = generation.run(lambda _text, _answer: None, lambda: False)
    return (time.thread_time() - start - clock.seconds) / max(1, len(answer.tokens))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        model = llama.Model(yi(SHAPE).write(Path(folder) / "tiny.gguf"))
        result = {
            "benchmark": "overhead",
            "at_depth": {depth: measure(model, depth) for depth in DEPTHS},
            "target_us": 100,
            "target_ms": 5,
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
