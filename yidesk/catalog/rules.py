"""What llama.cpp would refuse in a header, or die of: looked at before it gets to see the file.

An assertion in ggml ends the whole process, and a SentencePiece vocabulary without byte tokens
ends it by an exception nobody catches. Each rule names the place it stands for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from yidesk.catalog.cursor import Cursor, Damaged, EndsEarly
from yidesk.catalog.ggml import ELEMENT_TYPES
from yidesk.catalog.header import Header
from yidesk.core.errors import ModelError

MAX_LAYERS = 512
"""LLAMA_MAX_LAYERS (llama-hparams.h)."""
MAX_EXPERTS = 512
"""LLAMA_MAX_EXPERTS."""
MAX_TOKENS = 600_000
STRING, FLOAT32, INT32 = 8, 6, 5
"""How a GGUF numbers the types of values."""
ROPE_SCALINGS = ("none", "linear", "yarn", "longrope")


def check(header: Header) -> list[ModelError]:
    """Every problem of this file, the gravest first; none: llama.cpp may see it.

    Reads the vocabulary (about 0.1 s for 64,000 tokens). Nothing is raised.
    """
    problems = [problem for rule in _RULES for problem in rule(header)]
    # the longest look comes last, and only at what is otherwise sound
    return problems or [*_check_vocabulary(header)]


def _refused(
    sentence: str, header: Header, *, code: str, **values: str | int | float
) -> ModelError:
    return ModelError(
        sentence,
        code=code,
        next_step="Choose another file of this model, or tell its maker.",
        name=header.source.name,
        **values,
    )


def check_length(header: Header) -> Iterator[ModelError]:
    """The one rule that holds for every piece of a split model too."""
    if not header.whole:
        yield ModelError(
            "{name} is not whole: it has {have} of {need} bytes.",
            code="model_not_whole",
            next_step="Download it again.",
            name=header.source.name,
            have=header.source.size,
            need=header.expected_size,
        )


def _check_architecture(header: Header) -> Iterator[ModelError]:
    if not header.architecture:
        yield _refused(
            "{name} does not say what kind of model it is.", header, code="model_damaged"
        )


def _check_layers(header: Header) -> Iterator[ModelError]:
    """llama_model_base::load_hparams: GGML_ASSERT on n_layer."""
    layers = header.block_count
    if layers is None or not 1 <= layers <= MAX_LAYERS:
        yield _refused(
            "{name} has an impossible number of layers ({layers}).",
            header,
            code="model_damaged",
            layers="-" if layers is None else layers,
        )


def _check_context(header: Header) -> Iterator[ModelError]:
    """A window of 0 is accepted silently, and nothing fits it."""
    if not header.context_length or header.context_length < 1:
        yield _refused("{name} does not say how long its window is.", header, code="model_damaged")


def _check_experts(header: Header) -> Iterator[ModelError]:
    """load_hparams: GGML_ASSERT on n_expert and n_expert_used."""
    count = header.integer(header.own("expert_count")) or 0
    used = header.integer(header.own("expert_used_count")) or 0
    if not 0 <= used <= count <= MAX_EXPERTS or bool(used) != bool(count):
        yield _refused(
            "{name} uses {used} of {count} experts, which cannot be.",
            header,
            code="model_damaged",
            used=used,
            count=count,
        )


def _check_rope_scaling(header: Header) -> Iterator[ModelError]:
    """load_hparams: GGML_ASSERT on the type."""
    scaling = header.text(header.own("rope.scaling.type"))
    if scaling is not None and scaling not in ROPE_SCALINGS:
        yield _refused(
            "{name} scales positions in an unknown way.", header, code="model_unsupported"
        )


def _check_numbers(header: Header) -> Iterator[ModelError]:
    """Without these every number becomes NaN, on which ggml-cpu/ops.cpp asserts."""
    for key, smallest in _FINITE.items():
        value = header.number(header.own(key))
        if value is not None and not (math.isfinite(value) and value >= smallest):
            yield _refused(
                "{name} has an impossible value for {key} ({value}).",
                header,
                code="model_damaged",
                key=key,
                value=value,
            )


def _check_arrays(header: Header) -> Iterator[ModelError]:
    """llama_vocab::impl::load reads scores and types by the token's number."""
    tokens = header.arrays.get("tokenizer.ggml.tokens")
    if tokens is None or tokens.type != STRING or not 1 <= tokens.count <= MAX_TOKENS:
        yield _refused("{name} has no vocabulary.", header, code="model_damaged")
        return
    for key, element in (("scores", FLOAT32), ("token_type", INT32)):
        array = header.arrays.get(f"tokenizer.ggml.{key}")
        if array is not None and (array.count != tokens.count or array.type != element):
            yield _refused(
                "The parts of the vocabulary of {name} do not fit each other.",
                header,
                code="model_damaged",
            )


def _check_tensors(header: Header) -> Iterator[ModelError]:
    if not header.tensors and header.split is None:  # a first piece may have none
        yield _refused("{name} has no weights.", header, code="model_damaged")
    unknown = {tensor.type for tensor in header.tensors} - ELEMENT_TYPES.keys()
    if unknown:
        yield _refused(
            "{name} stores numbers in a way this program does not know ({type}).",
            header,
            code="model_unsupported",
            type=min(unknown),
        )


def _check_vocabulary(header: Header) -> Iterator[ModelError]:
    """llama-vocab.cpp: GGML_ASSERT on texts that occur twice; std::out_of_range without bytes."""
    array = header.arrays["tokenizer.ggml.tokens"]
    try:
        tokens = [*Cursor(header.source, array.offset).strings(array.count)]
    except (EndsEarly, Damaged, OSError):
        yield _refused("The vocabulary of {name} cannot be read.", header, code="model_damaged")
        return
    texts = {token for token in tokens if token}  # llama.cpp gives empty ones a name of their own
    if len(texts) != sum(map(bool, tokens)):
        yield _refused("The vocabulary of {name} has a token twice.", header, code="model_damaged")
    if header.tokenizer.model == "llama" and not all(_has(texts, byte) for byte in range(256)):
        yield _refused(
            "The vocabulary of {name} lacks byte tokens, so some texts cannot be read.",
            header,
            code="model_damaged",
        )


def _has(texts: set[bytes], byte: int) -> bool:
    return b"<0x%02X>" % byte in texts or bytes([byte]) in texts


_FINITE = {
    "rope.freq_base": 1e-30,
    "rope.scaling.factor": 0.0,
    "attention.layer_norm_rms_epsilon": 0.0,
    "attention.layer_norm_epsilon": 0.0,
}
"""Numbers that must be finite, and the smallest that makes sense."""

_RULES: tuple[Callable[[Header], Iterator[ModelError]], ...] = (
    check_length,
    _check_architecture,
    _check_layers,
    _check_context,
    _check_experts,
    _check_rope_scaling,
    _check_numbers,
    _check_arrays,
    _check_tensors,
)
