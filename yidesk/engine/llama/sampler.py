"""How the next token is drawn: a chain of llama.cpp's samplers."""

from __future__ import annotations

from yidesk.engine.llama.binding import Handle, Tokens, lib
from yidesk.engine.llama.context import Context


class Sampler:
    """A chain of llama.cpp's samplers."""

    def __init__(self) -> None:
        self._handle = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())

    def greedy(self) -> Sampler:
        """Always take the likeliest."""
        return self._add(lib.llama_sampler_init_greedy())

    def penalties(self, vocabulary: int, last: int, repeat: float) -> Sampler:
        """Divide the logits of the LAST tokens by REPEAT."""
        return self._add(lib.llama_sampler_init_penalties(vocabulary, last, repeat, 0.0, 0.0))

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

    def forbid(self, tokens: Tokens, vocabulary: int) -> Sampler:
        """Never take one of TOKENS."""
        biases = (lib.llama_logit_bias * len(tokens))()
        for bias, token in zip(biases, tokens, strict=True):
            bias.token, bias.bias = int(token), float("-inf")
        return self._add(lib.llama_sampler_init_logit_bias(vocabulary, len(tokens), biases))

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
