"""What was done already: a step is repeated only when one of its inputs changed.

A stamp lies inside .venv, because what it vouches for lies there too and goes with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bootstrap.place import VENV

FOLDER = VENV / "stamps"


@dataclass(frozen=True)
class Stamp:
    """A step and everything its result depends on: files by their content, words as they are."""

    name: str
    inputs: tuple[Path | str, ...]
    folder: Path = FOLDER

    def fresh(self) -> bool:
        """Whether the step was finished with exactly these inputs."""
        try:
            return self._file.read_text("utf-8") == self._digest()
        except FileNotFoundError:
            return False

    def write(self) -> None:
        """Vouch for the step; call it last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file.write_text(self._digest(), "utf-8")

    @property
    def _file(self) -> Path:
        return self.folder / self.name

    def _digest(self) -> str:
        total = hashlib.sha256()
        for given in self.inputs:
            content = given.read_bytes() if isinstance(given, Path) else given.encode()
            total.update(hashlib.sha256(content).digest())
        return total.hexdigest()
