"""A draft model: a small model of the same vocabulary that says beforehand what a large one may.

It need not know the document. It sees the last few hundred tokens, and what the large model says
behind them, in a window of its own that begins anew when it is full: 200,000 tokens of document
cost it nothing. What it guesses is what it thinks likelier than not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from yidesk.engine import llama
from yidesk.engine.ngram import Tokens

WINDOW = 2_048
"""Tokens that it sees at most."""
TAIL = 128
"""Tokens that it reads when it begins anew: the question, and how the answer began. Where it would
have to catch up more than that, it begins anew."""
BATCH = 128
CONFIDENCE = 0.5
"""What it holds for less probable than this is not guessed: verifying that costs too."""


class DraftModel:
    """Guesses behind any text; one text at a time."""

    def __init__(
        self, model: llama.Model, context: llama.Context, *, confidence: float = CONFIDENCE
    ) -> None:
        """CONTEXT is one of MODEL's, for nothing else. Both are closed with this."""
        self._model = model
        self.context = context
        self._ends = model.vocabulary.ends
        self._confidence = confidence
        self._first = 0
        """Where in the text its window begins."""
        self._held = np.zeros(context.window, np.int32)
        self._count = 0
        self.computed = 0
        """Tokens that it has evaluated, ever."""
        self.on_failure: Callable[[], None] = lambda: None
        """Called when the device fails: it is not to be asked again."""

    @property
    def load_log(self) -> tuple[str, ...]:
        """What llama.cpp said of the memory that it takes."""
        return self._model.load_log + self.context.load_log

    def catch_up(self, ids: Tokens, last: int) -> bool:
        """Read on in the text of IDS and LAST up to its end. False: `abort`, or `on_failure`."""
        text = self._unread(ids, last)
        size = self.context.batch
        parts = (text[start : start + size] for start in range(0, len(text), size))
        return all(map(self._evaluate, parts))

    def guess(self, most: int) -> list[int]:
        """At most MOST tokens that may follow what was caught up with."""
        guesses: list[int] = []
        while len(guesses) < most:
            token, probability = self._likeliest()
            if not probability >= self._confidence:
                break
            guesses.append(token)
            if token in self._ends or len(guesses) == most:
                break
            if not self._evaluate(np.array([token], np.int32)):
                break
        return guesses

    def _unread(self, ids: Tokens, last: int) -> Tokens:
        """What is to be evaluated; memory holds what stands before it. Never longer than TAIL."""
        end = len(ids) + 1
        room = self.context.window - self.context.batch  # for guesses, too
        known = 0
        if self._first < end <= self._first + room:
            text = np.append(ids[self._first :], np.int32(last))
            held = self._held[: min(self._count, len(text) - 1)]
            different = np.flatnonzero(held != text[: len(held)])
            known = int(different[0]) if len(different) else len(held)
        if not known or end - self._first - known > TAIL:
            self._first, known = max(0, end - TAIL), 0
            text = np.append(ids[self._first :], np.int32(last))
        self.context.forget(known)
        self._count = known
        return text[known:]

    def _evaluate(self, tokens: Tokens) -> bool:
        status = self.context.decode(tokens, self._count)
        if status is not llama.Status.OK:
            self._count = self.context.end
            if status is not llama.Status.ABORTED:
                self.on_failure()
            return False
        self._held[self._count : self._count + len(tokens)] = tokens
        self._count += len(tokens)
        self.computed += len(tokens)
        return True

    def _likeliest(self) -> tuple[int, float]:
        """The likeliest next token, and its probability; no number where nonsense is computed."""
        self.context.wait()
        logits = self.context.logits()
        token = int(logits.argmax())
        return token, 1.0 / float(np.exp(logits - logits[token]).sum())

    def close(self) -> None:
        """Free the memory."""
        self.context.close()
        self._model.close()
