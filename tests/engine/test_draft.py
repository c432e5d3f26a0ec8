"""A draft model changes how an answer is computed, never what it says, and never costs one."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from yidesk.core.types import FinishReason
from yidesk.engine import draft as drafts
from yidesk.engine import llama
from yidesk.engine.context import TokenMemory
from yidesk.engine.draft import DraftModel
from yidesk.engine.drafting import Drafting
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.speculate import Speculation
from yidesk.engine.worth import Costs

TEXT = "The tenant shall pay the rent on the first day of each month. Once upon a time there was"
LOADS: dict[str, object] = {"flash_attention": False, "kv_type": "f16", "threads": 2}


class Drafts(Speculation):
    """Drafts whether it pays or not, and looks nothing up: a test is no benchmark."""

    def __init__(self, draft: DraftModel) -> None:
        super().__init__(draft, clock=lambda: 0.0)
        self.lookup.follow = lambda _ids, _last: None

    def learn(self, guessed: int, kept: int, seconds: float) -> None:
        super().learn(guessed, kept, 1.0 if guessed == 0 else 0.001)


class Pair:
    """A model and a draft model for it."""

    def __init__(self, path: Path, draft: Path, *, confidence: float = drafts.CONFIDENCE) -> None:
        self.model = llama.Model(path)
        self.context = llama.Context(self.model, window=512, batch=128, **LOADS)
        small = llama.Model(draft)
        context = llama.Context(small, window=512, batch=drafts.BATCH, **LOADS)
        self.draft = DraftModel(small, context, confidence=confidence)
        self.prompt = self.model.vocabulary.tokenize(TEXT)

    def answer(
        self,
        sampler: llama.Sampler,
        *,
        drafting: bool,
    ) -> Answer:
        """With DRAFTING or without."""
        memory = TokenMemory(self.context, speculation=Drafts(self.draft) if drafting else None)
        self.context.forget(0)
        memory.read(self.prompt, lambda *_told: True)
        return Generation(
            context=self.context,
            memory=memory,
            vocabulary=self.model.vocabulary,
            sampler=sampler,
            stop_ids=frozenset(),
            stop_texts=(),
            max_tokens=80,
        ).run(lambda _text, _answer: None, lambda: False)

    def drawn_behind(self, sampler: llama.Sampler, tokens: list[int]) -> list[int]:
        """What is drawn behind the prompt and behind each of TOKENS, computed one by one."""
        memory = TokenMemory(self.context)
        self.context.forget(0)
        memory.read(self.prompt, lambda *_told: True)
        drawn = [sampler.sample(self.context)]
        for token in tokens[:-1]:
            memory.append([token])
            drawn.append(sampler.sample(self.context))
        return drawn

    def drawing(self, seed: int, temperature: float) -> contextlib.closing[llama.Sampler]:
        sampler = llama.Sampler()
        vocabulary = self.model.vocabulary
        sampler.bias([(end, -math.inf) for end in vocabulary.ends], vocabulary.size)
        if temperature:
            sampler.top_k(40).temperature(temperature).draw(seed)
        else:
            sampler.greedy()
        return contextlib.closing(sampler)

    def close(self) -> None:
        self.draft.close()
        self.context.close()
        self.model.close()


# --- what is said ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(demo_model: Path) -> Iterator[Pair]:
    """The demonstration model, and itself as its draft."""
    pair = Pair(demo_model, demo_model)
    yield pair
    pair.close()


def test_a_model_that_guesses_for_itself_is_right(real: Pair):
    """But for the last bits, which differ between tokens computed together and one by one."""
    with real.drawing(0, 0.0) as sampler:
        answer = real.answer(sampler, drafting=True)
    told = answer.decoding
    assert told.kind == "draft"
    assert len(answer.tokens) == 80
    assert told.proposed >= 24
    assert told.accepted >= 0.95 * told.proposed
    assert told.decode_calls == 79 - told.accepted
    assert told.tokens_per_call == pytest.approx(79 / told.decode_calls)
    assert told.tokens_per_call > 1.5


@pytest.fixture(scope="module")
def unlike(tiny_model: Path, others: dict[str, Path]) -> Iterator[Pair]:
    """Models of one vocabulary that think differently; the draft guesses all the same."""
    pair = Pair(tiny_model, others["weights"], confidence=0.0)
    yield pair
    pair.close()


@pytest.fixture(scope="module")
def itself(tiny_model: Path) -> Iterator[Pair]:
    """A tiny model and itself."""
    pair = Pair(tiny_model, tiny_model, confidence=0.0)
    yield pair
    pair.close()


@pytest.mark.parametrize("pair", ["unlike", "itself"])
def test_greedy_answers_are_the_same_with_a_draft_and_without(pair, request):
    found: Pair = request.getfixturevalue(pair)
    with found.drawing(0, 0.0) as sampler:
        plain, quick = (found.answer(sampler, drafting=drafting) for drafting in (False, True))
    assert quick.tokens == plain.tokens
    assert quick.text == plain.text
    assert quick.proposed >= 50
    assert quick.accepted == (0 if pair == "unlike" else quick.proposed)
    assert plain.proposed == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("pair", ["unlike", "itself"])
def test_the_same_seed_draws_the_same_with_a_draft_and_without(pair, seed, request):
    """Each token is what this seed draws at its place from what the model computes there alone.

    One draw a token, whatever was guessed: one more or less, and all the following would differ.
    The last bits of a computation depend on how many tokens share it, so where the draw falls
    between two tokens it may fall on either; hardly any of 80 does.
    """
    found: Pair = request.getfixturevalue(pair)
    with found.drawing(seed, 0.5) as sampler:
        quick = found.answer(sampler, drafting=True)
    with found.drawing(seed, 0.5) as sampler:
        alone = found.drawn_behind(sampler, quick.tokens)
    with found.drawing(seed, 0.5) as sampler:
        plain = found.answer(sampler, drafting=False)
    assert quick.proposed >= 50
    assert sum(map(int.__eq__, quick.tokens, alone)) >= 76
    assert quick.tokens[:10] == plain.tokens[:10]


# --- the text it sees -----------------------------------------------------------------------


def follow(draft: DraftModel, text: np.ndarray) -> np.ndarray:
    """What DRAFT thinks behind TEXT."""
    assert draft.catch_up(text[:-1], int(text[-1]))
    return draft.context.logits().copy()


def alone(path: Path, text: np.ndarray) -> np.ndarray:
    """What a model thinks that has read TEXT and nothing else."""
    with contextlib.closing(llama.Model(path)) as model:
        context = llama.Context(model, window=512, batch=512, **LOADS)
        context.decode(text, 0)
        logits = context.logits().copy()
        context.close()
    return logits


def test_a_long_text_is_seen_from_its_end_and_the_window_begins_anew(
    unlike: Pair, others: dict[str, Path]
):
    draft = unlike.draft
    text = np.random.default_rng(1).integers(600, 60_000, 100_000).astype(np.int32)
    before = draft.computed
    seen = follow(draft, text[:90_000])
    assert draft.computed - before == drafts.TAIL
    assert np.allclose(
        seen, alone(others["weights"], text[90_000 - drafts.TAIL : 90_000]), atol=1e-3
    )
    before = draft.computed
    for end in range(90_001, 90_000 + 600):
        follow(draft, text[:end])
        assert draft.context.end <= draft.context.window
    assert (
        draft.computed - before < 600 + 2 * drafts.TAIL
    )  # each token once, and its new beginnings
    seen = follow(draft, text[:90_600])
    first = 90_600 - draft.context.end
    assert np.allclose(seen, alone(others["weights"], text[first:90_600]), atol=1e-3)


def test_wrong_guesses_are_forgotten_and_another_text_is_seen_as_such(
    unlike: Pair, others: dict[str, Path]
):
    draft, text = unlike.draft, unlike.prompt
    follow(draft, text)
    assert len(draft.guess(7)) == 7
    longer = np.append(text, np.int32(777))
    assert np.allclose(follow(draft, longer), alone(others["weights"], longer), atol=1e-3)
    assert np.allclose(follow(draft, text[::-1]), alone(others["weights"], text[::-1]), atol=1e-3)


def test_only_what_is_likelier_than_not_is_guessed(real: Pair, unlike: Pair):
    for pair, confidence, some in ((unlike, 0.5, False), (real, 0.99999, False), (real, 0.3, True)):
        pair.draft._confidence, before = confidence, pair.draft._confidence
        follow(pair.draft, pair.prompt)
        assert bool(pair.draft.guess(7)) is some
        pair.draft._confidence = before


# --- whether it pays ------------------------------------------------------------------------


class Clock:
    """Time that passes as a draft model computes."""

    def __init__(self, draft: DraftModel, seconds: float) -> None:
        self._draft, self._seconds = draft, seconds

    def __call__(self) -> float:
        return self._draft.computed * self._seconds


def drafted(unlike: Pair, *, seconds: float, right: int) -> int:
    """For how many of 400 tokens the draft is asked. A guess takes SECONDS, a token alone 1.

    The first RIGHT guesses always are.
    """
    costs = Costs()
    costs.note(1, 1.0)
    drafting = Drafting(unlike.draft, Clock(unlike.draft, seconds))
    text = np.random.default_rng(2).integers(600, 60_000, 500).astype(np.int32)
    asked_for, end = 0, 100
    drafting.begin()
    while end < 500:
        if not drafting.is_wanted:
            drafting.rest(1)
            end += 1
            continue
        guesses = len(drafting.guess(text[: end - 1], int(text[end - 1]), costs, 7))
        kept = min(right, guesses)
        costs.note(1 + guesses, 1.0 + 0.05 * guesses)
        drafting.learn(guesses, kept, costs.ratio(1 + guesses), costs.plain)
        asked_for += 1 + kept
        end += 1 + kept
    return asked_for


def test_a_draft_that_pays_goes_on(unlike: Pair):
    assert drafted(unlike, seconds=0.05, right=4) >= 390


def test_a_draft_that_does_not_pay_rests(unlike: Pair):
    assert 1 <= drafted(unlike, seconds=0.05, right=0) < 120
    assert 1 <= drafted(unlike, seconds=2.0, right=7) < 40  # dearer than what it saves


# --- stopping -------------------------------------------------------------------------------


def test_an_answer_ends_at_once_while_the_draft_computes(
    real: Pair, monkeypatch: pytest.MonkeyPatch
):
    """Stop comes while it guesses: neither model computes any further, what was said stays."""
    decode, calls = real.draft.context.decode, 0

    def stop_at_the_tenth(*given: object, **how: object) -> llama.Status:
        nonlocal calls
        calls += 1
        if calls == 10:
            real.draft.context.abort()
            real.context.abort()
        return decode(*given, **how)

    with monkeypatch.context() as patch, real.drawing(0, 0.0) as sampler:
        patch.setattr(real.draft.context, "decode", stop_at_the_tenth)
        stopped = real.answer(sampler, drafting=True)
    assert calls == 10
    assert stopped.reason is FinishReason.STOPPED
    assert 0 < len(stopped.tokens) < 40
    real.draft.context.rearm()
    real.context.rearm()
    with real.drawing(0, 0.0) as sampler:
        again = real.answer(sampler, drafting=True)
    assert again.reason is FinishReason.LENGTH
    assert again.tokens[: len(stopped.tokens)] == stopped.tokens
    assert again.text.startswith(stopped.text)
