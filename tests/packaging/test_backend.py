"""The engine is built for a GPU only when the GPU answers and its compiler is there."""

from __future__ import annotations

import sys

import pytest
from bootstrap import backend
from bootstrap.say import Problem

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="fakes Linux's tools")

NVIDIA = "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-6d0f0f5e-0000-0000-0000-000000000000)"
SOFTWARE = """GPU0:
\tdeviceType         = PHYSICAL_DEVICE_TYPE_CPU
\tdeviceName         = llvmpipe (LLVM 15.0.6, 256 bits)"""
RADEON = """GPU0:
\tdeviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
\tdeviceName         = AMD Radeon RX 7800 XT (RADV NAVI32)"""


@pytest.fixture(autouse=True)
def bare_machine(programs, monkeypatch, tmp_path):
    for name in ("CUDA_HOME", "CUDA_PATH", "VULKAN_SDK", backend.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(backend, "CUDA_HOME", str(tmp_path / "no-cuda"))


def test_a_bare_machine_computes_on_its_processor():
    chosen = backend.choose()
    assert chosen.name == "cpu"
    assert chosen.cmake_arguments == "-DLLAVA_BUILD=OFF"
    assert chosen.why == "no NVIDIA driver answers, no Vulkan GPU answers"


def test_a_toolkit_without_a_gpu_counts_for_nothing(programs):
    programs("nvcc")
    chosen = backend.choose()
    assert chosen.name == "cpu"
    assert "nvcc alone does not count" in chosen.why


def test_a_driver_that_fails_is_no_driver(programs):
    programs("nvcc")
    programs("nvidia-smi", "NVIDIA-SMI has failed because it couldn't communicate", code=9)
    assert backend.choose().name == "cpu"


def test_a_gpu_without_its_compiler_is_named(programs):
    programs("nvidia-smi", NVIDIA)
    chosen = backend.choose()
    assert chosen.name == "cpu"
    assert "NVIDIA H100 80GB HBM3 is here but its compiler nvcc is not" in chosen.why


def test_a_gpu_and_its_compiler_make_cuda(programs):
    programs("nvidia-smi", NVIDIA)
    programs("nvcc")
    chosen = backend.choose()
    assert chosen.name == "cuda"
    assert "-DGGML_CUDA=on" in chosen.cmake_arguments
    assert "NVIDIA H100" in chosen.machine


def test_nvcc_is_found_where_its_installer_puts_it(programs, monkeypatch, tmp_path):
    programs("nvidia-smi", NVIDIA)
    home = tmp_path / "cuda" / "bin"
    home.mkdir(parents=True)
    (home / "nvcc").touch(mode=0o755)
    monkeypatch.setattr(backend, "CUDA_HOME", str(home.parent))
    assert f"-DCMAKE_CUDA_COMPILER={home / 'nvcc'}" in backend.choose().cmake_arguments


def test_vulkan_in_software_is_the_processor(programs):
    programs("vulkaninfo", SOFTWARE)
    programs("glslc")
    assert backend.choose().name == "cpu"


def test_a_vulkan_gpu_without_the_sdk_is_named(programs):
    programs("vulkaninfo", RADEON)
    assert "its SDK (glslc and headers) is not" in backend.choose().why


def test_a_vulkan_gpu_and_its_sdk_make_vulkan(programs, monkeypatch, tmp_path):
    programs("vulkaninfo", RADEON)
    programs("glslc")
    header = tmp_path / "sdk" / "include" / "vulkan" / "vulkan.h"
    header.parent.mkdir(parents=True)
    header.touch()
    monkeypatch.setenv("VULKAN_SDK", str(tmp_path / "sdk"))
    assert "-DGGML_VULKAN=on" in backend.choose().cmake_arguments


def test_a_mac_computes_with_metal(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert backend.choose().name == "metal"


def test_the_person_may_choose(programs, monkeypatch):
    programs("nvidia-smi", NVIDIA)
    programs("nvcc")
    monkeypatch.setenv(backend.VARIABLE, "cpu")
    assert backend.choose().name == "cpu"
    monkeypatch.setenv(backend.VARIABLE, "abacus")
    with pytest.raises(Problem, match="cpu, cuda, vulkan, metal"):
        backend.choose()
