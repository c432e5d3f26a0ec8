"""The system's libraries: look, install what is missing when allowed, else say the one command."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bootstrap.packages import (
    CHINESE_FONT,
    LIBRARIES,
    PINYIN,
    PINYIN_COMPONENT,
    TEST_PROGRAMS,
    VENV_MODULE,
    Need,
)
from bootstrap.place import VENV
from bootstrap.process import Failed, output, run_logged
from bootstrap.say import Problem, step, warn


@dataclass(frozen=True)
class Manager:
    """A package manager: how it installs, and what it must do before, if anything."""

    name: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()


QUIET = {"DEBIAN_FRONTEND": "noninteractive"}

MANAGERS = (
    Manager(
        "apt-get",
        ("apt-get", "install", "-y", "--no-install-recommends"),
        refresh=("apt-get", "update"),
    ),
    Manager("dnf", ("dnf", "install", "-y")),
    Manager("pacman", ("pacman", "-S", "--needed", "--noconfirm")),
)


def has_display() -> bool:
    """Whether a window can be seen from here."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need_for_window() -> None:
    """Have ensurepip and Qt's libraries; without a display, lacking those is only mentioned."""
    first = _missing_for_venv()
    try:
        _need([*first, *missing_libraries()])
    except Problem as problem:
        if first or has_display():
            raise
        warn(f"A window cannot be opened here yet. {problem}")


def need_for_tests() -> None:
    """Have Qt's libraries, a screen, a hand to type with, a Chinese font and a way to write it."""
    _need([*_missing_for_venv(), *missing_libraries(), *_missing_for_tests()])


def need_for_model() -> None:
    """Have ensurepip, without which no .venv can be made."""
    _need(_missing_for_venv())


def _missing_for_venv() -> list[Need]:
    """Python's own ensurepip, which Debian ships in a package of its own."""
    if VENV.exists() or importlib.util.find_spec("ensurepip"):
        return []
    return [VENV_MODULE]


def missing_libraries() -> list[Need]:
    """Qt's libraries that the loader does not know; Linux only, elsewhere the wheels hold all."""
    if not sys.platform.startswith("linux"):
        return []
    known = _loader_cache()
    if not known:  # NixOS and its like have no such list; Qt itself will tell
        return []
    return [need for need in LIBRARIES if need.what not in known]


def _loader_cache() -> set[str]:
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"  # not on everybody's PATH
    return {line.split(" ", 1)[0].strip() for line in output(ldconfig, "-p").splitlines()}


def _missing_for_tests() -> list[Need]:
    if not sys.platform.startswith("linux"):
        return []
    missing = [need for need in TEST_PROGRAMS if not shutil.which(need.what)]
    if not Path(PINYIN_COMPONENT).is_file():
        missing.append(PINYIN)
    return missing if _speaks_chinese() else [*missing, CHINESE_FONT]


def _speaks_chinese() -> bool:
    return bool(output("fc-list", ":lang=zh-cn").strip())


def _need(missing: Sequence[Need]) -> None:
    if not missing:
        return
    manager = next((known for known in MANAGERS if shutil.which(known.name)), None)
    if manager is None:
        names = ", ".join(need.what for need in missing)
        raise Problem(f"The system lacks {names}; install them and run this again.")
    _install(manager, sorted({need.package(manager.name) for need in missing}))


def _install(manager: Manager, packages: list[str]) -> None:
    become = _become_root()
    by_hand = shlex.join(["sudo", *manager.install, *packages])
    if become is None:
        raise Problem(f"Some system packages are missing; run this once: {by_hand}")
    with step(f"Installing system packages: {' '.join(packages)}"):
        try:
            if manager.refresh:
                with suppress(Failed):  # somebody else's broken source need not stop us
                    run_logged([*become, *manager.refresh], "system-refresh", QUIET)
            run_logged([*become, *manager.install, *packages], "system", QUIET)
        except Failed as failed:
            raise Problem(
                f"{manager.name} could not install them ({failed.log}); by hand: {by_hand}"
            ) from failed


def _become_root() -> Iterable[str] | None:
    """What to put before a command so that root runs it, or None when that takes a password."""
    if os.geteuid() == 0:
        return ()
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ("sudo", "-n") if allowed.returncode == 0 else None
