"""The messages of the probe: devices, the first look at a model file, plans."""

from __future__ import annotations

from yidesk.core.memory import Device, Plan, Shape
from yidesk.core.types import EngineOptions
from yidesk.protocol.wire import Wire


class ListDevices(Wire, frozen=True, kw_only=True):
    """What can this computer compute on? Ends with `Devices` or `Failed`."""

    id: int


class Devices(Wire, frozen=True, kw_only=True):
    """Answer to `ListDevices`: GPUs first, the processor last."""

    id: int
    devices: tuple[Device, ...]


class LookAt(Wire, frozen=True, kw_only=True):
    """Let llama.cpp see a file for the first time. Ends with `Looked` or `Failed`, or kills."""

    id: int
    path: str


class Looked(Wire, frozen=True, kw_only=True):
    """The file can be loaded, as far as can be known without its weights."""

    id: int
    shape: Shape


class MakePlan(Wire, frozen=True, kw_only=True):
    """How to load a model here: the file at `path`, measured, or a `shape`, by formula.

    Ends with `Planned` or `Failed`.
    """

    id: int
    path: str = ""
    shape: Shape | None = None
    options: EngineOptions


class Planned(Wire, frozen=True, kw_only=True):
    """Answer to `MakePlan`."""

    id: int
    plan: Plan
