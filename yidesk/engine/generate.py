"""The decode loop: sample, stop, text. Nothing per token grows with the context."""

from __future__ import annotations

import codecs
import collections
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from yidesk.core.decoding import Decoding
from yidesk.core.types import FinishReason
from yidesk.engine.context import TokenMemory
from yidesk.engine.llama import Context, Sampler, Vocabulary

SEND_SECONDS = 0.03
"""Text is handed on at most this often: a screen shows no more, and a pipe costs time."""


class TextStream:
    """Token bytes to text that never splits a character and never runs past a stop text."""

    def __init__(self, stops: Iterable[str]) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._stops = tuple(filter(None, stops))
        self._starts = frozenset(stop[0] for stop in self._stops)
        self._held = ""
        self.stopped = False
        """Whether a stop text came; what follows it is dropped."""

    def feed(self, data: bytes) -> str:
        """Text that may be shown now; the start of what may become a stop text is held back."""
        return self._release(self._held + self._decode(data), final=False)

    def end(self) -> str:
        """What was held back, at the end of the answer. Half a character becomes U+FFFD."""
        return self._release(self._held + self._decode(b"", final=True), final=True)

    def _release(self, text: str, *, final: bool) -> str:
        if self.stopped:
            return ""
        if self._starts.isdisjoint(text):
            self._held = ""
            return text
        found = [place for place in map(text.find, self._stops) if place >= 0]
        if found:
            self.stopped, self._held = True, ""
            return text[: min(found)]
        keep = 0 if final else max((_overlap(text, stop) for stop in self._stops), default=0)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of TEXT that STOP begins with."""
    for length in range(min(len(text), len(stop) - 1), 0, -1):
        if stop.startswith(text[-length:]):
            return length
    return 0


@dataclass(slots=True, kw_only=True)
class Answer:
    """An answer as it grows."""

    text: str = ""
    tokens: list[int] = field(default_factory=list)
    reason: FinishReason = FinishReason.STOPPED
    first_token_at: float = 0.0
    """`time.perf_counter` at the first token; 0 when there was none."""
    seconds: float = 0.0
    """From the first token to the end."""
    computations: int = 0
    """Calls of llama_decode after the prompt; fewer than tokens where guesses were right."""
    kinds: set[str] = field(default_factory=set)
    """Where guesses came from."""
    proposed: int = 0
    """Tokens that were guessed."""
    accepted: int = 0
    """Guesses that were right."""
    cut: bool = False
    """A stop text ended the answer, so its last tokens say more than its text."""

    @property
    def per_second(self) -> float:
        """Tokens per second after the first."""
        return (len(self.tokens) - 1) / self.seconds if self.seconds > 0 else 0.0

    @property
    def decoding(self) -> Decoding:
        """In how many computations it came."""
        calls = self.computations
        return Decoding(
            kind="+".join(kind for kind in ("lookup", "draft") if kind in self.kinds),
            proposed=self.proposed,
            accepted=self.accepted,
            decode_calls=calls,
            tokens_per_call=(calls + self.accepted) / calls if calls else 0.0,
        )

    @property
    def token_bytes(self) -> bytes:
        """The ids as little-endian int32; none when they are not those of the text."""
        return b"" if self.cut else np.array(self.tokens, "<i4").tobytes()


class Generation:
    """One answer, from a memory that has just read its prompt."""

    def __init__(
        self,
        *,
        context: Context,
        memory: TokenMemory,
        vocabulary: Vocabulary,
        sampler: Sampler,
        stop_ids: frozenset[int],
        stop_texts: Iterable[str],
        max_tokens: int,
    ) -> None:
        self._context = context
        self._memory = memory
        self._vocabulary = vocabulary
        self._sampler = sampler
        self._ends = stop_ids | vocabulary.ends
        self._stream = TextStream(stop_texts)
        self._max_tokens = max_tokens
        self._speculation = memory.speculation
        self._drawn: collections.deque[int] = collections.deque()
        """Tokens that were drawn, and evaluated but for the last one, and not said yet."""
        self.answer = Answer()

    def run(self, send: Callable[[str, Answer], None], cancelled: Callable[[], bool]) -> Answer:
        """Generate until the model ends, a limit is reached or CANCELLED says so.

        SEND gets each new piece of text. Raises EngineError when the device fails; `answer` then
        holds what there is.
        """
        answer, pending, sent_at = self.answer, "", 0.0
        prompt = self._memory.count
        if self._speculation is not None:
            self._speculation.begin(prompt)
        try:
            while (reason := self._step(cancelled)) is None:
                pending += self._stream.feed(self._vocabulary.piece(answer.tokens[-1]))
                now = time.perf_counter()
                answer.seconds = now - answer.first_token_at
                if self._stream.stopped:
                    answer.cut, reason = True, FinishReason.STOP
                    break
                if pending and now - sent_at >= SEND_SECONDS:
                    self._send(send, pending)
                    pending, sent_at = "", now
            answer.reason = reason
        finally:
            self._send(send, pending + self._stream.end())
            self._memory.trim(prompt + len(answer.tokens))
        return answer

    def _send(self, send: Callable[[str, Answer], None], text: str) -> None:
        if text:
            self.answer.text += text
            send(text, self.answer)

    def _step(self, cancelled: Callable[[], bool]) -> FinishReason | None:
        """Say one more token; the reason when there is no next one.

        A token is evaluated only when the one after it is wanted, so that the last one costs no
        computation.
        """
        answer = self.answer
        if cancelled():
            return FinishReason.STOPPED
        if len(answer.tokens) >= self._max_tokens:
            return FinishReason.LENGTH
        if not self._drawn:
            reason = self._draw_some()
            if reason is not None:
                return reason
        token = self._drawn.popleft()
        if token in self._ends:
            return FinishReason.STOP
        if not answer.tokens:
            answer.first_token_at = time.perf_counter()
        answer.tokens.append(token)
        return None

    def _draw_some(self) -> FinishReason | None:
        """Evaluate the last token, with guesses behind it, and draw what follows each."""
        if not self.answer.tokens:
            self._drawn.append(self._sampler.sample(self._context))
            return None
        memory, last = self._memory, self.answer.tokens[-1]
        room = memory.window - memory.count - 1
        if room < 1:
            return FinishReason.CONTEXT_FULL
        began = time.perf_counter()
        guesses = self._guess(last, room - 1)
        if not memory.append([last, *guesses]):
            return FinishReason.STOPPED
        kept = self._draw_behind(guesses)
        if guesses:
            memory.trim(memory.count - len(guesses) + kept)
        if self._speculation is not None:
            self._speculation.learn(len(guesses), kept, time.perf_counter() - began)
        self._count(len(guesses), kept)
        memory.save_between_steps()
        return None

    def _count(self, guessed: int, kept: int) -> None:
        answer = self.answer
        answer.computations += 1
        if guessed and self._speculation is not None:
            answer.kinds.add(self._speculation.kind)
            answer.proposed += guessed
            answer.accepted += kept

    def _guess(self, last: int, room: int) -> list[int]:
        """What may follow the token LAST: ROOM of them at most."""
        if self._speculation is None:
            return []
        wanted = self._max_tokens - len(self.answer.tokens) - 1
        most = max(0, min(room, wanted, self._context.batch - 1))
        return self._speculation.guess(self._memory.ids, last, most)

    def _draw_behind(self, guesses: list[int]) -> int:
        """Draw what follows the last token and each guess that was right; returns how many were."""
        for kept, guess in enumerate(guesses):
            token = self._sampler.sample(self._context, kept - len(guesses) - 1)
            self._drawn.append(token)
            if token != guess:
                return kept
            if token in self._ends:  # nothing is said behind it, so nothing is drawn
                return kept + 1
        self._drawn.append(self._sampler.sample(self._context))
        return len(guesses)
