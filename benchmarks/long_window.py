"""A reading of 200,000 tokens: saved, killed, restored, asked about; memory, and time per turn.

    python -m benchmarks.long_window [TOKENS]

A tiny Yi-shaped model with a vocabulary of 64,000, in a real worker, whose window grows as it must.
Prints one JSON object.

Peak memory is the worker's largest resident set (Linux), less weights, KV memory, compute and
output buffers as planned. Time per turn is what a follow-up question costs outside llama.cpp at
that depth, in this process: building the conversation, encoding and decoding the message, ids from
the cache, the common prefix, the keeper. Processor time, the median of several.

Targets: all saved tokens are restored and only the question is evaluated; <= 150 MB above the
buffers; <= 5 ms per turn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks import verdict
from benchmarks.readings import kill, wait_until_saved
from tests.models.gguf_writer import Shape, yi
from yidesk.client.engine import EngineClient
from yidesk.core.types import Document, EngineInfo, EngineOptions, Page, Sampling
from yidesk.engine import chat_format, llama
from yidesk.protocol import messages
from yidesk.services.prompt import Exchange, build

TOKENS = 200_000
SHAPE = Shape("Tiny", 1, 64, 2, 1, 128, context=262_144)
PAGE = 2_000
TOKENS_PER_LINE = 29.1
MOST_MB = 150
MOST_MS = 5.0
TURNS = 9


def document(tokens: int) -> Document:
    """Pages of about so many tokens."""
    text = "".join(
        f"Line {i} of the report says that item {i * 7 % 113} costs {i * 13 % 97} euros.\n"
        for i in range(int(tokens / TOKENS_PER_LINE))
    )
    pages = (text[start : start + PAGE] for start in range(0, len(text), PAGE))
    return Document(
        fingerprint="d" * 64,
        name="report.txt",
        format="text",
        pages=tuple(Page(number=n, label="", text=page) for n, page in enumerate(pages, 1)),
    )


def start(model: Path, folder: Path) -> EngineClient:
    """A worker with the model."""
    client = EngineClient(folder / "logs")
    client.load(model, EngineOptions(readings_folder=str(folder / "readings"))).result()
    return client


def ask(client: EngineClient, about: Document) -> messages.Finished:
    """A question about the document."""
    asked = build([Exchange(documents=(about,), question="What does item 7 cost?")], "chat:1")
    job = client.generate(asked.conversation, sampling=Sampling(temperature=0), max_tokens=4)
    return job.result()


def above_buffers(client: EngineClient) -> float:
    """Megabytes of the worker's peak beyond what the plan foresaw."""
    info: EngineInfo | None = client.info
    if info is None or info.plan is None or sys.platform != "linux":
        return 0.0
    status = Path(f"/proc/{client.pid}/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) << 10
    return round((peak - info.plan.need.main.total) / 1e6, 1)


def milliseconds_per_turn(model_path: Path, about: Document) -> float:
    """What of a follow-up grows with the window and is not llama.cpp's."""
    model = llama.Model(model_path)
    form, _ = chat_format.choose(
        model.vocabulary,
        template=model.header("tokenizer.chat_template"),
        model_name="tiny",
        fingerprint=model.vocabulary.fingerprint,
    )
    decoder = msgspec.msgpack.Decoder(messages.AnyMessage)
    taken = []
    for turn in range(TURNS + 1):
        began = time.thread_time()
        asked = build([Exchange(documents=(about,), question=f"Question {turn}?")], "chat:1")
        request = messages.Generate(
            id=1, conversation=asked.conversation, sampling=Sampling(), max_tokens=4
        )
        received = decoder.decode(msgspec.msgpack.encode(request))
        if isinstance(received, messages.Generate):
            form.tokens(received.conversation, open_end=False)
        taken.append(1e3 * (time.thread_time() - began))
    return round(statistics.median(taken[1:]), 3)  # the first one tokenises the document


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    about = document(int(sys.argv[1]) if len(sys.argv) > 1 else TOKENS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = yi(SHAPE).write(folder / "tiny.gguf")
        first = start(model, folder)
        open_end = build([Exchange(documents=(about,))], "chat:1").conversation
        read = first.read(open_end).result()
        before = ask(first, about)
        wait_until_saved(first, folder, read.usage.prompt_tokens)
        while_reading = above_buffers(first)
        kill(first)
        second = start(model, folder)
        after = ask(second, about)
        while_restoring = above_buffers(second)
        second.close()
        per_turn = milliseconds_per_turn(model, about)
    verdict.end(
        "long_window",
        {
            "tokens": read.usage.prompt_tokens,
            "read_s": round(read.timings.read_s, 1),
            "restored_tokens": after.usage.restored_tokens,
            "evaluated_tokens": after.usage.evaluated_tokens,
            "restore_s": round(after.timings.restore_s, 3),
            "first_token_s": round(after.timings.first_token_s, 3),
            "above_buffers_mb": {"reading": while_reading, "restoring": while_restoring},
            "ms_per_turn": per_turn,
        },
        {
            "restored": after.usage.evaluated_tokens < before.usage.prompt_tokens // 100,
            "same_answer": after.text == before.text,
            "150_mb": max(while_reading, while_restoring) <= MOST_MB,
            "5_ms_per_turn": per_turn <= MOST_MS,
        },
    )


if __name__ == "__main__":
    main()
