"""How the next token is drawn: a chain of llama.cpp's samplers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

from yidesk.core.errors import EngineError
from yidesk.engine.llama.binding import Handle, lib
from yidesk.engine.llama.context import Context
from yidesk.engine.llama.vocabulary import Vocabulary

_BREAKERS = (b"\n", b":", b'"', b"*")
"""Where a run of tokens that is said again ends (llama.cpp's own defaults)."""


class Sampler:
    """A chain of llama.cpp's samplers."""

    def __init__(self) -> None:
        self._handle = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())

    def greedy(self) -> Sampler:
        """Always take the likeliest."""
        return self._add(lib.llama_sampler_init_greedy())

    def penalties(
        self, vocabulary: int, last: int, repeat: float, frequency: float, presence: float
    ) -> Sampler:
        """Make what is among the LAST tokens less likely.

        Their logits are divided by REPEAT, and lowered by FREQUENCY for each time and by PRESENCE
        once (llama-sampler.cpp, llama_sampler_penalties_apply).
        """
        return self._add(
            lib.llama_sampler_init_penalties(vocabulary, last, repeat, frequency, presence)
        )

    def dry(
        self, vocabulary: Vocabulary, multiplier: float, base: float, allowed: int, last: int
    ) -> Sampler:
        """Make it less likely that a run of tokens is said again ("don't repeat yourself").

        A token that would make a repeated run of n > ALLOWED tokens longer loses
        MULTIPLIER * BASE ** (n - ALLOWED) of its logit; runs end at the breakers.
        """
        breakers = (ctypes.c_char_p * len(_BREAKERS))(*_BREAKERS)
        return self._add(
            lib.llama_sampler_init_dry(
                vocabulary.handle, multiplier, base, allowed, last, breakers, len(_BREAKERS)
            )
        )

    def grammar(self, vocabulary: Vocabulary, rules: str) -> Sampler:
        """Keep what RULES (GBNF, beginning with `root`) allow. Raises EngineError for bad rules."""
        handle = lib.llama_sampler_init_grammar(vocabulary.handle, rules.encode(), b"root")
        if not handle:
            raise EngineError(
                "The grammar cannot be used: llama.cpp does not understand it.",
                code="bad_grammar",
                next_step="It is written in GBNF and begins with a rule called root.",
            )
        return self._add(handle)

    def typical(self, share: float) -> Sampler:
        """Keep the tokens whose surprise is nearest to the expected, up to SHARE together."""
        return self._add(lib.llama_sampler_init_typical(share, 1))

    def top_k(self, count: int) -> Sampler:
        """Keep the COUNT likeliest."""
        return self._add(lib.llama_sampler_init_top_k(count))

    def top_p(self, share: float) -> Sampler:
        """Keep the likeliest that sum up to SHARE."""
        return self._add(lib.llama_sampler_init_top_p(share, 1))

    def min_p(self, share: float) -> Sampler:
        """Keep those at least SHARE times as likely as the likeliest."""
        return self._add(lib.llama_sampler_init_min_p(share, 1))

    def temperature(self, value: float) -> Sampler:
        """Divide the logits by VALUE."""
        return self._add(lib.llama_sampler_init_temp(value))

    def draw(self, seed: int) -> Sampler:
        """Draw by probability, with a generator seeded with SEED (32 bits)."""
        return self._add(lib.llama_sampler_init_dist(seed))

    def bias(self, biases: Iterable[tuple[int, float]], vocabulary: int) -> Sampler:
        """Add to the logits of these tokens; minus infinity forbids one."""
        given = list(biases)
        entries = (lib.llama_logit_bias * len(given))()
        for entry, (token, value) in zip(entries, given, strict=True):
            entry.token, entry.bias = token, value
        return self._add(lib.llama_sampler_init_logit_bias(vocabulary, len(given), entries))

    def _add(self, sampler: Handle) -> Sampler:
        lib.llama_sampler_chain_add(self._handle, sampler)
        return self

    def sample(self, context: Context, output: int = -1) -> int:
        """Draw the next token from the logits of OUTPUT, and remember it for the penalties."""
        token: int = lib.llama_sampler_sample(self._handle, context.handle, output)
        return token

    def close(self) -> None:
        """Free the chain."""
        if self._handle:
            lib.llama_sampler_free(self._handle)
            self._handle = None
