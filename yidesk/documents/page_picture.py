"""What a PDF's page looks like, drawn by PDFium; and where the characters of its text stand.

A picture is drawn in steps, so that one nobody waits for any more can be given up.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from yidesk.core.errors import Cancelled
from yidesk.core.page_picture import (
    MAX_PICTURE_PIXELS,
    PageLayout,
    PagePicture,
    Rectangle,
    boxes_of,
)
from yidesk.documents import limits
from yidesk.documents.columns import Columns
from yidesk.documents.pdf import text_of

LEAST_SCALE, MOST_SCALE = 0.02, 64.0
"""Pixels to a point."""
_FINE = 1000
"""Units to a point in which PDFium, which counts in whole ones, is asked for places."""
_WHITE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of the whole page, in pixels; a width or height of 0 reaches to the page's end."""

    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0


def draw(
    page: pypdfium2.PdfPage, scale: float, region: Region, unwanted: Callable[[], bool]
) -> PagePicture:
    """The page, or a piece of it. Raises Cancelled once it is UNWANTED.

    At most MAX_PICTURE_PIXELS: the whole page is drawn smaller, a piece is made smaller.
    """
    wide, high = page.get_size()
    scale = min(max(scale, LEAST_SCALE), MOST_SCALE)
    if region == Region():
        scale = min(scale, math.sqrt(MAX_PICTURE_PIXELS / max(wide * high, 1.0)))
    full = (max(round(wide * scale), 1), max(round(high * scale), 1))
    left, top, width, height = _within(region, full)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        _draw(bitmap, page, (-left, -top, *full), unwanted)
        return PagePicture(
            width=width,
            height=height,
            pixels=bytes(bitmap.buffer),
            scale=scale,
            left=left,
            top=top,
            page_width=wide,
            page_height=high,
        )
    finally:
        bitmap.close()


def _within(region: Region, full: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of the region that lies on the page, and is not too large to draw."""
    left = min(max(region.left, 0), full[0] - 1)
    top = min(max(region.top, 0), full[1] - 1)
    width = min(region.width or full[0], full[0] - left)
    height = min(region.height or full[1], full[1] - top)
    width = min(max(width, 1), MAX_PICTURE_PIXELS)
    return left, top, width, min(max(height, 1), max(MAX_PICTURE_PIXELS // width, 1))


def _draw(
    bitmap: pypdfium2.PdfBitmap,
    page: pypdfium2.PdfPage,
    place: tuple[int, int, int, int],
    unwanted: Callable[[], bool],
) -> None:
    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: unwanted())
    try:
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page, *place, 0, raw.FPDF_ANNOT, pause)
        while state == raw.FPDF_RENDER_TOBECONTINUED:
            if unwanted():
                raise Cancelled
            state = raw.FPDF_RenderPage_Continue(page, pause)
    finally:
        raw.FPDF_RenderPage_Close(page)


def lay_out(page: pypdfium2.PdfPage, text: str) -> PageLayout:
    """Where the characters of TEXT, which was taken from this page, stand on it."""
    wide, high = page.get_size()
    characters = page.get_textpage()
    try:
        shown = _Shown(page, wide, high)
        boxes = [
            None if place is None else shown.box(characters, place)
            for place in places_of(text, _in_order(characters, page))
        ]
    finally:
        characters.close()
    return PageLayout(width=wide, height=high, boxes=boxes_of(boxes), text=text)


def _in_order(characters: pypdfium2.PdfTextPage, page: pypdfium2.PdfPage) -> list[tuple[str, int]]:
    """The page's characters as its text has them, each with PDFium's number for it."""
    count = min(max(raw.FPDFText_CountChars(characters), 0), limits.MAX_PAGE_CHARACTERS)
    found = text_of(characters, count)
    if len(found) != count:
        return list(_numbered(characters, count))
    box = page.get_bbox()
    pieces = Columns(characters.raw, box[0], box[2]).pieces(found)
    return [(found[at], at) for start, end in pieces for at in range(start, end)]


def _numbered(characters: pypdfium2.PdfTextPage, count: int) -> Iterator[tuple[str, int]]:
    """Characters one by one: where some lie outside the first plane, or are left out by PDFium."""
    for at in range(count):
        code = raw.FPDFText_GetUnicode(characters, at)
        if 0xD800 <= code < 0xDC00:
            low = raw.FPDFText_GetUnicode(characters, at + 1)
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) if low >= 0xDC00 else 0
        if 0 < code < 0x110000 and not 0xDC00 <= code < 0xE000:
            yield chr(code), at


def places_of(text: str, characters: list[tuple[str, int]]) -> Iterator[int | None]:
    """For each character of TEXT its number among CHARACTERS, from which it was cleaned.

    Cleaning takes characters away and changes none but the hyphens, so both are gone through in
    step. Where they do not agree (a text of another version of the program), what follows has no
    place.
    """
    upcoming = iter(characters)
    for each in text:
        if each.isspace():
            yield None
            continue
        for character, number in upcoming:
            if character == each or (each == "-" and character == "\ufffe"):
                yield number
                break
        else:
            return


class _Shown:
    """From the space in which a page is written to the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage, wide: float, high: float) -> None:
        size = (round(wide * _FINE), round(high * _FINE))
        self._box = raw.FS_RECTF()
        x, y = ctypes.c_int(), ctypes.c_int()

        def shown(at: tuple[float, float]) -> tuple[float, float]:
            raw.FPDF_PageToDevice(page, 0, 0, *size, 0, *at, x, y)
            return x.value / _FINE, y.value / _FINE

        origin, right, up = shown((0, 0)), shown((1000, 0)), shown((0, 1000))
        self._origin = origin
        self._right = tuple((at - zero) / 1000 for at, zero in zip(right, origin, strict=True))
        self._up = tuple((at - zero) / 1000 for at, zero in zip(up, origin, strict=True))

    def box(self, characters: pypdfium2.PdfTextPage, number: int) -> Rectangle | None:
        """The space that a character's line gives it; None for one that takes none."""
        box = self._box
        if not raw.FPDFText_GetLooseCharBox(characters, number, box):
            return None
        x0, y0 = self._place(box.left, box.top)
        x1, y1 = self._place(box.right, box.bottom)
        if not all(map(math.isfinite, (x0, y0, x1, y1))):
            return None
        return Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._origin[0] + x * self._right[0] + y * self._up[0],
            self._origin[1] + x * self._right[1] + y * self._up[1],
        )
