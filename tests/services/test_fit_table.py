"""docs/fit.md is what the program plans."""

from __future__ import annotations

from benchmarks import fit
from tests.conftest import ROOT


def test_the_table_of_the_documentation_is_what_is_planned():
    found = list(fit.rows(fit.shapes()))
    written = (ROOT / "docs" / "fit.md").read_text("utf-8")
    assert written == fit.table(found), "run python -m benchmarks.fit --write, and look at it"


def test_more_memory_never_makes_it_worse():
    found = {row["gpu_gb"]: row for row in fit.rows(fit.shapes())}
    on_gpu = [found[gpu] for gpu in fit.DEVICES if gpu]
    for model in fit.MODELS:
        layers = [int(str(row[model]).split("/")[0]) for row in on_gpu]
        assert layers == sorted(layers), model
    assert all("49/49" in str(row["proposed"]) for row in on_gpu)
