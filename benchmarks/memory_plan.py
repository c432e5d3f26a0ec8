"""The memory plan against what llama.cpp reports for a real allocation.

    python -m benchmarks.memory_plan

Writes sparse files with the shapes of Yi models (holes for weights: the right sizes, hardly any
disk), predicts what a window takes by formula and by llama.cpp's dry run, then loads the file,
makes the context and adds up the buffers that llama.cpp tells of. Needs about 9 GB of free memory;
what does not fit is only compared with the dry run. Prints one JSON object.

Target: both predictions within 5 %, of the whole and of the context alone (KV memory, compute and
output buffers), since the weights, which are exact, would hide the rest.

The 9B and the 34B are cut to 16 and 8 layers for the real allocation: KV memory and weights grow
with the layers, the other buffers do not. The whole 34B stands at the end.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import verdict
from tests.models.gguf_writer import YI_6B, YI_9B, YI_34B, sparse
from tests.models.gguf_writer import Shape as FileShape
from yidesk.catalog.shape import read_shape
from yidesk.core.memory import GIB, Choice, Need, Shape, Share
from yidesk.engine import llama
from yidesk.engine.devices import processor
from yidesk.engine.dry_run import DryRun
from yidesk.engine.estimate import estimate
from yidesk.engine.reported import buffers

TARGET = 0.05
SPARE = 2 * GIB
"""Left alone for whatever else runs on this computer."""


@dataclass(frozen=True)
class Case:
    """One way to make a context."""

    window: int
    kv_type: str
    flash_attention: bool

    @property
    def choice(self) -> Choice:
        """On the processor, with the usual batch."""
        return Choice(
            window=self.window,
            kv_type=self.kv_type,
            flash_attention=self.flash_attention,
            batch=512,
            gpu_layers=0,
        )


MODELS: tuple[tuple[str, FileShape, tuple[Case, ...]], ...] = (
    (
        "Yi-6B",
        YI_6B,
        (
            Case(4_096, "f16", False),
            Case(32_768, "f16", True),
            Case(32_768, "q8_0", True),
            Case(100_000, "q8_0", True),
        ),
    ),
    (
        "Yi-9B, 16 of 48 layers",
        replace(YI_9B, layers=16),
        (
            Case(4_096, "f16", True),
            Case(32_768, "f16", False),
            Case(65_536, "f16", True),
            Case(200_000, "q4_0", True),
        ),
    ),
    (
        "Yi-34B, 8 of 60 layers",
        replace(YI_34B, layers=8),
        (
            Case(4_096, "q8_0", True),
            Case(16_384, "f16", False),
            Case(65_536, "f16", True),
            Case(200_000, "q8_0", True),
        ),
    ),
    ("Yi-34B", YI_34B, (Case(4_096, "f16", False), Case(200_000, "q8_0", True))),
)


def main() -> None:
    """Compare every case and print the result."""
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, file_shape, cases) in enumerate(MODELS):
            path = sparse(Path(folder) / f"{number}.gguf", file_shape)
            found += [{"model": name, **result} for result in compare(path, cases)]
            path.unlink()
    worst = max(largest_error(result) for result in found)
    verdict.end(
        "memory_plan",
        {
            "cases": found,
            "really_allocated": sum(result["real_mb"] is not None for result in found),
            "worst_error": worst,
        },
        {"within_5_percent": worst <= TARGET},
    )


def compare(path: Path, cases: Sequence[Case]) -> Iterator[dict[str, object]]:
    """One result for each case: predictions, and what was really allocated where it fits."""
    shape = read_shape(path)
    largest = max(estimate(shape, case.choice).main.total for case in cases)
    dry_run = DryRun(path, shape)
    predictions = [predict(shape, dry_run, case) for case in cases]
    dry_run.close()
    # a mapped file and its repacked copy are both in memory for a while
    if largest + shape.weights_bytes + SPARE > processor().free_bytes:
        for case, predicted in zip(cases, predictions, strict=True):
            yield result(case, *predicted, None)
        return
    model = llama.Model(path)
    weights = sum(b.bytes for b in buffers(model.load_log) if b.device != "CPU_REPACK")
    for case, predicted in zip(cases, predictions, strict=True):
        yield result(case, *predicted, allocate(model, weights, case))
    model.close()


def predict(shape: Shape, dry_run: DryRun, case: Case) -> tuple[Share, Share, float]:
    """By formula, by dry run, and the seconds that the latter took."""
    began = time.perf_counter()
    measured: Need = dry_run(case.choice)
    return estimate(shape, case.choice).main, measured.main, time.perf_counter() - began


def allocate(model: llama.Model, weights: int, case: Case) -> Share:
    """Make the context for real, add up what llama.cpp tells, and free it."""
    context = llama.Context(
        model,
        window=case.window,
        batch=case.choice.batch,
        flash_attention=case.flash_attention,
        kv_type=case.kv_type,
        threads=2,
    )
    told = {buffer.kind: buffer.bytes for buffer in buffers(llama.log_lines)}
    context.close()
    return Share(weights=weights, kv=told["KV"], compute=told["compute"], output=told["output"])


def result(
    case: Case, formula: Share, dry_run: Share, seconds: float, real: Share | None
) -> dict[str, Any]:
    """Megabytes (2^20) of the whole, and the errors; without REAL, the formula's to the dry run."""
    truth = real or dry_run
    return {
        "window": case.window,
        "kv_type": case.kv_type,
        "flash_attention": case.flash_attention,
        "formula_mb": formula.total >> 20,
        "dry_run_mb": dry_run.total >> 20,
        "real_mb": real.total >> 20 if real else None,
        "dry_run_s": round(seconds, 3),
        "formula_error": error(formula, truth),
        "formula_error_of_context": error_of_context(formula, truth),
        "dry_run_error": error(dry_run, truth),
        "dry_run_error_of_context": error_of_context(dry_run, truth),
    }


def error(predicted: Share, truth: Share) -> float:
    """Of the whole, as a share of the truth."""
    return round(predicted.total / truth.total - 1, 5)


def error_of_context(predicted: Share, truth: Share) -> float:
    """Of everything but the weights."""
    return error(replace(predicted, weights=0), replace(truth, weights=0))


def largest_error(case: dict[str, Any]) -> float:
    """The worst of one case."""
    return max(
        abs(float(value)) for key, value in case.items() if "error" in key and value is not None
    )


if __name__ == "__main__":
    main()
