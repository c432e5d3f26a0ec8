"""The shelf of model files, and how a name becomes a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yidesk.core.paths import DataPaths


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file on this computer."""

    path: Path
    name: str
    """File name without its ending."""
    size: int
    """Bytes."""


class Models:
    """Model files below the data folder, and the demonstration model."""

    def __init__(self, paths: DataPaths) -> None:
        raise NotImplementedError

    def available(self) -> list[ModelFile]:
        """Whole model files on the shelf, by name; the demonstration model last."""
        raise NotImplementedError

    def resolve(self, wanted: str | Path | None = None) -> Path:
        """The file for a path, a name on the shelf, or None: the default model.

        Raises ModelError (model_missing, model_damaged) with a next step.
        """
        raise NotImplementedError
