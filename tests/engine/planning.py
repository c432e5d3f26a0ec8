"""Simulated computers, and what is planned on them."""

from __future__ import annotations

from tests.models.gguf_writer import YI_6B, YI_9B, YI_34B
from yidesk.core.memory import GIB, Device, Plan, Shape
from yidesk.core.types import EngineOptions
from yidesk.engine import plan

MODELS = {"6b": YI_6B, "9b": YI_9B, "34b": YI_34B}
AUTOMATIC = EngineOptions()


def computer(gpu_gb: float = 0, main_gb: float = 64, *, gpus: int = 1) -> tuple[Device, ...]:
    """Nothing else runs on it."""
    cards = [
        Device(
            name=f"CUDA{number}",
            description="A card",
            is_gpu=True,
            free_bytes=int(gpu_gb * GIB),
            total_bytes=int(gpu_gb * GIB),
        )
        for number in range(gpus if gpu_gb else 0)
    ]
    main = Device(
        name="CPU",
        description="CPU",
        is_gpu=False,
        free_bytes=int(main_gb * GIB),
        total_bytes=int(main_gb * GIB),
    )
    return (*cards, main)


def made(
    shape: Shape,
    devices: tuple[Device, ...],
    options: EngineOptions = AUTOMATIC,
    task: int | None = None,
) -> Plan:
    return plan.make(shape, options, devices, threads=4, task_window=task)
