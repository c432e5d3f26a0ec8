"""Damages a GGUF header in many ways and reads each; run as a process to see its memory.

    python -m tests.catalog.mutations COUNT SEED

Prints one JSON object: cases, how many were refused, the slowest in seconds, the memory in bytes.
Anything but a ModelError ends it with a traceback.
"""

from __future__ import annotations

import json
import random
import resource
import struct
import sys
from collections.abc import Callable

from tests.catalog.counting import CountingSource
from tests.models.gguf_writer import TINY, yi
from tests.models.vocabulary import yi_like
from yidesk.catalog import gguf
from yidesk.core.errors import ModelError

EXTREMES = (
    0,
    1,
    255,
    2**16,
    2**31 - 1,
    2**32 - 1,
    2**32,
    2**40,
    2**60,
    2**63 - 1,
    2**63,
    2**64 - 1,
)
Mutation = Callable[[random.Random, bytearray], None]


def flip(dice: random.Random, content: bytearray) -> None:
    for _ in range(dice.randint(1, 20)):
        content[dice.randrange(4, len(content))] = dice.randrange(256)


def cut(dice: random.Random, content: bytearray) -> None:
    del content[dice.randrange(len(content)) :]


def remove(dice: random.Random, content: bytearray) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.randint(1, 64)]


def insert(dice: random.Random, content: bytearray) -> None:
    start = dice.randrange(len(content))
    content[start:start] = dice.randbytes(dice.randint(1, 64))


def repeat(dice: random.Random, content: bytearray) -> None:
    start, length = dice.randrange(len(content)), dice.randint(1, 4096)
    content[start:start] = content[start : start + length]


def extreme(dice: random.Random, content: bytearray) -> None:
    """Write an impossible number, preferably over a length at the start."""
    end = dice.choice((64, 2_000, len(content)))
    struct.pack_into("<Q", content, dice.randrange(8, end - 8), dice.choice(EXTREMES))


def extreme_in_place(dice: random.Random, content: bytearray) -> None:
    """Write an impossible number over one that belongs to a key or a tensor."""
    mark = dice.choice((b"llama.", b"tokenizer.ggml.", b"blk.", b"general.", b"output"))
    places = []
    at = content.find(mark)
    while at >= 0:
        places.append(at)
        at = content.find(mark, at + 1)
    at = dice.choice(places) + dice.randint(-8, 48)
    struct.pack_into("<Q", content, min(at, len(content) - 8), dice.choice(EXTREMES))


MUTATIONS: tuple[Mutation, ...] = (flip, cut, remove, insert, repeat, extreme, extreme_in_place)


def refused(source: CountingSource) -> bool:
    """Whether the reader or the rules find fault; what they say must be sayable."""
    try:
        problems = gguf.check(gguf.read(source))
    except ModelError as error:
        problems = [error]
    return any(str(problem) for problem in problems)


def main(count: int, seed: int) -> None:
    dice = random.Random(seed)
    # every third with Yi's whole vocabulary, the others small so that mutations hit the rest
    bases = [yi(TINY, vocabulary=yi_like(size)) for size in (64_000, 1_000, 1_000)]
    contents = [base.header.ljust(base.size, b"\0") for base in bases]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most_read, faults = 0.0, 0
    for number in range(count):
        content = bytearray(contents[number % len(contents)])
        if dice.random() < 0.5:  # without the weights behind it
            del content[len(bases[number % len(bases)].header) :]
        dice.choice(MUTATIONS)(dice, content)
        source = CountingSource(bytes(content))
        faults += refused(source)
        most_read = max(most_read, source.taken / source.size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = (peak - before) * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"cases": count, "refused": faults, "most_read": most_read, "memory": memory}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
