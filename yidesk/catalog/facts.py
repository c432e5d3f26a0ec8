"""Header facts of the files on a shelf, kept so that listing them costs nothing.

A file whose size or time has changed is looked at again.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from yidesk.catalog import gguf
from yidesk.core.errors import ModelError


class Problem(Struct, frozen=True):
    """Why a file cannot be used: a ModelError that can be kept on the disk."""

    sentence: str
    code: str
    next_step: str
    values: dict[str, str | int | float]

    @classmethod
    def of(cls, error: ModelError) -> Problem:
        """Keep an error."""
        return cls(error.sentence, error.code, error.next_step, error.values)

    def error(self) -> ModelError:
        """The error that was kept."""
        return ModelError(self.sentence, code=self.code, next_step=self.next_step, **self.values)


class Facts(Struct, frozen=True):
    """What a list of models shows of a file."""

    size: int
    changed: int
    """Time of the last change, nanoseconds."""
    architecture: str = ""
    title: str = ""
    """What its maker called it."""
    quantization: str = ""
    window: int = 0
    """Tokens it was trained for."""
    tokenizer: str = ""
    has_template: bool = False
    embeds: bool | None = None
    """Whether it makes vectors; None in what an earlier version wrote down."""
    answers: bool = True
    """Whether it writes text."""
    pieces: int = 1
    """Files that the model consists of; this is one of them."""
    problem: Problem | None = None


class FactBook:
    """Facts by path, in one JSON file; losing it costs a few milliseconds a model."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Facts] = {}
        with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
            self._known = msgspec.json.decode(path.read_bytes(), type=dict[str, Facts])

    def look(self, path: Path) -> Facts:
        """The facts of a file, from the book when it has not changed. Raises OSError."""
        state = path.stat()
        known = self._known.get(str(path))
        if (
            known
            and known.embeds is not None
            and (known.size, known.changed) == (state.st_size, state.st_mtime_ns)
        ):
            return known
        facts = self._known[str(path)] = _look(path, state.st_size, state.st_mtime_ns)
        return facts

    def save(self, paths: set[Path]) -> None:
        """Write down the facts of PATHS and forget all others. A full disk is no reason to fail."""
        kept = {str(path): self._known[str(path)] for path in paths if str(path) in self._known}
        temporary = self._path.with_name(self._path.name + ".new")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary.write_bytes(msgspec.json.encode(kept))
            temporary.replace(self._path)


def _look(path: Path, size: int, changed: int) -> Facts:
    try:
        header = gguf.read_header(path)
    except ModelError as error:
        return Facts(size, changed, embeds=False, problem=Problem.of(error))
    problems = gguf.check(header)
    split = header.split
    return Facts(
        size,
        changed,
        architecture=header.architecture,
        title=header.name,
        quantization=header.quantization,
        window=header.context_length or 0,
        tokenizer=header.tokenizer.model or "",
        has_template=header.tokenizer.chat_template is not None,
        embeds=header.embeds,
        answers=header.answers,
        pieces=split.count if split else 1,
        problem=Problem.of(problems[0]) if problems else None,
    )
