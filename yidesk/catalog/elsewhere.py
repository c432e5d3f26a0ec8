"""Models that other programs have brought to this computer; they can be used without copying."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yidesk.catalog.gguf import MAGIC

MAX_DEPTH = 6
MAX_FILES = 20_000
"""Files looked at in one folder: somebody's home might be linked there."""
MIN_BYTES = 50_000_000
"""Smaller ones are vocabularies and tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A GGUF file of another program."""

    program: str
    path: Path
    size: int


def find(home: Path | None = None) -> Iterator[Elsewhere]:
    """Every GGUF file in the folders of other programs; what cannot be read is passed over."""
    seen: set[tuple[int, int]] = set()
    for program, folder in _folders(home or Path.home()):
        for path in _files(folder):
            found = _look(program, path, seen)
            if found:
                yield found


def _folders(home: Path) -> Iterator[tuple[str, Path]]:
    yield "LM Studio", home / ".lmstudio" / "models"
    yield "LM Studio", home / ".cache" / "lm-studio" / "models"
    yield "llama.cpp", home / ".cache" / "llama.cpp"
    yield "Hugging Face", home / ".cache" / "huggingface" / "hub"
    yield "Ollama", home / ".ollama" / "models" / "blobs"
    yield "Jan", home / "jan" / "models"
    data = _application_data(home)
    yield "Jan", data / "Jan" / "data" / "llamacpp" / "models"
    yield "GPT4All", data / "nomic.ai" / "GPT4All"


def _application_data(home: Path) -> Path:
    if sys.platform == "win32":
        return home / "AppData" / "Local"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return home / ".local" / "share"


def _files(folder: Path) -> Iterator[Path]:
    """Files that may be models: named so, or named by their hash as in Ollama's store."""
    left = MAX_FILES
    for parent, folders, names in os.walk(folder):
        if len(Path(parent).relative_to(folder).parts) >= MAX_DEPTH:
            folders.clear()
        left -= len(names)
        if left < 0:
            return
        for name in sorted(names):
            if name.endswith(".gguf") or name.startswith("sha256-"):
                yield Path(parent, name)


def _look(program: str, path: Path, seen: set[tuple[int, int]]) -> Elsewhere | None:
    try:
        state = path.stat()
        identity = (state.st_dev, state.st_ino)
        if state.st_size < MIN_BYTES or identity in seen:
            return None
        with path.open("rb") as file:
            is_model = file.read(len(MAGIC)) == MAGIC
    except OSError:
        return None
    seen.add(identity)
    return Elsewhere(program=program, path=path, size=state.st_size) if is_model else None
