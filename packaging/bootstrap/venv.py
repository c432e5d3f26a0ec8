""".venv and the packages in it, each checked against the hash it was locked with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.place import REQUIREMENTS, ROOT, VENV, venv_program
from bootstrap.process import Failed, run_logged
from bootstrap.say import Problem, step
from bootstrap.stamp import Stamp

PIP = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONNOUSERSITE": "1"}

NETWORK_SIGNS = (
    "No matching distribution found",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Could not fetch URL",
    "Read timed out",
    "ProxyError",
)


def create() -> None:
    """Make .venv, unless a working one is there."""
    stamp = Stamp("venv", ("with pip",))
    python = venv_program("python")
    if python.exists() and stamp.fresh():
        return
    if not _has_pip(python):
        with step(f"Creating .venv with Python {sys.version.split()[0]}"):
            _make()
    stamp.write()


def _has_pip(python: Path) -> bool:
    """Whether a .venv from elsewhere, or from an interrupted run, can be used."""
    if not python.exists():
        return False
    asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def _make() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run_logged([sys.executable, "-m", "venv", VENV], "venv")
    except Failed as failed:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Problem(f"Python could not create .venv; {failed.log} tells why.") from failed


def install(name: str, title: str) -> None:
    """Install requirements/NAME.txt into .venv, unless that was done."""
    locked = REQUIREMENTS / f"{name}.txt"
    stamp = Stamp(name, (locked,))
    if stamp.fresh():
        return
    with step(title):
        pip(["install", "--no-deps", "--require-hashes", "-r", locked], name)
    stamp.write()


def install_project() -> None:
    """Put `yidesk` on .venv's path, so that the command works from any folder."""
    stamp = Stamp("project", (ROOT / "pyproject.toml", str(ROOT)))
    if not stamp.fresh():
        pip(["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT], "project")
        stamp.write()


def pip(arguments: list[str | Path], name: str) -> None:
    """Run .venv's pip; a failure becomes a sentence."""
    try:
        run_logged([venv_program("python"), "-m", "pip", *arguments], name, PIP)
    except Failed as failed:
        raise Problem(explain(failed)) from failed


def explain(failed: Failed) -> str:
    """Why pip failed, as far as its log tells."""
    text = failed.text
    if "No space left on device" in text:
        return f"The disk is full; free some space and run this again ({failed.log})."
    if "DO NOT MATCH THE HASHES" in text:
        return f"A download is not the file that was locked; nothing was installed ({failed.log})."
    if any(sign in text for sign in NETWORK_SIGNS):
        proxy = " through the proxy in your environment" if os.environ.get("https_proxy") else ""
        return f"The package index cannot be reached{proxy}; go online once ({failed.log})."
    return f"pip failed; the last lines of {failed.log} tell why."
