"""What the engine costs per token outside llama.cpp, at depth 1,000 and 100,000.

    python -m benchmarks.overhead

A tiny Yi-shaped model with a vocabulary of 64,000. The engine's own loop runs: it samples, looks
for something to guess, assembles text, watches for stop texts. The time inside every function of
llama.cpp that it calls is taken off, and so is what taking the time costs. Processor time of the
thread, so that other programs do not count. Also the time that a follow-up takes outside llama.cpp
before its first computation. Depths take turns; medians. Prints one JSON object.

A computation 100,000 tokens deep goes through 13 MB and leaves the processor's caches without the
loop's own code and tables; one 1,000 tokens deep leaves them there, as no real model does, whose
weights fill every cache. So behind every computation, at both depths, one more is done 100,000
tokens deep in a context of its own, whose time is not counted: what is left of a difference grows
with the depth. The figures without that are given as well.

Targets: <= 100 us per token at both depths, and no more than a tenth apart; <= 5 ms per turn.
"""

from __future__ import annotations

import contextlib
import ctypes
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import llama_cpp.llama_cpp as lib
import numpy as np

from benchmarks import verdict
from benchmarks.bare import interleaved
from tests.models.gguf_writer import Shape, yi
from yidesk.engine import llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation
from yidesk.engine.speculate import Speculation

DEPTHS = (1_000, 100_000)
TOKENS = 100
ROUNDS = 7
MOST_SECONDS = 100e-6
MOST_SECONDS_PER_TURN = 5e-3
NOISE = 0.1
COST_ROUNDS = 100
CALLS_PER_TOKEN = 5
SHAPE = Shape("Tiny", 1, 64, 2, 1, 128, context=200_000)


class Clock:
    """Adds up the processor time spent in some functions."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.calls = 0
        self.after_computing: Callable[[], object] = lambda: None
        """Done behind every computation, in time that is not counted."""

    def around(self, function: Callable[..., object]) -> Callable[..., object]:
        """FUNCTION, timed."""
        now = time.thread_time
        computes = getattr(function, "__name__", "") == "llama_decode"

        def timed(*arguments: object) -> object:
            start = now()
            result = function(*arguments)
            if computes:
                self.after_computing()
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

    def own_cost(self) -> float:
        """Seconds that timing one call takes outside what it counts, with the caches as they are.

        Measured in runs of as many calls as a token takes.
        """
        nothing, outside = self.around(lambda: None), 0.0
        for _ in range(COST_ROUNDS):
            self.after_computing()
            self.seconds, start = 0.0, time.thread_time()
            for _ in range(CALLS_PER_TOKEN):
                nothing()
            outside += time.thread_time() - start - self.seconds
        return outside / COST_ROUNDS / CALLS_PER_TOKEN


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
            spent, calls = time.thread_time() - start - clock.seconds, clock.calls
        return spent - calls * clock.own_cost()


class Disturbance:
    """Leaves the processor's caches as a computation so deep does."""

    def __init__(self, model: llama.Model, depth: int) -> None:
        deep = Deep(model, depth, Clock())
        self._context, self._depth = deep.context, depth
        self._memory = lib.llama_get_memory(self._context.handle)
        self._token = (ctypes.c_int32 * 1)(1000)
        self._batch = lib.llama_batch_get_one(self._token, 1)
        self._compute, self._forget = lib.llama_decode, lib.llama_memory_seq_rm

    def __call__(self) -> None:
        """Compute one token, and forget it."""
        self._compute(self._context.handle, self._batch)
        self._forget(self._memory, 0, self._depth, -1)


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        model = llama.Model(yi(SHAPE).write(Path(folder) / "tiny.gguf"))
        deep = [Deep(model, depth, clock) for depth in DEPTHS]
    as_found = interleaved(ROUNDS, *(each.per_token for each in deep))
    per_turn = interleaved(ROUNDS, *(each.per_turn for each in deep))
    clock.after_computing = Disturbance(model, DEPTHS[-1])
    alike = interleaved(ROUNDS, *(each.per_token for each in deep))
    verdict.end(
        "overhead",
        {
            "us_per_token": _by_depth(alike, 1e6),
            "us_per_token_caches_as_found": _by_depth(as_found, 1e6),
            "ms_per_turn": _by_depth(per_turn, 1e3),
        },
        {
            "100_us_per_token": max(*alike, *as_found) <= MOST_SECONDS,
            "equal_at_both_depths": max(alike) <= (1 + NOISE) * min(alike),
            "5_ms_per_turn": max(per_turn) <= MOST_SECONDS_PER_TURN,
        },
    )


def _by_depth(seconds: list[float], unit: float) -> dict[int, float]:
    return {depth: round(unit * each, 3) for depth, each in zip(DEPTHS, seconds, strict=True)}


if __name__ == "__main__":
    main()
