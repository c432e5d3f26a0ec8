"""Searching ten thousand chats with a million messages.

    python -m benchmarks.search [MESSAGES]

A store of 10,000 chats is filled with messages of words that are as frequent as words are
(Zipf's law), English and Chinese; then the sidebar's search is asked for words that stand in
most messages, in some, in one, and in none. Prints one JSON object; medians of several.

Target: the first results within 50 ms, for two-character Chinese words too.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from yidesk.store.store import Store
from yidesk.store.words import index_words

CHATS = 10_000
MESSAGES = 1_000_000
WORDS_PER_MESSAGE = 12
VOCABULARY = 30_000
ROUNDS = 7
TARGET_MS = 50.0
ASKED = {
    "common word": "w1",
    "word of one message in a hundred": "w100",
    "two common words": "w1 w2",
    "rare word": "needle",
    "beginning of a word": "need",
    "no hit": "absent",
    "common Chinese word": "合同",
    "rare Chinese word": "租赁",
    "with a sign": "w1-w2",
}


def fill(path: Path, messages: int) -> None:
    """Write the chats straight into the tables, as the store would have done one by one."""
    random = np.random.default_rng(7)
    ranks = np.minimum(random.zipf(1.3, (messages, WORDS_PER_MESSAGE)), VOCABULARY)
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO chats (id, title, created, changed) VALUES (?, ?, ?, ?)",
            ((chat, f"Chat {chat}", chat, chat) for chat in range(1, CHATS + 1)),
        )
        texts = (message(number, row) for number, row in enumerate(ranks.tolist(), 1))
        for number, text in enumerate(texts, 1):
            chat = 1 + (number * CHATS - 1) // messages
            connection.execute(
                "INSERT INTO turns (id, chat, role, text, state, created) VALUES (?,?,?,?,?,?)",
                (number, chat, "user", text, "done", number),
            )
            connection.execute(
                "INSERT INTO turn_words (rowid, words) VALUES (?, ?)", (number, index_words(text))
            )
    connection.close()


def message(number: int, ranks: list[int]) -> str:
    """A message: English words by rank, Chinese in every third, something rare now and then."""
    text = " ".join(f"w{rank}" for rank in ranks)
    if number % 3 == 0:
        text += " 关于合同的问题"
    if number % 100_000 == 77:
        text += " needle 房屋租赁"
    return text


def milliseconds(store: Store, query: str) -> tuple[float, float]:
    """One search, as the sidebar does it: how long one waits, and the processor's own time."""
    start, own = time.perf_counter(), time.thread_time()
    store.chats.search(query)
    return (time.perf_counter() - start) * 1000, (time.thread_time() - own) * 1000


def medians(store: Store, query: str) -> tuple[float, float]:
    """Of several searches, both times."""
    waits, own = zip(*(milliseconds(store, query) for _ in range(ROUNDS)), strict=True)
    return statistics.median(waits), statistics.median(own)


def main() -> None:
    """Measure and print."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "yidesk.db"
        Store(path).close()
        fill(path, messages)
        store = Store(path)
        took = {name: medians(store, query) for name, query in ASKED.items()}
        everything = medians(store, "")
        store.close()
    result = {
        "benchmark": "search",
        "chats": CHATS,
        "messages": messages,
        "median_ms": {name: round(wait, 1) for name, (wait, _) in took.items()},
        "processor_ms": {name: round(own, 1) for name, (_, own) in took.items()},
        "all_chats_ms": round(everything[0], 1),
        "all_chats_processor_ms": round(everything[1], 1),
        "target_ms": TARGET_MS,
        "met": max(wait for wait, _ in took.values()) <= TARGET_MS,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
