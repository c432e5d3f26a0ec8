"""Where things lie in a checkout, and outside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOGS = ROOT / "build" / "logs"
MODELS = ROOT / ".models"
REQUIREMENTS = ROOT / "requirements"

_BINARIES = VENV / ("Scripts" if sys.platform == "win32" else "bin")


def venv_program(name: str) -> Path:
    """A program inside .venv."""
    return _BINARIES / (f"{name}.exe" if sys.platform == "win32" else name)


def cache() -> Path:
    """The person's cache, where built engines are kept across clones."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "yidesk"
