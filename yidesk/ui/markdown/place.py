"""Where in a text a letter stands."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A position of a cursor: the number of the piece, and the position in its document."""

    piece: int
    at: int
