"""What the catalogue alone says of a model's memory, beside a file with the real tensor table."""

from __future__ import annotations

import functools

import pytest

from tests.models.gguf_writer import YI_6B, YI_9B, YI_34B, yi
from yidesk.catalog import catalog, gguf
from yidesk.catalog.cursor import BytesSource
from yidesk.catalog.expected import expected_shape
from yidesk.catalog.shape import shape_of

FAMILIES = {32: YI_6B, 48: YI_9B, 60: YI_34B}
ENTRIES = catalog.load().models


WRITABLE = [
    (entry, variant)
    for entry in ENTRIES
    for variant in entry.files
    if variant.quantization in {"Q4_K_M", "Q6_K"}
]


@functools.cache
def real_shape(layers, quantization):
    model = yi(FAMILIES[layers], quantization=quantization)
    return shape_of(gguf.read(BytesSource("real.gguf", model.header)))


@pytest.mark.parametrize(("entry", "variant"), WRITABLE)
def test_it_agrees_with_the_header(entry, variant):
    real = real_shape(entry.shape.layers, variant.quantization)
    said = expected_shape(entry, variant)
    assert said.weights_bytes == pytest.approx(real.weights_bytes, rel=0.01)
    assert said.input_bytes == real.input_bytes
    assert said.output_bytes == real.output_bytes
    assert (said.layers, said.kv_heads, said.head_size) == (
        real.layers,
        real.kv_heads,
        real.head_size,
    )


# GiB of KV memory at 200,000 tokens in f16, q8_0 and q4_0 (f16 as in the official log of Yi-6B:
# 128 MiB for 2,048 tokens)
KV_GIB = {
    "yi-6b-200k": (12.21, 6.48, 3.43),
    "faro-yi-9b-200k": (18.31, 9.73, 5.15),
    "yi-34b-200k": (45.78, 24.32, 12.87),
}


@pytest.mark.parametrize(("name", "gigabytes"), KV_GIB.items())
def test_kv_memory_follows_from_it(name, gigabytes):
    entry = catalog.load().find(name)
    shape = expected_shape(entry, entry.files[0])
    numbers = shape.layers * shape.kv_heads * shape.head_size * 2 * 200_000
    for per_element, expected in zip((2, 34 / 32, 18 / 32), gigabytes, strict=True):
        assert numbers * per_element / 2**30 == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_file_has_a_possible_shape(entry):
    for variant in entry.files:
        shape = expected_shape(entry, variant)
        assert len(shape.layer_bytes) == shape.layers
        assert min(shape.layer_bytes) > 20_000_000
        assert shape.weights_bytes <= variant.bytes
