"""Which model files have been looked at, and which of them killed the process that looked.

A small JSON file in the data folder. A file is known by its size, its time of change and a sample
of its bytes; another version of this program, with another llama.cpp, looks again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from yidesk import __version__

SAMPLES = 16
SAMPLE_BYTES = 4096
MOST_ENTRIES = 1000
"""The oldest verdicts go first."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came of looking at a file."""

    name: str
    killer: str
    """How it ended the process (a signal's name); empty when it passed."""
    version: str


class Quarantine:
    """The verdicts, on disk after each change. A damaged file counts as an empty one."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def verdict(self, path: Path) -> Verdict | None:
        """What is known of the file at PATH; None when nothing is. Raises OSError."""
        found = self._read().get(identity(path))
        return found if found is not None and found.version == __version__ else None

    def record(self, path: Path, killer: str = "") -> None:
        """Remember that the file killed a process, or, without KILLER, that it passed."""
        verdicts = self._read()
        key = identity(path)
        verdicts.pop(key, None)
        verdicts[key] = Verdict(name=path.name, killer=killer, version=__version__)
        self._write(dict(list(verdicts.items())[-MOST_ENTRIES:]))

    def release(self, path: Path) -> None:
        """Forget the file: the person wants it tried again."""
        verdicts = self._read()
        if verdicts.pop(identity(path), None) is not None:
            self._write(verdicts)

    def _read(self) -> dict[str, Verdict]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, Verdict])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def _write(self, verdicts: dict[str, Verdict]) -> None:
        """Replace the file as a whole, so that it is never half written."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".quarantine-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(verdicts)))
        Path(name).replace(self._file)


def identity(path: Path) -> str:
    """A hash of the file's size, its time of change and bytes spread over it. Raises OSError."""
    about = path.stat()
    digest = hashlib.blake2b(f"{about.st_size} {about.st_mtime_ns}".encode(), digest_size=16)
    last = max(0, about.st_size - SAMPLE_BYTES)
    with path.open("rb", buffering=0) as file:
        for index in range(SAMPLES):
            file.seek(last * index // (SAMPLES - 1))
            digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()
