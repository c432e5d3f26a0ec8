"""How well the checker tells what is borne out from what is not, on answers about manuals.

    python -m benchmarks.citations                      the stored cases
    python -m benchmarks.citations FILE.pdf OTHER.pdf   cases made of a whole manual, and another
    python -m benchmarks.citations --stored FOLDER      cases that benchmarks.translated_cases made
    python -m benchmarks.citations --speed FILE.pdf     2,000 words against ten documents

A case counts as found when its citation is verified, or its sentence supported. Prints one JSON
object: precision and recall, overall, by kind and by manual. The stored cases are excerpts of
manuals; "held out" marks those that were made after the checker was finished. Target: 0.98 both.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.citation_cases import OTHER_LANGUAGE, Case, across_breaks, cases, sentences
from yidesk.client.reader import ReaderClient
from yidesk.core.types import Citation, Document, Doubt, Page, Stance, Verdict
from yidesk.services.citations import check

_TOLD = (Doubt.ELSEWHERE, Doubt.NUMBER, Doubt.NO_DOCUMENT, Doubt.NO_PAGE, Doubt.INVENTED)
"""Doubts that say what is wrong."""
STORED = Path(__file__).parents[1] / "tests" / "services" / "citation_cases"
TARGET = 0.98
EACH = 30
"""Cases of each kind that are made of a whole manual."""
WORDS = 2_000
DOCUMENTS, PAGES = 10, 300


class Outcome(enum.StrEnum):
    """What a person is told of an answer."""

    VERIFIED = "verified"
    NOT = "not"
    CANNOT_TELL = "cannot tell"


def outcome(case: Case) -> Outcome:
    """What the checker says of a case: the worst that it says of any part of the answer."""
    checked = check(case.answer, case.documents)
    stances = {support.stance for support in checked.supports}
    found = [each for each in checked.citations if not each.verified]
    if not found and stances == {Stance.SUPPORTED}:
        return Outcome.VERIFIED
    if stances <= {Stance.SUPPORTED, Stance.CANNOT_TELL} and not any(map(_is_wrong, found)):
        return Outcome.CANNOT_TELL
    return Outcome.NOT


def _is_wrong(citation: Citation) -> bool:
    """Whether a person is told that it is not so, rather than that it could not be told."""
    says_no = citation.verdict in (Verdict.NOT_FOUND, Verdict.CONTRADICTED)
    return says_no or citation.doubt in _TOLD


def stored(path: Path) -> tuple[list[Case], bool]:
    """The cases of one file, and whether they were held out."""
    content = json.loads(path.read_text("utf-8"))
    documents = [document_of(each["name"], each["pages"]) for each in content["documents"]]
    made = []
    for each in content["cases"]:
        used = [documents[place] for place in each["documents"]]
        if "own" in each:
            used = [document_of(used[0].name, each["own"])]
        if "pages" in each:
            changed = {page.number: page.text for page in used[0].pages} | {
                int(number): text for number, text in each["pages"].items()
            }
            used = [document_of(used[0].name, [changed[n] for n in sorted(changed)])]
        made.append(Case(each["kind"], each["answer"], each["verified"], tuple(used)))
    return made, content["held_out"]


def document_of(name: str, pages: Sequence[str]) -> Document:
    """A document of these pages."""
    return Document(
        fingerprint=name.encode().hex().ljust(64, "0")[:64],
        name=name,
        format="pdf",
        pages=tuple(Page(number=n, label="", text=text) for n, text in enumerate(pages, 1)),
    )


def rates(judged: Iterable[tuple[Case, Outcome]]) -> dict[str, float | int]:
    """Precision and recall of "verified", and the share of wrong answers that is told to be wrong.

    Among all, a true answer of which nothing could be told is one that was missed. 1 where there
    is nothing to be wrong about.
    """
    counts = Counter((case.verified, found) for case, found in judged)
    right, false = counts[True, Outcome.VERIFIED], counts[False, Outcome.VERIFIED]
    lost, untold = counts[True, Outcome.NOT], counts[True, Outcome.CANNOT_TELL]
    total = sum(counts.values())
    return {
        "cases": total,
        "decided": _ratio(total - untold - counts[False, Outcome.CANNOT_TELL], total),
        "precision": _ratio(right, right + false),
        "recall of decided": _ratio(right, right + lost),
        "recall": _ratio(right, right + lost + untold),
        "wrong ones told": _ratio(counts[False, Outcome.NOT], total - right - lost - untold),
        "wrongly verified": false,
        "wrongly not": lost,
        "cannot tell, true": untold,
        "cannot tell, wrong": counts[False, Outcome.CANNOT_TELL],
    }


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def measure(sets: Sequence[tuple[str, bool, list[Case]]]) -> dict[str, object]:
    """All cases: (manual, held out, cases)."""
    judged = [(name, held, case, outcome(case)) for name, held, some in sets for case in some]
    kinds = dict.fromkeys(case.kind for _, _, case, _ in judged)
    foreign = [each for each in judged if each[2].kind.startswith(OTHER_LANGUAGE)]
    total = rates(each[2:] for each in judged)
    groups = {
        "all": judged,
        "held out": [each for each in judged if each[1]],
        "own language": [each for each in judged if each not in foreign],
        "own language, held out": [each for each in judged if each[1] and each not in foreign],
        "other language": foreign,
        "other language, held out": [each for each in foreign if each[1]],
    }
    return {
        "benchmark": "citations",
        **{name: rates(each[2:] for each in some) for name, some in groups.items() if some},
        "manuals": {name: rates(e[2:] for e in judged if e[0] == name) for name, _, _ in sets},
        "kinds": {kind: rates(e[2:] for e in judged if e[2].kind == kind) for kind in kinds},
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
    elif arguments and arguments[0] != "--stored":
        document, other = _read(arguments)
        for each in (document, other):
            if not sentences(each):
                sys.exit(f"{each.name} has no sentences to make answers of: is it all there?")
        draw = random.Random(7)
        made = [*cases(document, other, draw, EACH), *across_breaks(document, draw, EACH)]
        result = measure([(document.name, False, made)])
    else:
        folder = Path(arguments[1]) if arguments else STORED
        files = sorted(folder.glob("*.json"))
        loaded = [(path.stem, stored(path)) for path in files]
        result = measure([(name, held_out, made) for name, (made, held_out) in loaded])
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
