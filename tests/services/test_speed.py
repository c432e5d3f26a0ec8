"""How long reading takes, judged by what was read here."""

from __future__ import annotations

import pytest

from tests.models.gguf_writer import YI_6B, sparse
from yidesk.core.types import EngineInfo, Timings, Usage
from yidesk.services.speed import Speeds


def info(path, gpu_layers=0):
    return EngineInfo(
        model="Yi-6B", path=str(path), architecture="llama", quantization="Q4_K_M",
        context=4096, trained_context=4096, devices=("CPU",), gpu_layers=gpu_layers,
        total_layers=33, kv_type="f16", flash_attention=False, threads=2, tokenizer="t",
        chat_format="template",
    )  # fmt: skip


@pytest.fixture
def model(tmp_path):
    sparse(tmp_path / "yi.gguf", YI_6B)
    return tmp_path / "yi.gguf"


def read(tokens=1000, rate=10.0):
    return Usage(evaluated_tokens=tokens), Timings(prompt_tokens_per_s=rate)


def test_another_model_takes_time_by_its_weights(tmp_path, model):
    path = tmp_path / "speed.json"
    speeds = Speeds(path)
    assert speeds.hundred_pages(6_000_000_000, 0, 33) is None
    speeds.note(info(model), *read(rate=10.0))
    seconds, basis = speeds.hundred_pages(6_061_000_000, 0, 33)
    assert basis == "Yi-6B"
    assert seconds == pytest.approx(60_000 / 10, rel=0.02)
    double, _ = Speeds(path).hundred_pages(2 * 6_061_000_000, 0, 61)
    assert double == pytest.approx(2 * seconds)


def test_the_fastest_counts_and_short_ones_do_not(tmp_path, model):
    speeds = Speeds(tmp_path / "speed.json")
    speeds.note(info(model), *read(tokens=10, rate=1e6))
    assert speeds.hundred_pages(6_000_000_000, 0, 33) is None
    speeds.note(info(model), *read(rate=10.0))
    speeds.note(info(model), *read(rate=5.0))
    first, _ = speeds.hundred_pages(6_061_000_000, 0, 33)
    assert first == pytest.approx(6_000, rel=0.02)


def test_processor_and_gpu_are_told_apart(tmp_path, model):
    speeds = Speeds(tmp_path / "speed.json")
    speeds.note(info(model, gpu_layers=33), *read(rate=1000.0))
    speeds.note(info(model, gpu_layers=10), *read(rate=100.0))
    assert speeds.hundred_pages(6_000_000_000, 0, 33) is None
    assert speeds.hundred_pages(6_000_000_000, 10, 33) is None
    assert speeds.hundred_pages(6_000_000_000, 33, 33)[0] < 100


def test_a_damaged_file_is_begun_anew(tmp_path, model):
    path = tmp_path / "speed.json"
    path.write_text("{")
    speeds = Speeds(path)
    speeds.note(info(model), *read())
    assert Speeds(path).hundred_pages(1, 0, 1) is not None
