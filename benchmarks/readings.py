"""A document that was read once: after kill -9 and a restart, beside reading it again.

    python -m benchmarks.readings [TOKENS]

Demonstration model, a document of about 4,000 tokens (or TOKENS). The worker is killed with
SIGKILL once everything is saved; new ones answer from disk. Prints one JSON object.

Two ways take turns, each in a fresh worker that has evaluated nothing yet:

    restart   a question: restoring the document, evaluating the question, the first token
    floor     the evaluation of the same question to the first token by itself, in a worker that
              holds the document already; and reading the same files into one buffer

A virtual disk gives the same files in 30 or in 120 ms, from one second to the next. So the files
are read just before the restart and just after it, and the mean of the two is what they cost at
that time. Before each reading they are dropped from the system's cache where it lets us.

A last part kills the worker in the middle of reading.

Targets: >= 50 times faster than reading again (at 4,000 tokens or more); <= 1.3 times the floor;
restored = all saved; the same greedy answer; in the same process, a follow-up question evaluates
the tokens of its own turn and the last one that was said, which nothing had been drawn behind.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import verdict
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
from yidesk.engine.chunk import ReadBuffer
from yidesk.protocol import messages

TOKENS = 4000
TOKENS_PER_LINE = 20
ROUNDS = 8
TIMES_FASTER = 50
TIMES_FLOOR = 1.3
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


def followed(client: EngineClient, text: str, answer: messages.Finished) -> Conversation:
    """The conversation after ANSWER, with another question."""
    assert client.info is not None
    said = Part(text=answer.text, tokens=answer.tokens, tokenizer=client.info.tokenizer)
    next_question = Part(text="And what does item 8 cost?", owner="chat:1")
    return (
        *question(text),
        Message(role=Role.ASSISTANT, parts=(said,)),
        Message(role=Role.USER, parts=(next_question,)),
    )


def engine(folder: Path, *, save: bool = True) -> EngineClient:
    """A loaded worker that keeps its readings in FOLDER."""
    client = EngineClient(folder / "logs")
    options = EngineOptions(readings_folder=str(folder / "readings"), save_readings=save)
    client.load(DEMO_MODEL, options).result()
    return client


def saved_tokens(client: EngineClient, folder: Path) -> int:
    """Tokens on disk."""
    return sum(chunk.tokens for chunk in client.list_readings(folder / "readings"))


def wait_until_saved(client: EngineClient, folder: Path, tokens: int) -> None:
    """Until all of TOKENS are on disk."""
    while saved_tokens(client, folder) < tokens:
        time.sleep(0.05)


def kill(client: EngineClient) -> None:
    """SIGKILL, as a crash or a person would."""
    os.kill(client.pid, signal.SIGKILL)


def answer_to(client: EngineClient, asked: Conversation) -> messages.Finished:
    """The greedy answer."""
    return client.generate(asked, sampling=Sampling(temperature=0), max_tokens=8).result()


def ask(client: EngineClient, text: str) -> messages.Finished:
    """The greedy answer to the question about TEXT."""
    return answer_to(client, question(text))


def files(folder: Path) -> list[Path]:
    """All files of the readings."""
    return sorted((folder / "readings").glob("*/*.reading"))


def drop_from_cache(folder: Path) -> None:
    """Let the next reader of the files wait for the disk, where the system allows it."""
    if sys.platform == "linux":
        for path in files(folder):
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def dropped_files_seconds(folder: Path) -> float:
    """Seconds to read all files into one buffer, as fast as a way was found: slice by slice."""
    drop_from_cache(folder)
    buffer = ReadBuffer()
    start = time.perf_counter()
    for path in files(folder):
        buffer.read(path)
    return time.perf_counter() - start


def restart(folder: Path, text: str) -> tuple[messages.Finished, float]:
    """A question to a worker that has just been started, and seconds of reading its files then."""
    client = engine(folder, save=False)
    before = dropped_files_seconds(folder)
    drop_from_cache(folder)
    answer = ask(client, text)
    after = dropped_files_seconds(folder)
    client.close()
    return answer, (before + after) / 2


def question_alone(folder: Path, text: str) -> float:
    """Seconds to the first token where the document is in memory."""
    client = engine(folder, save=False)
    client.read(prefix(text)).result()
    alone = ask(client, text).timings.first_token_s
    client.close()
    return alone


def whole(folder: Path, text: str) -> dict[str, Any]:
    """Read, save, kill; then restarts and their floor in turn."""
    first = engine(folder)
    read = first.read(prefix(text)).result()
    before = ask(first, text)
    follow_up = answer_to(first, followed(first, text, before)).usage
    held = before.usage.prompt_tokens + before.usage.generated_tokens - 1
    wait_until_saved(first, folder, read.usage.prompt_tokens)
    saved = saved_tokens(first, folder)
    kill(first)
    restarts: list[tuple[messages.Finished, float]] = []
    questions: list[float] = []
    dropped_files_seconds(folder)  # what lies below the system, too, is slower at its first reading
    for number in range(ROUNDS):
        turns = [
            lambda: restarts.append(restart(folder, text)),
            lambda: questions.append(question_alone(folder, text)),
        ]
        for turn in turns if number % 2 == 0 else reversed(turns):
            turn()
    answers = [answer for answer, _ in restarts]
    after = statistics.median(answer.timings.first_token_s for answer in answers)
    ratios = [
        answer.timings.first_token_s / (disk + alone)
        for (answer, disk), alone in zip(restarts, questions, strict=True)
    ]
    again = read.timings.read_s + before.timings.first_token_s
    return {
        "tokens": read.usage.prompt_tokens,
        "megabytes": round(sum(path.stat().st_size for path in files(folder)) / 1e6, 1),
        "read_again_s": round(again, 2),
        "first_token_after_restart_s": round(after, 3),
        "of_that_restoring_s": round(statistics.median(a.timings.restore_s for a in answers), 3),
        "times_faster": round(again / after, 1),
        "files_alone_s": round(statistics.median(disk for _, disk in restarts), 3),
        "question_alone_s": round(statistics.median(questions), 3),
        "times_floor": round(statistics.median(ratios), 2),
        "times_floor_of_each": [round(ratio, 2) for ratio in sorted(ratios)],
        "saved_tokens": saved,
        "restored_tokens": min(answer.usage.restored_tokens for answer in answers),
        "evaluated_tokens": answers[0].usage.evaluated_tokens,
        "same_answer": all(answer.text == before.text for answer in answers),
        "evaluated_for_a_follow_up": follow_up.evaluated_tokens,
        "new_in_a_follow_up": follow_up.prompt_tokens - held,
    }


def interrupted(folder: Path, text: str) -> dict[str, int]:
    """Kill in the middle of reading; what was saved is not read again."""
    first = engine(folder)
    for event in first.read(prefix(text)):
        if isinstance(event, messages.Progress) and event.done >= event.total * 0.6:
            break
    kill(first)
    second = engine(folder)
    saved = saved_tokens(second, folder)
    done = second.read(prefix(text)).result()
    second.close()
    return {"saved_tokens": saved, "restored_tokens": done.usage.restored_tokens}


def main() -> None:
    """Measure, print, and end with whether the targets were met."""
    text = document(int(sys.argv[1]) if len(sys.argv) > 1 else TOKENS)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        after = whole(Path(one), text)
        middle = interrupted(Path(two), text)
    is_long = after["tokens"] >= TOKENS
    verdict.end(
        "readings",
        {"after_restart": after, "killed_while_reading": middle},
        {
            "50_times_faster": after["times_faster"] >= TIMES_FASTER or not is_long,
            "1.3_times_the_floor": after["times_floor"] <= TIMES_FLOOR,
            "all_saved_tokens_restored": after["saved_tokens"] == after["restored_tokens"]
            and middle["saved_tokens"] == middle["restored_tokens"] > 0,
            "same_answer": bool(after["same_answer"]),
            "follow_up_evaluates_what_is_new": after["evaluated_for_a_follow_up"]
            <= after["new_in_a_follow_up"],
        },
    )


if __name__ == "__main__":
    main()
