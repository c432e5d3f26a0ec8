"""The shape of a catalogue entry's file before any byte of it is here, and without a network.

Once the hub can be asked, the file's own header says it exactly (Hub.header, shape_of).
"""

from __future__ import annotations

from yidesk.catalog.catalog import Entry, Variant
from yidesk.catalog.ggml import ELEMENT_TYPES, ElementType
from yidesk.core.memory import Shape

HEADER_BYTES = 1_700_000
"""Of a file with Yi's vocabulary of 64,000 tokens."""
_BY_NAME = {element.name: element for element in ELEMENT_TYPES.values()}


def expected_shape(entry: Entry, variant: Variant) -> Shape:
    """The shape, as far as it follows from the family and the file's size: within 1 %."""
    own = entry.shape
    elements = own.vocabulary * own.width
    input_bytes = _bytes(elements, _embedding_type(variant.quantization))
    output_bytes = _bytes(elements, _output_type(variant.quantization)) + 4 * own.width
    layers = max(0, variant.bytes - HEADER_BYTES - input_bytes - output_bytes)
    each, rest = divmod(layers, own.layers)
    return Shape(
        name=variant.file,
        layers=own.layers,
        embedding=own.width,
        heads=own.heads,
        kv_heads=own.kv_heads,
        head_size=own.width // own.heads,
        feed_forward=own.feed_forward,
        vocabulary=own.vocabulary,
        trained_context=entry.window,
        layer_bytes=(each + rest, *(each for _ in range(own.layers - 1))),
        input_bytes=input_bytes,
        output_bytes=output_bytes,
    )


def _bytes(elements: int, kind: ElementType) -> int:
    return elements // kind.block_elements * kind.block_bytes


def _embedding_type(quantization: str) -> ElementType:
    """Q4_K_M and Q4_K_S are mixes around Q4_K, IQ3_M and its like around IQ3_S."""
    start = quantization.split("_", maxsplit=1)[0]
    names = (quantization, f"{start}_K", f"{start}_S")
    return next((_BY_NAME[name] for name in names if name in _BY_NAME), _BY_NAME["F16"])


def _output_type(quantization: str) -> ElementType:
    """llama-quant.cpp: the output keeps at least 6 bits."""
    return _BY_NAME[quantization] if quantization in {"Q8_0", "F16"} else _BY_NAME["Q6_K"]
