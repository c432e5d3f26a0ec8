"""Run as `python packaging/installer` with .venv's Python: write build/installer/."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # makes the package `installer` importable

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(1, str(ROOT))  # and `yidesk`, which is not installed

from installer import changelog, document_types  # noqa: E402 - found by the lines above
from installer.icons import draw  # noqa: E402
from installer.project import facts, pyproject  # noqa: E402
from installer.toml import dumps  # noqa: E402

FOLDER = ROOT / "build" / "installer"
FOLDERS = ("yidesk", "resources")
FILES = ("LICENSE", "README.md")
PROGRAM = "YiDesk"
"""What Briefcase calls the program's file on Windows: the formal name."""


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
    shutil.copytree(Path(__file__).with_name("linux"), FOLDER / "linux")
    own = facts()
    for name, text in (
        ("pyproject.toml", dumps(pyproject())),
        ("CHANGELOG", changelog.of_rpm(own["version"], own["authors"][0]["name"])),
        ("windows_install.bat", document_types.windows_install(PROGRAM)),
        ("windows_uninstall.bat", document_types.windows_uninstall(PROGRAM)),
    ):
        (FOLDER / name).write_text(text, "utf-8", newline="")
    print(f"{FOLDER} is ready: run `briefcase package` there.")


main()
