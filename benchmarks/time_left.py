"""How well the time that reading will still take is foretold, while attention makes it dearer.

    python -m benchmarks.time_left [TOKENS]

A tiny Yi-shaped model, in which attention soon costs more than the weights, reads TOKENS (60,000)
in a real worker. What `Progress` foretells at a quarter, half and three quarters of the tokens is
compared with what reading then took; so is what the rate so far would foretell, as if a token cost
the same at any depth. 1 is right, less is too soon promised. Prints one JSON object.

Targets: within a fifth at each place, where what else the computer does stays the same; nearer
than the rate at a quarter.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import verdict
from benchmarks.long_window import TOKENS_PER_LINE
from tests.models.gguf_writer import Shape, yi
from yidesk.client.engine import EngineClient
from yidesk.core.types import EngineOptions, Message, Part, Role
from yidesk.protocol import messages

TOKENS = 60_000
SHAPE = Shape("Tiny", 2, 64, 2, 1, 128, context=131_072)
PLACES = (0.25, 0.5, 0.75)
MOST_OFF = 0.2


def document(tokens: int) -> str:
    """Text of about so many tokens."""
    return "".join(
        f"Line {i} of the report says that item {i * 7 % 113} costs {i * 13 % 97} euros.\n"
        for i in range(int(tokens / TOKENS_PER_LINE))
    )


def read(client: EngineClient, text: str) -> tuple[list[tuple[float, messages.Progress]], float]:
    """Every report with the time it came, and the time of the end."""
    conversation = (Message(role=Role.USER, parts=(Part(text=text, owner="d" * 64),)),)
    told = [
        (time.perf_counter(), event)
        for event in client.read(conversation)
        if isinstance(event, messages.Progress)
    ]
    return told, time.perf_counter()


def foretold(
    told: list[tuple[float, messages.Progress]], end: float, place: float
) -> dict[str, float]:
    """What was said at PLACE (0 to 1) over what it took."""
    at, event = next(each for each in told if each[1].done >= place * each[1].total)
    by_rate = (event.total - event.done) / event.per_second
    return {
        "it_took_s": round(end - at, 2),
        "time_left": round((event.seconds_left or math.nan) / (end - at), 2),
        "by_the_rate_so_far": round(by_rate / (end - at), 2),
    }


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    tokens = int(sys.argv[1]) if len(sys.argv) > 1 else TOKENS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        client = EngineClient(folder / "logs")
        client.load(yi(SHAPE).write(folder / "tiny.gguf"), EngineOptions()).result()
        told, end = read(client, document(tokens))
        client.close()
    found = {f"at_{place}": foretold(told, end, place) for place in PLACES}
    first = found[f"at_{PLACES[0]}"]
    verdict.end(
        "time_left",
        {"tokens": int(told[-1][1].total), **found},
        {
            "within_a_fifth": all(abs(at["time_left"] - 1) <= MOST_OFF for at in found.values()),
            "nearer_than_the_rate": abs(first["time_left"] - 1)
            < abs(first["by_the_rate_so_far"] - 1),
        },
    )


if __name__ == "__main__":
    main()
