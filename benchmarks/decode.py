"""The decode loop and prefill against llama.cpp by itself.

    python -m benchmarks.decode

Demonstration model, depth 512 and 6,000 tokens: tokens per second of our loop (sampling, text,
stop strings, progress) over those of a bare llama_decode and sample loop in the same process, the
same settings; and prefill of 2,048 tokens, ours over bare. Ways take turns; medians. Prints one
JSON object.

Targets: every ratio >= 0.98.
"""

from __future__ import annotations

import json
import time

import numpy as np

from benchmarks.bare import DEMO_MODEL, Bare, interleaved
from yidesk.engine import llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation

ROUNDS = 7
TOKENS = 32
PREFILL = 2048
DEPTHS = (512, 6000)
SETTINGS = {"window": 8192, "batch": 512, "flash_attention": False, "threads": 2}


class Ours:
    """The engine's own parts, without the process around them."""

    def __init__(self) -> None:
        self.model = llama.Model(DEMO_MODEL)
        self.context = llama.Context(self.model, kv_type="f16", **SETTINGS)
        self.memory = TokenMemory(self.context)
        self.sampler = llama.Sampler().greedy()

    def read(self, ids: np.ndarray) -> float:
        """Seconds to bring IDS into empty memory."""
        self.memory.trim(0)
        start = time.perf_counter()
        self.memory.read(ids, lambda *_told: True)
        return time.perf_counter() - start

    def generate(self, ids: np.ndarray) -> float:
        """Seconds for TOKENS tokens behind IDS, which are in memory but for the last."""
        self.memory.read(ids, lambda *_told: True)
        generation = Generation(
            context=self.context,
            memory=self.memory,
            vocabulary=self.model.vocabulary,
            sampler=self.sampler,
            stop_ids=frozenset(),
            stop_texts=("<|im_end|>", "\nQuestion:"),
            max_tokens=TOKENS,
        )
        start = time.perf_counter()
        answer = generation.run(lambda _text, _answer: None, lambda: False)
        seconds = time.perf_counter() - start
        return seconds / max(1, len(answer.tokens) - 1)


def bare_generate(bare: Bare, depth: int, last: int) -> float:
    """Seconds per token of the bare loop behind DEPTH tokens."""
    bare.forget(depth - 1)
    bare.decode([last])
    start = time.perf_counter()
    bare.generate(TOKENS - 1)
    return (time.perf_counter() - start) / (TOKENS - 1)


def bare_read(bare: Bare, ids: list[int]) -> float:
    """Seconds of the bare binding to evaluate IDS in empty memory."""
    bare.forget(0)
    start = time.perf_counter()
    bare.decode(ids)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    ours, bare = Ours(), Bare(DEMO_MODEL, **SETTINGS)
    ids = np.random.default_rng(0).integers(1000, 40000, max(DEPTHS)).astype(np.int32)
    prefill = interleaved(
        3, lambda: ours.read(ids[:PREFILL]), lambda: bare_read(bare, ids[:PREFILL].tolist())
    )
    decode = {}
    for depth in DEPTHS:
        ours.read(ids[:depth])
        bare_read(bare, ids[:depth].tolist())
        mine, theirs = interleaved(
            ROUNDS,
            lambda depth=depth: ours.generate(ids[:depth]),
            lambda depth=depth: bare_generate(bare, depth, int(ids[depth - 1])),
        )
        decode[depth] = {
            "tokens_per_s": round(1 / mine, 1),
            "bare_tokens_per_s": round(1 / theirs, 1),
            "ratio": round(theirs / mine, 3),
        }
    result = {
        "benchmark": "decode",
        "decode_at_depth": decode,
        "prefill": {
            "tokens_per_s": round(PREFILL / prefill[0], 1),
            "bare_tokens_per_s": round(PREFILL / prefill[1], 1),
            "ratio": round(prefill[1] / prefill[0], 3),
        },
        "target": 0.98,
    }
    print(json.dumps(result))
    bare.close()


if __name__ == "__main__":
    main()
