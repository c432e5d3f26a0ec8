"""What of a GGUF's header decides the memory its model takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yidesk.catalog.gguf import read_header
from yidesk.catalog.header import Header, Split
from yidesk.catalog.rules import MAX_LAYERS
from yidesk.core.errors import ModelError
from yidesk.core.memory import Shape

INPUT = "token_embd.weight"
OUTPUT = "output.weight"


def read_shape(path: Path) -> Shape:
    """The shape of the model in PATH, with the weights of all its pieces. Raises ModelError."""
    header = read_header(path)
    return shape_of(header, _other_pieces(path, header.split)) if header.split else shape_of(header)


def _other_pieces(path: Path, split: Split) -> list[Header]:
    """The headers of a split model's other files, named NAME-00002-of-00005.gguf by llama.cpp."""
    start = path.stem.removesuffix(f"-{split.number + 1:05}-of-{split.count:05}")
    names = (
        f"{start}-{number:05}-of-{split.count:05}.gguf" for number in range(1, split.count + 1)
    )
    return [read_header(path.with_name(name)) for name in names if name != path.name]


def shape_of(header: Header, other_pieces: Sequence[Header] = ()) -> Shape:
    """The shape that a header tells. Raises ModelError when it leaves out what every model has."""
    sizes = {
        "layers": header.block_count,
        "embedding": header.embedding_length,
        "heads": header.head_count,
        "kv_heads": header.kv_head_count,
        "head_size": header.head_size,
        "trained_context": header.context_length,
    }
    missing = [name for name, value in sizes.items() if value is None or not 0 < value < 1 << 31]
    if (header.block_count or 0) > MAX_LAYERS:
        missing.append("layers")
    if missing:
        raise ModelError(
            "{name} cannot be used: its header gives no possible {missing}.",
            code="model_damaged",
            next_step="Download it again, or choose another file of this model.",
            name=header.source.name,
            missing=", ".join(missing),
        )
    known = {name: value or 0 for name, value in sizes.items()}
    pieces = (header, *other_pieces)
    names = {tensor.name: tensor.size for piece in pieces for tensor in piece.tensors}
    outside = sum(piece.bytes_outside_layers for piece in pieces)
    return Shape(
        name=header.source.name,
        **known,
        feed_forward=header.feed_forward_length or 0,
        vocabulary=header.tokenizer.size,
        layer_bytes=tuple(
            sum(piece.bytes_by_layer.get(layer, 0) for piece in pieces)
            for layer in range(known["layers"])
        ),
        input_bytes=names.get(INPUT, 0),
        output_bytes=outside - names.get(INPUT, 0),
        tied=OUTPUT not in names,
    )
