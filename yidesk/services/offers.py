"""The catalogue on this computer: what of it fits, and which file to take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from yidesk.catalog import catalog
from yidesk.catalog.catalog import Entry, Group, Kind, Variant
from yidesk.catalog.expected import expected_shape
from yidesk.catalog.hub import OFFICIAL
from yidesk.core.errors import YiDeskError
from yidesk.core.memory import Plan, Shape
from yidesk.services.computer import Computer
from yidesk.services.speed import Speeds

__all__ = ["Entry", "Fit", "Fitted", "Group", "Kind", "Offer", "Offers"]

GOOD_BITS = "Q4_K_M"
"""Below this quantisation answers are noticeably worse; above it hardly better."""
USEFUL_WINDOW = 16_384
"""Tokens: about 25 pages."""


class Fit(StrEnum):
    """How a file would run here."""

    GPU = "gpu"
    PARTLY = "partly"
    CPU = "cpu"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One file of a model, and how it would run here."""

    variant: Variant
    plan: Plan | None
    problem: YiDeskError | None = None
    reading: tuple[float, str] | None = None
    """Seconds for a hundred pages, and the model this is judged by; None: not measured."""

    @property
    def fit(self) -> Fit:
        """In one word."""
        if self.plan is None:
            return Fit.NOT
        if not self.plan.gpu_layers:
            return Fit.CPU
        return Fit.GPU if self.plan.gpu_layers >= self.plan.total_layers else Fit.PARTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A model of the catalogue."""

    entry: Entry
    files: tuple[Fitted, ...]
    """The smallest first."""

    @property
    def best(self) -> Fitted | None:
        """The file to take here; None when none fits."""
        fitting = [each for each in self.files if each.fit is not Fit.NOT]
        useful = min(USEFUL_WINDOW, self.entry.window)
        on_gpu = [
            each
            for each in fitting
            if each.fit is Fit.GPU and each.plan and each.plan.window >= useful
        ]
        if on_gpu and self.entry.group is Group.DOCUMENTS:
            return max(on_gpu, key=self._for_documents)
        if on_gpu:
            return on_gpu[-1]
        good = [each for each in fitting if each.variant.quantization == GOOD_BITS]
        return next(iter(good or fitting[-1:]), None)

    def _for_documents(self, fitted: Fitted) -> tuple[bool, int, int]:
        """Good bits first, then the window, and more bits only where the window is whole."""
        good = [each.variant.bytes for each in self.files if each.variant.quantization == GOOD_BITS]
        if not good or fitted.variant.bytes < good[0]:
            return False, 0, fitted.variant.bytes
        window = fitted.plan.window if fitted.plan else 0
        return True, min(window, self.entry.window), fitted.variant.bytes


class Offers:
    """Looks at the catalogue with this computer's eyes."""

    def __init__(self, computer: Computer, speeds: Speeds) -> None:
        self._computer = computer
        self._speeds = speeds

    def look(self) -> list[Offer]:
        """Every model of the catalogue. Takes about a second. Raises EngineError."""
        entries = catalog.load().models
        shapes = [expected_shape(entry, file) for entry in entries for file in entry.files]
        plans = iter(self._computer.probe.plan_shapes(shapes))
        return [Offer(entry=entry, files=tuple(self._fit(entry, plans))) for entry in entries]

    def fitted_exactly(self, entry: Entry, variant: Variant, shape: Shape) -> Fitted:
        """How a file would run here, by the SHAPE that its own header tells."""
        (plan,) = self._computer.probe.plan_shapes([shape])
        return self._fitted(entry, variant, plan)

    def _fit(self, entry: Entry, plans: Iterator[Plan | YiDeskError]) -> Iterator[Fitted]:
        for variant, plan in zip(entry.files, islice(plans, len(entry.files)), strict=True):
            yield self._fitted(entry, variant, plan)

    def _fitted(self, entry: Entry, variant: Variant, plan: Plan | YiDeskError) -> Fitted:
        if not isinstance(plan, Plan):
            return Fitted(variant=variant, plan=None, problem=plan)
        reading = self._speeds.hundred_pages(entry.parameters, plan.gpu_layers, plan.total_layers)
        return Fitted(variant=variant, plan=plan, reading=reading)


def address(entry: Entry, variant: Variant) -> str:
    """Where a browser finds a file."""
    return f"{OFFICIAL}/{entry.repository}/resolve/main/{variant.file}"


def recommended(offers: Sequence[Offer], group: Group) -> Offer | None:
    """The model to propose: the catalogue's own choice where it fits, else the first that does."""
    fitting = [
        offer
        for offer in offers
        if offer.entry.group is group and offer.entry.kind is Kind.CHAT and offer.best
    ]
    return next((offer for offer in fitting if offer.entry.recommended), None) or next(
        iter(fitting), None
    )
