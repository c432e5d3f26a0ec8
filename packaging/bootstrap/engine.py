"""llama-cpp-python, built once for what computes here and kept for later clones.

The package index holds its source only. pip keeps the wheel it built in its cache; each backend
has a cache of its own, because pip would otherwise take a wheel for the processor where one for a
GPU is asked. docs/decisions/0003-building-llama-cpp.md has the reasons.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from bootstrap import backend, venv
from bootstrap.backend import Backend
from bootstrap.place import REQUIREMENTS, cache, venv_program
from bootstrap.process import Failed, run_logged
from bootstrap.say import Problem, say, step
from bootstrap.stamp import Stamp

LOCKED = REQUIREMENTS / "engine.txt"
PREBUILT = "https://abetlen.github.io/llama-cpp-python/whl/{backend}/llama-cpp-python/"
"""The binding's own site: wheels for any processor of the last ten years, none of them locked."""

GIB_PER_COMPILER = {"cuda": 3.0}
"""What one compiler process takes at worst; others stay below 1.5 GiB."""

SIGNS = (
    (r"No space left on device", "the disk is full"),
    (
        r"Killed signal|cannot allocate memory|out of memory",
        "the memory ran out: close other programs",
    ),
    (
        r"No CMAKE_C\w*_COMPILER|CMAKE_C\w*_COMPILER not set|not able to compile a simple test",
        "a C++ compiler that works is missing",
    ),
    (r"Could NOT find CUDA|nvcc fatal|Failed to detect.*CUDA", "CUDA's toolkit is incomplete"),
    (r"Could NOT find Vulkan", "Vulkan's SDK is incomplete"),
    ("|".join(venv.NETWORK_SIGNS), "the package index cannot be reached: go online once"),
)


def install() -> None:
    """Have llama-cpp-python in .venv, built for this computer."""
    chosen = backend.choose()
    say(f"· Engine for {chosen.name.upper()}: {chosen.why}.")
    stamp = Stamp("engine", (LOCKED, chosen.name, switches(chosen), chosen.machine))
    if stamp.fresh():
        return
    if has_compiler():
        _build(chosen)
    else:
        _take_prebuilt(chosen)
    stamp.write()


def put_wheel(folder: Path) -> None:
    """Put a wheel into FOLDER that runs on other computers too; built once, then kept."""
    chosen = backend.for_others(backend.choose())
    arguments = ["wheel", "-v", "--no-deps", "--require-hashes", "--no-build-isolation"]
    with step("Building llama-cpp-python for an installer (a first build takes about ten minutes)"):
        try:
            run_logged(
                [venv_program("python"), "-m", "pip", *arguments,
                 "--cache-dir", wheel_cache(chosen), "--wheel-dir", folder, "-r", LOCKED],
                "engine-for-installer",
                {**venv.PIP, **_build_environment(chosen)},
            )  # fmt: skip
        except Failed as failed:
            raise Problem(explain(failed)) from failed


def switches(chosen: Backend) -> str:
    """What CMake is told: the backend's switches, then the person's own CMAKE_ARGS."""
    return f"{chosen.cmake_arguments} {os.environ.get('CMAKE_ARGS', '')}".strip()


def has_compiler() -> bool:
    """Whether C++ can be compiled here."""
    if sys.platform == "win32":
        programs = os.environ.get("PROGRAMFILES(X86)", r"C:\Program Files (x86)")
        return (Path(programs) / "Microsoft Visual Studio/Installer/vswhere.exe").is_file()
    return any(shutil.which(name) for name in (os.environ.get("CXX", "c++"), "g++", "clang++"))


def _build(chosen: Backend) -> None:
    folder = wheel_cache(chosen)
    title = "Installing llama-cpp-python (a first build takes three to nine minutes)"
    arguments = ["install", "-v", "--no-deps", "--require-hashes", "--no-build-isolation"]
    with step(title):
        try:
            run_logged(
                [venv_program("python"), "-m", "pip", *arguments, "--force-reinstall",
                 "--cache-dir", folder, "-r", LOCKED],
                "engine",
                {**venv.PIP, **_build_environment(chosen)},
            )  # fmt: skip
        except Failed as failed:
            raise Problem(explain(failed)) from failed


def wheel_cache(chosen: Backend) -> Path:
    """Pip's cache for this backend, emptied when it was filled for another computer."""
    folder = cache() / f"build-{chosen.name}"
    key = hashlib.sha256(f"{switches(chosen)}\n{chosen.machine}".encode()).hexdigest()
    mark = folder / "built-for"
    if mark.is_file() and mark.read_text("utf-8") != key:
        shutil.rmtree(folder / "wheels", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(key, "utf-8")
    return folder


def _build_environment(chosen: Backend) -> dict[str, str]:
    programs = f"{venv_program('python').parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        "CMAKE_ARGS": switches(chosen),
        "CMAKE_BUILD_PARALLEL_LEVEL": str(_compilers(chosen)),
        "PATH": programs,  # the locked cmake and ninja come first
    }


def _compilers(chosen: Backend) -> int:
    """How many compilers may run at once, by processors and by memory."""
    processors = os.cpu_count() or 1
    if not hasattr(os, "sysconf"):
        return processors
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return max(
        1, min(processors, int(gib / GIB_PER_COMPILER.get(chosen.name.removesuffix("-any"), 1.5)))
    )


def explain(failed: Failed) -> str:
    """What a failed build lacks, as far as its log tells."""
    text = failed.text
    for sign, missing in SIGNS:
        if re.search(sign, text, re.IGNORECASE):
            return f"llama-cpp-python could not be built: {missing} ({failed.log})."
    return f"llama-cpp-python could not be built; the last lines of {failed.log} tell why."


def _take_prebuilt(chosen: Backend) -> None:
    """Without a compiler: the wheel that the binding's makers built."""
    name = chosen.name if chosen.name in {"metal", "vulkan"} else "cpu"
    site = PREBUILT.format(backend=name)
    version = re.search(r"^(llama-cpp-python==\S+)", LOCKED.read_text("utf-8"), re.MULTILINE)
    assert version, "requirements/engine.txt names the version"
    arguments = ["install", "--no-deps", "--no-index", "--only-binary=:all:", "--force-reinstall"]
    with step(f"No compiler here: taking the prebuilt {name} engine from {site}"):
        try:
            run_logged(
                [venv_program("python"), "-m", "pip", *arguments, "-f", site, version[1]],
                "engine",
                venv.PIP,
            )
        except Failed as failed:
            raise Problem(
                "The engine needs a C++ compiler (Debian: sudo apt-get install build-essential), "
                f"because no prebuilt one could be had either ({failed.log})."
            ) from failed
