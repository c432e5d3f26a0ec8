"""Where things lie: the person's data, and the files that come with the program."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from yidesk.core import portable

DATA_DIR_VARIABLE = "YIDESK_DATA_DIR"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """Everything the program writes, below one folder."""

    root: Path
    models_folder: Path | None = None
    """The shelf of model files, where a person chose another place for it."""

    @classmethod
    def choose(cls, given: str | os.PathLike[str] | None = None) -> DataPaths:
        """The folder given, or YIDESK_DATA_DIR, or one beside the program (portable mode).

        Else the system's place for such data.
        """
        chosen = given or os.environ.get(DATA_DIR_VARIABLE) or portable.folder()
        root = Path(chosen) if chosen else platformdirs.user_data_path("YiDesk", appauthor=False)
        return cls(root.expanduser().absolute())

    @property
    def database(self) -> Path:
        """Chats and the library."""
        return self.root / "yidesk.db"

    @property
    def models(self) -> Path:
        """The shelf of model files."""
        return self.models_folder or self.root / "models"

    def with_models(self, folder: str) -> DataPaths:
        """The same, with another shelf; empty: the one below the root."""
        return DataPaths(self.root, Path(folder) if folder else None)

    @property
    def readings(self) -> Path:
        """Saved KV states."""
        return self.root / "readings"

    @property
    def pasted(self) -> Path:
        """Long texts that were pasted, as files; each goes when its document is removed."""
        return self.root / "pasted"

    @property
    def logs(self) -> Path:
        """Logs of the application and its workers; never a person's text."""
        return self.root / "logs"

    @property
    def quarantine(self) -> Path:
        """Which model files were looked at, and which of them killed the process that looked."""
        return self.root / "quarantine.json"

    @property
    def settings(self) -> Path:
        """The person's choices."""
        return self.root / "settings.json"

    def make(self) -> DataPaths:
        """Create the folders, readable by this person only."""
        for folder in (self.root, self.root / "models", self.readings, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


@functools.cache
def resources() -> Path:
    """The folder resources/, beside the package both in a checkout and in an installed program."""
    return Path(__file__).resolve().parents[2] / "resources"
