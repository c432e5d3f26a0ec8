"""When memory is short although the plan said it fits: one step down at a time, each told.

Other programs take memory too, and drivers need more than they say. A choice that the person made
is never changed, and nothing moves to the processor without a word.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from yidesk.core.memory import Plan, Sentence
from yidesk.core.types import EngineOptions
from yidesk.engine.llama import LoadError
from yidesk.engine.plan import TINY_WINDOW

Model = TypeVar("Model")
Context = TypeVar("Context")

LAYER_STEPS = 8
"""The GPU gives up an eighth of the model at a time; each step loads the weights again."""

Step = tuple[Plan, Sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated(Generic[Model, Context]):
    """What was got in the end."""

    model: Model
    context: Context
    plan: Plan
    notes: tuple[Sentence, ...]
    """The steps that it took."""


def allocate(
    plan: Plan,
    options: EngineOptions,
    load: Callable[[int], Model],
    make: Callable[[Model, Plan], Context],
    *,
    least: int = TINY_WINDOW,
) -> Allocated[Model, Context]:
    """LOAD the model with some layers on the GPU and MAKE its context, with less until it works.

    LEAST: tokens that the window must have. Raises LoadError when the file is at fault, or nothing
    is left that may be given up.
    """
    notes: list[Sentence] = []
    while True:
        down: Callable[[Plan, EngineOptions], Step | None] = fewer_layers
        try:
            model = load(plan.gpu_layers)
            down = functools.partial(step_down, least=least)
            context = make(model, plan)
            return Allocated(model=model, context=context, plan=plan, notes=tuple(notes))
        except LoadError as error:
            step = down(plan, options) if error.out_of_memory else None
            if step is None:
                raise
        plan, note = step
        notes.append(note)


def step_down(plan: Plan, options: EngineOptions, *, least: int = TINY_WINDOW) -> Step | None:
    """PLAN with the next smaller need; None when everything left is the person's choice."""
    return (
        _flash_attention(plan)
        or _smaller_kv(plan, options)
        or fewer_layers(plan, options)
        or _smaller_window(plan, options, least)
    )


def _flash_attention(plan: Plan) -> Step | None:
    if plan.flash_attention:
        return None
    return replace(plan, flash_attention=True), Sentence(
        "Flash attention is on, which is slower on a processor: there was not enough memory without it.",  # noqa: E501 - one literal, to be looked up
        {},
    )


def _smaller_kv(plan: Plan, options: EngineOptions) -> Step | None:
    if options.kv_type != "auto" or plan.kv_type != "f16":
        return None
    return replace(plan, kv_type="q8_0"), Sentence(
        "KV memory is q8_0 instead of f16: there was not enough memory.", {}
    )


def fewer_layers(plan: Plan, options: EngineOptions) -> Step | None:
    """PLAN with an eighth of the model moved from the GPU to the processor."""
    if options.gpu_layers is not None or not plan.gpu_layers:
        return None
    layers = max(0, plan.gpu_layers - max(1, plan.total_layers // LAYER_STEPS))
    return replace(plan, gpu_layers=layers), Sentence(
        "{layers} instead of {before} of {total} layers are on the GPU: there was not enough memory. Answers will be slower.",  # noqa: E501 - as above
        {"layers": layers, "before": plan.gpu_layers, "total": plan.total_layers},
    )


def without_small(plan: Plan) -> Step:
    """PLAN without the second window."""
    return replace(plan, small=None), Sentence(
        "Short chats share the window of documents: there was not enough memory for one of their own.",  # noqa: E501 - as above
        {},
    )


def _smaller_window(plan: Plan, options: EngineOptions, least: int) -> Step | None:
    if options.context is not None or plan.window <= least:
        return None
    window = max(least, plan.window // 2)
    return replace(plan, window=window), Sentence(
        "The window has {window:,} instead of {before:,} tokens: there was not enough memory.",
        {"window": window, "before": plan.window},
    )
