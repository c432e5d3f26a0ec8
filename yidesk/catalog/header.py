"""What the header of a GGUF file says, and what follows from it: sizes, shapes, the tokenizer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from yidesk.catalog.cursor import Source
from yidesk.catalog.ggml import ELEMENT_TYPES, QUANTIZATIONS

_POOLINGS = (1, 2, 3)
"""How one vector is made of a text: the mean, the first or the last one (llama.h)."""
_LAYER = re.compile(r"blk\.(\d{1,5})\.")

Scalar = int | float | bool | str


@dataclass(frozen=True, slots=True)
class Array:
    """Where an array lies, and its numbers when they are few."""

    type: int
    count: int
    offset: int
    """Of its first element, from the start of the file."""
    numbers: tuple[int | float | bool, ...] | None = None


@dataclass(frozen=True, slots=True)
class Tensor:
    """An entry of the tensor table."""

    name: str
    dimensions: tuple[int, ...]
    """The innermost first, as the file has them."""
    type: int
    offset: int
    """From the start of the weights."""
    size: int
    """Bytes; 0 when the element type is not known."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """What the file says about its tokenizer; None where it says nothing."""

    model: str | None
    """`llama` is SentencePiece (Yi's), `gpt2` is byte-pair encoding."""
    size: int
    """Tokens in the vocabulary."""
    bos: int | None
    eos: int | None
    add_bos: bool | None
    add_space_prefix: bool | None
    chat_template: str | None


@dataclass(frozen=True, slots=True)
class Split:
    """Which piece of a split model this file is."""

    number: int
    """From 0."""
    count: int


@dataclass(frozen=True)
class Header:
    """A file's metadata and tensor table, and what follows from them."""

    source: Source
    version: int
    metadata: Mapping[str, Scalar]
    """Numbers and texts by key; texts above 1 MiB are left out."""
    arrays: Mapping[str, Array]
    tensors: tuple[Tensor, ...] = field(repr=False)
    data_offset: int
    """Where the weights begin."""

    @property
    def architecture(self) -> str:
        """`llama` for every Yi; empty when the file does not say."""
        return self.text("general.architecture") or ""

    @property
    def name(self) -> str:
        """What its maker called it; may be empty."""
        return self.text("general.name") or ""

    @cached_property
    def quantization(self) -> str:
        """`Q4_K_M` and the like; without a declared one, the type that most bytes have."""
        declared = self.integer("general.file_type")
        if declared in QUANTIZATIONS:
            return QUANTIZATIONS[declared]
        bytes_by_type: dict[int, int] = {}
        for tensor in self.tensors:
            bytes_by_type[tensor.type] = bytes_by_type.get(tensor.type, 0) + tensor.size
        largest = max(bytes_by_type, key=lambda kind: bytes_by_type[kind], default=-1)
        return ELEMENT_TYPES[largest].name if largest in ELEMENT_TYPES else ""

    @property
    def context_length(self) -> int | None:
        """Tokens of the window it was trained for."""
        return self.integer(self.own("context_length"))

    @property
    def block_count(self) -> int | None:
        """Layers."""
        return self.integer(self.own("block_count"))

    @property
    def embedding_length(self) -> int | None:
        """Width of the hidden state."""
        return self.integer(self.own("embedding_length"))

    @property
    def feed_forward_length(self) -> int | None:
        """Width of the feed-forward part."""
        return self._first(self.own("feed_forward_length"))

    @property
    def head_count(self) -> int | None:
        """Attention heads."""
        return self._first(self.own("attention.head_count"))

    @property
    def kv_head_count(self) -> int | None:
        """KV heads of the first layer; as many as heads when the file does not say."""
        return self._first(self.own("attention.head_count_kv")) or self.head_count

    @property
    def head_size(self) -> int | None:
        """Numbers in one key vector of one head."""
        declared = self.integer(self.own("attention.key_length"))
        if declared is not None:
            return declared
        width, heads = self.embedding_length, self.head_count
        return width // heads if width and heads else None

    @property
    def rope_base(self) -> float | None:
        """Base of the rotary position embedding."""
        return self.number(self.own("rope.freq_base"))

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer's facts."""
        tokens = self.arrays.get("tokenizer.ggml.tokens")
        return Tokenizer(
            model=self.text("tokenizer.ggml.model"),
            size=tokens.count if tokens else 0,
            bos=self.integer("tokenizer.ggml.bos_token_id"),
            eos=self.integer("tokenizer.ggml.eos_token_id"),
            add_bos=self._flag("tokenizer.ggml.add_bos_token"),
            add_space_prefix=self._flag("tokenizer.ggml.add_space_prefix"),
            chat_template=self.text("tokenizer.chat_template"),
        )

    @property
    def embeds(self) -> bool:
        """Whether it was made to turn texts into vectors."""
        return self._pooling in _POOLINGS

    @property
    def answers(self) -> bool:
        """Whether it writes text: models that embed, rank or only look both ways do not."""
        return not self._pooling and not self.architecture.endswith("bert")

    @property
    def _pooling(self) -> int:
        return self.integer(self.own("pooling_type")) or 0

    @property
    def split(self) -> Split | None:
        """None for a model in one file."""
        count = self.integer("split.count") or 0
        return Split(self.integer("split.no") or 0, count) if count > 1 else None

    @cached_property
    def weights_bytes(self) -> int:
        """Bytes of all tensors in this file."""
        return sum(tensor.size for tensor in self.tensors)

    @cached_property
    def bytes_by_layer(self) -> Mapping[int, int]:
        """Bytes of the tensors that belong to each layer."""
        layers: dict[int, int] = {}
        for tensor in self.tensors:
            if match := _LAYER.match(tensor.name):
                layer = int(match[1])
                layers[layer] = layers.get(layer, 0) + tensor.size
        return layers

    @property
    def bytes_outside_layers(self) -> int:
        """Bytes of the embeddings, the output and its norm."""
        return self.weights_bytes - sum(self.bytes_by_layer.values())

    @cached_property
    def expected_size(self) -> int:
        """Bytes the file must at least have."""
        end = max((tensor.offset + tensor.size for tensor in self.tensors), default=0)
        return self.data_offset + end

    @property
    def whole(self) -> bool:
        """Whether the file is as long as its tensor table says."""
        return self.source.size >= self.expected_size

    def own(self, key: str) -> str:
        """The full name of a key that belongs to this architecture."""
        return f"{self.architecture}.{key}"

    def integer(self, key: str) -> int | None:
        """A whole number; None when there is none under the key."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        """A number, whole or not."""
        value = self.metadata.get(key)
        return float(value) if isinstance(value, int | float) else None

    def text(self, key: str) -> str | None:
        """A text."""
        value = self.metadata.get(key)
        return value if isinstance(value, str) else None

    def _flag(self, key: str) -> bool | None:
        value = self.metadata.get(key)
        return value if isinstance(value, bool) else None

    def _first(self, key: str) -> int | None:
        """A number that some architectures give by layer."""
        array = self.arrays.get(key)
        if array and array.numbers:
            return int(array.numbers[0])
        return self.integer(key)
