"""From a file to stored pages, beside bare pypdfium2 extraction in the same run.

    python -m benchmarks.ingest [FILE.pdf ...]

Without files it reads two manuals of 250 pages that it writes itself, one in English and one in
Chinese, and 1,000 and 10,000 pages for the memory of the reader and of the application. Real
manuals lie in packages of documentation: name their files. Prints one JSON object.

Targets: ratio >= 0.8 of bare extraction, first page <= 0.3 s, memory of both flat.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pypdfium2

from tests.reader.make_pdf import Font, Sheet, write_pdf
from yidesk.client.reader import ReaderClient
from yidesk.services.library import Library
from yidesk.store.store import Store

ROUNDS = 5
ENGLISH = "The characteristic of a lighthouse is the rhythm of its flashes; page {0}, line {1}."
CHINESE = "灯塔的特征是其闪光的节奏，每晚消耗约四十七公斤煤油，日落之前补充：第{0}页第{1}行。"


def main(arguments: list[str]) -> None:
    """Measure the files named, or the two manuals."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        reader = ReaderClient(place / "logs")
        files = [Path(name) for name in arguments] or [
            manual(place / "english.pdf", ENGLISH, Font.LATIN, 250),
            manual(place / "chinese.pdf", CHINESE, Font.UNICODE, 250),
        ]
        found = [measure(reader, file, place) for file in files]
        result = {"benchmark": "ingest", "documents": found, "memory": memory(reader, place)}
        reader.close()
    print(json.dumps(result, indent=2))


def manual(path: Path, line: str, font: Font, pages: int) -> Path:
    """A PDF with 45 lines on each page."""
    return write_pdf(
        path,
        *(
            Sheet(lines=tuple(line.format(page, row) for row in range(45)), font=font)
            for page in range(1, pages + 1)
        ),
    )


def measure(reader: ReaderClient, path: Path, folder: Path) -> dict[str, object]:
    """Medians over ROUNDS, both ways in turn; each round stores into an empty, open database."""
    bare, ours, first = [], [], []
    for number in range(ROUNDS):
        bare.append(seconds_bare(path))
        store = Store(folder / f"{path.stem}-{number}" / "store.db")
        start = time.perf_counter()
        times: list[float] = []

        def note(_done: int, _total: int, times: list[float] = times) -> None:
            times.append(time.perf_counter())

        document = Library(store, reader).add(path, on_progress=note)
        ours.append(time.perf_counter() - start)
        first.append(times[0] - start)
        store.close()
    pages = len(document.pages)
    return {
        "name": path.name,
        "pages": pages,
        "characters": document.characters,
        "bare_pages_per_s": round(pages / statistics.median(bare)),
        "pages_per_s": round(pages / statistics.median(ours)),
        "ratio": round(statistics.median(b / o for b, o in zip(bare, ours, strict=True)), 2),
        "first_page_s": round(max(first), 3),
    }


def seconds_bare(path: Path) -> float:
    """pypdfium2 alone: open, extract every page's text, close."""
    start = time.perf_counter()
    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        characters = page.get_textpage()
        characters.get_text_range()
        characters.close()
        page.close()
    pdf.close()
    return time.perf_counter() - start


def memory(reader: ReaderClient, folder: Path) -> dict[str, int]:
    """Resident megabytes of both processes on the way through 1,000 and 10,000 pages.

    The pages go from the file into the store as the program does it, and are gone through once
    more there, as an index does.
    """
    at: dict[str, int] = {}
    store = Store(folder / "memory" / "store.db")
    for pages in (1_000, 10_000):
        path = manual(folder / f"{pages}.pdf", ENGLISH, Font.LATIN, pages)
        reader.close()

        def look(done: int, _total: int, pages: int = pages) -> None:
            if done in {1, pages}:
                at[f"reader_mb_at_page_{done}_of_{pages}"] = resident(reader.pid)
                at[f"application_mb_at_page_{done}_of_{pages}"] = resident(os.getpid())

        document = Library(store, reader).add(path, on_progress=look)
        at[f"application_mb_with_{pages}_stored"] = resident(os.getpid())
        characters = sum(len(page.text) for page in document.pages)
        at[f"application_mb_gone_through_{pages}"] = resident(os.getpid())
        at[f"text_mb_of_{pages}"] = characters // 1_000_000
    store.close()
    return at


def resident(process: int) -> int:
    """Megabytes of a process in main memory."""
    return int(psutil.Process(process).memory_info().rss // 1_000_000)


if __name__ == "__main__":
    main(sys.argv[1:])
