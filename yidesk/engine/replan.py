"""A plan for more tokens than the window was planned for, while the model is loaded.

Pure: values in, a value out. A plan that nobody asked a length of prefers speed: the whole model on
the GPU before a long window. What does not fit that window may fit another one, with fewer layers
on the GPU, with KV memory of another type, or because other programs have ended meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yidesk.core.errors import ModelError
from yidesk.core.memory import Device, DraftPlan, Need, Plan, Sentence, Shape, in_gb
from yidesk.core.types import EngineOptions
from yidesk.engine import plan
from yidesk.engine.reported import mapped_bytes, need_of

Log = Sequence[str]


def replan(
    shape: Shape, options: EngineOptions, devices: Sequence[Device], tokens: int, *, threads: int
) -> Plan | None:
    """The plan for a window of TOKENS or more; None when there is none.

    DEVICES: with the memory that is free without this model. Without a price first, as long as it
    can be; else a quarter longer than TOKENS, so that the conversation can go on; else just so.
    """
    if tokens > shape.trained_context:
        return None
    if options.context:
        options = replace(options, context=tokens)
    for task in (None, min(tokens * 5 // 4, shape.trained_context), tokens):
        try:
            found = plan.make(shape, options, devices, threads=threads, task_window=task)
        except ModelError:
            continue
        if found.window >= tokens:
            return found
    return None


def with_draft(found: Plan, draft: DraftPlan | None) -> Plan:
    """FOUND with the draft model that stands beside it already."""
    return found if draft is None else replace(found, draft=draft, need=found.need + draft.need)


def held(model: Log, contexts: Iterable[Log], *, beside: int) -> Need:
    """What a model and its contexts take, but for what the system counts as available.

    By their logs. BESIDE: bytes of another model that it counts as available, and that stay.
    """
    told = need_of(line for log in (model, *contexts) for line in log)
    mapped = min(mapped_bytes(model), told.main.weights) + beside
    return replace(told, main=replace(told.main, weights=told.main.weights - mapped))


def without(devices: Sequence[Device], held: Need) -> tuple[Device, ...]:
    """DEVICES as they would be without what is HELD on them."""
    first = next((device for device in devices if device.is_gpu), None)
    shared = any(device.shares_main_memory for device in devices)
    main = held.main.total + (held.gpu.total if shared else 0)

    def freed(device: Device) -> int:
        return held.gpu.total if device is first else 0 if device.is_gpu else main

    return tuple(
        replace(device, free_bytes=min(device.total_bytes, device.free_bytes + freed(device)))
        for device in devices
    )


def told(before: Plan, now: Plan) -> Sentence:
    """What has changed, in words."""
    values: dict[str, str | int | float] = {
        "window": now.window,
        "layers": now.gpu_layers,
        "before": before.gpu_layers,
        "total": now.total_layers,
        "memory": in_gb(now.need.gpu.total + now.need.main.total),
    }
    if now.gpu_layers < before.gpu_layers:
        return Sentence(
            "For a long document the window may now grow to {window:,} tokens: {layers} instead of {before} of {total} layers are on the GPU, so answers will be slower.",  # noqa: E501 - one literal, to be looked up
            values,
        )
    return Sentence(
        "For a long document the window may now grow to {window:,} tokens, which takes about {memory:g} GB in all.",  # noqa: E501 - as above
        values,
    )
