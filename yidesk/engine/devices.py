"""What this computer computes on, and how much memory is free there now."""

from __future__ import annotations

import psutil

from yidesk.core.memory import Device
from yidesk.engine import llama


def devices() -> tuple[Device, ...]:
    """The GPUs that llama.cpp would use, and the processor with the system's main memory.

    As llama.cpp does, a GPU that is part of the processor is used only where there is no other.
    """
    found = [device for device in llama.devices() if device.is_gpu]
    own_memory = [device for device in found if not device.is_integrated]
    gpus = tuple(
        Device(
            name=gpu.name,
            description=gpu.description,
            is_gpu=True,
            free_bytes=gpu.free_bytes,
            total_bytes=gpu.total_bytes,
            shares_main_memory=gpu.is_integrated or gpu.name.startswith(_APPLE),
        )
        for gpu in own_memory or found
    )
    return (*gpus, processor())


_APPLE = ("Metal", "MTL")
"""ggml's names of Apple's GPUs, which it does not count as integrated."""


def processor() -> Device:
    """The CPU. What is free is asked of the system: ggml reports all memory as free."""
    memory = psutil.virtual_memory()
    return Device(
        name="CPU",
        description="CPU",
        is_gpu=False,
        free_bytes=int(memory.available),
        total_bytes=int(memory.total),
    )


def threads(wanted: int | None) -> int:
    """Threads to compute with: physical cores, as far as this process may use them."""
    if wanted:
        return wanted
    try:
        allowed = len(psutil.Process().cpu_affinity())
    except AttributeError:  # macOS has no affinity
        allowed = psutil.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or allowed
    return max(1, min(physical, allowed))
