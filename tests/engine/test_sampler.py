"""Each sampler acts as it says, on the real logits of a model laid out like Yi."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.models.gguf_writer import yi
from tests.models.vocabulary import IM_END
from yidesk.core.errors import EngineError
from yidesk.core.types import Sampling
from yidesk.engine import llama
from yidesk.engine.llama.binding import lib
from yidesk.engine.sampling import TYPICAL_AMONG, make_sampler

FREE = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0)
GREEDY = Sampling(temperature=0.0)
UNUSED = range(145, 305)
"""Yi's `<|unused000|>` to `<|unused159|>`."""
PROMPT = np.array([600, 700, 800, 900], np.int32)


class Yi:
    """A tiny model whose prompt was read."""

    def __init__(self, path: Path) -> None:
        self.model = llama.Model(path)
        self.vocabulary = self.model.vocabulary
        self.context = llama.Context(
            self.model, window=256, batch=64, flash_attention=False, kv_type="f16", threads=2
        )
        self.context.decode(PROMPT, 0)

    @property
    def logits(self) -> np.ndarray:
        return self.context.logits().astype(np.float64)

    @property
    def shares(self) -> np.ndarray:
        """Probabilities of all tokens that Yi uses."""
        logits = self.logits
        logits[UNUSED] = -math.inf
        shares = np.exp(logits - logits.max())
        return shares / shares.sum()

    def draw(
        self, sampling: Sampling, count: int = 1, *, seed: int = 1, prompt: np.ndarray = PROMPT
    ) -> list[int]:
        """COUNT draws from the same logits."""
        sampler = make_sampler(sampling, seed, self.vocabulary, prompt)
        drawn = [sampler.sample(self.context) for _ in range(count)]
        sampler.close()
        return drawn

    def close(self) -> None:
        self.context.close()
        self.model.close()


def sharpen(name: str, weights: np.ndarray) -> None:
    """Let some tokens be much likelier than others, and the unused ones likely too."""
    if name == "output.weight":
        weights[UNUSED.start : UNUSED.stop] *= 16
        weights[UNUSED.stop : 2000] *= 10


@pytest.fixture(scope="module")
def tiny_yi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yi]:
    path = yi().write(tmp_path_factory.mktemp("yi") / "tiny.gguf", change=sharpen)
    loaded = Yi(path)
    yield loaded
    loaded.close()


def test_places_that_the_vocabulary_keeps_free_are_never_drawn(tiny_yi: Yi):
    freely = llama.Sampler().draw(1)
    counts = Counter(freely.sample(tiny_yi.context) in UNUSED for _ in range(300))
    freely.close()
    assert counts[True] > 10  # llama.cpp by itself says them
    assert not set(tiny_yi.draw(FREE, 300)) & set(UNUSED)
    wanted = dataclasses.replace(GREEDY, logit_bias=((UNUSED[7], 1000.0),))
    assert tiny_yi.draw(wanted)[0] not in UNUSED


def test_greedy_takes_the_likeliest(tiny_yi: Yi):
    assert tiny_yi.draw(GREEDY, 3) == [int(tiny_yi.shares.argmax())] * 3


def test_draws_are_as_frequent_as_they_are_probable(tiny_yi: Yi):
    for temperature in (1.0, 0.5):
        sampling = dataclasses.replace(FREE, temperature=temperature)
        best = int(tiny_yi.shares.argmax())
        share = tiny_yi.shares ** (1 / temperature)
        expected = share[best] / share.sum()
        drawn = tiny_yi.draw(sampling, 2000).count(best) / 2000
        assert drawn == pytest.approx(expected, abs=4 * math.sqrt(expected / 2000))


def test_top_k_keeps_the_k_likeliest(tiny_yi: Yi):
    likeliest = set(np.argsort(tiny_yi.shares)[-5:].tolist())
    assert set(tiny_yi.draw(dataclasses.replace(FREE, top_k=5), 300)) == likeliest


def test_top_p_keeps_the_likeliest_that_sum_up(tiny_yi: Yi):
    order = np.argsort(tiny_yi.shares)[::-1]
    kept = int(np.searchsorted(np.cumsum(tiny_yi.shares[order]), 0.5)) + 1
    drawn = set(tiny_yi.draw(dataclasses.replace(FREE, top_p=0.5), 500))
    assert drawn <= set(order[:kept].tolist())
    assert not set(tiny_yi.draw(FREE, 500)) <= set(order[:kept].tolist())


def test_min_p_keeps_what_is_near_the_likeliest(tiny_yi: Yi):
    shares = tiny_yi.shares
    kept = set(np.flatnonzero(shares >= 0.2 * shares.max()).tolist())
    assert set(tiny_yi.draw(dataclasses.replace(FREE, min_p=0.2), 500)) == kept
    assert len(kept) > 1


def test_typical_keeps_the_tokens_of_expected_surprise(tiny_yi: Yi):
    shares = np.sort(tiny_yi.shares)[-TYPICAL_AMONG:]
    surprise = -np.log(shares / shares.sum())
    entropy = float((np.exp(-surprise) * surprise).sum())
    order = np.argsort(tiny_yi.shares)[-TYPICAL_AMONG:][np.argsort(np.abs(surprise - entropy))]
    shares = tiny_yi.shares / shares.sum()
    kept = int(np.searchsorted(np.cumsum(shares[order]), 0.3)) + 2  # float32 against float64
    drawn = set(tiny_yi.draw(dataclasses.replace(FREE, typical_p=0.3), 500))
    assert drawn <= set(order[:kept].tolist())
    assert not set(tiny_yi.draw(FREE, 500)) <= set(order[:kept].tolist())


@pytest.mark.parametrize(
    "penalty", [{"frequency_penalty": 50.0}, {"presence_penalty": 50.0}, {"repeat_penalty": 50.0}]
)
def test_penalties_count_the_prompts_end_and_what_was_drawn(tiny_yi: Yi, penalty):
    order = np.argsort(tiny_yi.shares)[::-1]
    sampling = dataclasses.replace(GREEDY, **penalty)
    assert tiny_yi.draw(sampling, 3, prompt=order[:2].astype(np.int32)) == order[2:5].tolist()


def test_penalties_look_back_only_so_far(tiny_yi: Yi):
    order = np.argsort(tiny_yi.shares)[::-1]
    sampling = dataclasses.replace(GREEDY, presence_penalty=50.0, repeat_last_n=2)
    prompt = order[:4].astype(np.int32)  # the likeliest two are out of sight
    assert tiny_yi.draw(sampling, prompt=prompt) == [order[0]]


def test_dry_ends_a_run_that_the_prompt_began_to_repeat(tiny_yi: Yi):
    best = int(tiny_yi.shares.argmax())
    run = [5000, 5001, 5002, 5003]
    prompt = np.array([*run, best, 6000, *run], np.int32)
    dry = dataclasses.replace(GREEDY, dry_multiplier=50.0)
    assert tiny_yi.draw(GREEDY, prompt=prompt) == [best]
    assert tiny_yi.draw(dry, prompt=prompt) != [best]
    assert tiny_yi.draw(dry, prompt=np.array([6000, *run], np.int32)) == [best]


def test_what_is_measured_does_not_end(tiny_yi: Yi):
    wanted = dataclasses.replace(GREEDY, logit_bias=((IM_END, 1000.0),))
    assert tiny_yi.draw(wanted) == [IM_END]
    assert tiny_yi.draw(dataclasses.replace(wanted, endless=True)) != [IM_END]


def test_the_chain_has_the_order_of_llama_cpp(tiny_yi: Yi):
    """That of its common/common.h (common_params_sampling); biases come before all of it."""
    everything = Sampling(
        repeat_penalty=1.1, dry_multiplier=0.8, top_k=40, typical_p=0.9, top_p=0.9, min_p=0.1,
        temperature=0.8, logit_bias=((7, 1.0),),
    )  # fmt: skip
    sampler = make_sampler(everything, 1, tiny_yi.vocabulary, np.empty(0, np.int32))
    chain = sampler._handle
    links = [lib.llama_sampler_chain_get(chain, i) for i in range(lib.llama_sampler_chain_n(chain))]
    names = [lib.llama_sampler_name(link).decode() for link in links]
    sampler.close()
    assert names == [
        "logit-bias", "penalties", "dry", "top-k", "typical", "top-p", "min-p", "temp", "dist",
    ]  # fmt: skip


def test_every_seed_draws_the_same_again(tiny_yi: Yi):
    for seed in (0, 7, 2**32 - 1):  # the last is llama.cpp's word for "any"
        assert tiny_yi.draw(FREE, 20, seed=seed) == tiny_yi.draw(FREE, 20, seed=seed)
    assert tiny_yi.draw(FREE, 20, seed=7) != tiny_yi.draw(FREE, 20, seed=8)


@pytest.mark.parametrize("bias", [(-1, 1.0), (64_000, 1.0), (5, math.nan), (5, math.inf)])
def test_a_bias_for_no_token_is_refused(tiny_yi: Yi, bias):
    with pytest.raises(EngineError, match="bias"):
        tiny_yi.draw(dataclasses.replace(FREE, logit_bias=(bias,)))


def spell(tiny_yi: Yi, sampling: Sampling, seed: int) -> str:
    """An answer: draws until the end; all from the same logits, which is all the same here."""
    sampler = make_sampler(sampling, seed, tiny_yi.vocabulary, PROMPT)
    text = b""
    while (token := sampler.sample(tiny_yi.context)) not in tiny_yi.vocabulary.ends:
        text += tiny_yi.vocabulary.piece(token)
    sampler.close()
    return text.decode()


def test_a_grammar_is_kept_whatever_the_model_would_say(tiny_yi: Yi):
    yes_or_no = dataclasses.replace(FREE, grammar='root ::= "yes" | "no"')
    assert {spell(tiny_yi, yes_or_no, seed) for seed in range(12)} == {"yes", "no"}
    chinese = dataclasses.replace(GREEDY, grammar='root ::= "第" [0-9] [0-9]? "页。"')
    assert spell(tiny_yi, chinese, 1)[0] == "第"
    assert spell(tiny_yi, chinese, 1)[-2:] == "页。"


def test_a_grammar_that_allows_what_was_drawn_changes_nothing(tiny_yi: Yi):
    anything = dataclasses.replace(FREE, grammar=r"root ::= [^\x00]*")
    plain = [t for t in tiny_yi.draw(FREE, 30) if tiny_yi.vocabulary.piece(t)]
    drawn = tiny_yi.draw(anything, 30)
    assert drawn[0] == plain[0]
    assert IM_END in tiny_yi.draw(dataclasses.replace(anything, logit_bias=((IM_END, 99.0),)))


@pytest.mark.parametrize(
    "grammar", ["root ::= (", "start ::= 'a'", 'root ::= root "a"', "\x00", "root ::= 中["]
)
def test_a_bad_grammar_is_refused(tiny_yi: Yi, grammar):
    with pytest.raises(EngineError) as caught:
        tiny_yi.draw(dataclasses.replace(FREE, grammar=grammar))
    assert caught.value.code == "bad_grammar"


def test_a_grammar_with_nothing_to_say_is_an_error_and_no_crash(tiny_yi: Yi):
    ends = tuple((token, -math.inf) for token in tiny_yi.vocabulary.ends)
    endless = dataclasses.replace(FREE, grammar='root ::= "x"', logit_bias=ends)
    with pytest.raises(EngineError) as caught:
        tiny_yi.draw(endless, 2)
    assert caught.value.code == "grammar_dead_end"


def test_a_continued_answer_goes_on_in_the_grammar(tiny_yi: Yi):
    begun = tiny_yi.vocabulary.tokenize('{"page": ')
    sampling = dataclasses.replace(FREE, grammar='root ::= "{\\"page\\": " [0-9] "}"')
    prompt = np.concatenate([PROMPT, begun])
    sampler = make_sampler(sampling, 1, tiny_yi.vocabulary, prompt, said=len(begun))
    assert tiny_yi.vocabulary.piece(sampler.sample(tiny_yi.context)).isdigit()
    assert tiny_yi.vocabulary.piece(sampler.sample(tiny_yi.context)) == b"}"
    sampler.close()
    with pytest.raises(EngineError) as caught:
        make_sampler(sampling, 1, tiny_yi.vocabulary, PROMPT, said=len(PROMPT))
    assert caught.value.code == "grammar_broken"
