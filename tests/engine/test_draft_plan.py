"""A draft model is counted in the plan, and never takes what the model itself needs."""

from __future__ import annotations

import pytest

from tests.engine.planning import AUTOMATIC, computer, made
from yidesk.core.errors import ModelError
from yidesk.core.memory import GIB, Device, Plan, Shape
from yidesk.core.types import EngineOptions
from yidesk.engine import draft_plan, plan
from yidesk.engine.estimate import estimate


def both(
    shapes: dict[str, Shape],
    devices: tuple[Device, ...],
    options: EngineOptions = AUTOMATIC,
    model: str = "34b",
) -> Plan:
    """The plan for MODEL with a Yi-6B as its draft."""
    return draft_plan.make(shapes[model], options, devices, shapes["6b"], threads=4)


def test_without_one_the_plan_is_as_ever(shapes):
    assert draft_plan.make(shapes["34b"], AUTOMATIC, computer(48), None, threads=4) == made(
        shapes["34b"], computer(48)
    )


def test_on_a_gpu_it_stands_there_whole_and_is_counted(shapes):
    devices = computer(80)
    chosen = both(shapes, devices, EngineOptions(context=65_536))
    alone = made(shapes["34b"], devices, EngineOptions(context=65_536))
    draft = chosen.draft
    assert draft is not None
    assert draft.choice.gpu_layers == shapes["6b"].total_layers
    assert (chosen.window, chosen.gpu_layers) == (alone.window, alone.gpu_layers)
    assert chosen.need.gpu.total == alone.need.gpu.total + draft.need.gpu.total
    assert draft.need == estimate(shapes["6b"], draft.choice)
    assert draft.need.gpu.kv < 0.2 * GIB  # it does not see the document
    assert chosen.need.gpu.total <= 79 * GIB
    assert [each.template for each in chosen.sentences] == [
        alone.sentence.template,
        "{size:g} GB of that is for the draft model {name}",
    ]
    assert str(chosen).endswith("; 3.6 GB of that is for the draft model 6b.gguf")


def test_a_window_that_nobody_asked_for_may_become_somewhat_shorter(shapes):
    devices = computer(48)
    chosen, alone = both(shapes, devices), made(shapes["34b"], devices)
    assert chosen.draft is not None
    assert chosen.gpu_layers == alone.gpu_layers
    assert 0.75 * alone.window <= chosen.window < alone.window
    assert chosen.need.gpu.total <= 47 * GIB


@pytest.mark.parametrize(
    ("gpu_gb", "options"),
    [
        (32, AUTOMATIC),  # too much of the window
        (24, AUTOMATIC),  # nearly all of it
        (12, AUTOMATIC),  # layers of the model are on the processor already
        (22, EngineOptions(context=1_024)),  # layers would be
    ],
)
def test_what_the_model_needs_is_not_taken(shapes, gpu_gb, options):
    with pytest.raises(ModelError) as caught:
        both(shapes, computer(gpu_gb), options)
    assert caught.value.code == "draft_no_room"
    assert "3.6 GB" in str(caught.value)


@pytest.mark.parametrize(
    ("gpu_gb", "options"),
    [(80, EngineOptions(kv_type="q8_0")), (32, EngineOptions(context=65_536))],
)
def test_a_window_on_a_gpu_that_is_always_quantised_has_none(shapes, gpu_gb, options):
    with pytest.raises(ModelError) as caught:
        both(shapes, computer(gpu_gb), options)
    assert caught.value.code == "draft_does_not_pay"


def test_a_processor_guesses_with_a_quantised_kv_memory_too(shapes):
    assert both(shapes, computer(0, 128), EngineOptions(kv_type="q8_0")).draft is not None


def test_on_a_processor_it_stands_in_main_memory(shapes):
    chosen = both(shapes, computer(0, 64), EngineOptions(context=16_384))
    assert chosen.draft is not None
    assert chosen.draft.choice.gpu_layers == 0
    assert chosen.draft.need.gpu.total == 0
    assert chosen.need.main.total <= 63 * GIB


def test_memory_that_a_gpu_shares_is_taken_once(shapes):
    gpu = Device(
        name="Metal",
        description="A chip",
        is_gpu=True,
        free_bytes=48 * GIB,
        total_bytes=48 * GIB,
        shares_main_memory=True,
    )
    devices = (gpu, computer(0, 48)[0])
    alone = made(shapes["34b"], devices, EngineOptions(context=8_192))
    chosen, left = draft_plan.beside(
        shapes["6b"], shapes["34b"], EngineOptions(context=8_192), devices, alone
    )
    need = chosen.draft.need
    assert left[0].free_bytes == 48 * GIB - need.gpu.total
    assert left[1].free_bytes == 48 * GIB - need.gpu.total - need.main.total


def test_what_one_gpu_lacks_is_taken_from_the_next(shapes):
    devices = computer(40, gpus=2)
    chosen = both(shapes, devices, EngineOptions(context=16_384))
    assert chosen.draft is not None
    assert plan.Computer(devices, AUTOMATIC).fits(chosen.need)
