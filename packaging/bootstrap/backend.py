"""Which processor the engine is built for, and why.

A toolkit without a GPU is common (build servers, containers), and a GPU without its toolkit too.
So a backend is chosen only when both answer: the device, and what compiles for it.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bootstrap.process import output
from bootstrap.say import Problem

VARIABLE = "YIDESK_ENGINE"
"""Overrides the choice: cpu, cuda, vulkan or metal."""

CUDA_HOME = "/usr/local/cuda"
"""Where NVIDIA's own installers put the toolkit, often without putting it on PATH."""

COMMON = ("-DLLAVA_BUILD=OFF",)  # no pictures: half a minute and a few megabytes less


@dataclass(frozen=True)
class Backend:
    """What llama.cpp computes with, CMake's switches for it, and the machine it was built for."""

    name: str
    why: str
    switches: tuple[str, ...] = ()
    machine: str = ""

    @property
    def cmake_arguments(self) -> str:
        """As llama-cpp-python's build reads them from CMAKE_ARGS."""
        return " ".join((*self.switches, *COMMON))


def for_others(chosen: Backend) -> Backend:
    """The same backend, for other computers of this system too: what an installer holds.

    Without NATIVE, llama.cpp asks of a processor what those of 2013 have (AVX2, FMA, F16C), and
    CUDA is built for every GPU that the toolkit knows.
    """
    native = {"-DGGML_NATIVE=off", "-DCMAKE_CUDA_ARCHITECTURES=native"}
    kept = tuple(each for each in chosen.switches if each not in native)
    return Backend(f"{chosen.name}-any", chosen.why, ("-DGGML_NATIVE=off", *kept))


def choose() -> Backend:
    """The best backend this computer can both run and build."""
    forced = os.environ.get(VARIABLE)
    if forced:
        return _forced(forced)
    reasons = []
    for probe in (metal, cuda, vulkan):
        found = probe()
        if isinstance(found, Backend):
            return found
        reasons.append(found)
    return Backend("cpu", ", ".join(filter(None, reasons)), machine=_processor())


def _forced(name: str) -> Backend:
    makers: dict[str, Callable[[], Backend]] = {
        "cpu": lambda: Backend("cpu", "", machine=_processor()),
        "cuda": lambda: _cuda(find_nvcc(), "forced"),
        "vulkan": _vulkan,
        "metal": _metal,
    }
    if name not in makers:
        raise Problem(f"{VARIABLE} is {name!r}; it can be {', '.join(makers)}, or unset.")
    made = makers[name]()
    return Backend(made.name, f"{VARIABLE} says so", made.switches, made.machine)


def metal() -> Backend | str:
    """Metal is part of every macOS."""
    return _metal() if sys.platform == "darwin" else ""


def _metal() -> Backend:
    switches = ["-DGGML_METAL=on"]
    if platform.machine() == "arm64":
        switches.append("-DGGML_NATIVE=off")  # what upstream builds with on Apple's processors
    return Backend("metal", "this is a Mac", tuple(switches), platform.machine())


def cuda() -> Backend | str:
    """CUDA, when the driver lists a GPU and nvcc is there."""
    listed = output("nvidia-smi", "-L")
    gpus = re.findall(r"^GPU \d+: (.+?) \(", listed, re.MULTILINE)
    nvcc = find_nvcc()
    if gpus and nvcc:
        return _cuda(nvcc, ", ".join(gpus))
    if gpus:
        return f"{gpus[0]} is here but its compiler nvcc is not"
    return "no NVIDIA driver answers" + (" (nvcc alone does not count)" if nvcc else "")


def _cuda(nvcc: str | None, gpus: str) -> Backend:
    # only for the GPU that is here: minutes instead of an hour for all that exist
    switches = ["-DGGML_CUDA=on", "-DCMAKE_CUDA_ARCHITECTURES=native"]
    if nvcc:
        switches.append(f"-DCMAKE_CUDA_COMPILER={nvcc}")
    return Backend("cuda", f"{gpus} and nvcc are here", tuple(switches), f"{_processor()} {gpus}")


def find_nvcc() -> str | None:
    """Find NVIDIA's compiler: on PATH, or where its installers put it."""
    homes = [os.environ.get("CUDA_HOME"), os.environ.get("CUDA_PATH"), CUDA_HOME]
    places = [str(Path(home) / "bin") for home in homes if home]
    return shutil.which("nvcc") or shutil.which("nvcc", path=os.pathsep.join(places))


def vulkan() -> Backend | str:
    """Vulkan, when a device that is not the processor answers and shaders can be compiled."""
    device = re.search(
        r"deviceType\s*=\s*PHYSICAL_DEVICE_TYPE_(?:DISCRETE|INTEGRATED|VIRTUAL)_GPU",
        output("vulkaninfo", "--summary"),
    )
    if not device:
        return "no Vulkan GPU answers"
    if not shutil.which("glslc") or not _vulkan_headers():
        return "a Vulkan GPU is here but its SDK (glslc and headers) is not"
    return _vulkan()


def _vulkan() -> Backend:
    why = "a Vulkan GPU and its SDK are here"
    return Backend("vulkan", why, ("-DGGML_VULKAN=on",), _processor())


def _vulkan_headers() -> bool:
    sdk = os.environ.get("VULKAN_SDK")
    folders = [Path("/usr/include"), Path("/usr/local/include")]
    if sdk:
        folders += [Path(sdk) / "include", Path(sdk) / "Include"]
    return any((folder / "vulkan" / "vulkan.h").is_file() for folder in folders)


def _processor() -> str:
    """Name the processor and its instruction sets: a build for one may be illegal on another."""
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    lines = re.findall(r"^(?:model name|flags|Features)\s*:.*$", text, re.MULTILINE)
    return "\n".join(sorted(set(lines)))
