"""A file's pages without the worker process: what a format's reader gives."""

from __future__ import annotations

from pathlib import Path

from yidesk.core.types import Page
from yidesk.documents.opening import open_document
from yidesk.documents.pages import OpenDocument


def opened(folder: Path, name: str, data: bytes | str) -> OpenDocument:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return open_document(path)


def pages_of(document: OpenDocument) -> list[Page]:
    return [document.page(number) for number in range(1, document.page_count + 1)]


def texts(folder: Path, name: str, data: bytes | str) -> list[tuple[str, str]]:
    """(label, text) of every page."""
    return [(page.label, page.text) for page in pages_of(opened(folder, name, data))]
