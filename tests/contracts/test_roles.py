"""What each process really loads, seen in a fresh one."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = {"PySide6", "llama_cpp", "pypdfium2", "sqlite3", "huggingface_hub", "numpy"}

ROLES = {
    "yidesk.__main__": set(),
    "yidesk.cli.app": {"sqlite3", "numpy"},
    "yidesk.ui.app": {"PySide6", "sqlite3", "numpy"},
    "yidesk.engine.worker": {"llama_cpp", "numpy"},
    "yidesk.documents.worker": {"pypdfium2", "numpy"},
}
"""Of the heavy packages, those a role's first module may bring in."""


@pytest.mark.parametrize("module", ROLES)
def test_a_role_loads_nothing_of_another(module):
    code = f"import {module}, sys, json; print(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert loaded & HEAVY <= ROLES[module]
