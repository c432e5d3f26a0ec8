"""Writes GGUF files: small ones that llama.cpp loads, sparse ones with a real model's shape.

    tiny(path)              a Yi-like model with random weights, 16 MB, loads at once
    sparse(path, YI_34B)    the header and the size of a Yi-34B-200K Q4_K_M, no weights
    model = yi(TINY); model.metadata["llama.block_count"] = U32(0); model.write(path)

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3, little-endian. It does
not use the program's own reader, so that each can find the other's faults.
"""

from __future__ import annotations

import functools
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.models.vocabulary import BOS, EOS, SIZE, Vocabulary, yi_like

Weights = npt.NDArray[Any]
ALIGNMENT = 32
CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content']"
    " + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}"
    "{% endif %}"
)

GGML_TYPES = {
    "F32": (0, 1, 4), "F16": (1, 1, 2), "Q4_0": (2, 32, 18), "Q8_0": (8, 32, 34),
    "Q4_K": (12, 256, 144), "Q5_K": (13, 256, 176), "Q6_K": (14, 256, 210),
}  # fmt: skip
"""Name -> (number in the file, elements in a block, bytes of a block)."""
FILE_TYPES = {"F16": 1, "Q4_0": 2, "Q8_0": 7, "Q4_K_M": 15, "Q6_K": 18}


@dataclass(frozen=True)
class Value:
    """A metadata value: the number of its type and its bytes."""

    type: int
    content: bytes


def U32(number: int) -> Value:  # noqa: N802 - named as the format names them
    return Value(4, struct.pack("<I", number))


def I32(number: int) -> Value:  # noqa: N802
    return Value(5, struct.pack("<i", number))


def F32(number: float) -> Value:  # noqa: N802
    return Value(6, struct.pack("<f", number))


def Bool(yes: bool) -> Value:  # noqa: N802
    return Value(7, struct.pack("<?", yes))


def String(text: str | bytes) -> Value:  # noqa: N802
    return Value(8, _string(text))


def Strings(texts: Sequence[str | bytes]) -> Value:  # noqa: N802
    return Value(9, struct.pack("<IQ", 8, len(texts)) + b"".join(map(_string, texts)))


def Floats(numbers: Sequence[float]) -> Value:  # noqa: N802
    return Value(9, struct.pack("<IQ", 6, len(numbers)) + np.asarray(numbers, "<f4").tobytes())


def Integers(numbers: Sequence[int]) -> Value:  # noqa: N802
    return Value(9, struct.pack("<IQ", 5, len(numbers)) + np.asarray(numbers, "<i4").tobytes())


def _string(text: str | bytes) -> bytes:
    content = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(content)) + content


@dataclass(frozen=True)
class Shape:
    """What of a llama-architecture model decides its tensors."""

    name: str
    layers: int
    embedding: int
    heads: int
    kv_heads: int
    feed_forward: int
    context: int = 200_000
    rope_base: float = 5_000_000.0
    epsilon: float = 1e-5

    @property
    def kv_width(self) -> int:
        return self.embedding // self.heads * self.kv_heads


TINY = Shape("Tiny", 2, 64, 2, 1, 128, context=4_096)
YI_6B = Shape("Yi-6B-200K", 32, 4_096, 32, 4, 11_008)
YI_9B = Shape("Yi-9B-200K", 48, 4_096, 32, 4, 11_008, context=262_144, rope_base=1e7, epsilon=1e-6)
YI_34B = Shape("Yi-34B-200K", 60, 7_168, 56, 8, 20_480)


@dataclass(frozen=True)
class Tensor:
    """An entry of the tensor table; the innermost dimension comes first."""

    name: str
    dimensions: tuple[int, ...]
    type: str

    @property
    def bytes(self) -> int:
        _, elements, size = GGML_TYPES[self.type]
        return prod(self.dimensions) // elements * size


@dataclass
class Model:
    """A GGUF file to be; a test may change anything before it is written."""

    metadata: dict[str, Value]
    tensors: list[Tensor] = field(default_factory=list)
    version: int = 3

    @property
    def header(self) -> bytes:
        """Everything before the weights, padded."""
        parts = [b"GGUF", struct.pack("<IQQ", self.version, len(self.tensors), len(self.metadata))]
        for key, value in self.metadata.items():
            parts += [_string(key), struct.pack("<I", value.type), value.content]
        offset = 0
        for tensor in self.tensors:
            parts.append(_string(tensor.name))
            parts.append(struct.pack("<I", len(tensor.dimensions)))
            parts.append(struct.pack(f"<{len(tensor.dimensions)}q", *tensor.dimensions))
            parts.append(struct.pack("<IQ", GGML_TYPES[tensor.type][0], offset))
            offset += _padded(tensor.bytes)
        header = b"".join(parts)
        return header.ljust(_padded(len(header)), b"\0")

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return len(self.header) + sum(_padded(tensor.bytes) for tensor in self.tensors)

    def write(
        self, path: Path, *, seed: int = 0, change: Callable[[str, Weights], None] | None = None
    ) -> Path:
        """With random weights, the same ones for the same seed; F32 tensors (norms) are ones.

        CHANGE may change a tensor's weights, given by its name, in place; shape (rows, columns).
        """
        random = np.random.default_rng(seed)
        with path.open("wb") as file:
            file.write(self.header)
            for tensor in self.tensors:
                weights = _weights(tensor, random)
                if change is not None:
                    change(tensor.name, weights)
                file.write(weights.tobytes().ljust(_padded(tensor.bytes), b"\0"))
        return path

    def write_sparse(self, path: Path) -> Path:
        """With a hole for the weights: the right size, hardly any disk."""
        path.write_bytes(self.header)
        os.truncate(path, self.size)
        return path


def _padded(size: int) -> int:
    return size + -size % ALIGNMENT


def _weights(tensor: Tensor, random: np.random.Generator) -> Weights:
    shape = tensor.dimensions[::-1]
    if tensor.type == "F32":
        return np.ones(shape, "<f4")
    if tensor.type == "F16":
        return (random.standard_normal(shape, np.float32) * 0.05).astype("<f2")
    raise NotImplementedError(f"no random weights in {tensor.type}; write it sparse")


def yi(
    shape: Shape = TINY,
    *,
    quantization: str = "F16",
    vocabulary: Vocabulary | None = None,
    template: str | None = CHATML,
) -> Model:
    """A model of that shape, with the keys and tensors that conversions of Yi have."""
    tokenizer = _tokenizer(vocabulary) if vocabulary else _yis_tokenizer()
    metadata = _hyperparameters(shape, quantization) | tokenizer
    pieces = len(vocabulary.pieces) if vocabulary else SIZE
    if template is not None:
        metadata["tokenizer.chat_template"] = String(template)
    return Model(metadata, [*_tensors(shape, quantization, pieces)])


def tiny(path: Path, *, vocabulary: Vocabulary | None = None, seed: int = 0) -> Path:
    """Write a model that llama.cpp loads and runs in milliseconds; its answers are noise."""
    return yi(TINY, vocabulary=vocabulary).write(path, seed=seed)


def sparse(path: Path, shape: Shape, quantization: str = "Q4_K_M") -> Path:
    """Write a file with the header and the size of a real Yi model, and no weights."""
    return yi(shape, quantization=quantization).write_sparse(path)


def _hyperparameters(shape: Shape, quantization: str) -> dict[str, Value]:
    return {
        "general.architecture": String("llama"),
        "general.name": String(shape.name),
        "general.file_type": U32(FILE_TYPES[quantization]),
        "llama.context_length": U32(shape.context),
        "llama.embedding_length": U32(shape.embedding),
        "llama.block_count": U32(shape.layers),
        "llama.feed_forward_length": U32(shape.feed_forward),
        "llama.attention.head_count": U32(shape.heads),
        "llama.attention.head_count_kv": U32(shape.kv_heads),
        "llama.attention.layer_norm_rms_epsilon": F32(shape.epsilon),
        "llama.rope.freq_base": F32(shape.rope_base),
        "llama.rope.dimension_count": U32(shape.embedding // shape.heads),
    }


@functools.cache
def _yis_tokenizer() -> dict[str, Value]:
    """Made once: 64,000 pieces take a moment."""
    return _tokenizer(yi_like())


def _tokenizer(vocabulary: Vocabulary) -> dict[str, Value]:
    return {
        "tokenizer.ggml.model": String("llama"),
        "tokenizer.ggml.tokens": Strings(vocabulary.pieces),
        "tokenizer.ggml.scores": Floats(vocabulary.scores),
        "tokenizer.ggml.token_type": Integers(vocabulary.types),
        "tokenizer.ggml.bos_token_id": U32(BOS),
        "tokenizer.ggml.eos_token_id": U32(EOS),
        "tokenizer.ggml.unknown_token_id": U32(0),
        "tokenizer.ggml.add_bos_token": Bool(False),
        "tokenizer.ggml.add_eos_token": Bool(False),
        "tokenizer.ggml.add_space_prefix": Bool(False),
    }


def _tensors(shape: Shape, quantization: str, pieces: int) -> Iterator[Tensor]:
    usual, better = ("Q4_K", "Q6_K") if quantization == "Q4_K_M" else (quantization, quantization)
    width = shape.embedding
    yield Tensor("token_embd.weight", (width, pieces), usual)
    for layer in range(shape.layers):
        mixed = better if _is_important(layer, shape.layers) else usual
        yield Tensor(f"blk.{layer}.attn_norm.weight", (width,), "F32")
        yield Tensor(f"blk.{layer}.attn_q.weight", (width, width), usual)
        yield Tensor(f"blk.{layer}.attn_k.weight", (width, shape.kv_width), usual)
        yield Tensor(f"blk.{layer}.attn_v.weight", (width, shape.kv_width), mixed)
        yield Tensor(f"blk.{layer}.attn_output.weight", (width, width), usual)
        yield Tensor(f"blk.{layer}.ffn_norm.weight", (width,), "F32")
        yield Tensor(f"blk.{layer}.ffn_gate.weight", (width, shape.feed_forward), usual)
        yield Tensor(f"blk.{layer}.ffn_down.weight", (shape.feed_forward, width), mixed)
        yield Tensor(f"blk.{layer}.ffn_up.weight", (width, shape.feed_forward), usual)
    yield Tensor("output_norm.weight", (width,), "F32")
    yield Tensor("output.weight", (width, pieces), better)


def _is_important(layer: int, layers: int) -> bool:
    """Which layers Q4_K_M gives more bits (llama.cpp, use_more_bits in llama-quant.cpp)."""
    eighth = layers // 8
    return layer < eighth or layer >= 7 * eighth or (layer - eighth) % 3 == 2
