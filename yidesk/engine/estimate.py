"""What a choice will take, by formula: for files that are not here, and for a fast start.

Weights are the header's; KV memory is exact:

    KV = cells x layers x KV heads x head size x 2 (K and V) x bytes per element

The compute buffer is what ggml's allocator needs at the widest place of the graph. Three places
compete: the logits, the feed-forward part, and attention, which without flash attention holds a
score for every head, token of the batch and cell. `dry_run` measures the same with llama.cpp;
benchmarks/memory_plan.py compares both with a real allocation.
"""

from __future__ import annotations

from yidesk.core.memory import Choice, Need, Shape, Share

BYTES_PER_ELEMENT = {"f16": 2.0, "q8_0": 34 / 32, "q4_0": 18 / 32}
"""By KV type: ggml's block sizes."""
PADDING = 256
"""llama.cpp rounds a window up to a multiple of this (llama-context.cpp)."""
SEQUENCES = 8
"""What `llama.Context` asks for; each has one row of logits."""
MASK_BYTES, MASK_BYTES_PLAIN = 2, 4
"""An element of the attention mask, with flash attention and without."""


def cells_of(window: int) -> int:
    """Tokens that the KV memory of WINDOW really has."""
    return -(-window // PADDING) * PADDING


def kv_bytes(shape: Shape, window: int, kv_type: str) -> int:
    """KV memory of all layers."""
    per_cell = shape.layers * shape.kv_heads * shape.head_size * 2 * BYTES_PER_ELEMENT[kv_type]
    return int(cells_of(window) * per_cell)


def estimate(shape: Shape, choice: Choice, *, gpus: int = 1) -> Need:
    """What CHOICE takes; GPUS: how many of them the layers are spread over."""
    on_gpu = min(choice.gpu_layers, shape.total_layers)
    weights = split_weights(shape, on_gpu)
    kv = kv_bytes(shape, choice.window, choice.kv_type)
    kv_on_gpu = kv * max(0, on_gpu - 1) // shape.layers
    compute_gpu, compute_main = _compute(shape, choice, on_gpu)
    return Need(
        gpu=Share(weights=weights[0], kv=kv_on_gpu, compute=compute_gpu * gpus),
        main=Share(
            weights=weights[1],
            kv=kv - kv_on_gpu,
            compute=compute_main,
            output=SEQUENCES * shape.vocabulary * 4,
        ),
    )


def split_weights(shape: Shape, gpu_layers: int) -> tuple[int, int]:
    """Bytes of weights on the GPU and in main memory.

    llama.cpp offloads from the end: the output first, then the last layers.
    """
    on_gpu = min(gpu_layers, shape.total_layers)
    if on_gpu <= 0:
        return 0, shape.weights_bytes
    there = shape.output_bytes + sum(shape.layer_bytes[shape.layers - (on_gpu - 1) :])
    copy = shape.input_bytes if shape.tied else 0
    return there + copy, shape.weights_bytes - there


def _compute(shape: Shape, choice: Choice, on_gpu: int) -> tuple[int, int]:
    """Compute buffers of a GPU and of the processor."""
    whole = _graph(shape, choice)
    if on_gpu <= 0:
        return 0, whole
    gpu = whole
    if choice.kv_type != "f16":  # CUDA turns a layer's K and V into f16 first (fattn.cu)
        gpu += 2 * cells_of(choice.window) * shape.kv_heads * shape.head_size * 2
    if on_gpu < shape.total_layers:  # a batch's weights are brought over, layer by layer
        return gpu + max(shape.layer_bytes, default=0), whole
    inputs = choice.batch * (shape.embedding * 4 + cells_of(choice.window) * MASK_BYTES)
    return gpu, inputs


def _graph(shape: Shape, choice: Choice) -> int:
    """The widest place of the graph for one batch: fitted to the dry run, exact within 1 MiB."""
    hidden = shape.embedding * 4
    logits = shape.vocabulary * 4 + 2 * hidden
    mask = cells_of(choice.window) * (MASK_BYTES if choice.flash_attention else MASK_BYTES_PLAIN)
    feed_forward = mask + 3 * shape.feed_forward * 4 + 4 * hidden
    if choice.kv_type != "f16":  # the rotation of K and V is not done in place
        logits += hidden
    if choice.flash_attention:
        return choice.batch * max(logits, feed_forward)
    kv_width = shape.kv_heads * shape.head_size * 4
    scores = cells_of(choice.window) * shape.heads * 4
    attention = mask + scores + 5 * hidden + 2 * kv_width
    return choice.batch * max(logits, attention)
