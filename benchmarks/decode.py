"""The decode loop and prefill against llama.cpp by itself.

    python -m benchmarks.decode

Demonstration model, 512 and 6,000 tokens deep: seconds per token of a bare llama_decode and sample
loop in the same process over those of our loop (sampling, text, stop texts, progress). Both do the
same number of computations with the same samplers; nothing ends an answer early. Prefill in the
same batches: of the demonstration model, and of a tiny Yi-shaped one, in which the work around
llama.cpp weighs most. The bare loop runs with flash attention and without; ours, with the setting
that the plan chooses for a processor. Ways take many short turns, so that what another program
takes falls on few of them; medians. Prints one JSON object.

Targets: decode >= 0.98 of the better of the two bare ones; prefill >= 0.98 of the bare one with the
same setting. What the other setting would read is told too: why it is not taken is in
docs/decisions/0009-flash-attention.md.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import verdict
from benchmarks.bare import DEMO_MODEL, Bare, interleaved
from tests.models.gguf_writer import Shape, yi
from yidesk.catalog.shape import read_shape
from yidesk.core.memory import Plan
from yidesk.core.types import EngineOptions
from yidesk.engine import devices, llama, plan
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation

ROUNDS = 25
TOKENS = 9
DEPTHS = (512, 6000)
PREFILL_ROUNDS = 9
PREFILL = 512
TINY_PREFILL = 2048
TINY = Shape("Tiny", 2, 64, 2, 1, 128, context=16_384)
THREADS = 2
BATCH = 512
WINDOW = 8192
TARGET = 0.98


class Ours:
    """The engine's own parts, without the process around them."""

    def __init__(self, path: Path, window: int) -> None:
        self.model = llama.Model(path)
        self.vocabulary = self.model.vocabulary
        self.context = llama.Context(
            self.model,
            window=window,
            batch=BATCH,
            flash_attention=False,  # as the plan chooses: held in Pair
            kv_type="f16",
            threads=THREADS,
        )
        self.memory = TokenMemory(self.context)
        never = [(end, -math.inf) for end in self.vocabulary.ends]
        self.sampler = llama.Sampler().bias(never, self.vocabulary.size).greedy()

    def read(self, ids: np.ndarray) -> float:
        """Seconds to bring IDS into empty memory."""
        self.memory.trim(0)
        start = time.perf_counter()
        self.memory.read(ids, lambda *_told: True)
        return time.perf_counter() - start

    def generate(self, ids: np.ndarray) -> float:
        """Seconds per token behind IDS, which are in memory but for the last."""
        self.memory.read(ids, lambda *_told: True)
        generation = Generation(
            context=self.context,
            memory=self.memory,
            vocabulary=self.vocabulary,
            sampler=self.sampler,
            stop_ids=frozenset(),
            stop_texts=("<|im_end|>", "\nQuestion:"),
            max_tokens=TOKENS,
        )
        start = time.perf_counter()
        answer = generation.run(lambda _text, _answer: None, lambda: False)
        seconds = time.perf_counter() - start
        assert (len(answer.tokens), answer.computations) == (TOKENS, TOKENS - 1)
        return seconds / answer.computations

    def close(self) -> None:
        """Free everything."""
        self.sampler.close()
        self.context.close()
        self.model.close()


def bare_generate(bare: Bare, ids: list[int]) -> float:
    """Seconds per token of the bare loop behind IDS, which are in memory but for the last."""
    bare.forget(len(ids) - 1)
    bare.decode(ids[-1:])
    start = time.perf_counter()
    bare.generate(TOKENS)
    return (time.perf_counter() - start) / (TOKENS - 1)


def bare_read(bare: Bare, ids: list[int]) -> float:
    """Seconds of the bare binding to evaluate IDS in empty memory."""
    bare.forget(0)
    start = time.perf_counter()
    bare.decode(ids)
    return time.perf_counter() - start


def planned(path: Path, window: int) -> Plan:
    """How the program would load the model on this processor."""
    options = EngineOptions(context=window, read_ahead_batch=BATCH)
    return plan.make(read_shape(path), options, [devices.processor()], threads=THREADS)


class Pair:
    """Our parts beside the bare binding with flash attention off and on."""

    def __init__(self, path: Path, window: int) -> None:
        assert not planned(path, window).flash_attention
        self.ours = Ours(path, window)
        self.bare = [
            Bare(path, window=window, batch=BATCH, flash_attention=on, threads=THREADS)
            for on in (False, True)
        ]

    def prefill(self, count: int) -> dict[str, float]:
        """Tokens per second of COUNT tokens in empty memory."""
        ids = some_ids(count)
        seconds = interleaved(
            PREFILL_ROUNDS,
            lambda: self.ours.read(ids),
            *(_of(bare_read, bare, ids) for bare in self.bare),
        )
        return _told([each / count for each in seconds])

    def decode(self, depth: int) -> dict[str, float]:
        """Tokens per second behind DEPTH tokens."""
        ids = some_ids(depth)
        self.ours.read(ids)
        for bare in self.bare:
            bare_read(bare, ids.tolist())
        return _told(
            interleaved(
                ROUNDS,
                lambda: self.ours.generate(ids),
                *(_of(bare_generate, bare, ids) for bare in self.bare),
            )
        )

    def close(self) -> None:
        """Free everything."""
        self.ours.close()
        for bare in self.bare:
            bare.close()


def some_ids(count: int) -> np.ndarray:
    """Ids of ordinary words in both vocabularies."""
    return np.random.default_rng(0).integers(1000, 40_000, count).astype(np.int32)


def _of(measure: Callable[[Bare, list[int]], float], bare: Bare, ids: np.ndarray) -> Callable:
    given = ids.tolist()
    return lambda: measure(bare, given)


def _told(per_token: list[float]) -> dict[str, float]:
    mine, without, with_flash_attention = per_token
    return {
        "tokens_per_s": round(1 / mine, 1),
        "bare_without_flash_attention": round(1 / without, 1),
        "bare_with_flash_attention": round(1 / with_flash_attention, 1),
        "to_same_setting": round(without / mine, 3),
        "to_better_setting": round(min(without, with_flash_attention) / mine, 3),
    }


def main() -> None:
    """Measure, print, and end with whether the target was met."""
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(yi(TINY).write(Path(folder) / "tiny.gguf"), 2 * TINY_PREFILL)
    tiny = pair.prefill(TINY_PREFILL)
    pair.close()
    pair = Pair(DEMO_MODEL, WINDOW)
    deep = {f"decode_at_{depth}": pair.decode(depth) for depth in DEPTHS}
    read = {"prefill": pair.prefill(PREFILL), "prefill_of_tiny_yi": tiny}
    pair.close()
    verdict.end(
        "decode",
        {**deep, **read, "target": TARGET},
        {name: way["to_better_setting"] >= TARGET for name, way in deep.items()}
        | {name: way["to_same_setting"] >= TARGET for name, way in read.items()},
    )


if __name__ == "__main__":
    main()
