"""How the next token is drawn: a chain of llama.cpp's samplers, and a grammar beside it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

import numpy as np

from yidesk.core.errors import EngineError
from yidesk.engine.llama.binding import Handle, Tokens, lib
from yidesk.engine.llama.context import Context
from yidesk.engine.llama.vocabulary import Vocabulary

_BREAKERS = (b"\n", b":", b'"', b"*")
"""Where a run of tokens that is said again ends (llama.cpp's own defaults)."""
_RANDOM_SEED = 0xFFFFFFFF
"""What llama.cpp takes for "choose one" (LLAMA_DEFAULT_SEED)."""
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""A llama_token_data."""


class Sampler:
    """A chain of llama.cpp's samplers, built in the order that its methods are called.

    A grammar is no part of the chain. Asking it about each of 64,000 tokens takes 8 to 29 ms, so
    a token is drawn first and only that one tested; the rest are when it is not allowed, and
    then the chain draws again from those that are (as llama.cpp's common/sampling.cpp does).
    """

    def __init__(self) -> None:
        self._handle = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        self._grammar: Handle = None
        self._candidates = _Candidates(0)
        self._looks_back = False

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
        self._looks_back = True
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
        self._looks_back = True
        breakers = (ctypes.c_char_p * len(_BREAKERS))(*_BREAKERS)
        return self._add(
            lib.llama_sampler_init_dry(
                vocabulary.handle, multiplier, base, allowed, last, breakers, len(_BREAKERS)
            )
        )

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
        """Draw by probability; the same SEED, 0 to 2**32 - 1, draws the same again."""
        return self._add(lib.llama_sampler_init_dist(0 if seed == _RANDOM_SEED else seed))

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

    def grammar(self, vocabulary: Vocabulary, rules: str) -> Sampler:
        """Draw only what RULES (GBNF, beginning with `root`) allow. Raises EngineError."""
        cut = "\0" in rules  # where C ends a text; an empty one would allow everything
        handle = lib.llama_sampler_init_grammar(vocabulary.handle, rules.encode(), b"root")
        if not handle or cut:
            lib.llama_sampler_free(handle)
            raise EngineError(
                "The grammar cannot be used: llama.cpp does not understand it.",
                code="bad_grammar",
                next_step="It is written in GBNF and begins with a rule called root.",
            )
        self._grammar = handle
        self._candidates = _Candidates(vocabulary.size)
        return self

    def remember(self, tokens: Tokens) -> None:
        """Let the penalties count TOKENS, which were not drawn here: the end of a prompt."""
        if self._looks_back:
            for token in tokens.tolist():
                lib.llama_sampler_accept(self._handle, token)

    def follow(self, tokens: Tokens) -> None:
        """Let the grammar go on behind TOKENS, the start of an answer.

        Raises EngineError when they are not what it allows.
        """
        if self._grammar is None:
            return
        for token in tokens.tolist():
            if not self._allows(token):
                raise EngineError(
                    "The answer so far is not what the grammar allows.",
                    code="grammar_broken",
                    next_step="Ask again with this grammar, or continue without it.",
                )
            lib.llama_sampler_accept(self._grammar, token)

    def sample(self, context: Context, output: int = -1) -> int:
        """Draw the next token from the logits of OUTPUT (as in `Context.logits`), and remember it.

        Raises EngineError when the grammar allows none.
        """
        if self._grammar is not None:
            return self._sample_allowed(context, output)
        token: int = lib.llama_sampler_sample(self._handle, context.handle, output)
        return token

    def _sample_allowed(self, context: Context, output: int) -> int:
        logits = context.logits(output)
        token = self._candidates.fill(logits).draw(self._handle)
        if not self._allows(token):
            token = self._candidates.fill(logits).apply(self._grammar).draw(self._handle)
        if not self._allows(token):  # accepting it would end the process
            raise EngineError(
                "The grammar leaves the model nothing to say.",
                code="grammar_dead_end",
                next_step="Allow more in the grammar, or ask without it.",
            )
        lib.llama_sampler_accept(self._grammar, token)
        lib.llama_sampler_accept(self._handle, token)
        return token

    def _allows(self, token: int) -> bool:
        alone = _Candidates(1)
        alone.entries["id"] = token
        return bool(np.isfinite(alone.apply(self._grammar).entries["logit"][0]))

    def close(self) -> None:
        """Free the samplers."""
        for handle in filter(None, (self._handle, self._grammar)):
            lib.llama_sampler_free(handle)
        self._handle = self._grammar = None


class _Candidates:
    """A llama_token_data_array in numpy's memory."""

    def __init__(self, count: int) -> None:
        self.entries = np.zeros(count, _CANDIDATE)
        self._ids = np.arange(count, dtype=np.int32)
        self._struct = lib.llama_token_data_array()
        pointer = ctypes.POINTER(lib.llama_token_data)
        self._struct.data = self.entries.ctypes.data_as(pointer)
        self._struct.size = count
        self._struct.selected = -1

    def fill(self, logits: np.ndarray) -> _Candidates:
        """Begin anew, with all tokens and their LOGITS."""
        self.entries["id"], self.entries["logit"] = self._ids, logits
        self._struct.size, self._struct.selected = len(self.entries), -1
        self._struct.sorted = False
        return self

    def apply(self, sampler: Handle) -> _Candidates:
        """Let SAMPLER remove, sort or choose."""
        lib.llama_sampler_apply(sampler, ctypes.byref(self._struct))
        return self

    def draw(self, chain: Handle) -> int:
        """The token that CHAIN chooses."""
        self.apply(chain)
        return int(self._struct.data[self._struct.selected].id)
