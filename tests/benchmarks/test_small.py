"""Benchmarks still run: nobody starts them between two measurements.

That what they call is still there and takes what they give is mypy's to see (`make lint` checks
them as it checks the program). Here all are loaded, and small ones of each kind are run: a store,
a window that times its events, a real engine worker, plans.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
LOAD = "import importlib\nfor name in {names}: importlib.import_module('benchmarks.' + name)"
RUN = "import benchmarks.{name} as made, sys\nexec({smaller!r}, vars(made))\nsys.exit(made.main())"
SMALL = {
    "search": ("CHATS = 20; ROUNDS = 1", ["200"]),
    "sidebar": ("MANY = 20; FEW = 10; ROUNDS = 1", []),
    "time_left": ("", ["600"]),
    "fit": ("DEVICES = (0, 8)", []),
}


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_can_be_loaded():
    done = run(LOAD.format(names=NAMES))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SMALL)
def test_it_runs_when_it_is_small(name):
    smaller, arguments = SMALL[name]
    done = run(RUN.format(name=name, smaller=smaller), *arguments)
    assert done.returncode in (0, 1), done.stderr  # 1: a target was missed, as so small it may be
    assert json.loads(done.stdout)["benchmark"] == name, done.stderr
