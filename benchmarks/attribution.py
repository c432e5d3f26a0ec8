"""Which page a sentence is attributed to whose document is in another language.

    python -m benchmarks.attribution                          the stored cases
    python -m benchmarks.attribution ENGLISH CHINESE OTHER-ENGLISH OTHER-CHINESE

ENGLISH and CHINESE are folders with the same HTML files, a manual and its translation; OTHER ones
are those of another manual. Whole manuals are cut into pages in the order of their files, and 150
translators' sentences drawn from each, which stand once in it. A sentence counts as attributed
where a page is named as the one that bears it out or the one that it is likely from. "right" is
its page or a neighbour of that. The same sentences are then looked for where they are not: in the
manual without their page and its neighbours, and in the other manual; there a page that is named
is a false one. Prints one JSON object. Targets: of attributed ones 0.95 right; of those that are
not there 0.1 attributed at most.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import translated_cases
from benchmarks.citation_cases import OTHER_LANGUAGE, Case, fold
from benchmarks.citations import STORED, document_of, stored
from yidesk.core.types import Document, Stance, Support
from yidesk.services.citations import check

TRUE = (OTHER_LANGUAGE, f"{OTHER_LANGUAGE}, no page named")
WRONG_PAGE = f"{OTHER_LANGUAGE}, wrong page"
RIGHT, FALSE = 0.95, 0.1
DRAWN = 150
PAGE = 2_000
"""Characters of a page of the English manual."""
_REFERENCE = re.compile(r"\s*\[(?:p\. (\d+)|第(\d+)页)\](?=[.。])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said in one language, and its page in a document in the other."""

    text: str
    page: int
    document: Document


def told(text: str, document: Document) -> Support | None:
    """What a person is told of a sentence."""
    found = check(text, [document]).supports
    return found[0] if len(found) == 1 else None


def named(support: Support | None) -> int:
    """The page that a sentence is attributed to; 0 where none is."""
    if support and (support.attribution or support.stance is Stance.SUPPORTED):
        return support.page
    return 0


def table(sentences: Sequence[Sentence], other: Sequence[Document]) -> dict[str, float | int]:
    """Shares of sentences attributed, where their page is there and where it is not.

    OTHER: for each sentence a document, in the same language, that has it not.
    """
    counts: Counter[str] = Counter()
    seconds = []
    for sentence, elsewhere in zip(sentences, other, strict=True):
        start = time.process_time()
        support = told(sentence.text, sentence.document)
        seconds.append(time.process_time() - start)
        page = named(support)
        counts["attributed"] += page > 0
        counts["right"] += page > 0 and abs(page - sentence.page) <= 1
        counts["best"] += support is not None and abs(support.page - sentence.page) <= 1
        counts["removed"] += named(told(sentence.text, _without(sentence))) > 0
        counts["other"] += named(told(sentence.text, elsewhere)) > 0
    all_of_them = len(sentences)
    return {
        "sentences": all_of_them,
        "attributed": _share(counts["attributed"], all_of_them),
        "right of attributed": _share(counts["right"], counts["attributed"]),
        "best page right": _share(counts["best"], all_of_them),
        "attributed, page removed": _share(counts["removed"], all_of_them),
        "attributed, other manual": _share(counts["other"], all_of_them),
        "ms, median": round(1e3 * statistics.median(seconds), 1) if seconds else 0.0,
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 1.0


def _without(sentence: Sentence) -> Document:
    """The document without a sentence's page and its neighbours."""
    pages = sentence.document.pages
    emptied = tuple(
        replace(page, text="") if abs(page.number - sentence.page) <= 1 else page for page in pages
    )
    name = f"{sentence.document.name} without {sentence.page}"
    return replace(document_of(name, [page.text for page in emptied]), format="pdf")


# --- stored cases -----------------------------------------------------------------------


def of_cases(sets: Sequence[tuple[str, list[Case]]]) -> dict[str, dict[str, float | int]]:
    """The table of stored cases by file, and what is told of wrong pages that they name."""
    found = {}
    for name, cases in sets:
        sentences = list(_sentences(cases))
        if not sentences:
            continue
        language = name.partition(".")[2]
        others = [
            case.documents[0]
            for each, some in sets
            if each != name and each.partition(".")[2] == language
            for case in some[:1]
        ]
        elsewhere = [others[n % len(others)] for n in range(len(sentences))]
        found[name] = table(sentences, elsewhere) | _misnamed(cases, sentences)
    return found


def _sentences(cases: Sequence[Case]) -> Iterator[Sentence]:
    """True answers without the page that they name."""
    for case in cases:
        reference = _REFERENCE.search(case.answer)
        if case.kind == OTHER_LANGUAGE and case.verified and reference:
            page = int(reference[1] or reference[2])
            yield Sentence(_REFERENCE.sub("", case.answer), page, case.documents[0])


def _misnamed(cases: Sequence[Case], true: Sequence[Sentence]) -> dict[str, float | int]:
    """Of answers that name a wrong page: which page is told instead."""
    counts: Counter[str] = Counter()
    right = {sentence.text: sentence.page for sentence in true}
    for case in (case for case in cases if case.kind == WRONG_PAGE):
        [citation] = check(case.answer, case.documents).citations
        likely = citation.attribution.page if citation.attribution else citation.found_on
        counts["all"] += 1
        counts["another page told"] += likely not in (0, citation.page)
        counts["that one told"] += likely == citation.page
        if page := right.get(_REFERENCE.sub("", case.answer)):
            counts["known"] += likely > 0
            counts["known, right"] += likely > 0 and abs(likely - page) <= 1
    return {f"wrong page named, {name}": number for name, number in counts.items()}


# --- whole manuals ----------------------------------------------------------------------


def whole(english: Path, chinese: Path) -> dict[str, tuple[Document, list[Sentence]]]:
    """A manual in both languages, with the sentences of the other one: by its language."""
    pages: list[list[tuple[str, str]]] = [[]]
    for both in translated_cases.paragraphs(english, chinese):
        if sum(len(each) for each, _ in pages[-1]) + len(both[0]) > PAGE:
            pages.append([])
        pages[-1].append(both)
    pairs = [
        (number, pair)
        for number, page in enumerate(pages, 1)
        for paragraph in page
        for pair in translated_cases.sentence_pairs(*paragraph)
    ]
    found = {}
    for place, written in enumerate(("en", "zh")):
        texts = ["\n".join(each[place] for each in page) for page in pages]
        document = document_of(f"{english.parent.name}.{written}.html", texts)
        spoken = [(number, pair[1 - place]) for number, pair in pairs]
        said = Counter(fold(text) for _, text in spoken)
        once = [(number, text) for number, text in spoken if said[fold(text)] == 1]
        found[written] = (document, [Sentence(text, number, document) for number, text in once])
    return found


def measure(folders: Sequence[Path]) -> dict[str, object]:
    """Whole manuals, or the stored cases where there are none."""
    if not folders:
        sets = [(path.stem, stored(path)[0]) for path in sorted(STORED.glob("*.json"))]
        manuals = of_cases(sets)
    else:
        manual, other = whole(*folders[:2]), whole(*folders[2:])
        manuals = {}
        for written, (document, sentences) in manual.items():
            drawn = random.Random(7).sample(sentences, min(DRAWN, len(sentences)))
            elsewhere = [other[written][0]] * len(drawn)
            found = table(drawn, elsewhere)
            manuals[written] = {"pages": len(document.pages)} | found
    all_of_them = together(list(manuals.values()))
    right = all_of_them["right of attributed"]
    false = max(all_of_them["attributed, page removed"], all_of_them["attributed, other manual"])
    return {
        "benchmark": "attribution",
        "all": all_of_them,
        "manuals": manuals,
        "target": f"right of attributed >= {RIGHT}, attributed where it is not <= {FALSE}",
        "met": right >= RIGHT and false <= FALSE,
    }


def together(manuals: Sequence[dict[str, float | int]]) -> dict[str, float | int]:
    """The tables of all manuals as one."""
    total = {"sentences": sum(each["sentences"] for each in manuals)}
    shares = ("attributed", "best page right", "attributed, page removed")
    for share in (*shares, "attributed, other manual", "right of attributed"):
        weights = [
            each["sentences"] * (each["attributed"] if share.startswith("right") else 1.0)
            for each in manuals
        ]
        parts = (each[share] * weight for each, weight in zip(manuals, weights, strict=True))
        total[share] = _share(sum(parts), sum(weights))
    for count in dict.fromkeys(key for each in manuals for key in each if key.startswith("wrong")):
        total[count] = sum(each.get(count, 0) for each in manuals)
    return total


def main() -> None:
    """Measure and print."""
    print(json.dumps(measure([Path(each) for each in sys.argv[1:]]), ensure_ascii=False))


if __name__ == "__main__":
    main()
