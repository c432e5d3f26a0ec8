"""A document that was read once: after kill -9 and a restart, beside reading it again.

    python -m benchmarks.readings [TOKENS]

Demonstration model, a document of about 4,000 tokens (or TOKENS). The worker is killed with
SIGKILL once everything is saved; a new one answers from disk. Time to first token, restored
tokens, the same greedy answer; and the time that reading the files and evaluating the question
takes by themselves, as the floor. A second part kills the worker in the middle of reading. Prints
one JSON object.

Targets: >= 50 times faster than reading again; <= 1.3 times the floor; restored = all saved.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bare import DEMO_MODEL
from yidesk.client.engine import EngineClient
from yidesk.core.types import (
    Conversation,
    EngineOptions,
    Message,
    Part,
    Role,
    Sampling,
)
from yidesk.protocol import messages

TOKENS = 4000
TOKENS_PER_LINE = 20
CHUNK = 512
OWNER = "d" * 64


def document(tokens: int) -> str:
    """Text of about so many tokens in the demonstration model's vocabulary."""
    return "".join(
        f"Line {i} of the report says that item {i * 7 % 113} costs {i * 13 % 97} euros.\n"
        for i in range(tokens // TOKENS_PER_LINE)
    )


def prefix(text: str) -> Conversation:
    """The document, before anything is asked."""
    return (Message(role=Role.USER, parts=(Part(text=text, owner=OWNER),)),)


def question(text: str) -> Conversation:
    """The document and a question."""
    asked = Part(text="\nWhat does item 7 cost?", owner="chat:1")
    return (Message(role=Role.USER, parts=(*prefix(text)[0].parts, asked)),)


def engine(folder: Path) -> EngineClient:
    """A loaded worker that keeps its readings in FOLDER."""
    client = EngineClient(folder / "logs")
    options = EngineOptions(readings_folder=str(folder / "readings"))
    client.load(DEMO_MODEL, options).result()
    return client


def wait_until_saved(client: EngineClient, folder: Path, tokens: int) -> None:
    """Until all of TOKENS are on disk, but a rest too short for a file."""
    while sum(c.tokens for c in client.list_readings(folder / "readings")) < tokens - 32:
        time.sleep(0.05)


def kill(client: EngineClient) -> None:
    """SIGKILL, as a crash or a person would."""
    os.kill(client.pid, signal.SIGKILL)


def ask(client: EngineClient, text: str) -> messages.Finished:
    """The greedy answer."""
    return client.generate(question(text), sampling=Sampling(temperature=0), max_tokens=8).result()


def files_seconds(folder: Path) -> float:
    """Seconds to read all files of the readings."""
    start = time.perf_counter()
    for path in (folder / "readings").glob("*/*.reading"):
        path.read_bytes()
    return time.perf_counter() - start


def whole(folder: Path, text: str) -> dict[str, object]:
    """Read, save, kill, restart, ask."""
    first = engine(folder)
    read = first.read(prefix(text)).result()
    before = ask(first, text)
    wait_until_saved(first, folder, read.usage.prompt_tokens)
    kill(first)
    second = engine(folder)
    after = ask(second, text)
    warm = ask(second, text)
    second.close()
    floor = files_seconds(folder) + before.timings.read_s
    again = read.timings.read_s + before.timings.first_token_s
    return {
        "tokens": read.usage.prompt_tokens,
        "read_again_s": round(again, 2),
        "first_token_after_restart_s": round(after.timings.first_token_s, 3),
        "times_faster": round(again / after.timings.first_token_s, 1),
        "floor_s": round(floor, 3),
        "times_floor": round(after.timings.first_token_s / floor, 2),
        "restored_tokens": after.usage.restored_tokens,
        "evaluated_tokens": after.usage.evaluated_tokens,
        "same_answer": after.text == before.text,
        "evaluated_in_the_same_process": warm.usage.evaluated_tokens,
    }


def interrupted(folder: Path, text: str) -> dict[str, object]:
    """Kill in the middle of reading; what was saved is not read again."""
    first = engine(folder)
    for event in first.read(prefix(text)):
        if isinstance(event, messages.Progress) and event.done >= event.total * 0.6:
            break
    kill(first)
    second = engine(folder)
    saved = sum(chunk.tokens for chunk in second.list_readings(folder / "readings"))
    done = second.read(prefix(text)).result()
    second.close()
    return {"saved_tokens": saved, "restored_tokens": done.usage.restored_tokens}


def main() -> None:
    """Measure and print."""
    text = document(int(sys.argv[1]) if len(sys.argv) > 1 else TOKENS)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        result = {
            "benchmark": "readings",
            "after_restart": whole(Path(one), text),
            "killed_while_reading": interrupted(Path(two), text),
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
