"""Memory as values: devices, what of a model decides its need, and the plan, told in words.

Bytes everywhere; in sentences GB stands for 2^30 bytes, as on the boxes of memory and GPUs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Something that computes, and its memory."""

    name: str
    """llama.cpp's own: CUDA0, Vulkan1, CPU."""
    description: str
    is_gpu: bool
    free_bytes: int
    total_bytes: int
    shares_main_memory: bool = False
    """A GPU without memory of its own: what it takes, the rest of the computer lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What of a model decides its memory."""

    name: str
    """The file's, for sentences."""
    layers: int
    embedding: int
    heads: int
    kv_heads: int
    head_size: int
    feed_forward: int
    vocabulary: int
    trained_context: int
    layer_bytes: tuple[int, ...]
    """Weights of each layer."""
    input_bytes: int
    """Weights of the token embedding, which always stay in main memory."""
    output_bytes: int
    """Weights behind the last layer."""
    tied: bool = False
    """The output is the token embedding again; a GPU that computes it gets a copy."""

    @property
    def total_layers(self) -> int:
        """As llama.cpp counts when it offloads: the output is one more layer."""
        return self.layers + 1

    @property
    def weights_bytes(self) -> int:
        """All weights."""
        return self.input_bytes + sum(self.layer_bytes) + self.output_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A way to load a model."""

    window: int
    kv_type: str
    flash_attention: bool
    batch: int
    gpu_layers: int
    """Counted from the end, the output first; `Shape.total_layers` is the whole model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one kind of memory has to hold."""

    weights: int = 0
    kv: int = 0
    compute: int = 0
    """llama.cpp's scratch memory for one batch."""
    output: int = 0
    """Logits of the last batch."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.kv + self.compute + self.output

    def __add__(self, other: Share) -> Share:
        """Both together."""
        return Share(
            weights=self.weights + other.weights,
            kv=self.kv + other.kv,
            compute=self.compute + other.compute,
            output=self.output + other.output,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a choice takes."""

    gpu: Share = Share()
    """On all GPUs together."""
    main: Share = Share()

    @property
    def total(self) -> int:
        """All of it."""
        return self.gpu.total + self.main.total

    def __add__(self, other: Need) -> Need:
        """Both together."""
        return Need(gpu=self.gpu + other.gpu, main=self.main + other.main)

    @property
    def of_context(self) -> Need:
        """Without the weights, which a second context on the same model does not take again."""
        return Need(gpu=replace(self.gpu, weights=0), main=replace(self.main, weights=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was planned for the window in use, and what llama.cpp reported of it."""

    planned: Need
    reported: Need

    @property
    def error(self) -> float:
        """The plan against the report, as a share of it: 0.01 is one per cent too much."""
        return self.planned.total / self.reported.total - 1 if self.reported.total else 0.0


class Sentence(NamedTuple):
    """A template, for `core.words.say`, and its values."""

    template: str
    values: dict[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan:
    """A draft model beside the one that answers."""

    name: str
    """The file's."""
    choice: Choice
    need: Need
    """Of everything: weights, its window and what computing takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Choice):
    """The way to load a model on this computer, and what it will take."""

    threads: int
    total_layers: int
    wanted_window: int
    """Tokens that were asked for; more than `window` when they did not fit."""
    need: Need
    """Of everything: weights, the window, the small one and the draft model."""
    small: Choice | None = None
    """A second, small window for chats without documents, so that they neither take the documents
    out of memory nor pay for their length; None where memory is short."""
    draft: DraftPlan | None = None
    """A small model that guesses ahead; None without one."""
    gpu_total: int = 0
    """Memory of the GPUs that are used; 0 for none."""
    main_total: int = 0

    @property
    def sentence(self) -> Sentence:
        """Where the model goes, how long its window is and what that takes."""
        values: dict[str, str | int | float] = {
            "layers": self.gpu_layers,
            "total": self.total_layers,
            "window": self.window,
            "gpu": in_gb(self.need.gpu.total),
            "of_gpu": in_gb(self.gpu_total),
            "main": in_gb(self.need.main.total),
            "of_main": in_gb(self.main_total),
        }
        if not self.gpu_layers:
            return Sentence(
                "On the processor, {window:,}-token window, about {main:g} GB of {of_main:g} GB",
                values,
            )
        if self.gpu_layers == self.total_layers:
            return Sentence(
                "{layers} of {total} layers on the GPU, {window:,}-token window, about {gpu:g} GB of {of_gpu:g} GB",  # noqa: E501 - one literal, to be looked up
                values,
            )
        return Sentence(
            "{layers} of {total} layers on the GPU, {window:,}-token window, about {gpu:g} GB of {of_gpu:g} GB, and {main:g} GB of main memory",  # noqa: E501 - as above
            values,
        )

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentence, and one about the draft model where there is one."""
        if self.draft is None:
            return (self.sentence,)
        told = Sentence(
            "{size:g} GB of that is for the draft model {name}",
            {"name": self.draft.name, "size": in_gb(self.draft.need.total)},
        )
        return (self.sentence, told)

    def __str__(self) -> str:
        """The sentences in English."""
        return "; ".join(each.template.format_map(each.values) for each in self.sentences)


def in_gb(size: int) -> float:
    """SIZE in GB with one decimal, for a sentence."""
    return round(size / GIB, 1)
