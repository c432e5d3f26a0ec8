"""Prompt lookup on answers that quote: with it beside without it.

    python -m benchmarks.lookup

Demonstration model, the start of the licence as the document, asked to quote it, and asked a
question that quotes nothing. Greedy answers of a fixed length from the engine's own parts; ways
take turns, medians of wall time. Every token that was said is then computed once more by itself:
how many are what greedy sampling gives at their position, and how far the likeliest was ahead of
those that are not (a token computed beside others differs in its last bits). Prints one JSON
object.

Targets: never more than 1.03 times the time without; every token verified or within those bits.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from benchmarks.bare import DEMO_MODEL, interleaved
from yidesk.core.types import Message, Role
from yidesk.engine import chat_format, llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.speculate import PromptLookup

ROUNDS = 5
TOKENS = 96
CHARACTERS = 4_000
DOCUMENT = Path(__file__).resolve().parents[1] / "LICENSE"
QUESTIONS = {
    "quotes": "Repeat the text above word for word.",
    "does_not_quote": "Write a poem about the sea and the wind.",
}


class Asked:
    """The engine's parts, with one question in memory."""

    def __init__(self, model: llama.Model, context: llama.Context, question: str) -> None:
        self.model, self.context = model, context
        form, _ = chat_format.choose(
            model.vocabulary,
            template=model.header("tokenizer.chat_template"),
            model_name=DEMO_MODEL.stem,
            fingerprint="",
        )
        text = DOCUMENT.read_text(encoding="utf-8")[:CHARACTERS]
        message = (Message.of(Role.USER, text, question),)
        self.prompt = form.tokens(message, open_end=False).ids
        self.plain = TokenMemory(context)
        self.looking = TokenMemory(context, lookup=PromptLookup())
        self.last: dict[bool, Answer] = {}

    def seconds(self, *, looks_up: bool) -> float:
        """From the first token to the last."""
        memory = self.looking if looks_up else self.plain
        self.context.forget(0)
        memory.trim(0)
        memory.read(self.prompt, lambda *_told: True)
        never = [(end, -math.inf) for end in self.model.vocabulary.ends]
        sampler = llama.Sampler().bias(never, self.model.vocabulary.size).greedy()
        answer = Generation(
            context=self.context,
            memory=memory,
            vocabulary=self.model.vocabulary,
            sampler=sampler,
            stop_ids=frozenset(),
            stop_texts=(),
            max_tokens=TOKENS,
            lookup=memory.lookup,
        ).run(lambda _text, _answer: None, lambda: False)
        sampler.close()
        self.last[looks_up] = answer
        return answer.seconds

    def distance(self) -> list[float]:
        """How far the likeliest token was ahead of each that was said, in logits; 0: said it."""
        self.context.forget(0)
        self.plain.trim(0)
        self.plain.read(self.prompt, lambda *_told: True)
        ends = list(self.model.vocabulary.ends)
        ahead = []
        for token in self.last[True].tokens:
            logits = self.context.logits().copy()
            logits[ends] = -np.inf
            ahead.append(float(logits.max() - logits[token]))
            self.plain.append([token])
        return ahead


def measure(model: llama.Model, context: llama.Context, question: str) -> dict[str, float | int]:
    """One question, both ways."""
    asked = Asked(model, context, question)
    plain, quick = interleaved(
        ROUNDS,
        lambda: asked.seconds(looks_up=False),
        lambda: asked.seconds(looks_up=True),
    )
    ahead, answer = asked.distance(), asked.last[True]
    return {
        "tokens": len(answer.tokens),
        "computations": answer.computations,
        "tokens_per_computation": round(len(answer.tokens) / answer.computations, 2),
        "time_with_over_without": round(quick / plain, 3),
        "verified": ahead.count(0.0),
        "furthest_from_verified": round(max(ahead), 3),
    }


def main() -> None:
    """Measure and print."""
    model = llama.Model(DEMO_MODEL)
    context = llama.Context(
        model, window=2048, batch=512, flash_attention=False, kv_type="f16", threads=2
    )
    result = {
        "benchmark": "lookup",
        **{name: measure(model, context, question) for name, question in QUESTIONS.items()},
        "target": 1.03,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
