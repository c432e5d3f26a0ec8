"""The memory plan of the second, small window."""

from __future__ import annotations

import pytest

from tests.engine.planning import MODELS, computer, made
from yidesk.engine import plan
from yidesk.engine.estimate import estimate


@pytest.mark.parametrize("gb", [0, 6, 8, 12, 24, 48])
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("task", [4_096, 32_768, None])
def test_the_small_window_costs_nothing_that_was_asked_for(
    shapes, monkeypatch: pytest.MonkeyPatch, name, gb, task
):
    devices = computer(gb, 64)
    found = made(shapes[name], devices, task=task)
    monkeypatch.setattr(plan, "SMALL_WINDOWS", ())
    without = made(shapes[name], devices, task=task)
    assert without.small is None
    assert (found.kv_type, found.gpu_layers) == (without.kv_type, without.gpu_layers)
    assert found.flash_attention == without.flash_attention
    whole = task or without.window == shapes[name].trained_context
    assert found.window >= without.window * (1 if whole else 0.9)
    if found.small is not None:
        assert 2 * found.small.window <= found.window
        both = estimate(shapes[name], found) + estimate(shapes[name], found.small).of_context
        assert found.need == both


def test_the_small_window_is_as_large_as_there_is_room(shapes):
    def small(gb: float, task: int) -> int | None:
        found = made(shapes["6b"], computer(gb), task=task)
        return None if found.small is None else found.small.window

    # 3.4 GiB of weights, 1 GiB free, and 64 KiB for each token: 2 GiB for 32,768 of them
    assert small(24, 32_768) == 8_192
    assert small(8, 32_768) == 8_192
    assert small(6.8, 32_768) == 4_096
    assert small(6.7, 32_768) == 2_048
    assert small(6.5, 32_768) is None
    assert small(24, 8_192) == 4_096
    assert small(24, 1_024) is None


def test_the_small_window_of_a_processor_is_without_flash_attention(shapes):
    assert not made(shapes["6b"], computer(0, 64)).small.flash_attention
    assert made(shapes["6b"], computer(24)).small.flash_attention
