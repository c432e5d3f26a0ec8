"""How long a model would take to read, judged by what was read on this computer.

Reading is bound by arithmetic: two operations for each weight and token, whatever its storage. So
tokens per second, times the number of weights, is about the same for all models that run on the
same processor; attention adds to it with the length, and small models reach less of it. What is
said is therefore "about", and by which model it was judged.
"""

from __future__ import annotations

import contextlib
import threading
from math import prod
from pathlib import Path

import msgspec
from msgspec import Struct

from yidesk.catalog import gguf
from yidesk.core.errors import ModelError
from yidesk.core.types import EngineInfo, Timings, Usage

FEWEST = 256
"""Tokens that must have been evaluated for their speed to mean something."""
PAGES = 100
PAGE_TOKENS = 600
"""Of a full page of English; a Chinese one has about as many."""


class Measured(Struct, frozen=True):
    """One reading."""

    model: str
    weights_per_second: float
    """Weights times tokens per second."""


class Speeds:
    """The fastest reading on the processor, and on the GPU. Safe from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: dict[str, Measured] = {}
        with contextlib.suppress(OSError, msgspec.DecodeError):
            self._known = msgspec.json.decode(path.read_bytes(), type=dict[str, Measured])

    def note(self, info: EngineInfo, usage: Usage, timings: Timings) -> None:
        """Take a reading that has just ended; one that is too short tells nothing."""
        place = _place(info.gpu_layers, info.total_layers)
        if place is None or usage.evaluated_tokens < FEWEST or not timings.prompt_tokens_per_s:
            return
        try:
            header = gguf.read_header(Path(info.path))
        except ModelError:
            return
        weights = sum(prod(tensor.dimensions) for tensor in header.tensors)
        speed = Measured(info.model, weights * timings.prompt_tokens_per_s)
        with self._lock:
            known = self._known.get(place)
            if known is None or speed.weights_per_second > known.weights_per_second:
                self._known[place] = speed
                self._save()

    def hundred_pages(self, weights: int, gpu_layers: int, layers: int) -> tuple[float, str] | None:
        """Seconds for a hundred pages, and the model this is judged by; None: not measured."""
        place = _place(gpu_layers, layers)
        with self._lock:
            known = self._known.get(place) if place else None
        if known is None or known.weights_per_second <= 0:
            return None
        return PAGES * PAGE_TOKENS * weights / known.weights_per_second, known.model

    def _save(self) -> None:
        with contextlib.suppress(OSError):  # it will be measured again
            self._path.write_bytes(msgspec.json.encode(self._known))


def _place(gpu_layers: int, layers: int) -> str | None:
    """Where all of it runs; a model that is split tells nothing about either."""
    if gpu_layers == 0:
        return "processor"
    return "gpu" if gpu_layers >= layers else None
