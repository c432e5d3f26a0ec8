"""Make packaging/bootstrap and packaging/installer importable, as their __main__.py do."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "packaging"))


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH that holds only what the test puts there: `programs(name, what it prints)`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def add(name: str, prints: str = "", code: int = 0) -> None:
        script = folder / name
        script.write_text(f"#!/bin/sh\ncat <<'END'\n{prints}\nEND\nexit {code}\n", "utf-8")
        script.write_text(script.read_text("utf-8").replace("cat", "/bin/cat"), "utf-8")
        script.chmod(0o755)

    return add
