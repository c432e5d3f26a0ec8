"""Vectors of texts, made by a second, small model beside the one that answers."""

from __future__ import annotations

from enum import StrEnum

from yidesk.protocol.wire import Wire

RECIPE = 1
"""Raised whenever the vector of a text comes out otherwise than before; kept ones are then void."""
ELEMENT = "<f2"
"""Numpy's name of what vectors are sent and kept as: half precision, little-endian."""


class Purpose(StrEnum):
    """What a text is embedded for; many models want to be told."""

    PASSAGE = "passage"
    """To be found."""
    QUESTION = "question"
    """To find."""


class Embed(Wire, frozen=True, kw_only=True):
    """Make the vectors of texts. Needs no loaded model; ends with `Embedded` or `Failed`.

    In the BACKGROUND it waits until nothing else is to be done and gives way to whatever comes.
    """

    id: int
    model: str
    """Path of an embedding model; it stays in memory until another one is named."""
    texts: tuple[str, ...]
    purpose: Purpose
    gpu_layers: int | None = None
    """As in `EngineOptions`: 0 leaves the GPU alone."""
    threads: int | None = None
    background: bool = False


class Embedded(Wire, frozen=True, kw_only=True):
    """Answer to `Embed`: vectors of length 1, in the order of the texts.

    There are fewer than texts where it was stopped or made room; what is left is asked for again.
    """

    id: int
    count: int
    dimensions: int
    vectors: bytes
    """`ELEMENT`s, shape (count, dimensions)."""
    tokens: int
    """That were evaluated."""
    seconds: float
