"""llama.cpp's own figures for a choice: it plans every buffer, says the sizes, allocates nothing.

The sizes are not in the API but in the log. A model takes about 0.1 s and a context 10 to 40 ms,
whatever their size. It belongs into the probe: a bad file ends the process.
"""

from __future__ import annotations

from pathlib import Path

from yidesk.core.memory import Choice, Need, Shape, Share
from yidesk.engine import llama
from yidesk.engine.estimate import estimate, split_weights
from yidesk.engine.reported import buffers, kv_total


class DryRun:
    """Measures choices for one file. A `plan.Measure`."""

    def __init__(self, path: Path, shape: Shape, *, most_bytes: int = 1 << 50) -> None:
        """What takes more than MOST_BYTES by formula is not tried.

        The table of cells is really allocated, and a window of a billion tokens takes seconds.
        """
        self._path = path
        self._shape = shape
        self._most_bytes = most_bytes
        self._model: llama.Model | None = None
        self._gpu_layers = -1

    def __call__(self, choice: Choice) -> Need:
        """What CHOICE takes. Raises llama.LoadError."""
        guess = estimate(self._shape, choice)
        if guess.gpu.total + guess.main.total > self._most_bytes:
            return guess
        context = llama.Context(
            self.model(choice.gpu_layers),
            window=choice.window,
            batch=choice.batch,
            flash_attention=choice.flash_attention,
            kv_type=choice.kv_type,
            threads=1,
        )
        lines = tuple(llama.log_lines)
        context.close()
        return self._need(choice, lines)

    def model(self, gpu_layers: int) -> llama.Model:
        """The model without its weights. Raises llama.LoadError."""
        if self._model is None or self._gpu_layers != gpu_layers:
            self.close()
            self._model = llama.Model(self._path, gpu_layers=gpu_layers, dry=True)
            self._gpu_layers = gpu_layers
        return self._model

    def _need(self, choice: Choice, lines: tuple[str, ...]) -> Need:
        told = tuple(buffers(lines))
        weights_gpu, weights_main = split_weights(self._shape, choice.gpu_layers)
        kv = kv_total(lines)
        layers_on_gpu = min(choice.gpu_layers, self._shape.total_layers) - 1
        kv_gpu = kv * max(0, layers_on_gpu) // self._shape.layers

        def size(kind: str, *, main: bool) -> int:
            return sum(b.bytes for b in told if b.kind == kind and b.in_main_memory is main)

        return Need(
            gpu=Share(weights=weights_gpu, kv=kv_gpu, compute=size("compute", main=False)),
            main=Share(
                weights=weights_main,
                kv=kv - kv_gpu,
                compute=size("compute", main=True),
                output=size("output", main=True),
            ),
        )

    def close(self) -> None:
        """Free what was loaded."""
        if self._model is not None:
            self._model.close()
            self._model = None
