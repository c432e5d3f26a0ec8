"""How long Stop takes, wherever it comes: while a model is loaded, restored, read or speaking.

    python -m benchmarks.cancel

A real worker; the time from `cancel` to the request's last event, at moments spread over each
phase. The demonstration model for all of them, and for loading also a Yi-6B-shaped file (sparse:
its weights are zeros, and take 3.5 GB of memory). Afterwards what was read before Stop must be in
memory or on disk. Prints one JSON object.

Target on a CPU: 9 of 10 within 20 ms in each phase, and nothing that was read is read again. The
worst of each phase is reported too: on a busy machine it is the scheduler's.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks import verdict
from benchmarks.bare import DEMO_MODEL
from benchmarks.readings import document, prefix, question, wait_until_saved
from tests.models.gguf_writer import YI_6B, sparse
from yidesk.client.engine import EngineClient, Job
from yidesk.core.errors import Cancelled
from yidesk.core.types import EngineOptions, FinishReason, Sampling
from yidesk.protocol import messages

TARGET_MS = 20.0
TRIES = 20
TOKENS = 4_000
SPEAKING_TOKENS = 200
LARGE_MODEL_BYTES = 9 << 30
"""Free memory that loading the large model takes: the file's pages, and weights laid out anew."""

Final = messages.ReadDone | messages.Finished | None


@dataclass(frozen=True)
class Stopped:
    """How a request ended on which Stop was pressed."""

    milliseconds: float | None
    """From Stop to the last event; None when it had ended by itself."""
    final: Final
    """None when it was cancelled without a result."""


def stop(job: Job, delay: float) -> Stopped:  # type: ignore[type-arg] # jobs of any kind
    """Press Stop DELAY seconds from now, and wait for the end."""
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        job.cancel()

    timer = threading.Timer(delay, press)
    timer.start()
    final: Final = None
    was_stopped = False
    try:
        for event in job:
            if isinstance(event, messages.ReadDone | messages.Finished):
                final, was_stopped = event, not _is_whole(event)
    except Cancelled:
        was_stopped = True
    ended = time.perf_counter()
    timer.cancel()
    timer.join()
    return Stopped(1e3 * (ended - pressed[0]) if was_stopped and pressed else None, final)


def _is_whole(event: messages.ReadDone | messages.Finished) -> bool:
    if isinstance(event, messages.ReadDone):
        return event.complete
    return event.reason is not FinishReason.STOPPED


def spread(whole: float, attempt: Callable[[float], Stopped]) -> dict[str, float]:
    """Press Stop at moments spread over WHOLE seconds; milliseconds."""
    delays = [whole * (at + 0.5) / TRIES for at in range(TRIES)]
    ended = [attempt(delay).milliseconds for delay in delays]
    found = sorted(took for took in ended if took is not None)
    if not found:
        raise RuntimeError("everything was over before Stop was pressed")
    return {
        "phase_s": round(whole, 2),
        "stops": len(found),
        "median_ms": round(statistics.median(found), 1),
        "nine_of_ten_ms": round(found[(9 * len(found) - 1) // 10], 1),
        "worst_ms": round(found[-1], 1),
    }


def loading(path: Path, folder: Path) -> dict[str, float]:
    """While PATH is loaded, each time by a worker that has started already."""

    def started() -> EngineClient:
        client = EngineClient(folder / "logs")
        client.list_readings(folder)
        return client

    def attempt(delay: float) -> Stopped:
        client = started()
        ended = stop(client.load(path, EngineOptions(context=512)), delay)
        client.close()
        return ended

    def seconds() -> float:
        client = started()
        took = client.load(path, EngineOptions(context=512)).result().seconds
        client.close()
        return took

    seconds()  # from the disk, which later loads do not wait for
    return spread(seconds(), attempt)


def reading(client: EngineClient, text: str) -> tuple[dict[str, float], bool]:
    """While a document is read, a little more of it each time; and whether nothing was lost."""
    evaluated = 0

    def attempt(delay: float) -> Stopped:
        nonlocal evaluated
        ended = stop(client.read(prefix(text)), delay)
        if isinstance(ended.final, messages.ReadDone):
            evaluated += ended.final.usage.evaluated_tokens
        return ended

    began = time.perf_counter()
    first = client.read(prefix(text[: len(text) // 8])).result().usage
    one_eighth = time.perf_counter() - began
    found = spread(one_eighth / 2, attempt)  # Stop 20 times, on average after a quarter of that
    rest = client.read(prefix(text)).result().usage
    again = first.evaluated_tokens + evaluated + rest.evaluated_tokens - rest.prompt_tokens
    # the end of the beginning is tokenised otherwise within the whole
    return found, again <= 4


def restoring(client: EngineClient, folder: Path, text: str) -> tuple[dict[str, float], bool]:
    """While a document comes from the disk; and whether what has come stays."""
    tokens = client.read(prefix(text)).result().usage.prompt_tokens
    wait_until_saved(client, folder, tokens)
    all_stayed = True

    def away() -> None:
        client.read(prefix("Something else.")).result()

    def attempt(delay: float) -> Stopped:
        nonlocal all_stayed
        away()
        ended = stop(client.read(prefix(text)), delay)
        if ended.milliseconds is not None and isinstance(ended.final, messages.ReadDone):
            came = ended.final.usage.restored_tokens
            rest = client.read(prefix(text)).result().usage
            all_stayed &= rest.cached_tokens >= came and rest.evaluated_tokens == 0
        return ended

    away()
    began = time.perf_counter()
    client.read(prefix(text)).result()
    found = spread(time.perf_counter() - began, attempt)
    return found, all_stayed


def speaking(client: EngineClient, text: str) -> dict[str, float]:
    """While an answer comes."""

    def ask() -> Job[messages.Finished]:
        return client.generate(
            question(text), sampling=Sampling(temperature=1.0), max_tokens=SPEAKING_TOKENS
        )

    began = time.perf_counter()
    generated = ask().result().usage.generated_tokens
    whole = (time.perf_counter() - began) * min(1.0, SPEAKING_TOKENS / 4 / max(1, generated))
    return spread(whole, lambda delay: stop(ask(), delay))


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    phases: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        phases["load"] = loading(DEMO_MODEL, folder)
        if psutil.virtual_memory().available > LARGE_MODEL_BYTES:
            phases["load_6b"] = loading(sparse(folder / "6b.gguf", YI_6B), folder)
        client = EngineClient(folder / "logs")
        client.load(DEMO_MODEL, EngineOptions(readings_folder=str(folder / "readings"))).result()
        text = document(TOKENS)
        phases["read"], none_lost = reading(client, text)
        phases["restore"], all_stayed = restoring(client, folder, text)
        phases["speak"] = speaking(client, text)
        client.close()
    verdict.end(
        "cancel",
        {"phases": phases},
        {
            **{f"{name}_20_ms": p["nine_of_ten_ms"] <= TARGET_MS for name, p in phases.items()},
            "nothing_is_read_twice": none_lost,
            "what_was_restored_stays": all_stayed,
        },
    )


if __name__ == "__main__":
    main()
