"""How a file would run on this computer, in a badge and in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from yidesk.core import words
from yidesk.services.offers import Fit, Fitted
from yidesk.ui import numbers

KINDS = {
    Fit.GPU: "badge-verified",
    Fit.PARTLY: "badge-unsure",
    Fit.CPU: "badge-unsure",
    Fit.NOT: "badge-wrong",
}
"""Of a label, by how it fits."""


def badge(fitted: Fitted) -> str:
    """A few words."""
    if fitted.plan is None:
        return _tr("Does not fit")
    place = {
        Fit.GPU: _tr("Fits on the GPU"),
        Fit.PARTLY: _tr("Partly on the GPU"),
        Fit.CPU: _tr("On the processor"),
    }[fitted.fit]
    window = _tr("{n} tokens").format(n=numbers.count(fitted.plan.window))
    return f"{place} · {window}"


def sentence(fitted: Fitted) -> str:
    """The numbers behind it."""
    if fitted.plan is not None:
        told = words.say(fitted.plan.sentence.template, **fitted.plan.sentence.values)
        return f"{told}\n{reading_time(fitted)}"
    if fitted.problem is not None:
        return " ".join(filter(None, words.say_error(fitted.problem)))
    return ""


def reading_time(fitted: Fitted) -> str:
    """How long a hundred pages take, as far as that can be told."""
    if fitted.reading is None:
        return _tr("How fast it reads is known after the first document")
    seconds, model = fitted.reading
    return _tr("100 pages: about {time} to read once, judged by {model} here").format(
        time=numbers.duration(seconds), model=model
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Fit", text)
