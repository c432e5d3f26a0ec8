"""Chunks that look like those of a model, without one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from yidesk.engine.chunk import ChunkHeader, next_key, root_of
from yidesk.engine.readings import ReadingFolder

ROOT = root_of(["a model"])
IDS = np.arange(512, dtype=np.int32)
DOCUMENT, CHAT = "d" * 64, "chat:1"


def header(ids: np.ndarray = IDS, parent: str = ROOT, first: int = 0, owner: str = DOCUMENT):
    return ChunkHeader(
        root=ROOT,
        parent=parent,
        key=next_key(parent, ids),
        first=first,
        ids=ids.astype("<i4").tobytes(),
        owners=(owner,),
        model="a model",
    )


def payload(seed: int = 0, size: int = 4096) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)


def save(folder: ReadingFolder, head: ChunkHeader, data: np.ndarray) -> Path:
    path = folder.path_of(head.key)
    folder.save(path, head, data)
    return path
