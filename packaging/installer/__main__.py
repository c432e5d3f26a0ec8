"""Run as `python packaging/installer` with .venv's Python: write build/installer/."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # makes the package `installer` importable

from installer.icons import draw  # noqa: E402 - found by the line above
from installer.project import ROOT, pyproject  # noqa: E402
from installer.toml import dumps  # noqa: E402

FOLDER = ROOT / "build" / "installer"
FOLDERS = ("yidesk", "resources")
FILES = ("LICENSE", "README.md", "CHANGELOG.md")


def main() -> None:
    """Copy what is installed, draw the icons, and write Briefcase's pyproject.toml."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in FOLDERS:
        shutil.copytree(
            ROOT / name, FOLDER / name, ignore=shutil.ignore_patterns("__pycache__", "*.py[cod]")
        )
    for name in FILES:
        shutil.copy2(ROOT / name, FOLDER / name)
    draw(ROOT / "resources" / "icons" / "yidesk.svg", FOLDER / "icons" / "yidesk")
    (FOLDER / "pyproject.toml").write_text(dumps(pyproject()), "utf-8")
    print(f"{FOLDER} is ready: run `briefcase package` there.")


main()
