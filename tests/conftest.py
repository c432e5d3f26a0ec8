"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

# Before llama.cpp is loaded in any test's own process; workers get it from who starts them.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEMO_MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="session")
def demo_model() -> Path:
    """The demonstration model, a real one with 135M parameters and a window of 8,192 tokens."""
    path = Path(os.environ.get("YIDESK_DEMO_MODEL", ROOT / ".models" / DEMO_MODEL))
    if not path.is_file():
        pytest.fail("the demonstration model is missing: run `make model`")
    return path
