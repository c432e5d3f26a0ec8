"""What is told when a draft model cannot be used: a draft never costs anybody an answer."""

from __future__ import annotations

from yidesk.core.errors import ModelError, YiDeskError


def unused(error: YiDeskError) -> ModelError:
    """ERROR, which kept a draft model from being used, as a notice."""
    return ModelError(
        error.sentence,
        code="draft_unused",
        next_step="Answers come without the draft model; the settings take another one, or none.",
        **error.values,
    )
