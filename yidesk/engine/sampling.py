"""From what a person chose about sampling to a chain of llama.cpp's samplers."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from yidesk.core.errors import EngineError
from yidesk.core.types import Sampling
from yidesk.engine.llama import Sampler, Vocabulary

Tokens = npt.NDArray[np.int32]

TYPICAL_AMONG = 1000
"""Typical sampling chooses among so many. Given a token without any probability, such as a hidden
one, llama.cpp computes 0 * log 0, and the filter keeps everything."""


def make_sampler(
    sampling: Sampling, seed: int, vocabulary: Vocabulary, prompt: Tokens, *, said: int = 0
) -> Sampler:
    """The chain for SAMPLING, in the order that it says, ready to draw what follows PROMPT.

    The last SAID tokens of PROMPT are the start of the answer. Raises EngineError for a bad
    grammar or a token that is not there. The caller closes it.
    """
    sampler = Sampler()
    try:
        _restrict(sampler, sampling, vocabulary)
        _penalize(sampler, sampling, vocabulary)
        _choose(sampler, sampling, seed)
        if sampling.repeat_last_n > 0:
            sampler.remember(prompt[-sampling.repeat_last_n :])
        sampler.follow(prompt[len(prompt) - said :])
    except BaseException:
        sampler.close()
        raise
    return sampler


def _restrict(sampler: Sampler, sampling: Sampling, vocabulary: Vocabulary) -> None:
    for token, value in sampling.logit_bias:
        if not 0 <= token < vocabulary.size or math.isnan(value) or value == math.inf:
            raise EngineError(
                "There is no such bias as {value} for token {token}.",
                code="bad_bias",
                next_step="Tokens are numbered from 0 to {last}; a bias is a finite number.",
                token=token,
                value=value,
                last=vocabulary.size - 1,
            )
    never = {*vocabulary.unused.tolist(), *(vocabulary.ends if sampling.endless else ())}
    biases = [*((token, -math.inf) for token in sorted(never)), *sampling.logit_bias]
    if biases:
        sampler.bias(biases, vocabulary.size)
    if sampling.grammar:
        sampler.grammar(vocabulary, sampling.grammar)


def _penalize(sampler: Sampler, sampling: Sampling, vocabulary: Vocabulary) -> None:
    penalties = (
        sampling.repeat_penalty,
        sampling.frequency_penalty,
        sampling.presence_penalty,
    )
    if penalties != (1.0, 0.0, 0.0):
        sampler.penalties(vocabulary.size, sampling.repeat_last_n, *penalties)
    if sampling.dry_multiplier > 0:
        sampler.dry(
            vocabulary,
            sampling.dry_multiplier,
            sampling.dry_base,
            sampling.dry_allowed_length,
            sampling.repeat_last_n,
        )


def _choose(sampler: Sampler, sampling: Sampling, seed: int) -> None:
    if sampling.temperature <= 0:
        sampler.greedy()
        return
    if sampling.top_k > 0:
        sampler.top_k(sampling.top_k)
    elif sampling.typical_p < 1:
        sampler.top_k(TYPICAL_AMONG)
    if sampling.typical_p < 1:
        sampler.typical(sampling.typical_p)
    if sampling.top_p < 1:
        sampler.top_p(sampling.top_p)
    if sampling.min_p > 0:
        sampler.min_p(sampling.min_p)
    sampler.temperature(sampling.temperature).draw(seed)
