"""What fits: Yi-6B, 9B and 34B on computers with 0 to 80 GB of graphics memory.

    python -m benchmarks.fit [--write]

Plans are made by the engine's own planner for sparse files with the shapes of the models (Q4_K
weights) and simulated devices; 5 % of each device's memory is taken by others, main memory is
32 GB. Prints one JSON object; --write makes docs/fit.md of it, and a test holds the two together.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.models.gguf_writer import YI_6B, YI_9B, YI_34B, sparse
from tests.ui.simulated import SimulatedProbe
from yidesk.catalog.shape import read_shape
from yidesk.core.errors import YiDeskError
from yidesk.core.memory import Plan, Shape
from yidesk.services.computer import Computer
from yidesk.services.offers import Group, Offers, recommended
from yidesk.services.speed import Speeds

ROOT = Path(__file__).resolve().parents[1]
DEVICES = (0, 6, 8, 12, 16, 24, 48, 80)
MAIN = 32
MODELS = {"Yi-6B": YI_6B, "Yi-9B": YI_9B, "Yi-34B": YI_34B}
TEXT = """# What fits

Made by `python -m benchmarks.fit --write`; a test holds it to what the program plans. Each cell is
the choice that the program makes by itself: layers on the GPU, window, KV memory, and what that
takes. Files are Q4_K, as large as real ones; 5 % of every device's memory is taken by others; main
memory is {main} GB. The last column is what the Models screen proposes for long documents.

| GPU | {heads} | proposed |
|---|{rules}---|
{rows}

A window of 200,000 tokens holds about 300 pages. The whole model on the GPU comes first, then the
window; KV memory is stored in 8 or 4 bits only where that gives a window that is needed. A model
that is split between GPU and main memory answers, but slowly. What is proposed has at least the
bits of Q4_K_M where such a file fits; among those the window decides, and more bits are taken only
where the window is whole already.
"""


def shapes() -> dict[str, Shape]:
    """The three models."""
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for name, shape in MODELS.items():
            path = Path(folder) / f"{name}.gguf"
            sparse(path, shape)
            found[name] = read_shape(path)
    return found


def rows(models: dict[str, Shape]) -> Iterator[dict[str, object]]:
    """One for each device."""
    with tempfile.TemporaryDirectory() as folder:
        speeds = Speeds(Path(folder) / "speed.json")
        for gpu in DEVICES:
            probe = SimulatedProbe(gpu=gpu, main=MAIN)
            offers = Offers(Computer(probe, Path(folder)), speeds).look()
            offer = recommended(offers, Group.DOCUMENTS)
            best = offer.best if offer else None
            yield {
                "gpu_gb": gpu,
                **{name: told(probe.plan_shapes([shape])[0]) for name, shape in models.items()},
                "proposed": f"{offer.entry.name} {best.variant.quantization}, {told(best.plan)}"
                if offer and best and best.plan
                else "none",
            }


def told(plan: Plan | YiDeskError) -> str:
    """A plan in a cell."""
    if isinstance(plan, YiDeskError):
        return "does not fit"
    place = f"{plan.gpu_layers}/{plan.total_layers} layers" if plan.gpu_layers else "processor"
    need = plan.need.gpu.total if plan.gpu_layers else plan.need.main.total
    size = f"{need / 2**30:.1f} GB"
    if 0 < plan.gpu_layers < plan.total_layers:
        size += f" + {plan.need.main.total / 2**30:.1f} GB main"
    return f"{place}, {plan.window:,} tokens, {plan.kv_type}, {size}"


def table(found: Sequence[dict[str, object]]) -> str:
    """docs/fit.md."""
    lines = [
        f"| {row['gpu_gb'] or 'none'}{' GB' if row['gpu_gb'] else ''} | "
        + " | ".join(str(row[name]) for name in (*MODELS, "proposed"))
        + " |"
        for row in found
    ]
    return TEXT.format(
        main=MAIN, heads=" | ".join(MODELS), rules="---|" * len(MODELS), rows="\n".join(lines)
    )


def main() -> None:
    """Plan and print."""
    found = list(rows(shapes()))
    if "--write" in sys.argv:
        (ROOT / "docs" / "fit.md").write_text(table(found), encoding="utf-8")
    print(json.dumps({"benchmark": "fit", "main_gb": MAIN, "devices": found}))


if __name__ == "__main__":
    main()
