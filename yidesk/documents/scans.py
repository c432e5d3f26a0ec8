"""Whether a PDF's page with little or no text is a scan, a drawing, or blank.

A scan is a picture over most of the page; a stamp or a fax's header on it is no reading of it.
Text drawn as curves looks the same to a reader: many paths, and no characters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice

from pypdfium2 import raw

from yidesk.core.types import PageWarning

STAMP_CHARACTERS = 120
"""Characters that a scanner, a fax or a court puts on a picture of a page, at most."""
SCAN_SHARE = 0.6
"""Share of the page that pictures cover at least on a scan."""
PICTURE_SHARE = 0.05
"""Share from which on a page without any text is more than blank."""
DRAWN_PATHS = 40
"""Paths from which on a page without any text is a drawing: frames and rules are fewer."""
MOST_OBJECTS = 2_000
"""Objects of a page that are looked at; those of a page with little text are few."""
_DEEPEST = 4


def judge(page: raw.FPDF_PAGE, text: str, box: tuple[float, float, float, float]) -> PageWarning:
    """NO_TEXT, BLANK, or NONE for a page of which the TEXT is all there is; BOX is its crop."""
    if len(text) > STAMP_CHARACTERS:
        return PageWarning.NONE
    share, paths = _drawn(page, box)
    if text:
        return PageWarning.NO_TEXT if share >= SCAN_SHARE else PageWarning.NONE
    shown = share >= PICTURE_SHARE or paths >= DRAWN_PATHS
    return PageWarning.NO_TEXT if shown else PageWarning.BLANK


def _drawn(page: raw.FPDF_PAGE, box: tuple[float, float, float, float]) -> tuple[float, int]:
    """The share of the page that pictures cover, 1 at most, and how many paths there are."""
    whole = abs(box[2] - box[0]) * abs(box[3] - box[1])
    covered, paths = 0.0, 0
    for item in islice(_objects(page), MOST_OBJECTS):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_FORM and _is_picture(item)):
            covered += _area(item, box)
        paths += kind == raw.FPDF_PAGEOBJ_PATH or (
            _paths(item) if kind == raw.FPDF_PAGEOBJ_FORM else 0
        )
    return min(covered / whole, 1.0) if whole else 0.0, paths


def _objects(page: raw.FPDF_PAGE) -> Iterator[raw.FPDF_PAGEOBJECT]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPage_GetObject(page, index)


def _parts(form: raw.FPDF_PAGEOBJECT) -> Iterator[raw.FPDF_PAGEOBJECT]:
    for index in range(min(max(raw.FPDFFormObj_CountObjects(form), 0), MOST_OBJECTS)):
        yield raw.FPDFFormObj_GetObject(form, index)


def _is_picture(form: raw.FPDF_PAGEOBJECT, depth: int = 0) -> bool:
    """Whether a form, which draws a piece of content as one object, holds a picture."""
    for item in _parts(form):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST and _is_picture(item, depth + 1):
            return True
    return False


def _paths(form: raw.FPDF_PAGEOBJECT) -> int:
    return sum(raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH for item in _parts(form))


def _area(item: raw.FPDF_PAGEOBJECT, box: tuple[float, float, float, float]) -> float:
    """Square points that an object covers of the page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    wide = min(right.value, max(box[0], box[2])) - max(left.value, min(box[0], box[2]))
    high = min(top.value, max(box[1], box[3])) - max(bottom.value, min(box[1], box[3]))
    return max(wide, 0.0) * max(high, 0.0)
