"""Portable mode: data beside the program, for a stick that is carried from computer to computer.

A folder of this name beside the program switches it on; whoever wants it makes that folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = "YiDesk-data"


def folder(executable: Path | None = None, checkout: Path | None = None) -> Path | None:
    """The data folder beside the program; None where there is none.

    Beside EXECUTABLE when that is the packaged program (on macOS beside its bundle), else in
    CHECKOUT, the folder that holds the package.
    """
    program = executable or Path(sys.executable)
    place = checkout or Path(__file__).resolve().parents[2]
    if "yidesk" in program.stem.lower():
        bundles = [each for each in program.parents if each.suffix == ".app"]
        place = bundles[-1].parent if bundles else program.parent
    found = place / FOLDER
    return found if found.is_dir() else None
