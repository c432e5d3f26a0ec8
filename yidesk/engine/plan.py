"""What will fit: the layers on the GPU, the KV type, the window, the batch and flash attention.

Pure: values in, a value out. What a person fixed is kept, or refused with numbers; of the rest,
the first way that fits is taken, in this order:

1. the whole model on the GPU with the wanted window, KV memory in f16, else in q8_0;
2. where nobody asked for a window, the largest one with the whole model on the GPU;
3. as many layers on the GPU as fit, with the window that the task needs;
4. a smaller window than the task needs, which the plan then shows.

Then all of it again with a smaller batch. Without a GPU, the processor takes its place. A GPU
always computes with flash attention; a processor where memory needs it, since questions take twice
as long with it (decisions/0009).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from yidesk.core.errors import ModelError
from yidesk.core.memory import GIB, Choice, Device, Need, Plan, Shape, in_gb
from yidesk.core.types import EngineOptions
from yidesk.engine.estimate import PADDING, estimate

AUTOMATIC_KV_TYPES = ("f16", "q8_0")
"""In order of preference; q4_0 only where a person asks for it."""
MARGIN_BYTES = GIB
"""Left free on each GPU, for the driver and the screen, and in main memory, for everything else."""
SMALL_BATCH = 128
SMALL_WINDOW = 32_768
"""Up to here a processor computes without flash attention when that fits. Also the window for a
model that is shared between GPU and processor, when nobody asked for one."""
LEAST_WINDOW = 8_192
"""Nobody wants less of a long-document reader, unless more does not fit at all."""
TINY_WINDOW = 512
SMALL_WINDOWS = (8_192, 4_096, 2_048, 1_024)
"""Of the second context, for chats without documents: at most half the window, and no more than
leaves a window that was asked for, or is whole, as it is, and of another one nine tenths."""
SMALL_WINDOWS_BATCH = 256

Measure = Callable[[Choice], Need]
"""What a choice takes: by formula, or by llama.cpp's dry run."""


def make(
    shape: Shape,
    options: EngineOptions,
    devices: Sequence[Device],
    *,
    threads: int,
    task_window: int | None = None,
    measure: Measure | None = None,
) -> Plan:
    """The best way to load a model on DEVICES. Raises ModelError with numbers when there is none.

    TASK_WINDOW: tokens that are needed now; None for as many as possible. MEASURE: the formulas
    of `estimate` when not given.
    """
    computer = Computer(devices, options)
    planner = _Planner(
        shape=shape,
        options=options,
        computer=computer,
        task_window=task_window,
        measure=functools.cache(
            measure or (lambda choice: estimate(shape, choice, gpus=len(computer.gpus)))
        ),
    )
    choice = planner.choose()
    choice, small = planner.with_small(choice)
    return Plan(
        window=choice.window,
        kv_type=choice.kv_type,
        flash_attention=choice.flash_attention,
        batch=choice.batch,
        gpu_layers=choice.gpu_layers,
        threads=threads,
        total_layers=shape.total_layers,
        wanted_window=planner.wanted,
        need=planner.need(choice, small),
        small=small,
        gpu_total=sum(gpu.total_bytes for gpu in computer.gpus) if choice.gpu_layers else 0,
        main_total=computer.main.total_bytes,
    )


def ways(
    shape: Shape, options: EngineOptions, devices: Sequence[Device], chosen: Plan, window: int
) -> list[Choice]:
    """How a context of WINDOW tokens may be made where CHOSEN is the plan, the best first.

    What would hold twice as many tokens, as far as the plan goes, comes before what would not: a
    window that grows is to stay of one kind, since states of another one are of no use in it.
    """
    planner = _Planner(
        shape=shape,
        options=options,
        computer=Computer(devices, options),
        task_window=window,
        measure=functools.cache(lambda choice: estimate(shape, choice)),
        small=chosen.small.window if chosen.small else 0,
    )
    twice = min(2 * window, chosen.window)
    later = {
        (choice.kv_type, choice.flash_attention)
        for choice in planner.fitting(twice, chosen.batch, chosen.gpu_layers)
    }
    return sorted(
        planner.fitting(window, chosen.batch, chosen.gpu_layers),
        key=lambda choice: (choice.kv_type, choice.flash_attention) not in later,
    )


class Computer:
    """The devices as one pool of GPU memory and one of main memory.

    What is to be left for an embedding model is taken off where that would go: both, with a GPU.
    """

    def __init__(self, devices: Sequence[Device], options: EngineOptions) -> None:
        self.gpus = [device for device in devices if device.is_gpu]
        self.main = next(device for device in devices if not device.is_gpu)
        beside = options.beside_bytes
        on_gpu = beside if self.gpus and options.gpu_layers != 0 else 0
        self.gpu_margin = MARGIN_BYTES * len(self.gpus) + on_gpu
        self.main_margin = MARGIN_BYTES + beside
        self.gpu_budget = max(0, sum(gpu.free_bytes for gpu in self.gpus) - self.gpu_margin)
        self.main_budget = max(0, self.main.free_bytes - self.main_margin)
        self._shared = any(gpu.shares_main_memory for gpu in self.gpus)

    def fits(self, need: Need) -> bool:
        """Whether NEED leaves the margins free."""
        main = need.main.total + (need.gpu.total if self._shared else 0)
        return need.gpu.total <= self.gpu_budget and main <= self.main_budget


@dataclass(slots=True, kw_only=True)
class _Planner:
    """One search for a choice."""

    shape: Shape
    options: EngineOptions
    computer: Computer
    task_window: int | None
    measure: Measure
    wanted: int = field(init=False)
    small: int = 0
    """Tokens of the second context that must fit as well."""

    def __post_init__(self) -> None:
        trained = self.shape.trained_context
        task = None if self.task_window is None else max(self.task_window, TINY_WINDOW)
        self.wanted = self.options.context or min(task or trained, trained)

    def with_small(self, choice: Choice) -> tuple[Choice, Choice | None]:
        """CHOICE with the largest small window that costs nothing that matters, or without."""
        least = choice.window if self._is_wanted(choice.window) else choice.window * 9 // 10
        for window in SMALL_WINDOWS:
            self.small = window
            for other in self._candidates(choice.batch) if 2 * window <= choice.window else ():
                same = replace(other, window=choice.window) == choice
                if same and other.window >= least:
                    return other, small_choice(other, window)
                break
        self.small = 0
        return choice, None

    def _is_wanted(self, window: int) -> bool:
        """Whether a window is what was asked for, or all that the model was trained for."""
        asked_for = self.options.context is not None or self.task_window is not None
        return asked_for or window == self.wanted

    def need(self, choice: Choice, small: Choice | None) -> Need:
        """Of both contexts."""
        need = self.measure(choice)
        return need if small is None else need + self.measure(small).of_context

    def choose(self) -> Choice:
        """The first candidate, from the best to the last resort. Raises ModelError."""
        if self.options.gpu_layers and not self.computer.gpus:
            raise _no_gpu(self.shape, self.options.gpu_layers)
        for batch in self._batches():
            choice = next(self._candidates(batch), None)
            if choice is not None:
                return choice
        raise self._refusal()

    def _batches(self) -> tuple[int, ...]:
        asked = self.options.read_ahead_batch
        return (asked, SMALL_BATCH) if asked > SMALL_BATCH else (asked,)

    def _candidates(self, batch: int) -> Iterator[Choice]:
        """Choices that fit, the best first."""
        most, least = self._layers()
        yield from self.fitting(self.wanted, batch, most)
        free_window = self.options.context is None and self.task_window is None
        if free_window:
            yield from self._largest_window(batch, most, min(LEAST_WINDOW, self.wanted))
        if most > least:
            window = min(self.wanted, SMALL_WINDOW) if free_window else self.wanted
            yield from self._most_layers(window, batch, least, most)
        if self.options.context is None:
            yield from self._largest_window(batch, most, LEAST_WINDOW)
            yield from self._largest_window(batch, least, TINY_WINDOW)

    def _layers(self) -> tuple[int, int]:
        """Most and least layers on the GPU that the person allows."""
        total, asked = self.shape.total_layers, self.options.gpu_layers
        if not self.computer.gpus:
            return 0, 0
        if asked is None:
            return total, 0
        fixed = total if asked < 0 else min(asked, total)
        return fixed, fixed

    def _kv_types(self) -> tuple[str, ...]:
        asked = self.options.kv_type
        return AUTOMATIC_KV_TYPES if asked == "auto" else (asked,)

    def fitting(self, window: int, batch: int, gpu_layers: int) -> Iterator[Choice]:
        """The ways to hold WINDOW that fit."""
        for kv_type in self._kv_types():
            for flash_attention in _ways_of_attention(window, kv_type, gpu_layers):
                choice = Choice(
                    window=window,
                    kv_type=kv_type,
                    flash_attention=flash_attention,
                    batch=batch,
                    gpu_layers=gpu_layers,
                )
                small = small_choice(choice, self.small) if self.small else None
                if self.computer.fits(self.need(choice, small)):
                    yield choice

    def _largest_window(self, batch: int, gpu_layers: int, least: int) -> Iterator[Choice]:
        """The largest window from LEAST on, in llama.cpp's steps, that fits."""
        low, high = -(-least // PADDING), self.wanted // PADDING
        yield from self._highest(
            low, high, lambda steps: self.fitting(steps * PADDING, batch, gpu_layers)
        )

    def _most_layers(self, window: int, batch: int, least: int, most: int) -> Iterator[Choice]:
        """As many layers as fit."""
        yield from self._highest(
            least, most - 1, lambda layers: self.fitting(window, batch, layers)
        )

    def _highest(
        self, low: int, high: int, fitting: Callable[[int], Iterator[Choice]]
    ) -> Iterator[Choice]:
        """What fits at the highest number from LOW to HIGH at which anything does, by halving."""
        best = None
        while low <= high:
            middle = (low + high + 1) // 2
            found = next(fitting(middle), None)
            if found is None:
                high = middle - 1
            else:
                best, low = found, middle + 1
        if best is not None:
            yield best

    def _refusal(self) -> ModelError:
        """Why nothing fits: the layers, the window or the model is too much."""
        most, least = self._layers()
        smallest = Choice(
            window=self.wanted if self.options.context else TINY_WINDOW,
            kv_type=self._kv_types()[-1],
            flash_attention=True,
            batch=self._batches()[-1],
            gpu_layers=least,
        )
        need = self.measure(smallest)
        if most == least > 0 and need.gpu.total > self.computer.gpu_budget:
            return _too_many_layers(self.shape, least, need.gpu.total, self.computer)
        return _too_large(self.options.context, need, self.computer)


def small_choice(choice: Choice, window: int) -> Choice:
    """The second context beside CHOICE."""
    return Choice(
        window=window,
        kv_type=choice.kv_type,
        flash_attention=_ways_of_attention(window, choice.kv_type, choice.gpu_layers)[0],
        batch=min(choice.batch, SMALL_WINDOWS_BATCH),
        gpu_layers=choice.gpu_layers,
    )


def _ways_of_attention(window: int, kv_type: str, gpu_layers: int) -> tuple[bool, ...]:
    """With flash attention or without, the better first. A quantised V cache needs it."""
    plain_is_better = not gpu_layers and kv_type == "f16" and window <= SMALL_WINDOW
    return (False, True) if plain_is_better else (True,)


def _no_gpu(shape: Shape, asked: int) -> ModelError:
    return ModelError(
        "{layers} layers were asked for on a GPU, and there is none that llama.cpp can use.",
        code="no_gpu",
        next_step="Leave the layers to the program, or set YiDesk up again for your GPU.",
        layers=shape.total_layers if asked < 0 else asked,
    )


def _too_many_layers(shape: Shape, layers: int, need: int, computer: Computer) -> ModelError:
    return ModelError(
        "{layers} of {total} layers on the GPU take {need:g} GB; of its {free:g} GB that are free, {margin:g} GB are kept free.",  # noqa: E501 - one literal, to be looked up
        code="gpu_layers_too_many",
        next_step="Choose fewer layers, a smaller window or a smaller KV type.",
        layers=layers,
        total=shape.total_layers,
        need=in_gb(need),
        free=in_gb(computer.gpu_budget + computer.gpu_margin),
        margin=in_gb(computer.gpu_margin),
    )


def _too_large(window: int | None, need: Need, computer: Computer) -> ModelError:
    values = {
        "need": in_gb(need.gpu.total + need.main.total),
        "free": in_gb(computer.main.free_bytes),
        "margin": in_gb(computer.main_margin),
    }
    if window is None:
        return ModelError(
            "This model takes {need:g} GB of memory even with the smallest window; {free:g} GB are free, of which {margin:g} GB are kept free.",  # noqa: E501 - one literal, to be looked up
            code="model_too_large",
            next_step="Close other programs, or choose a smaller model or quantisation.",
            **values,
        )
    return ModelError(
        "The model with a window of {window:,} tokens takes {need:g} GB; {free:g} GB are free, of which {margin:g} GB are kept free.",  # noqa: E501 - as above
        code="window_too_large",
        next_step="Choose a smaller window or a smaller KV type.",
        window=window,
        **values,
    )
