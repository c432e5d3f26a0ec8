"""llama-cpp-python: one cache a backend, and a failed build that says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from bootstrap import engine
from bootstrap.backend import Backend
from bootstrap.process import Failed
from bootstrap.say import Problem


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.delenv("CMAKE_ARGS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def filled(backend: Backend) -> Path:
    wheel = engine.wheel_cache(backend) / "wheels" / "a7" / "some.whl"
    wheel.parent.mkdir(parents=True, exist_ok=True)
    wheel.touch()
    return wheel


def test_each_backend_has_a_cache_of_its_own():
    kept = filled(Backend("cpu", "", machine="avx2"))
    other = engine.wheel_cache(Backend("cuda", "", ("-DGGML_CUDA=on",), machine="avx2"))
    assert kept.exists()
    assert not (other / "wheels").exists()


def test_a_second_build_finds_the_first():
    kept = filled(Backend("cpu", "because", machine="avx2"))
    engine.wheel_cache(Backend("cpu", "for another reason", machine="avx2"))
    assert kept.exists()


@pytest.mark.parametrize(
    "now",
    [
        Backend("cpu", "", machine="sse4"),
        Backend("cpu", "", ("-DGGML_NATIVE=off",), machine="avx2"),
    ],
)
def test_a_wheel_for_another_machine_or_with_other_switches_is_not_taken(now):
    stale = filled(Backend("cpu", "", machine="avx2"))
    engine.wheel_cache(now)
    assert not stale.exists()


def test_what_the_person_tells_cmake_is_passed_on_and_makes_another_wheel(monkeypatch):
    plain = filled(Backend("cpu", "", machine="avx2"))
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_BLAS=on")
    assert engine.switches(Backend("cpu", "")) == "-DLLAVA_BUILD=OFF -DGGML_BLAS=on"
    engine.wheel_cache(Backend("cpu", "", machine="avx2"))
    assert not plain.exists()


def test_an_installer_gets_an_engine_for_other_computers_than_this_one(tmp_path, monkeypatch):
    fake = tmp_path / "python"
    fake.write_text(f'#!/bin/sh\necho "$CMAKE_ARGS $@" > {tmp_path}/told\n', "utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(engine, "venv_program", lambda name: fake)
    monkeypatch.setattr(
        engine.backend,
        "choose",
        lambda: Backend(
            "cuda", "", ("-DGGML_CUDA=on", "-DCMAKE_CUDA_ARCHITECTURES=native"), "this very one"
        ),
    )
    ours = filled(engine.backend.choose())
    engine.put_wheel(tmp_path / "wheels")
    told = (tmp_path / "told").read_text("utf-8")
    assert told.startswith("-DGGML_NATIVE=off -DGGML_CUDA=on -DLLAVA_BUILD=OFF -m pip wheel ")
    assert f"--wheel-dir {tmp_path / 'wheels'} -r {engine.LOCKED}" in told
    assert ours.exists()  # the engine of this computer, which is in another cache


@pytest.mark.parametrize(
    ("wrote", "said"),
    [
        ("CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage", "C++ compiler"),
        ("c++: fatal error: Killed signal terminated program cc1plus", "memory"),
        ("/tmp/ccX.s: fatal error: error writing: No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for llama-cpp-python==0.3.36", "go online"),
        ("Could NOT find Vulkan (missing: Vulkan_LIBRARY)", "Vulkan's SDK"),
        ("something nobody has seen", "last lines"),
    ],
)
def test_a_failed_build_ends_with_one_sentence_and_the_log(tmp_path, wrote, said):
    log = tmp_path / "engine.log"
    log.write_text(f"…\n{wrote}\n…", "utf-8")
    sentence = engine.explain(Failed(log))
    assert said in sentence
    assert str(log) in sentence
    assert "\n" not in sentence


def test_without_a_compiler_and_without_a_prebuilt_wheel_the_compiler_is_named(
    tmp_path, monkeypatch
):
    failing = tmp_path / "python"
    failing.write_text("#!/bin/sh\necho no network\nexit 1\n", "utf-8")
    failing.chmod(0o755)
    monkeypatch.setattr(engine, "venv_program", lambda name: failing)
    with pytest.raises(Problem, match="needs a C\\+\\+ compiler"):
        engine._take_prebuilt(Backend("cpu", ""))
