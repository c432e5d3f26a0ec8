"""A draft model: the time of an answer with it beside without, where it is right and where not.

    python -m benchmarks.draft

A Yi-shaped model of random weights whose layers but the first two say nothing of their own, so
that a model of these two layers alone thinks just the same at a sixth of the price: a draft that is
always right. Another one of that size thinks otherwise and is always wrong; the large one itself is
right and costs more than it saves. Nothing is looked up. Greedy answers of a fixed length, all ways
taking turns, medians of wall time, and how often llama_decode was called for the large model. The
first round, in which costs are learnt, is told by itself. Prints one JSON object.

Targets: with the right one, faster; with the others never more than 1.05 times the time without.
"""

from __future__ import annotations

import math
import re
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import verdict
from benchmarks.bare import quiet
from tests.models.gguf_writer import Shape, yi
from tests.models.vocabulary import yi_like
from yidesk.engine import llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.draft import BATCH, DraftModel
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.speculate import Speculation

LAYERS, FIRST = 12, 2
SHAPE = Shape("Large", LAYERS, 1_024, 8, 2, 2_816, context=4_096)
PIECES = 8_000
SHARPER = 12
"""Times the output's weights, so that one token is likelier than all others together."""
ROUNDS = 5
TOKENS = 128
PROMPT = 100
"""Tokens, all of which a draft model reads."""
LOADS: dict[str, object] = {"flash_attention": False, "kv_type": "f16", "threads": 2}


def write(path: Path, layers: int, *, seed: int) -> Path:
    """A model that computes LAYERS layers, of which the first ones decide."""
    shape = Shape("Large", layers, SHAPE.embedding, SHAPE.heads, SHAPE.kv_heads, SHAPE.feed_forward)

    def change(name: str, weights: np.ndarray) -> None:
        found = re.match(r"blk\.(\d+)\.(attn_output|ffn_down)\.", name)
        if found and int(found[1]) >= FIRST:
            weights[...] = 0
        if name == "output.weight":
            weights *= SHARPER
        # the same numbers, however many layers come before them
        random = np.random.default_rng([seed, *name.encode()])
        if weights.dtype == np.float16 and weights.any():
            scale = 0.05 * (SHARPER if name == "output.weight" else 1)
            weights[...] = random.standard_normal(weights.shape, np.float32) * scale

    return yi(shape, vocabulary=yi_like(PIECES)).write(path, change=change)


class OnlyDrafts(Speculation):
    """Nothing is looked up."""

    def __init__(self, draft: DraftModel) -> None:
        super().__init__(draft)
        self.lookup.follow = lambda ids, last: None  # type: ignore[method-assign] # noqa: ARG005


class Way:
    """Answers of the large model, with a draft or without."""

    def __init__(self, model: llama.Model, context: llama.Context, draft: Path | None) -> None:
        self.model, self.context = model, context
        speculation = None
        if draft is not None:
            small = llama.Model(draft)
            window = llama.Context(small, window=2_048, batch=BATCH, **LOADS)  # type: ignore[arg-type]
            speculation = OnlyDrafts(DraftModel(small, window))
        self.memory = TokenMemory(context, speculation=speculation)
        self.prompt = np.random.default_rng(1).integers(600, PIECES, PROMPT).astype(np.int32)
        self.seconds: list[float] = []
        self.last = Answer()

    def run(self) -> None:
        """One answer."""
        self.context.forget(0)
        self.memory.trim(0)
        self.memory.read(self.prompt, lambda *_told: True)
        never = [(end, -math.inf) for end in self.model.vocabulary.ends]
        sampler = llama.Sampler().bias(never, self.model.vocabulary.size).greedy()
        self.last = Generation(
            context=self.context,
            memory=self.memory,
            vocabulary=self.model.vocabulary,
            sampler=sampler,
            stop_ids=frozenset(),
            stop_texts=(),
            max_tokens=TOKENS,
        ).run(lambda _text, _answer: None, lambda: False)
        sampler.close()
        self.seconds.append(self.last.seconds)


def figures(way: Way, plain: Way) -> Iterator[tuple[str, object]]:
    """What came of one way."""
    told = way.last.decoding
    pairs = list(zip(way.seconds, plain.seconds, strict=True))
    ratio = statistics.median(way.seconds[1:]) / statistics.median(plain.seconds[1:])
    yield "time_with_over_without", round(ratio, 3)
    yield "in_the_first_round", round(pairs[0][0] / pairs[0][1], 3)
    yield "decode_calls", told.decode_calls
    yield "decode_calls_without", plain.last.decoding.decode_calls
    yield "proposed", told.proposed
    yield "accepted", told.accepted
    yield "same_tokens", way.last.tokens == plain.last.tokens


def main() -> None:
    """Measure and print."""
    quiet()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large = write(folder / "large.gguf", LAYERS, seed=1)
        model = llama.Model(large)
        context = llama.Context(model, window=1_024, batch=512, **LOADS)  # type: ignore[arg-type]
        drafts = {
            "right": write(folder / "right.gguf", FIRST, seed=1),
            "wrong": write(folder / "wrong.gguf", FIRST, seed=2),
            "itself": large,
        }
        plain = Way(model, context, None)
        ways = {kind: Way(model, context, path) for kind, path in drafts.items()}
        for _ in range(ROUNDS):
            for way in (plain, *ways.values()):
                way.run()
    result = {kind: dict(figures(way, plain)) for kind, way in ways.items()}
    ratios = {kind: float(str(each["time_with_over_without"])) for kind, each in result.items()}
    verdict.end(
        "draft",
        result,
        {
            "right: < 1": ratios["right"] < 1,
            "wrong: <= 1.05": ratios["wrong"] <= 1.05,
            "itself: <= 1.05": ratios["itself"] <= 1.05,
        },
    )


if __name__ == "__main__":
    main()
