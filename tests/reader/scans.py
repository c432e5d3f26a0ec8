"""Scanned pages: text that was drawn with a font and put into a PDF as a picture."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

WIDTH, HEIGHT = 1000, 700
"""Pixels of a page; small, since recognising takes the longer the more there is to see."""
SIZE = 34


def chinese_font() -> str:
    """A font file with Chinese characters. Skips the test where there is none."""
    found = subprocess.run(
        ["fc-match", "-f", "%{lang}\n%{file}", "Noto Sans CJK SC:lang=zh-cn"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.partition("\n")
    if "zh-cn" not in found[0]:
        pytest.skip("no Chinese font")
    return found[2].strip()


def write_scans(path: Path, *pages: Sequence[tuple[int, int, str]]) -> Path:
    """A PDF of pictures; each page is a list of (left, top, words) in pixels."""
    image, draw, font = (
        pytest.importorskip(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont")
    )
    face = font.truetype(chinese_font(), SIZE)
    drawn = []
    for page in pages:
        picture = image.new("L", (WIDTH, HEIGHT), 255)
        pen = draw.Draw(picture)
        for left, top, words in page:
            pen.text((left, top), words, fill=0, font=face)
        drawn.append(picture)
    drawn[0].save(path, "PDF", resolution=100, save_all=True, append_images=drawn[1:])
    return path
