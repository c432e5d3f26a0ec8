"""Prompt lookup on answers that quote: with it beside without it.

    python -m benchmarks.lookup

Demonstration model, the start of the licence as the document: asked to quote it, asked a question
that quotes nothing, and a quotation begun, with which it goes on word for word. Greedy answers of
a fixed length from the engine's own parts; ways take turns, medians of wall time, and how many
times llama_decode was called. Every token that was said is then computed once more by itself: how
many are what greedy sampling gives at their position, and how far the likeliest was ahead of those
that are not (a token computed beside others differs in its last bits). Prints one JSON object.

Targets: never more than 1.03 times the time without; every token verified or within those bits,
which move a logit by less than 1 (tests/engine/test_speculate.py).
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from benchmarks import verdict
from benchmarks.bare import DEMO_MODEL, interleaved
from yidesk.core.types import Message, Role
from yidesk.engine import chat_format, llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.speculate import Speculation

ROUNDS = 5
TOKENS = 192
MOST_TIME = 1.03
LAST_BITS = 1.0
"""Logits by which a token computed beside others may differ from one computed alone."""
CHARACTERS = 4_000
PASSAGE = slice(200, 1_400)
BEGUN = 200
"""Characters of the passage, after it stood twice, with which the quotation begins."""
DOCUMENT = Path(__file__).resolve().parents[1] / "LICENSE"
QUESTIONS = {
    "quotes": "Repeat the text above word for word.",
    "does_not_quote": "Write a poem about the sea and the wind.",
}


class Asked:
    """The engine's parts, with one question in memory."""

    def __init__(self, model: llama.Model, context: llama.Context, prompt: np.ndarray) -> None:
        self.model, self.context, self.prompt = model, context, prompt
        self.plain = TokenMemory(context)
        self.looking = TokenMemory(context, speculation=Speculation())
        self.last: dict[bool, Answer] = {}

    def seconds(self, *, looks_up: bool) -> float:
        """From the first token to the last."""
        memory = self.looking if looks_up else self.plain
        self._read(memory)
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
        ).run(lambda _text, _answer: None, lambda: False)
        sampler.close()
        self.last[looks_up] = answer
        return answer.seconds

    def _read(self, memory: TokenMemory) -> None:
        self.context.forget(0)
        memory.trim(0)
        memory.read(self.prompt, lambda *_told: True)

    def distance(self) -> list[float]:
        """How far the likeliest token was ahead of each that was said, in logits; 0: said it."""
        self._read(self.plain)
        ends = list(self.model.vocabulary.ends)
        ahead = []
        for token in self.last[True].tokens:
            logits = self.context.logits().copy()
            logits[ends] = -np.inf
            ahead.append(float(logits.max() - logits[token]))
            self.plain.append([token])
        return ahead


def prompts(model: llama.Model) -> dict[str, np.ndarray]:
    """What is asked."""
    form, _ = chat_format.choose(
        model.vocabulary,
        template=model.header("tokenizer.chat_template"),
        model_name=DEMO_MODEL.stem,
        fingerprint="",
    )
    text = DOCUMENT.read_text(encoding="utf-8")[:CHARACTERS]
    asked = {
        name: form.tokens((Message.of(Role.USER, text, question),), open_end=False).ids
        for name, question in QUESTIONS.items()
    }
    passage = text[PASSAGE]
    begun = model.vocabulary.tokenize(f"{passage}\n\n{passage}\n\n{passage[:BEGUN]}")
    return {**asked, "goes_on_quoting": begun}


def measure(asked: Asked) -> dict[str, float | int]:
    """One question, both ways."""
    plain, quick = interleaved(
        ROUNDS,
        lambda: asked.seconds(looks_up=False),
        lambda: asked.seconds(looks_up=True),
    )
    ahead, answer = asked.distance(), asked.last[True]
    return {
        "tokens": len(answer.tokens),
        "computations": answer.computations,
        "computations_without": asked.last[False].computations,
        "tokens_per_computation": round(len(answer.tokens) / answer.computations, 2),
        "time_with_over_without": round(quick / plain, 3),
        "verified": ahead.count(0.0),
        "furthest_from_verified": round(max(ahead), 3),
    }


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    model = llama.Model(DEMO_MODEL)
    context = llama.Context(
        model, window=2048, batch=512, flash_attention=False, kv_type="f16", threads=2
    )
    found = {
        name: measure(Asked(model, context, prompt)) for name, prompt in prompts(model).items()
    }
    verdict.end(
        "lookup",
        found,
        {
            "1.03_times_without": max(each["time_with_over_without"] for each in found.values())
            <= MOST_TIME,
            "every_token_verified": max(each["furthest_from_verified"] for each in found.values())
            < LAST_BITS,
        },
    )


if __name__ == "__main__":
    main()
