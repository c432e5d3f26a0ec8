"""Everything `make test` runs, in the order in which a mistake is found soonest."""

from __future__ import annotations

import os
import subprocess
import time

from bootstrap.place import ROOT, venv_program
from bootstrap.say import Problem, elapsed, say

CHECKED = (
    "yidesk",
    "packaging/bootstrap",
    "packaging/installer",
    "packaging/translations",
    "benchmarks",
)
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", *CHECKED),
    ("lint-imports",),
)
FUZZ = "300"
"""Damaged files of each kind, where YIDESK_FUZZ does not say how many."""


def lint() -> None:
    """Style, types and the direction of imports."""
    for program, *arguments in LINTERS:
        run_program(program, arguments)


def test(arguments: list[str]) -> None:
    """Run all tests; those that need a screen start one of their own (tests/end2end/screen.py)."""
    run_program("pytest", arguments)


def fuzz(arguments: list[str]) -> None:
    """Run the tests that make damaged files by chance, with as many of them as YIDESK_FUZZ says."""
    os.environ.setdefault("YIDESK_FUZZ", FUZZ)
    run_program("pytest", ["-m", "fuzz", "-s", *arguments])


def benchmarks() -> None:
    """Run benchmarks/*.py one by one; each prints one JSON object.

    All of them, and then a Problem when some have missed their target.
    """
    missed = []
    for file in sorted((ROOT / "benchmarks").glob("[!_]*.py")):
        try:
            run_program("python", ["-m", f"benchmarks.{file.stem}"])
        except Problem:
            missed.append(file.stem)
    if missed:
        raise Problem(f"Missed their targets, or failed: {', '.join(missed)}.")


def run_program(program: str, arguments: list[str]) -> None:
    """Run a program of .venv; what it prints is shown as it comes."""
    say(f"· {program} {' '.join(arguments)}".rstrip())
    started = time.monotonic()
    done = subprocess.run([venv_program(program), *arguments], cwd=ROOT, check=False)
    if done.returncode:
        raise Problem(f"{program} found something (exit code {done.returncode}), see above.")
    say(f"  done in {elapsed(started)}")
