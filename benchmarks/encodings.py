"""Texts in old encodings: how many are read as they were written.

    python -m benchmarks.encodings [--folder /usr/share/locale] [--texts N]

The texts are pieces of 150, 600 and 3,000 characters from the translations of whatever programs
are installed, written in encodings that people used for these languages. Prints one JSON object:
the shares by encoding, one number a size.
"""

from __future__ import annotations

import argparse
import gettext
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.verdict import end
from yidesk.documents.encoding import decode

ENCODINGS = {
    "cp1252": "de fr es pt it nl da nb sv fi is ca et",
    "cp1250": "cs pl hu sk sl hr ro",
    "iso8859-2": "cs pl hu sk sl hr ro",
    "cp1254": "tr",
    "cp1257": "lt lv et",
    "cp850": "de fr es",
    "cp852": "cs pl",
    "cp1251": "ru uk bg",
    "koi8-r": "ru",
    "cp866": "ru",
    "cp1253": "el",
    "cp1255": "he",
    "cp1256": "ar",
    "cp874": "th",
    "gb18030": "zh_CN",
    "big5": "zh_TW",
    "cp932": "ja",
    "euc_jp": "ja",
    "cp949": "ko",
    "utf-8": "de zh_CN ja",
    "utf-16-le": "de zh_CN ja",
}
SIZES = (150, 600, 3000)
TARGET = 0.95
"""Of pieces of 600 characters and more; a few words are a guess."""
LEAST_LINE = 20


def lines_of(folder: Path, language: str) -> list[str]:
    """What programs say in a language."""
    found: list[str] = []
    for path in sorted((folder / language / "LC_MESSAGES").glob("*.mo")):
        is_list = path.name.startswith("iso_")  # names of countries are no text
        if not is_list:
            found += _lines(path)
    return found


def _lines(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        try:
            catalog = vars(gettext.GNUTranslations(file))["_catalog"]  # no other way to all
        except (OSError, UnicodeDecodeError, ValueError):
            return
    for said in catalog.values():
        yield from (line for line in str(said).split("\n") if len(line) > LEAST_LINE)


def pieces(lines: list[str], size: int, count: int) -> Iterator[str]:
    """COUNT texts of about SIZE characters, the same ones every time."""
    chance = random.Random(size)
    for _ in range(count if lines else 0):
        place, text = chance.randrange(len(lines)), ""
        while len(text) < size:
            text += lines[place % len(lines)] + "\n"
            place += 1
        yield text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))  # as before Unicode


def measure(folder: Path, count: int) -> dict[str, list[float]]:
    """The share that came back as written by encoding, one number a size."""
    right: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for encoding, languages in ENCODINGS.items():
        for language in languages.split():
            lines = lines_of(folder, language)
            for size in SIZES:
                for text in pieces(lines, size, count):
                    data = text.encode(encoding, "ignore")
                    if not data.isascii():
                        found = decode(data)
                        came_back = found is not None and found.text == data.decode(encoding)
                        right[encoding, size].append(came_back)
    return {
        encoding: [round(_share(right[encoding, size]), 3) for size in SIZES]
        for encoding in ENCODINGS
        if right[encoding, SIZES[0]]
    }


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 0.0


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--texts", type=int, default=60, help="of each size and language")
    given = parser.parse_args()
    found = measure(given.folder, given.texts)
    end(
        "encodings",
        {"characters": SIZES, "right": found},
        {
            f"{encoding} at least {TARGET}": min(shares[1:]) >= TARGET
            for encoding, shares in found.items()
        },
    )


if __name__ == "__main__":
    main()
