"""The command line in this process, with an engine worker that answers from a list."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from yidesk.cli import app
from yidesk.core import log
from yidesk.services import models


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def object(self):
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run `yidesk` with these arguments, on data of its own."""
    monkeypatch.setenv("YIDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("YIDESK_DEMO_MODEL", raising=False)
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setattr(models, "_check_start", lambda path: None)  # a script is no GGUF file
    monkeypatch.setattr(log, "_crash_file", sys.stderr)  # pytest has its own for crashes

    def run(*arguments):
        code = app.run([str(argument) for argument in arguments], role="scripted")
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    yield run
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)  # closes the log file


@pytest.fixture
def script(tmp_path):
    """A model that gives these answers."""

    def script(*answers, context=4096):
        path = tmp_path / "script.json"
        path.write_text(json.dumps({"answers": answers, "context": context, "name": "Script"}))
        return path

    return script


@pytest.fixture
def lease(tmp_path) -> Path:
    """A text file of two pages."""
    path = tmp_path / "lease.txt"
    path.write_text("The rent is 900 euros.\fPets are not allowed.", encoding="utf-8")
    return path
