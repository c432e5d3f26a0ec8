"""What llama.cpp says in its log about the memory that it took."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yidesk.core.memory import Need, Share

_BUFFER = re.compile(r"(\S+) +(model|KV|compute|output) buffer size = +([\d.]+) MiB")
_KV_TOTAL = re.compile(r"llama_kv_cache: size = +([\d.]+) MiB")
_MIB = 1 << 20
REPACKED = "CPU_REPACK"
"""The device of weights in an order that suits the processor."""


@dataclass(frozen=True, slots=True)
class Buffer:
    """A buffer that llama.cpp told of."""

    device: str
    kind: str
    """model, KV, compute or output."""
    bytes: int

    @property
    def in_main_memory(self) -> bool:
        """Not on a GPU: CPU, CPU_Mapped, CPU_REPACK, and what a GPU reads there (CUDA_Host)."""
        return self.device.startswith("CPU") or self.device.endswith("_Host")


def buffers(lines: Iterable[str]) -> Iterator[Buffer]:
    """The buffers in the lines of a log."""
    for line in lines:
        if found := _BUFFER.search(line):
            yield Buffer(found[1], found[2], int(float(found[3]) * _MIB))


def kv_total(lines: Iterable[str]) -> int:
    """KV memory on all devices; a dry run says no other."""
    found = next(filter(None, map(_KV_TOTAL.search, lines)), None)
    return int(float(found[1]) * _MIB) if found else 0


def need_of(lines: Iterable[str]) -> Need:
    """Everything that was allocated, by the log of a model and of a context on it."""
    told = tuple(buffers(lines))

    def size(kind: str, *, main: bool) -> int:
        # what is repacked for the processor is counted where it was mapped from the file
        return sum(
            b.bytes
            for b in told
            if b.kind == kind and b.in_main_memory is main and b.device != REPACKED
        )

    def share(*, main: bool) -> Share:
        return Share(
            weights=size("model", main=main),
            kv=size("KV", main=main),
            compute=size("compute", main=main),
            output=size("output", main=main),
        )

    return Need(gpu=share(main=False), main=share(main=True))


def mapped_bytes(lines: Iterable[str]) -> int:
    """Weights that stay in the model's file: the system counts their memory as available."""
    in_main = [b for b in buffers(lines) if b.kind == "model" and b.in_main_memory]
    repacked = sum(b.bytes for b in in_main if b.device == REPACKED)
    return max(0, sum(b.bytes for b in in_main) - 2 * repacked)
