"""Guessing for all memories on one model: each measures by itself, a draft model is shared."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from yidesk.core.memory import Choice, Sentence
from yidesk.engine import llama
from yidesk.engine.draft import DraftModel
from yidesk.engine.reported import mapped_bytes
from yidesk.engine.speculate import Speculation

GIVEN_UP = Sentence(
    "The draft model is given up: there was not enough memory for the window beside it.", {}
)
FAILED = Sentence("The draft model has failed; answers come without it.", {})


class Guessing:
    """Makes what guesses for a memory, and holds the draft model."""

    def __init__(self, *, wanted: bool) -> None:
        """WANTED: whether anything is to be guessed at all."""
        self._wanted = wanted
        self._made: weakref.WeakSet[Speculation] = weakref.WeakSet()
        self._draft: DraftModel | None = None

    def speculation(self, chosen: Choice) -> Speculation | None:
        """For a memory of this kind; None where guessing cannot pay."""
        # With a quantised KV cache, CUDA converts all of it for every batch of several tokens.
        if not self._wanted or (chosen.gpu_layers and chosen.kv_type != "f16"):
            return None
        made = Speculation(self._draft)
        self._made.add(made)
        return made

    @property
    def draft(self) -> DraftModel | None:
        """The draft model; None without one."""
        return self._draft

    def adopt(self, draft: DraftModel, on_failure: Callable[[], None]) -> None:
        """Let DRAFT guess, and close it with this. ON_FAILURE is called when its device fails."""

        def fail() -> None:
            self._use(None)  # it is just computing, so it is closed later
            on_failure()

        self._draft = draft
        draft.on_failure = fail
        self._use(draft)

    def _use(self, draft: DraftModel | None) -> None:
        for speculation in self._made:
            speculation.use(draft)

    @property
    def contexts(self) -> list[llama.Context]:
        """The draft model's."""
        return [self._draft.context] if self._draft is not None else []

    @property
    def mapped_bytes(self) -> int:
        """Weights of the draft model that the system counts as available memory."""
        return mapped_bytes(self._draft.load_log) if self._draft is not None else 0

    def close(self) -> None:
        """Give the draft model's memory back."""
        self._use(None)
        if self._draft is not None:
            self._draft.close()
            self._draft = None
