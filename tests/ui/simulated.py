"""A computer that is not this one: memory by number, plans by the engine's own formulas."""

from __future__ import annotations

from yidesk.core.errors import ModelError
from yidesk.core.memory import GIB, Device
from yidesk.core.types import EngineOptions
from yidesk.engine.plan import make


class SimulatedProbe:
    """Answers as the probe would on a computer with so much memory."""

    def __init__(self, *, gpu: float = 0, main: float = 16) -> None:
        self._devices = (*([_device("CUDA0", gpu)] if gpu else []), _device("CPU", main))

    def devices(self):
        return self._devices

    def plan_shapes(self, shapes, options=EngineOptions()):  # noqa: B008 - frozen
        return [self._plan(shape, options) for shape in shapes]

    def _plan(self, shape, options):
        try:
            return make(shape, options, self._devices, threads=4)
        except ModelError as error:
            return error


def _device(name: str, gigabytes: float) -> Device:
    size = int(gigabytes * GIB)
    return Device(
        name=name,
        description="GeForce RTX 4090" if name != "CPU" else "CPU",
        is_gpu=name != "CPU",
        free_bytes=int(size * 0.95),
        total_bytes=size,
    )
