"""Compares an answer's page references and quotations with the pages themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.core.types import Citation, Document, Support


@dataclass(frozen=True, slots=True)
class Checked:
    """What the comparison found, in the order of the answer."""

    citations: tuple[Citation, ...]
    supports: tuple[Support, ...]


def check(answer: str, documents: Sequence[Document]) -> Checked:
    """Compare every reference, quotation and sentence of an answer with the documents."""
    return Checked((), ())  # filled by the next commit
