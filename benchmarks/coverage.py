"""What of a document reaches the model in each way of reading, against what the coverage line says.

    python -m benchmarks.coverage [WINDOW]

Documents of 0.5, 2 and 10 windows (1,024 tokens each by default, the demonstration model) hold a
fact at 0, 25, 50, 75 and 100 % of their length. Each is read whole, searched for each fact, and
swept; every conversation that the engine is given is looked into: whether each page of the
document is in it, and whether each fact is. Prints one JSON object.

Target: sweep and whole reach every page, once (a part whose notes do not fit is then read again in
halves, which is not counted); what the coverage line counts as read is what was in the
conversations, page by page and token by token, in every case; a search reaches the fact
it is asked for.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yidesk.client.engine import EngineClient
from yidesk.client.reader import ReaderClient
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.types import Conversation, Coverage, Document, EngineOptions, Mode, Sampling
from yidesk.services.answer import Answer
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.store.store import Store

DEPTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
SIZES = (0.5, 2.0, 10.0)
"""In windows."""
PAGE_TOKENS = 110
ANIMALS = ("walrus", "heron", "badger", "salmon", "magpie")
PART = re.compile(r"Part \d+ of \d+ of the document")
FILLER = (
    "The committee met again and heard the report of its secretary. Nothing was decided, and the "
    "matter was left to the next session, as it had been before. Members spoke of the weather. "
)


@dataclass
class Spy:
    """Remembers what the engine is given."""

    engine: EngineClient
    seen: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """From now on."""
        generate = self.engine.generate

        def watched(conversation: Conversation, **options: object) -> object:
            self.seen.append("".join(p.text for m in conversation for p in m.parts))
            return generate(conversation, **options)  # type: ignore[arg-type] # passed on as it came

        self.engine.generate = watched  # type: ignore[method-assign, assignment] # that is the point


def canary(index: int) -> str:
    """A fact that stands in one place only."""
    return f"The {ANIMALS[index]} was given to the museum in {1700 + index * 31}."


def write(path: Path, pages: int) -> None:
    """A document of that many pages with every fact at its depth."""
    texts = [f"Session {number}. {FILLER * 2}" for number in range(1, pages + 1)]
    for index, depth in enumerate(DEPTHS):
        texts[round(depth * (pages - 1))] += canary(index)
    path.write_text("\f".join(texts), encoding="utf-8")


def look(chats: Chats, spy: Spy, path: Path, mode: Mode, question: str) -> dict[str, Any]:
    """Ask in one mode; what reached the model, and whether the coverage agrees."""
    spy.seen.clear()
    chat = chats.create()
    document = chats.add_document(chat, path)
    *_, answer = chats.send(
        chat, question, mode=mode, sampling=Sampling(temperature=0.0), max_tokens=4
    )
    assert isinstance(answer, Answer)
    if answer.error is not None:
        return {"refused": answer.error.code, "coverage_agrees": answer.coverage == ()}
    (coverage,) = answer.coverage
    shown = list(readings(spy.seen)) if mode is Mode.SWEEP else spy.seen
    return {
        "pages": f"{coverage.pages_read}/{coverage.pages_total}",
        "facts": [canary(index) for index in range(len(DEPTHS)) if canary(index) in "".join(shown)],
        "coverage_agrees": agrees(spy, document, coverage, shown),
        "conversations": len(spy.seen),
    }


def readings(seen: Sequence[str]) -> Iterable[str]:
    """Of every part of a sweep its first conversation; the others hold notes, or halves of it.

    A part whose notes do not fit is read again in halves, which is not counted as more.
    """
    parts: dict[str, str] = {}
    for text in seen:
        if header := PART.search(text):
            parts.setdefault(header[0], text)
    return parts.values()


def agrees(spy: Spy, document: Document, coverage: Coverage, shown: Sequence[str]) -> bool:
    """Whether pages and tokens of the coverage are those of the conversations."""
    every = "\n".join(shown)
    texts = {page.number: page.text for page in document.pages}
    if coverage.excerpts:
        parts = [texts[each.page][each.start : each.end] for each in coverage.excerpts]
        unread = [text.strip() for n, text in texts.items() if n not in coverage.pages]
        return (
            all(part.strip() in every for part in parts)
            and not any(text in every for text in unread)
            and sum(spy.engine.count_tokens(parts)) == coverage.tokens_read
        )
    once = all(every.count(f"[p. {n}]\n{text.strip()}") == 1 for n, text in texts.items())
    return once and coverage.pages == tuple(texts) and coverage.tokens_read == coverage.tokens_total


def measure(chats: Chats, spy: Spy, folder: Path, window: int, size: float) -> dict[str, Any]:
    """One size of document, in every mode."""
    path = folder / f"minutes-{size}.txt"
    write(path, max(len(DEPTHS), round(size * window / PAGE_TOKENS)))
    searches = [
        look(chats, spy, path, Mode.SEARCH, f"When was the {animal} given to the museum?")
        for animal in ANIMALS
    ]
    found = sum(canary(n) in each.get("facts", ()) for n, each in enumerate(searches))
    return {
        "windows": size,
        "whole": look(chats, spy, path, Mode.WHOLE, "What?"),
        "search": {
            "facts_found": f"{found}/{len(ANIMALS)}",
            "coverage_agrees": all(each["coverage_agrees"] for each in searches),
        },
        "sweep": look(chats, spy, path, Mode.SWEEP, "List every gift to the museum"),
    }


def main() -> None:
    """Measure and print."""
    window = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    with tempfile.TemporaryDirectory() as name:
        paths = DataPaths(Path(name) / "data").make()
        store, engine, reader = (
            Store(paths.database),
            EngineClient(paths.logs),
            ReaderClient(paths.logs),
        )
        chats = Chats(store, engine, Library(store, reader), Models(paths))
        chats.choose_model(None, EngineOptions(context=window))
        spy = Spy(engine)
        spy.watch()
        try:
            sizes = [measure(chats, spy, Path(name), window, size) for size in SIZES]
        except YiDeskError as error:
            raise SystemExit(str(error)) from error
        finally:
            reader.close()
            engine.close()
            store.close()
    met = all(
        each[mode]["coverage_agrees"] for each in sizes for mode in ("whole", "search", "sweep")
    )
    print(json.dumps({"benchmark": "coverage", "window": window, "documents": sizes, "met": met}))


if __name__ == "__main__":
    main()
