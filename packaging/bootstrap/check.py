"""Everything `make test` runs, in the order in which a mistake is found soonest."""

from __future__ import annotations

import subprocess
import time

from bootstrap.place import ROOT, venv_program
from bootstrap.say import Problem, elapsed, say

CHECKED = ("yidesk", "packaging/bootstrap", "packaging/installer", "packaging/translations")
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", *CHECKED),
    ("lint-imports",),
)


def lint() -> None:
    """Style, types and the direction of imports."""
    for program, *arguments in LINTERS:
        run_program(program, arguments)


def test(arguments: list[str]) -> None:
    """Run all tests; those that need a screen start one of their own (tests/end2end/screen.py)."""
    run_program("pytest", arguments)


def benchmarks() -> None:
    """Run benchmarks/*.py one by one; each prints one JSON object."""
    for file in sorted((ROOT / "benchmarks").glob("[!_]*.py")):
        run_program("python", [str(file)])


def run_program(program: str, arguments: list[str]) -> None:
    """Run a program of .venv; what it prints is shown as it comes."""
    say(f"· {program} {' '.join(arguments)}".rstrip())
    started = time.monotonic()
    done = subprocess.run([venv_program(program), *arguments], cwd=ROOT, check=False)
    if done.returncode:
        raise Problem(f"{program} found something (exit code {done.returncode}), see above.")
    say(f"  done in {elapsed(started)}")
