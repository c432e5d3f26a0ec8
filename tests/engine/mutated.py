"""Small Yi-shaped files with one thing wrong, some of which llama.cpp does not survive."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.catalog.mutations import MUTATIONS
from tests.models.gguf_writer import (
    F32,
    GGML_TYPES,
    I32,
    TINY,
    U32,
    Bool,
    Model,
    String,
    Tensor,
    yi,
)
from tests.models.vocabulary import TokenType, yi_like

PIECES = 1_000
NUMBERS = (0, 1, 2, 3, 7, 255, 513, 65_536, 2**31 - 1, 2**31, 2**32 - 1)


def small() -> Model:
    return yi(TINY, vocabulary=yi_like(PIECES))


def write(model: Model, path: Path) -> Path:
    """With ones for weights of whatever type."""
    path.write_bytes(model.header.ljust(model.size, b"\x01"))
    return path


# --- what is known to end llama.cpp ---------------------------------------------------------


def unknown_rope_scaling() -> Model:
    model = small()
    model.metadata["llama.rope.scaling.type"] = String("bogus")
    return model


def experts_without_experts() -> Model:
    model = small()
    model.metadata["llama.expert_used_count"] = U32(5)
    return model


def a_token_twice() -> Model:
    vocabulary = yi_like(PIECES)
    vocabulary.pieces[900] = vocabulary.pieces[901]
    return yi(TINY, vocabulary=vocabulary)


def no_byte_tokens() -> Model:
    vocabulary = yi_like(PIECES)
    vocabulary.pieces = [
        piece.replace("<0x", "x") if piece.startswith("<0x") else piece
        for piece in vocabulary.pieces
    ]
    vocabulary.types = [
        TokenType.NORMAL if kind == TokenType.BYTE else kind for kind in vocabulary.types
    ]
    return yi(TINY, vocabulary=vocabulary)


KILLERS: dict[str, Callable[[], Model]] = {
    killer.__name__: killer
    for killer in (unknown_rope_scaling, experts_without_experts, a_token_twice, no_byte_tokens)
}


# --- what chance makes of it ----------------------------------------------------------------


def mutate(dice: random.Random, path: Path) -> Path:
    """A file with its bytes, its values, its tensors or its weights changed."""
    model = small()
    way = dice.choice((_bytes, _value, _value, _tensor, _weights))
    if way is _value:
        _value(dice, model)
    elif way is _tensor:
        _tensor(dice, model)
    write(model, path)
    content = bytearray(path.read_bytes())
    if way is _bytes:
        _bytes(dice, content)
    elif way is _weights:
        _weights(dice, content, len(model.header))
    path.write_bytes(content)
    return path


def _bytes(dice: random.Random, content: bytearray) -> None:
    dice.choice(MUTATIONS)(dice, content)


def _weights(dice: random.Random, content: bytearray, start: int) -> None:
    for _ in range(dice.randint(1, 1_000)):
        content[dice.randrange(start, len(content))] = dice.choice((0x7E, 0xFF, 0x7C))


def _value(dice: random.Random, model: Model) -> None:
    key = dice.choice([*model.metadata, "llama.rope.scaling.type", "llama.expert_count"])
    number = dice.choice(NUMBERS)
    model.metadata[key] = dice.choice(
        (
            U32(number),
            I32(number - 2**31),
            F32(dice.choice((0.0, -1.0, float("nan"), float("inf"), 1e-38))),
            Bool(True),
            String(dice.choice(("", "none", "llama", "gpt2", "\0", "x" * 300))),
        )
    )
    if dice.random() < 0.2:
        del model.metadata[key]


def _tensor(dice: random.Random, model: Model) -> None:
    at = dice.randrange(len(model.tensors))
    old = model.tensors[at]
    other = dice.choice(model.tensors)
    match dice.randrange(4):
        case 0:
            del model.tensors[at]
        case 1:
            model.tensors[at] = Tensor(old.name, old.dimensions, dice.choice([*GGML_TYPES]))
        case 2:
            model.tensors[at] = Tensor(old.name, (*other.dimensions, 1), old.type)
        case _:
            model.tensors[at] = Tensor(other.name, old.dimensions, old.type)
