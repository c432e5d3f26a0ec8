"""What this computer has for a model: GPUs, memory, disk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yidesk.core.errors import YiDeskError
from yidesk.core.memory import Device, Plan, Shape
from yidesk.core.types import EngineOptions


class Probe(Protocol):
    """Asks a throw-away process; `yidesk.client.probe.ProbeClient` does."""

    def devices(self) -> tuple[Device, ...]:
        """What can be computed on. Raises EngineError."""

    def plan_shapes(
        self, shapes: Sequence[Shape], options: EngineOptions = ...
    ) -> list[Plan | YiDeskError]:
        """How models that are not here would be loaded; errors in their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """One look at this computer."""

    devices: tuple[Device, ...]
    disk_free: int
    """Bytes, where models are put."""
    disk_total: int

    @property
    def gpus(self) -> tuple[Device, ...]:
        """The GPUs that llama.cpp can use."""
        return tuple(device for device in self.devices if device.is_gpu)

    @property
    def memory(self) -> Device:
        """The processor with main memory."""
        return next(device for device in self.devices if not device.is_gpu)


class Computer:
    """Looks at this computer. Every method may take a second."""

    def __init__(self, probe: Probe, models: Path) -> None:
        self.probe = probe
        self._models = models

    def look(self) -> Hardware:
        """What is here now. Raises EngineError."""
        disk = shutil.disk_usage(self._models)
        return Hardware(devices=self.probe.devices(), disk_free=disk.free, disk_total=disk.total)
