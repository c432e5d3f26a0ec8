"""Prompt lookup changes how an answer is computed, never what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from yidesk.core.types import Message, Role
from yidesk.engine import chat_format, llama, templates
from yidesk.engine.context import TokenMemory
from yidesk.engine.generate import Generation
from yidesk.engine.speculate import NGramIndex, PromptLookup

TEXT = (
    "The tenant shall pay the rent on the first day of each month. The landlord shall keep the "
    "roof, the walls and the pipes in good repair. The tenant shall not paint the walls. "
)


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def test_what_followed_the_same_words_is_found():
    index = NGramIndex(100)
    memory = ids(1, 2, 3, 4, 5, 1, 2, 9, 8)
    index.catch_up(memory)
    assert index.find(memory, [1, 2, 3]) == 3
    assert index.find(memory, [1, 2, 9]) == 8
    assert index.find(memory, [2, 1, 3]) is None
    assert index.find(memory, [2, 9, 8]) is None  # nothing follows it yet


def test_an_index_made_in_steps_is_the_index_made_at_once():
    memory = np.random.default_rng(3).integers(0, 6, 500).astype(np.int32)
    whole, steps = NGramIndex(6), NGramIndex(6)
    whole.catch_up(memory, limit=500)
    for end in range(1, 501):
        steps.catch_up(memory[:end], limit=7)
    steps.catch_up(memory)
    for start in range(0, 490, 7):
        tail = memory[start : start + 3].tolist()
        assert whole.find(memory, tail) == steps.find(memory, tail)


def test_what_was_forgotten_is_not_found():
    index = NGramIndex(100)
    index.catch_up(ids(1, 2, 3, 4, 5, 6))
    changed = ids(1, 2, 7, 7, 7, 7, 7)
    index.catch_up(changed)
    assert index.find(changed, [2, 3, 4]) is None


def test_guessing_rests_when_it_does_not_pay_and_lengthens_when_it_does():
    lookup = PromptLookup(100)
    memory = np.tile(ids(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 4)[:-1]
    lookup.catch_up(memory)
    assert len(lookup.draft(memory, 12)) == 0  # nothing to compare with yet
    lookup.learn(0, 0, 0.010)
    first = lookup.draft(memory, 12)
    assert first == [1, 2]
    lookup.learn(2, 2, 0.012)
    assert len(lookup.draft(memory, 12)) == 4
    lookup.learn(4, 0, 0.050)
    assert len(lookup.draft(memory, 12)) == 0


def generate(path: Path, lookup: PromptLookup | None, seed: int | None) -> tuple[list[int], int]:
    model = llama.Model(path)
    context = llama.Context(
        model, window=2048, batch=256, flash_attention=False, kv_type="f16", threads=2
    )
    memory = TokenMemory(context, lookup=lookup)
    form, _ = chat_format.choose(
        model.vocabulary, template=templates.CHATML, model_name="chat", fingerprint=""
    )
    question = (Message.of(Role.USER, TEXT, "Repeat the text above word for word."),)
    memory.read(form.tokens(question, open_end=False).ids, lambda *_told: True)
    sampler = llama.Sampler()
    sampler = sampler.greedy() if seed is None else sampler.temperature(0.7).draw(seed)
    answer = Generation(
        context=context,
        memory=memory,
        vocabulary=model.vocabulary,
        sampler=sampler,
        stop_ids=form.stop_ids,
        stop_texts=form.stop_texts,
        max_tokens=60,
        lookup=lookup,
    ).run(lambda _text, _answer: None, lambda: False)
    for closing in (sampler, context, model):
        closing.close()
    return answer.tokens, answer.computations


class AlwaysGuesses(PromptLookup):
    """Guesses whether it pays or not: a test is no benchmark."""

    def learn(self, drafted: int, kept: int, seconds: float) -> None:
        super().learn(drafted, kept, 1.0 if drafted == 0 else 0.001)


@pytest.mark.parametrize("seed", [None, 3])
def test_a_quoting_answer_takes_fewer_computations_and_says_the_same(demo_model: Path, seed):
    plain, plain_computations = generate(demo_model, None, seed)
    quick, computations = generate(demo_model, AlwaysGuesses(49152), seed)
    assert len(plain) > 20
    assert plain_computations == len(plain) - 1 or plain_computations == len(plain)
    # A token computed in a batch differs in its last bits, so answers may part late; not early.
    assert quick[:12] == plain[:12]
    assert computations < len(quick) - 1
