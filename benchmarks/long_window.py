"""A reading of 200,000 tokens: saved, killed, restored, asked about; memory, and time per turn.

    python -m benchmarks.long_window [TOKENS]

A tiny Yi-shaped model with a vocabulary of 64,000, in a real worker, whose window grows as it must.
Prints one JSON object.

Memory: the worker's largest resident set (Linux), less what llama.cpp by itself took for the same
computations: a process of its own makes the same context and evaluates as many tokens; what it has
grown by since llama.cpp was imported are weights, KV memory, compute and output buffers, as far as
they are touched. (The buffers' sizes are no measure: less than half of the compute buffer is ever
touched, and a plan above the peak would hide whatever the engine wastes.)

Time per turn: everything that a follow-up question costs outside llama.cpp at that depth, in this
process: building the conversation, encoding and decoding the message, ids, the common prefix, the
keeper, the first token. Processor time, the median of several. The first token after the restart is
told in parts.

Targets: all saved tokens are restored and only the question is evaluated; <= 150 MB above llama.cpp
by itself; <= 5 ms per turn.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks import verdict
from benchmarks.overhead import Clock
from benchmarks.readings import kill, wait_until_saved
from tests.models.gguf_writer import Shape, yi
from yidesk.client.engine import EngineClient
from yidesk.core.types import Document, EngineOptions, Page, Sampling
from yidesk.engine import answering
from yidesk.engine.loaded import LoadedModel
from yidesk.protocol import messages
from yidesk.services.prompt import Exchange, Prompt, build

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


def peak(client: EngineClient) -> int:
    """Bytes of the worker's largest resident set; 0 where it is not known."""
    if sys.platform != "linux":
        return 0
    status = Path(f"/proc/{client.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


def bare_growth(model: Path, window: int, tokens: int) -> int:
    """Bytes that a process grows by at its peak in which llama.cpp alone evaluates TOKENS."""
    if sys.platform != "linux":
        return 0
    code = BARE.format(model=str(model), window=window, tokens=tokens)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return int(ran.stdout)


BARE = """
from pathlib import Path
import numpy as np
from benchmarks.bare import Bare, lib, quiet

def kilobytes(name):
    return int(Path("/proc/self/status").read_text().split(name)[1].split()[0])

quiet()
lib.llama_backend_init()
before = kilobytes("VmRSS:")
bare = Bare(Path({model!r}), window={window}, batch=512, flash_attention=True, threads=2)
ids = np.random.default_rng(0).integers(600, 60_000, {tokens})
for start in range(0, {tokens}, 512):
    bare.decode(ids[start : start + 512].tolist())
print((kilobytes("VmHWM:") - before) << 10)
"""


class Turns:
    """Follow-up questions about what is in memory, in this process."""

    def __init__(self, path: Path, folder: Path, about: Document) -> None:
        """Restores what was saved of ABOUT."""
        self._about = about
        self._clock = Clock()
        self._decoder = msgspec.msgpack.Decoder(messages.AnyMessage)
        options = EngineOptions(readings_folder=str(folder / "readings"))
        self._model = LoadedModel(path, options, lambda _done: True, lambda _error: None)
        began = time.perf_counter()
        self._model.format.tokens(self._asked("What?").conversation, open_end=False)
        self.tokenise_s = time.perf_counter() - began
        self.milliseconds(0)  # the reading comes from the disk

    def _asked(self, question: str) -> Prompt:
        return build([Exchange(documents=(self._about,), question=question)], "chat:1")

    def milliseconds(self, number: int) -> float:
        """Of one turn, outside llama.cpp."""
        clock = self._clock
        with clock.around_llama_cpp():
            clock.seconds, clock.calls, start = 0.0, 0, time.thread_time()
            asked = messages.Generate(
                id=1,
                conversation=self._asked(f"Question {number}?").conversation,
                sampling=Sampling(temperature=0),
                max_tokens=1,
            )
            received = self._decoder.decode(msgspec.msgpack.encode(asked))
            assert isinstance(received, messages.Generate)
            answering.answer(received, self._model, lambda _message: None, lambda: True)
            spent, calls = time.thread_time() - start - clock.seconds, clock.calls
        return 1e3 * (spent - calls * clock.own_cost())

    def close(self) -> None:
        """Free everything."""
        self._model.close()


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
        window = first.info.plan.window if first.info and first.info.plan else 0
        reading = peak(first)
        kill(first)
        second = start(model, folder)
        after = ask(second, about)
        restoring = peak(second)
        second.close()
        turns = Turns(model, folder, about)
        per_turn = statistics.median(turns.milliseconds(number) for number in range(1, TURNS + 1))
        turns.close()
        bare = bare_growth(model, window, read.usage.prompt_tokens)
    above = round((max(reading, restoring) - bare) / 1e6, 1)
    verdict.end(
        "long_window",
        {
            "tokens": read.usage.prompt_tokens,
            "read_s": round(read.timings.read_s, 1),
            "restored_tokens": after.usage.restored_tokens,
            "evaluated_tokens": after.usage.evaluated_tokens,
            "first_token_s": round(after.timings.first_token_s, 3),
            "of_that": {
                "document_to_tokens_s": round(turns.tokenise_s, 3),
                "restoring_s": round(after.timings.restore_s, 3),
                "evaluating_the_question_s": round(after.timings.read_s, 3),
            },
            "peak_mb": {
                "reading": round(reading / 1e6, 1),
                "restoring": round(restoring / 1e6, 1),
                "llama_cpp_alone": round(bare / 1e6, 1),
                "above": above,
            },
            "ms_per_turn": round(per_turn, 3),
        },
        {
            "restored": after.usage.evaluated_tokens < before.usage.prompt_tokens // 100,
            "same_answer": after.text == before.text,
            "150_mb": above <= MOST_MB,
            "5_ms_per_turn": per_turn <= MOST_MS,
        },
    )


if __name__ == "__main__":
    main()
