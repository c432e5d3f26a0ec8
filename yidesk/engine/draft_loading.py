"""Loading a draft model beside the model that it guesses for."""

from __future__ import annotations

from pathlib import Path

from yidesk.catalog.gguf import check, read_header
from yidesk.core.errors import ModelError
from yidesk.core.memory import Choice
from yidesk.engine import llama
from yidesk.engine.corrections import corrections
from yidesk.engine.draft import DraftModel

NEXT_STEP = "A draft model is a smaller one of the same family."


def load(path: Path, choice: Choice, *, vocabulary: llama.Vocabulary, threads: int) -> DraftModel:
    """The draft model in PATH, made as CHOICE says, for one of VOCABULARY. Raises ModelError."""
    header = read_header(path)
    for problem in check(header):
        raise problem
    overrides = corrections(header, path.stem).overrides
    try:
        model = llama.Model(path, gpu_layers=choice.gpu_layers, overrides=overrides)
    except llama.LoadError as error:
        raise _not_loaded(path, error) from error
    try:
        check_vocabulary(vocabulary, model.vocabulary)
        return DraftModel(model, _make_context(model, choice, threads))
    except llama.LoadError as error:
        model.close()
        raise _not_loaded(path, error) from error
    except ModelError:
        model.close()
        raise


def _make_context(model: llama.Model, choice: Choice, threads: int) -> llama.Context:
    return llama.Context(
        model,
        window=choice.window,
        batch=choice.batch,
        flash_attention=choice.flash_attention,
        kv_type=choice.kv_type,
        threads=threads,
    )


def check_vocabulary(own: llama.Vocabulary, draft: llama.Vocabulary) -> None:
    """Whether every token id means the same to both models. Raises ModelError.

    Which control tokens there are is compared, too. Which of them ends an answer is not: it changes
    nothing of what ids mean, and the base model of a family may guess for its chat model.
    """
    if own.size != draft.size:
        raise ModelError(
            "The draft model has another vocabulary than the model: {theirs:,} tokens, not {ours:,}.",  # noqa: E501 - one literal, to be looked up
            code="draft_vocabulary",
            next_step=NEXT_STEP,
            theirs=draft.size,
            ours=own.size,
        )
    for token, (ours, theirs) in enumerate(zip(own.texts, draft.texts, strict=True)):
        if ours != theirs:
            raise ModelError(
                "The draft model has another vocabulary than the model: token {token} is “{theirs}” to it, not “{ours}”.",  # noqa: E501 - as above
                code="draft_vocabulary",
                next_step=NEXT_STEP,
                token=token,
                theirs=theirs.decode("utf-8", "replace"),
                ours=ours.decode("utf-8", "replace"),
            )
    for text, token in own.special.items() ^ draft.special.items():
        raise ModelError(
            "The draft model has another vocabulary than the model: only one of them takes token {token}, “{text}”, for a control token.",  # noqa: E501 - as above
            code="draft_vocabulary",
            next_step=NEXT_STEP,
            text=text,
            token=token,
        )


def _not_loaded(path: Path, error: llama.LoadError) -> ModelError:
    return ModelError(
        "The draft model {name} cannot be loaded: {reason}.",
        code="draft_not_loaded",
        next_step="It may be damaged, or memory may be short; choose a smaller one.",
        name=path.name,
        reason=str(error).rstrip("."),
    )
