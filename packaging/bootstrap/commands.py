"""The commands behind the Makefile's targets."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Callable

from bootstrap import check, engine, lock, model, sample, system, venv
from bootstrap.place import ROOT, venv_program
from bootstrap.say import Problem, say, warn


def run(arguments: list[str]) -> int:
    """Carry out a command; a Problem becomes its sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="packaging/bootstrap", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    given, rest = parser.parse_known_args(arguments)
    try:
        return COMMANDS[given.command](rest) or 0
    except Problem as problem:
        warn(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


def set_up() -> None:
    """Have what the program needs, but for a model."""
    system.need_for_window()
    _packages()


def set_up_tests() -> None:
    """Have what the tests need too."""
    system.need_for_tests()
    _packages()
    venv.install("ocr", "Installing text recognition (about 300 MB)")
    venv.install("test", "Installing test tools")


def _packages() -> None:
    venv.create()
    venv.install("build", "Installing build tools")
    venv.install("run", "Installing the program's packages (about 120 MB)")
    engine.install()
    venv.install_project()


def fetch_model() -> None:
    """Have the demonstration model in .models/."""
    system.need_for_model()
    venv.create()
    model.install()


def add_recognition() -> None:
    """Have what reads the text of scanned pages; its models are in its package."""
    set_up()
    venv.install("ocr", "Installing text recognition (about 300 MB)")


def start(arguments: list[str]) -> int:
    """Set up, then open the window with the sample; without a display, ask in the terminal."""
    set_up()
    model.install()
    program = [str(venv_program("python")), "-m", "yidesk", *(arguments or ["demo"])]
    return subprocess.run(program, cwd=ROOT, check=False).returncode


def lint() -> None:
    """Check style, types and imports."""
    set_up_tests()
    check.lint()


def test(arguments: list[str]) -> None:
    """Check everything; arguments go to pytest."""
    set_up_tests()
    model.install()
    check.lint()
    check.test(arguments)


def fuzz(arguments: list[str]) -> None:
    """Feed the program many more damaged files than its tests do; arguments go to pytest."""
    set_up_tests()
    model.install()
    check.fuzz(arguments)


def bench() -> None:
    """Measure what the program promises in figures."""
    set_up()
    model.install()
    check.benchmarks()


def take_screenshots() -> None:
    """Take the pictures of docs/images anew; look at them before you commit them."""
    set_up()
    model.install()
    check.run_program("python", ["packaging/screenshots"])


def prepare_installer() -> None:
    """Write build/installer, which Briefcase makes an installer of."""
    set_up()
    check.run_program("python", ["packaging/installer"])
    engine.put_wheel(ROOT / "build" / "installer" / "wheels")


def clean() -> None:
    """Remove what was made here; models and built engines are dear, and stay."""
    for name in (".venv", "build", "dist", "yidesk.egg-info", "artifacts"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for cached in ROOT.glob(".*_cache"):
        shutil.rmtree(cached, ignore_errors=True)
    say("Removed .venv and build outputs. .models/ and the cache of built engines are kept.")


COMMANDS: dict[str, Callable[[list[str]], int | None]] = {
    "setup": lambda _: set_up(),
    "model": lambda _: fetch_model(),
    "ocr": lambda _: add_recognition(),
    "run": start,
    "test": test,
    "lint": lambda _: lint(),
    "fuzz": fuzz,
    "bench": lambda _: bench(),
    "lock": lock.write_all,
    "sample": lambda _: sample.write(),
    "screenshots": lambda _: take_screenshots(),
    "installer": lambda _: prepare_installer(),
    "clean": lambda _: clean(),
}
"""Each takes the rest of the command line; most have no use for it."""
