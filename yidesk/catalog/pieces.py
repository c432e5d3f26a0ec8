"""The files of a split model, by their names: NAME-00001-of-00003.gguf, as llama.cpp's tool has it.

Only the first is given to llama.cpp; it finds the others beside it.
"""

from __future__ import annotations

import re

MAX_PIECES = 999
_PIECE = re.compile(r"-(\d{5})-of-(\d{5})(?=\.gguf$)")


def pieces_of(file: str) -> tuple[str, ...]:
    """The files of the model that FILE belongs to, the first first; most models have one."""
    match = _PIECE.search(file)
    if match is None:
        return (file,)
    count = min(int(match[2]), MAX_PIECES)
    start, end = file[: match.start()], file[match.end() :]
    return tuple(f"{start}-{number:05}-of-{count:05}{end}" for number in range(1, count + 1))


def name_of(file: str) -> str:
    """The model's name: its file's without the piece's number and the ending."""
    return _PIECE.sub("", file).removesuffix(".gguf")
