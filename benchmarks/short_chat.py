"""A short chat while a reading of 100,000 tokens is in memory, beside the same chat alone.

    python -m benchmarks.short_chat

A tiny Yi-shaped model with a window of 200,000 tokens, loaded twice in this process: one has read
100,000 tokens of a document, the other nothing. The same two turns are asked of both in turn; and
of the first one once more with its small window taken away, as the price that is not paid. Prints
one JSON object: medians of the seconds for two turns, and how many of the document's tokens had to
be evaluated for a question about it afterwards.

Target: <= 1.05 times the chat alone, and nothing of the document evaluated again.
"""

from __future__ import annotations

import dataclasses
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import verdict
from tests.engine.talking import ask, followed
from tests.models.gguf_writer import Shape, yi
from yidesk.core.types import Conversation, EngineOptions, Message, Part, Role
from yidesk.engine.loaded import LoadedModel
from yidesk.protocol import messages

TOKENS = 100_000
ROUNDS = 15
ANSWER = 48
SHAPE = Shape("Tiny", 1, 256, 2, 1, 512, context=200_000)
TARGET = 1.05


def load(path: Path) -> LoadedModel:
    """The model, with nothing saved: memory alone is looked at."""
    options = EngineOptions(save_readings=False)
    return LoadedModel(path, options, lambda _done: True, lambda _error: None)


def document(model: LoadedModel) -> Conversation:
    """A question about TOKENS of text."""
    line = "Item {} of the report costs {} euros.\n"
    text, lines = "", 0
    while model.format.count(text) < TOKENS:
        lines += 1_000
        text = "".join(line.format(i, i * 13 % 97) for i in range(lines))
    parts = (Part(text=text, owner="d" * 64), Part(text="What does item 7 cost?", owner="chat:1"))
    return (Message(role=Role.USER, parts=parts),)


def chat(model: LoadedModel, number: int) -> float:
    """Seconds for two turns of a chat that has not been seen before."""
    words = f"Tell me the story of river number {number}, from the hills to the sea. " * 8
    first = (Message(role=Role.USER, parts=(Part(text=words, owner="chat:2"),)),)
    began = time.perf_counter()
    answer: messages.Finished = ask(model, first, tokens=ANSWER)
    ask(model, followed(first, answer, model, "And then?"), tokens=ANSWER)
    return time.perf_counter() - began


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    with tempfile.TemporaryDirectory() as folder:
        path = yi(SHAPE).write(Path(folder) / "tiny.gguf")
        alone, beside = load(path), load(path)
        question = document(beside)
        read = ask(beside, question, tokens=1)
        plan = beside.plan
        times: dict[str, list[float]] = {"alone": [], "beside": [], "same window": []}
        evaluated = 0
        for number in range(ROUNDS):
            times["alone"].append(chat(alone, number))
            times["beside"].append(chat(beside, number))
            evaluated = max(evaluated, ask(beside, question, tokens=1).usage.evaluated_tokens)
        for number in range(3):
            ask(beside, question, tokens=1)
            beside.windows.plan = dataclasses.replace(plan, small=None)
            times["same window"].append(chat(beside, ROUNDS + number))
            beside.windows.plan = plan
        medians = {name: statistics.median(found) for name, found in times.items()}
        ratio = statistics.median(
            one / other for one, other in zip(times["beside"], times["alone"], strict=True)
        )
        beside.close()
        alone.close()
    verdict.end(
        "short_chat",
        {
            "document_tokens": read.usage.prompt_tokens,
            "seconds": {name: round(value, 4) for name, value in medians.items()},
            "beside_over_alone": round(ratio, 3),
            "evaluated_for_the_document_afterwards": evaluated,
        },
        {"1.05_times_alone": ratio <= TARGET, "document_stays": evaluated == 1},
    )


if __name__ == "__main__":
    main()
