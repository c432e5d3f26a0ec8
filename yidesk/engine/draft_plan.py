"""Where a draft model finds room: beside the model it guesses for, and never at its cost.

Pure, as `plan`. The model is planned by itself first. A draft model may take a part of a window
that nobody asked for, and nothing else: no layer from the GPU, no precision of the KV memory. It
stands where the model stands: one on the processor would keep a model on a GPU waiting. Where a
window on a GPU becomes so long that its KV memory is quantised, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yidesk.core.errors import ModelError
from yidesk.core.memory import Choice, Device, DraftPlan, Need, Plan, Shape, in_gb
from yidesk.core.types import EngineOptions
from yidesk.engine import plan
from yidesk.engine.draft import BATCH, WINDOW
from yidesk.engine.estimate import estimate

LEAST_SHARE = 0.75
"""Of a window that nobody asked for, so much is left."""


def make(
    shape: Shape,
    options: EngineOptions,
    devices: Sequence[Device],
    draft: Shape | None,
    *,
    threads: int,
    measure: plan.Measure | None = None,
) -> Plan:
    """As `plan.make`, with DRAFT beside the model. Raises ModelError when they do not fit."""
    alone = plan.make(shape, options, devices, threads=threads, measure=measure)
    if draft is None:
        return alone
    both, _ = beside(draft, shape, options, devices, alone, measure=measure)
    return both


def beside(
    draft: Shape,
    shape: Shape,
    options: EngineOptions,
    devices: Sequence[Device],
    alone: Plan,
    *,
    measure: plan.Measure | None = None,
) -> tuple[Plan, tuple[Device, ...]]:
    """ALONE, the plan for SHAPE, with DRAFT beside it; and DEVICES with what that leaves free.

    MEASURE: of SHAPE, as `plan.make` takes it. Raises ModelError when there is no room for it.
    """
    is_fixed = options.kv_type != "auto" or options.context is not None
    if alone.gpu_layers and is_fixed and alone.kv_type != "f16":
        raise ModelError(
            "A draft model costs more than it saves where the KV memory on a GPU is {kv_type}.",
            code="draft_does_not_pay",
            next_step="Choose f16 for the KV memory, or a smaller window.",
            kv_type=alone.kv_type,
        )
    choice = draft_choice(draft, on_gpu=alone.gpu_layers > 0)
    gpus = sum(device.is_gpu for device in devices)
    need = estimate(draft, choice, gpus=gpus)
    drafting = DraftPlan(name=draft.name, choice=choice, need=need)
    left = _less(devices, need)
    try:
        both = plan.make(shape, options, left, threads=alone.threads, measure=measure)
    except ModelError as error:
        raise no_room(drafting) from error
    if not plan.Computer(devices, options).fits(need) or _costs_too_much(both, alone, options):
        raise no_room(drafting)
    return replace(both, draft=drafting, need=both.need + need), left


def draft_choice(draft: Shape, *, on_gpu: bool) -> Choice:
    """How a draft model is made."""
    return Choice(
        window=min(WINDOW, draft.trained_context),
        kv_type="f16",
        flash_attention=on_gpu,
        batch=BATCH,
        gpu_layers=draft.total_layers if on_gpu else 0,
    )


def _costs_too_much(both: Plan, alone: Plan, options: EngineOptions) -> bool:
    share = 1.0 if options.context else LEAST_SHARE
    return (
        both.gpu_layers < alone.gpu_layers
        or both.kv_type != alone.kv_type
        or both.batch < alone.batch
        or both.window < share * alone.window
    )


def _less(devices: Sequence[Device], need: Need) -> tuple[Device, ...]:
    """DEVICES when NEED has been taken from them; what one GPU lacks is taken from the next."""
    on_gpus = need.gpu.total
    shared = any(device.shares_main_memory for device in devices)
    main = need.main.total + (on_gpus if shared else 0)
    left = []
    for device in devices:
        taken = min(device.free_bytes, on_gpus if device.is_gpu else main)
        on_gpus -= taken if device.is_gpu else 0
        left.append(replace(device, free_bytes=device.free_bytes - taken))
    return tuple(left)


def no_room(draft: DraftPlan) -> ModelError:
    """The error for a draft model that does not fit beside the model."""
    return ModelError(
        "The draft model {name} takes {need:g} GB that the model itself needs.",
        code="draft_no_room",
        next_step="Choose a smaller draft model, or a smaller window.",
        name=draft.name,
        need=in_gb(draft.need.total),
    )
