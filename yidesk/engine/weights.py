"""The weights of one file, and what is said when they do not come into memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from yidesk.core.errors import ModelError
from yidesk.core.memory import Plan
from yidesk.engine import llama


class Weights:
    """Loaded again when another number of layers is to be on the GPU."""

    def __init__(
        self,
        path: Path,
        overrides: Mapping[str, bool | int],
        on_progress: Callable[[float], bool],
    ) -> None:
        """ON_PROGRESS gets 0 to 1 and may return False to give up."""
        self._path = path
        self._overrides = overrides
        self._on_progress = on_progress
        self._model: llama.Model | None = None
        self._gpu_layers = 0

    def load(self, gpu_layers: int) -> llama.Model:
        """The model with so many layers on the GPU. Raises llama.LoadError.

        Contexts on it must have been closed when the number is another one than before.
        """
        if self._model is None or self._gpu_layers != gpu_layers:
            self.close()
            self._gpu_layers = gpu_layers
            self._model = llama.Model(
                self._path,
                gpu_layers=gpu_layers,
                overrides=self._overrides,
                on_progress=self._on_progress,
            )
        return self._model

    def failure(self, wanted: Plan, reason: str) -> ModelError:
        """The sentence for a load that did not come about; what was loaded is freed."""
        if self._model is None:
            return _damaged(self._path, reason)
        self.close()
        return ModelError(
            "There is not enough memory for a window of {window} tokens: {reason}.",
            code="context_memory",
            next_step="Choose a smaller window.",
            window=wanted.window,
            reason=reason.rstrip("."),
        )

    def close(self) -> None:
        """Free them."""
        if self._model is not None:
            self._model.close()
            self._model = None


def _damaged(path: Path, reason: str) -> ModelError:
    return ModelError(
        "The model file {name} cannot be loaded: {reason}.",
        code="model_damaged",
        next_step="It may be damaged or too large; download it again or choose another.",
        name=path.name,
        reason=reason.rstrip("."),
    )
