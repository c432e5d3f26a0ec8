"""What the windows of a plan take: as planned, and as llama.cpp then reports it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from yidesk.core.memory import Choice, Comparison, Need, Plan
from yidesk.engine.estimate import estimate
from yidesk.engine.reported import need_of
from yidesk.engine.window_terms import Terms

log = logging.getLogger(__name__)

LARGEST_ERROR = 0.05
"""Share by which the plan may differ from what llama.cpp then reports."""


def need_of_all(terms: Terms, chosen: Plan) -> Need:
    """Of everything that CHOSEN has: both windows, and the draft model."""
    need = _planned(terms, chosen)
    if chosen.small is not None:
        need += _planned(terms, chosen.small).of_context
    return need if chosen.draft is None else need + chosen.draft.need


def compared(terms: Terms, way: Plan, told: Sequence[str]) -> Comparison:
    """What was planned for the large window WAY, and what TOLD, llama.cpp's lines, report of it."""
    found = Comparison(planned=_planned(terms, way), reported=need_of(told))
    level = logging.WARNING if abs(found.error) > LARGEST_ERROR else logging.INFO
    log.log(
        level,
        "%d tokens take %d MB, %d MB were planned (%+.1f %%)",
        way.window,
        found.reported.total >> 20,
        found.planned.total >> 20,
        100 * found.error,
    )
    return found


def _planned(terms: Terms, chosen: Choice) -> Need:
    return estimate(terms.shape, chosen, gpus=sum(each.is_gpu for each in terms.devices))
