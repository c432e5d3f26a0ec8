"""The text of a page that is a picture, by RapidOCR (PP-OCR models, which lie in its package).

An extra (`yidesk[ocr]`): a person who has no scans needs no 300 MB of it. Nothing is fetched.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from yidesk.core.errors import DocumentError
from yidesk.core.page_picture import PageLayout, Rectangle, boxes_of
from yidesk.documents import limits
from yidesk.documents.reading_order import Piece, rows_of

LONGEST_SIDE = 2000
"""Pixels; A4 at 170 dots an inch. The models scale larger pictures down to that."""
MOST_THREADS = 4
"""More add memory and little speed."""
GAP = "  "
"""Between pieces of one line that stand apart, as cells of a table do."""


def is_installed() -> bool:
    """Whether the extra is there; nothing is imported."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


class Recogniser:
    """Holds the models, which take a second to load."""

    def __init__(self) -> None:
        """Load them. Raises DocumentError when the extra is not installed."""
        if not is_installed():
            raise DocumentError(
                "Reading scanned pages needs text recognition (OCR), which is not installed.",
                code="ocr_missing",
                next_step="Install it with `make ocr`, or with `pip install 'yidesk[ocr]'`.",
            )
        from rapidocr import RapidOCR  # noqa: PLC0415 - an extra, and slow

        threads = min(os.cpu_count() or 1, MOST_THREADS)
        self._engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": LONGEST_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, page: pypdfium2.PdfPage) -> PageLayout:
        """The text of a page, and where its characters stand."""
        wide, high = page.get_size()
        scale = LONGEST_SIDE / max(wide, high, 1.0)
        found = self._engine(_picture(page, scale))
        boxes: Sequence[Sequence[Sequence[float]]] = [] if found.boxes is None else found.boxes
        pieces = [
            Piece(text, _around(corners, scale))
            for text, corners in zip(found.txts or (), boxes, strict=True)
            if text.strip()
        ]
        text, places = _written(rows_of(pieces))
        return PageLayout(width=wide, height=high, text=text, boxes=boxes_of(places))


def _picture(page: pypdfium2.PdfPage, scale: float) -> object:
    """The page as an array of blue, green and red, which is what OpenCV's programs take."""
    bitmap = page.render(scale=scale, draw_annots=True, force_bitmap_format=raw.FPDFBitmap_BGR)
    try:
        return bitmap.to_numpy().copy()
    finally:
        bitmap.close()


def _around(corners: Sequence[Sequence[float]], scale: float) -> Rectangle:
    across = [float(corner[0]) / scale for corner in corners]
    down = [float(corner[1]) / scale for corner in corners]
    return Rectangle(min(across), min(down), max(across), max(down))


def _written(rows: list[list[Piece]]) -> tuple[str, list[Rectangle | None]]:
    """The rows as lines, and for each character where it stands, in equal shares of its piece."""
    characters: list[str] = []
    places: list[Rectangle | None] = []
    for row in rows:
        if characters:
            characters.append("\n")
            places.append(None)
        for number, piece in enumerate(row):
            if number:
                characters += GAP
                places += [None] * len(GAP)
            characters += piece.text
            places += _shares(piece)
    text = "".join(characters)[: limits.MAX_PAGE_CHARACTERS]
    return text, places[: len(text)]


def _shares(piece: Piece) -> Iterator[Rectangle | None]:
    """Where each character of a piece stands: a wide one takes twice the room of a narrow one."""
    box = piece.box
    upright = box.bottom - box.top > 2 * (box.right - box.left) and len(piece.text) > 1
    shares = [2 if character >= "\u2e80" else 1 for character in piece.text]
    long = (box.bottom - box.top) if upright else (box.right - box.left)
    unit = long / max(sum(shares), 1)
    at = 0
    for character, share in zip(piece.text, shares, strict=True):
        start, end, at = at * unit, (at + share) * unit, at + share
        if character.isspace():
            yield None
        elif upright:
            yield Rectangle(box.left, box.top + start, box.right, box.top + end)
        else:
            yield Rectangle(box.left + start, box.top, box.left + end, box.bottom)
