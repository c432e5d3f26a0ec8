"""What the engine costs per token outside llama.cpp, at depth 1,000 and 100,000.

    python -m benchmarks.overhead

A tiny Yi-shaped model with a vocabulary of 64,000. The engine's own loop runs: it samples, looks
for something to guess, assembles text, watches for stop texts. The time inside every function of
llama.cpp that it calls is taken off, and so is what taking the time costs. Processor time of the
thread, so that other programs do not count. After a computation 100,000 tokens deep the loop finds
the processor's caches empty; that is part of its cost. Also the time that a follow-up takes outside
llama.cpp before its first computation. Depths take turns; medians. Prints one JSON object.

Targets: <= 100 us per token at both depths; <= 5 ms per turn.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import llama_cpp.llama_cpp as lib
import numpy as np

from benchmarks.bare import interleaved
from tests.models.gguf_writer import Shape, yi
from yidesk.engine import llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation
from yidesk.engine.speculate import Speculation

DEPTHS = (1_000, 100_000)
TOKENS = 200
ROUNDS = 7
SHAPE = Shape("Tiny", 1, 64, 2, 1, 128, context=200_000)


class Clock:
    """Adds up the processor time spent in some functions."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.calls = 0
        self.own_cost = self._cost()
        """Seconds that timing one call takes outside what it counts."""

    def around(self, function: Callable[..., object]) -> Callable[..., object]:
        """FUNCTION, timed."""
        now = time.thread_time

        def timed(*arguments: object) -> object:
            start = now()
            result = function(*arguments)
            self.seconds += now() - start
            self.calls += 1
            return result

        return timed

    @contextlib.contextmanager
    def around_llama_cpp(self) -> Iterator[None]:
        """Time every function of llama.cpp while this lasts."""
        names = [name for name in dir(lib) if name.startswith("llama_") and _is_function(name)]
        originals = {name: getattr(lib, name) for name in names}
        try:
            for name, function in originals.items():
                setattr(lib, name, self.around(function))
            yield
        finally:
            for name, function in originals.items():
                setattr(lib, name, function)

    def _cost(self) -> float:
        nothing = self.around(lambda: None)
        self.seconds, start = 0.0, time.thread_time()
        for _ in range(10_000):
            nothing()
        return (time.thread_time() - start - self.seconds) / 10_000


def _is_function(name: str) -> bool:
    return type(getattr(lib, name)).__name__ == "_FuncPtr"


class NeverGuesses(Speculation):
    """Looks up as always and throws the guess away: a batch would be llama.cpp's time."""

    def guess(self, ids: np.ndarray, last: int, most: int) -> list[int]:
        """Nothing, after the work."""
        return super().guess(ids, last, most)[:0]


class Deep:
    """The engine's parts, with so many tokens in memory."""

    def __init__(self, model: llama.Model, depth: int, clock: Clock) -> None:
        self.model, self.depth, self.clock = model, depth, clock
        self.context = llama.Context(
            model, window=depth + 1024, batch=2048, flash_attention=True, kv_type="f16", threads=2
        )
        self.memory = TokenMemory(self.context, speculation=NeverGuesses())
        self.ids = np.random.default_rng(0).integers(600, 60_000, depth).astype(np.int32)
        self.memory.read(self.ids, lambda *_told: True)
        self.sampler = llama.Sampler().top_k(40).temperature(1.0).draw(1)

    def per_turn(self) -> float:
        """Seconds of a turn, before its first token, that are not llama.cpp's."""
        return self._outside(lambda: self.memory.read(self.ids, lambda *_told: True))

    def per_token(self) -> float:
        """Seconds per token that are not llama.cpp's."""
        self.memory.read(self.ids, lambda *_told: True)
        generation = Generation(
            context=self.context,
            memory=self.memory,
            vocabulary=self.model.vocabulary,
            sampler=self.sampler,
            stop_ids=frozenset(),
            stop_texts=("<|im_end|>", "\nQuestion:"),
            max_tokens=TOKENS,
        )
        seconds = self._outside(lambda: generation.run(lambda *_: None, lambda: False))
        return seconds / len(generation.answer.tokens)

    def _outside(self, work: Callable[[], object]) -> float:
        clock = self.clock
        with clock.around_llama_cpp():
            clock.seconds, clock.calls, start = 0.0, 0, time.thread_time()
            work()
            spent = time.thread_time() - start - clock.seconds
        return spent - clock.calls * clock.own_cost


def main() -> None:
    """Measure and print."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        model = llama.Model(yi(SHAPE).write(Path(folder) / "tiny.gguf"))
        deep = [Deep(model, depth, clock) for depth in DEPTHS]
    per_token = interleaved(ROUNDS, *(each.per_token for each in deep))
    per_turn = interleaved(ROUNDS, *(each.per_turn for each in deep))
    result = {
        "benchmark": "overhead",
        "at_depth": {
            depth: {
                "us_per_token": round(1e6 * token, 1),
                "ms_per_turn": round(1e3 * turn, 3),
            }
            for depth, token, turn in zip(DEPTHS, per_token, per_turn, strict=True)
        },
        "target_us": 100,
        "target_ms": 5,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
