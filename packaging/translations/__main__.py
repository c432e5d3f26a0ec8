"""`python packaging/translations`: add new sentences to every catalogue, take old ones out."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from translations import catalogue, collect  # noqa: E402 - the folder is found first

LANGUAGES = ("zh_CN",)


def main() -> int:
    """Write the catalogues; the exit code is 1 while a sentence has no translation."""
    sentences = collect.collect(ROOT / "yidesk")
    missing = 0
    for language in LANGUAGES:
        path = ROOT / "resources" / "translations" / f"yidesk_{language}.ts"
        known = catalogue.read(path)
        catalogue.write(path, language, sentences, known)
        unsaid = sorted(sentence for sentence in sentences if not known.get(sentence))
        missing += len(unsaid)
        for context, source in unsaid:
            print(f"{language}: {context}: {source}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
