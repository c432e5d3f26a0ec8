"""Logits after a reading came back from disk, against those of memory that never left.

    python -m benchmarks.logits

A document is read, then a question behind it, as the window does it. Then another context restores
what was saved and evaluates the question; so does one with another window. Batches have the same
borders everywhere, so all numbers must be the same, bit for bit. The demonstration model (135M)
and a tiny Yi-shaped one, KV memory in f16 and q8_0, with and without flash attention. Prints one
JSON object.

Target: identical. That the comparison can fail shows in `last_token_alone`, where the same tokens
were computed in batches of other sizes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as workers have it

import numpy as np
import numpy.typing as npt

from benchmarks import verdict
from benchmarks.bare import DEMO_MODEL
from tests.models.gguf_writer import Shape, yi
from yidesk.engine import llama
from yidesk.engine.chunk import root_of
from yidesk.engine.context import TokenMemory
from yidesk.engine.keeping import ReadingKeeper, Span
from yidesk.engine.readings import ReadingFolder

SHAPE = Shape("Tiny", 2, 256, 8, 1, 512, context=32_768)
QUESTION = 23
CONTROL = "last_token_alone"
Logits = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Case:
    """One model, and a way to make its KV memory."""

    name: str
    document: int
    """Tokens of the document; no multiple of the batch, so that a rest is saved too."""
    kv_type: str
    flash_attention: bool
    window: int
    batch: int = 256


CASES = (
    Case("135M", 700, "f16", flash_attention=False, window=1_024, batch=128),
    Case("135M", 700, "f16", flash_attention=True, window=1_024, batch=128),
    Case("135M", 700, "q8_0", flash_attention=True, window=1_024, batch=128),
    Case("tiny Yi", 5_000, "f16", flash_attention=True, window=8_192),
    Case("tiny Yi", 5_000, "q8_0", flash_attention=True, window=8_192),
)


def logits(
    model: llama.Model, case: Case, folder: Path | None, *, save: bool = True, alone: int = 0
) -> Logits:
    """Of the token behind the question; the document is restored from FOLDER where it can be.

    The last tokens, as many as ALONE, are computed one by one.
    """
    context = llama.Context(
        model,
        window=case.window,
        batch=case.batch,
        flash_attention=case.flash_attention,
        kv_type=case.kv_type,
        threads=2,
    )
    keeper = None
    if folder is not None:
        keeper = ReadingKeeper(
            context,
            ReadingFolder(folder, root_of([case.name, case.kv_type]), quota_bytes=1 << 40),
            save=save,
            model=case.name,
            on_trouble=_fail,
        )
    memory = TokenMemory(context, keeper)
    drawn = np.random.default_rng(0).integers(1_000, 40_000, case.document + QUESTION)
    ids = drawn.astype(np.int32)
    spans = [Span(0, case.document, "d" * 64)]
    memory.read(ids[: case.document], lambda *_told: True, spans=spans, logits=False)
    memory.save_rest(60)
    result = memory.read(ids[: len(ids) - alone], lambda *_told: True, spans=spans)
    if not save and result.evaluated != QUESTION:
        raise RuntimeError("the document was read again")
    for at in range(len(ids) - alone, len(ids)):
        memory.append(ids[at : at + 1].tolist())
    found = context.logits().copy()
    if keeper is not None:
        keeper.close()
    context.close()
    return found


def _fail(error: OSError) -> None:
    raise error


def compare(model: llama.Model, case: Case) -> Iterator[tuple[str, float]]:
    """The largest difference from memory that never left, for each way back."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        larger = replace(case, window=2 * case.window)
        never_left = logits(model, case, None)
        ways = {
            "while_saving": logits(model, case, folder),
            "restored": logits(model, case, folder, save=False),
            "restored_in_a_larger_window": logits(model, larger, folder, save=False),
            CONTROL: logits(model, case, folder, alone=1),
        }
    for way, found in ways.items():
        yield way, float(np.abs(found - never_left).max())


def main() -> None:
    """Compare every case and print."""
    results: list[dict[str, object]] = []
    controls: list[float] = []
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        models = {
            "135M": llama.Model(DEMO_MODEL),
            "tiny Yi": llama.Model(yi(SHAPE).write(Path(name) / "tiny.gguf")),
        }
        for case in CASES:
            differences = dict(compare(models[case.name], case))
            controls.append(differences[CONTROL])
            worst = max(worst, *(d for way, d in differences.items() if way != CONTROL))
            results.append(
                {
                    "model": case.name,
                    "tokens": case.document + QUESTION,
                    "kv_type": case.kv_type,
                    "flash_attention": case.flash_attention,
                    "largest_difference": differences,
                }
            )
    verdict.end(
        "logits",
        {"cases": results},
        {"identical": worst == 0.0, "comparison_can_fail": max(controls) > 0.0},
    )


if __name__ == "__main__":
    main()
