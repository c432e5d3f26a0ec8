"""The icon in the sizes and containers that the systems ask for, drawn from one SVG by Qt."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 32, 64, 128, 256, 512, 1024)
ICO_SIZES = (16, 32, 64, 256)  # Windows
ICNS_TYPES = {  # macOS: the four letters that name each size
    16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10",
}  # fmt: skip


def draw(svg: Path, base: Path) -> None:
    """Write BASE-16.png … BASE-1024.png, BASE.ico and BASE.icns."""
    base.parent.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(svg))
    pictures = {size: _png(renderer, size) for size in SIZES}
    for size, picture in pictures.items():
        base.with_name(f"{base.name}-{size}.png").write_bytes(picture)
    base.with_suffix(".ico").write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    base.with_suffix(".icns").write_bytes(icns(pictures))


def _png(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An ICO file of PNG pictures: a header, a directory of 16 bytes each, the pictures.

    Layout: Microsoft's ICONDIR and ICONDIRENTRY, in which a side of 256 pixels is written as 0.
    """
    offset = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        side = size % 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return directory + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """An ICNS file of PNG pictures: each a type, its length with these 8 bytes, the picture."""
    parts = [
        struct.pack(">4sI", ICNS_TYPES[size], 8 + len(picture)) + picture
        for size, picture in pictures.items()
    ]
    body = b"".join(parts)
    return struct.pack(">4sI", b"icns", 8 + len(body)) + body
