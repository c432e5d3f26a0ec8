"""What will fit: the window, the KV type, the layers on the GPU and the batch.

KV bytes per token = layers x KV heads x head size x 2 (K and V) x bytes per element, with f16 = 2,
q8_0 = 34/32 and q4_0 = 18/32 bytes (ggml block sizes). Yi-6B at 2,048 tokens takes 128 MiB in
f16, as llama.cpp's own log says.
"""

from __future__ import annotations

from dataclasses import dataclass

import psutil

from yidesk.core.errors import ModelError
from yidesk.core.types import EngineOptions

BYTES_PER_ELEMENT = {"f16": 2.0, "q8_0": 34 / 32, "q4_0": 18 / 32}
AUTOMATIC_KV_TYPES = ("f16", "q8_0")
"""In order of preference; q4_0 only where a person asks for it."""
MARGIN_BYTES = 1 << 30
"""Left free for the rest of the computer."""
SMALL_WINDOW = 32_768
"""Up to here a CPU computes without flash attention, which it does faster (44 against 26
tokens/s at depth 3,900 on the demonstration model); beyond, the compute buffer grows too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What of a model decides its memory."""

    layers: int
    heads: int
    kv_heads: int
    head_size: int
    trained_context: int

    def kv_bytes_per_token(self, kv_type: str) -> float:
        """Bytes of KV memory one token takes."""
        return self.layers * self.kv_heads * self.head_size * 2 * BYTES_PER_ELEMENT[kv_type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to make the context."""

    window: int
    kv_type: str
    flash_attention: bool
    batch: int
    threads: int


def make(
    shape: Shape, options: EngineOptions, *, free_bytes: int, on_gpu: bool, threads: int
) -> Plan:
    """The largest window up to the trained one that fits FREE_BYTES, or the one asked for.

    FREE_BYTES is what is free after the weights. Raises ModelError when it is not enough.
    """
    wanted = options.context or shape.trained_context
    types = AUTOMATIC_KV_TYPES if options.kv_type == "auto" else (options.kv_type,)
    budget = max(0, free_bytes - MARGIN_BYTES)
    for kv_type in types:
        plan = _with(options, wanted, kv_type, on_gpu=on_gpu, threads=threads)
        if _bytes(shape, plan) <= budget:
            return plan
    kv_type = types[-1]
    window = _largest(shape, options, kv_type, budget, on_gpu=on_gpu, threads=threads)
    if options.context is not None or window < 512:
        raise _too_large(shape, wanted, kv_type, free_bytes)
    return _with(options, window, kv_type, on_gpu=on_gpu, threads=threads)


def _with(options: EngineOptions, window: int, kv_type: str, *, on_gpu: bool, threads: int) -> Plan:
    return Plan(
        window=window,
        kv_type=kv_type,
        # A quantised V cache is refused without it.
        flash_attention=on_gpu or kv_type != "f16" or window > SMALL_WINDOW,
        batch=options.read_ahead_batch,
        threads=threads,
    )


def _bytes(shape: Shape, plan: Plan) -> float:
    """KV memory and compute buffer: the mask with flash attention, the scores without it."""
    kv = plan.window * shape.kv_bytes_per_token(plan.kv_type)
    per_cell = 2 if plan.flash_attention else 4 * shape.heads
    return kv + plan.batch * plan.window * per_cell + (192 << 20)


def _largest(
    shape: Shape, options: EngineOptions, kv_type: str, budget: float, *, on_gpu: bool, threads: int
) -> int:
    """The largest multiple of 256 that fits, by halving."""
    low, high = 0, shape.trained_context // 256
    while low < high:
        middle = (low + high + 1) // 2
        plan = _with(options, middle * 256, kv_type, on_gpu=on_gpu, threads=threads)
        low, high = (middle, high) if _bytes(shape, plan) <= budget else (low, middle - 1)
    return low * 256


def _too_large(shape: Shape, window: int, kv_type: str, free_bytes: int) -> ModelError:
    need = window * shape.kv_bytes_per_token(kv_type) + MARGIN_BYTES
    return ModelError(
        "A window of {window} tokens needs {need} GB beside the model, {free} GB are free.",
        code="window_too_large",
        next_step="Choose a smaller window or a smaller KV type.",
        window=window,
        need=round(need / 1e9, 1),
        free=round(free_bytes / 1e9, 1),
    )


def threads(wanted: int | None) -> int:
    """Threads to compute with: physical cores, as far as this process may use them."""
    if wanted:
        return wanted
    try:
        allowed = len(psutil.Process().cpu_affinity())
    except AttributeError:  # macOS has no affinity
        allowed = psutil.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or allowed
    return max(1, min(physical, allowed))


def free_memory() -> int:
    """Bytes of main memory that programs can have without swapping."""
    return int(psutil.virtual_memory().available)
