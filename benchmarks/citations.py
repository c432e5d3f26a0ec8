"""How well the checker tells what is borne out from what is not, on answers about manuals.

    python -m benchmarks.citations                      the stored cases
    python -m benchmarks.citations FILE.pdf OTHER.pdf   cases made of a whole manual, and another
    python -m benchmarks.citations --speed FILE.pdf     2,000 words against ten documents

A case counts as found when its citation is verified, or its sentence supported. Prints one JSON
object: precision and recall, overall, by kind and by manual. The stored cases are excerpts of
manuals; "held out" marks those that were made after the checker was finished. Target: 0.98 both.
"""

from __future__ import annotations

import dataclasses
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.citation_cases import Case, across_breaks, cases, sentences
from yidesk.client.reader import ReaderClient
from yidesk.core.types import Document, Page, Stance
from yidesk.services.citations import check

STORED = Path(__file__).parents[1] / "tests" / "services" / "citation_cases"
TARGET = 0.98
EACH = 30
"""Cases of each kind that are made of a whole manual."""
WORDS = 2_000
DOCUMENTS, PAGES = 10, 300


def verified(case: Case) -> bool:
    """What the checker says of a case."""
    checked = check(case.answer, case.documents)
    if checked.citations:
        return all(citation.verified for citation in checked.citations)
    return bool(checked.supports) and all(s.stance is Stance.SUPPORTED for s in checked.supports)


def stored(path: Path) -> tuple[list[Case], bool]:
    """The cases of one file, and whether they were held out."""
    content = json.loads(path.read_text("utf-8"))
    documents = [_document(each["name"], each["pages"]) for each in content["documents"]]
    made = []
    for each in content["cases"]:
        used = [documents[place] for place in each["documents"]]
        if "own" in each:
            used = [_document(used[0].name, each["own"])]
        if "pages" in each:
            changed = {page.number: page.text for page in used[0].pages} | {
                int(number): text for number, text in each["pages"].items()
            }
            used = [_document(used[0].name, [changed[n] for n in sorted(changed)])]
        made.append(Case(each["kind"], each["answer"], each["verified"], tuple(used)))
    return made, content["held_out"]


def _document(name: str, pages: Sequence[str]) -> Document:
    return Document(
        fingerprint=name.encode().hex().ljust(64, "0")[:64],
        name=name,
        format="pdf",
        pages=tuple(Page(number=n, label="", text=text) for n, text in enumerate(pages, 1)),
    )


def rates(judged: Iterable[tuple[Case, bool]]) -> dict[str, float | int]:
    """Precision and recall of "verified"; 1 where there is nothing to be wrong about."""
    counts = Counter((case.verified, found) for case, found in judged)
    right, false, lost = counts[True, True], counts[False, True], counts[True, False]
    return {
        "cases": sum(counts.values()),
        "precision": round(right / (right + false), 4) if right + false else 1.0,
        "recall": round(right / (right + lost), 4) if right + lost else 1.0,
        "wrongly verified": false,
        "wrongly not": lost,
    }


def measure(sets: Sequence[tuple[str, bool, list[Case]]]) -> dict[str, object]:
    """All cases: (manual, held out, cases)."""
    judged = [(name, held, case, verified(case)) for name, held, some in sets for case in some]
    kinds = dict.fromkeys(case.kind for _, _, case, _ in judged)
    total = rates((case, found) for _, _, case, found in judged)
    held_out = [(case, found) for _, held, case, found in judged if held]
    return {
        "benchmark": "citations",
        "all": total,
        **({"held out": rates(held_out)} if held_out else {}),
        "manuals": {
            name: rates((c, f) for n, _, c, f in judged if n == name) for name, _, _ in sets
        },
        "kinds": {kind: rates((c, f) for _, _, c, f in judged if c.kind == kind) for kind in kinds},
        "target": TARGET,
        "met": min(total["precision"], total["recall"]) >= TARGET,
    }


def speed(document: Document) -> dict[str, object]:
    """Seconds for an answer of 2,000 words about ten documents of 300 pages, its index made."""
    pages = [page for _ in range(PAGES) for page in document.pages][:PAGES]
    numbered = tuple(dataclasses.replace(page, number=n) for n, page in enumerate(pages, 1))
    documents = [
        dataclasses.replace(document, fingerprint=f"{n:064}", name=f"{n}.pdf", pages=numbered)
        for n in range(DOCUMENTS)
    ]
    said: list[str] = []
    for number, sentence in enumerate(sentences(document)):
        text = sentence.text.rstrip(".。")
        forms = (f"“{text}” [D1 p. {sentence.page}].", f"“{text} zebra” [p. 9].", f"{text}.")
        said.append(forms[number % len(forms)])
        if sum(len(each.split()) for each in said) > WORDS:
            break
    answer = " ".join(said)
    first = _seconds(answer, documents)
    return {
        "benchmark": "citations",
        "words": len(answer.split()),
        "sentences": len(said),
        "first_s": round(first, 2),
        "again_s": round(statistics.median(_seconds(answer, documents) for _ in range(5)), 3),
    }


def _seconds(answer: str, documents: Sequence[Document]) -> float:
    start = time.process_time()
    check(answer, documents)
    return time.process_time() - start


def _read(paths: Sequence[str]) -> list[Document]:
    with tempfile.TemporaryDirectory() as folder:
        reader = ReaderClient(Path(folder) / "logs")
        documents = [reader.read(Path(path)) for path in paths]
        reader.close()
    return documents


def main() -> None:
    """Measure and print."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--speed"]:
        result = speed(_read(arguments[1:])[0])
    elif arguments:
        document, other = _read(arguments)
        draw = random.Random(7)
        made = [*cases(document, other, draw, EACH), *across_breaks(document, draw, EACH)]
        result = measure([(document.name, False, made)])
    else:
        files = sorted(STORED.glob("*.json"))
        loaded = [(path.stem, *reversed(stored(path))) for path in files]
        result = measure(loaded)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
