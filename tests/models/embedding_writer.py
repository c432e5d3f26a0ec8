"""Writes small embedding models that llama.cpp loads: BERT's shape, with a vocabulary of words.

    synonyms(path, "hound dog canine", "rent lease")    words of a group mean the same
    bert(pooling=0).write(path)                         anything may be changed before it is written

In `synonyms` the layers add nothing, so that the vector of a text is the mean of what its words
mean: a question finds a passage by words that it does not have, in the real engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tests.models.gguf_writer import (
    F32,
    U32,
    Bool,
    Floats,
    Integers,
    Model,
    String,
    Strings,
    Tensor,
    Value,
    Weights,
)

WIDTH, LAYERS, HEADS, FEED_FORWARD, WINDOW = 64, 2, 2, 128, 64
PAD, UNK, CLS, SEP, MASK = range(5)
MEAN = 1
_NAMED = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def bert(words: Sequence[str] = ("rent",), *, pooling: int = MEAN, window: int = WINDOW) -> Model:
    """A BERT-like model that knows WORDS; every other one is [UNK]."""
    pieces = [*_NAMED, *(f"\N{LOWER ONE EIGHTH BLOCK}{word}" for word in dict.fromkeys(words))]
    return Model(_metadata(pieces, pooling, window), [*_tensors(len(pieces), window)])


def synonyms(path: Path, *groups: str, window: int = WINDOW) -> Path:
    """A model to which the words of each of GROUPS, parted by spaces, mean the same."""
    words = [group.split() for group in groups]
    model = bert([word for group in words for word in group], window=window)
    directions = np.linalg.qr(np.random.default_rng(1).standard_normal((WIDTH, WIDTH)))[0]
    meanings = [directions[number] for number, group in enumerate(words) for _ in group]

    def change(name: str, weights: Weights) -> None:
        if name == "token_embd.weight":
            weights[: len(_NAMED)] = 0  # says nothing
            weights[len(_NAMED) :] = meanings
        elif name.endswith("norm.weight"):
            weights[:] = 1
        else:
            weights[:] = 0

    return model.write(path, change=change)


def _metadata(pieces: Sequence[str], pooling: int, window: int) -> dict[str, Value]:
    return {
        "general.architecture": String("bert"),
        "general.name": String("Tiny embedding"),
        "general.file_type": U32(1),
        "bert.context_length": U32(window),
        "bert.embedding_length": U32(WIDTH),
        "bert.block_count": U32(LAYERS),
        "bert.feed_forward_length": U32(FEED_FORWARD),
        "bert.attention.head_count": U32(HEADS),
        "bert.attention.layer_norm_epsilon": F32(1e-12),
        "bert.attention.causal": Bool(False),
        "bert.pooling_type": U32(pooling),
        "tokenizer.ggml.model": String("bert"),
        "tokenizer.ggml.token_type_count": U32(1),
        "tokenizer.ggml.tokens": Strings(pieces),
        "tokenizer.ggml.scores": Floats([0.0] * len(pieces)),
        "tokenizer.ggml.token_type": Integers([3 if each in _NAMED else 1 for each in pieces]),
        "tokenizer.ggml.bos_token_id": U32(CLS),
        "tokenizer.ggml.cls_token_id": U32(CLS),
        "tokenizer.ggml.seperator_token_id": U32(SEP),
        "tokenizer.ggml.unknown_token_id": U32(UNK),
        "tokenizer.ggml.padding_token_id": U32(PAD),
        "tokenizer.ggml.mask_token_id": U32(MASK),
    }


def _tensors(pieces: int, window: int) -> Iterator[Tensor]:
    def norm(name: str) -> Iterator[Tensor]:
        yield Tensor(f"{name}.weight", (WIDTH,), "F32")
        yield Tensor(f"{name}.bias", (WIDTH,), "F32")

    def layer(name: str, into: int, out: int) -> Iterator[Tensor]:
        yield Tensor(f"{name}.weight", (into, out), "F16")
        yield Tensor(f"{name}.bias", (out,), "F32")

    yield Tensor("token_embd.weight", (WIDTH, pieces), "F16")
    yield Tensor("token_types.weight", (WIDTH, 1), "F32")
    yield Tensor("position_embd.weight", (WIDTH, window), "F16")
    yield from norm("token_embd_norm")
    for number in range(LAYERS):
        block = f"blk.{number}"
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            yield from layer(f"{block}.{part}", WIDTH, WIDTH)
        yield from norm(f"{block}.attn_output_norm")
        yield from layer(f"{block}.ffn_up", WIDTH, FEED_FORWARD)
        yield from layer(f"{block}.ffn_down", FEED_FORWARD, WIDTH)
        yield from norm(f"{block}.layer_output_norm")
