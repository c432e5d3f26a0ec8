"""A model ready to answer: weights, KV memory and chat format, made to fit this computer."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from yidesk.catalog.gguf import read_header
from yidesk.catalog.identity import model_identity
from yidesk.catalog.shape import read_shape
from yidesk.core.draft_model import unused
from yidesk.core.errors import ModelError
from yidesk.core.memory import Choice, Device, Plan, Sentence, Shape
from yidesk.core.types import EngineInfo, EngineOptions
from yidesk.engine import chat_format, devices, draft_loading, draft_plan, llama, plan
from yidesk.engine.chunk import root_of
from yidesk.engine.context import ReadResult, TokenMemory, Watcher, check_room
from yidesk.engine.corrections import corrections
from yidesk.engine.keeping import documents_end
from yidesk.engine.weights import Weights
from yidesk.engine.window_terms import Terms
from yidesk.engine.windows import Windows

SAVE_SECONDS = 2.0
"""How long an orderly end may be put off to save what was read."""


class LoadedModel:
    """Everything that belongs to one model in memory."""

    def __init__(
        self,
        path: Path,
        options: EngineOptions,
        on_progress: Callable[[float], bool],
        on_trouble: Callable[[OSError], None],
        on_step: Callable[[Sentence], None] = lambda _step: None,
        *,
        on_unused_draft: Callable[[ModelError], None] = lambda _error: None,
    ) -> None:
        """Load PATH. Raises ModelError.

        ON_PROGRESS gets 0 to 1 and may return False to give up; ON_TROUBLE is told once when
        readings cannot be saved, ON_STEP of all that is given up for want of memory, now and later,
        ON_UNUSED_DRAFT of why the draft model that was chosen is not used.
        """
        self._path = path
        self._options = options
        self._on_unused_draft = on_unused_draft
        self._remarks: list[str] = []
        header = read_header(path)
        if not header.answers:
            raise _cannot_answer(path)
        shape = read_shape(path)
        self._corrections = corrections(header, path.stem)
        self._devices = devices.devices()
        wanted = plan.make(shape, options, self._devices, threads=devices.threads(options.threads))
        wanted, left = self._plan_draft(shape, wanted)
        weights = Weights(path, self._corrections.overrides, on_progress)
        terms = Terms(
            shape=shape,
            options=options,
            devices=left,
            plan=wanted,
            name=path.stem,
            root=self._root,
            on_step=on_step,
            on_trouble=on_trouble,
        )
        try:
            self.windows = Windows(terms, weights)
        except llama.LoadError as error:
            raise weights.failure(wanted, str(error)) from error
        self._adopt(self.windows.model)
        self._warm_up()
        self._load_draft(wanted)

    def _plan_draft(self, shape: Shape, alone: Plan) -> tuple[Plan, tuple[Device, ...]]:
        """ALONE with the draft model that was chosen, and the devices with what that leaves."""
        chosen = self._options.draft_model
        if not chosen or not self._options.guess:
            return alone, self._devices
        try:
            draft = read_shape(Path(chosen))
            return draft_plan.beside(draft, shape, self._options, self._devices, alone)
        except ModelError as error:
            self._do_without_draft(error)
            return alone, self._devices

    def _load_draft(self, wanted: Plan) -> None:
        if wanted.draft is None:
            return
        try:
            if self.windows.steps:
                raise draft_plan.no_room(wanted.draft)
            draft = draft_loading.load(
                Path(self._options.draft_model),
                wanted.draft.choice,
                vocabulary=self.vocabulary,
                threads=wanted.threads,
            )
        except ModelError as error:
            self.windows.forget_draft()
            self._do_without_draft(error)
        else:
            self.windows.adopt_draft(draft)

    def _do_without_draft(self, error: ModelError) -> None:
        told = unused(error)
        self._remarks.append(str(told))
        self._on_unused_draft(told)

    def _adopt(self, model: llama.Model) -> None:
        """Speak in the vocabulary and the format of MODEL."""
        self.model = model
        self.vocabulary = model.vocabulary
        self.format, self._remark = chat_format.choose(
            self.vocabulary,
            template=model.header("tokenizer.chat_template"),
            model_name=self._path.stem,
            fingerprint=self.vocabulary.fingerprint,
        )

    def _warm_up(self) -> None:
        """Compute one token, and look up what sampling needs: the first answer comes sooner.

        Nonsense is seen before anything is read, too. Raises ModelError, with everything freed,
        when a single one of the logits is no number.
        """
        self.context.decode([max(0, self.vocabulary.bos)], 0)
        finite = np.isfinite(self.context.logits()).all()
        self.context.forget(0)
        self.vocabulary.look_up()
        if not finite:
            self.close()
            raise ModelError(
                "The model computes nonsense (its numbers are not finite).",
                code="nonfinite_logits",
                next_step="The file may be damaged; verify it or download it again.",
            )

    @property
    def memory(self) -> TokenMemory:
        """Holds documents and their chats."""
        return self.windows.large

    @property
    def context(self) -> llama.Context:
        """Of `memory`."""
        return self.memory.context

    @property
    def plan(self) -> Plan:
        """The largest window that the memory may become, and what else it takes."""
        return self.windows.plan

    def memory_for(self, prompt: chat_format.Prompt, room: int) -> TokenMemory:
        """The memory that PROMPT goes into: the small one when there is no document in it.

        ROOM: tokens of prompt and answer.
        """
        if documents_end(prompt.spans):
            return self.memory
        return self.windows.small_for(room) or self.memory

    def read(
        self,
        prompt: chat_format.Prompt,
        room: int,
        watcher: Watcher,
        memory: TokenMemory,
        *,
        logits: bool = True,
    ) -> ReadResult:
        """Bring PROMPT into MEMORY, which is to have ROOM for so many tokens.

        Raises EngineError. The vocabulary is another object afterwards where the weights had to be
        loaded again.
        """
        check_room(len(prompt.ids), self.plan.window)
        held, total = memory.common_prefix(prompt.ids), len(prompt.ids)

        def wanted() -> bool:
            return watcher(held, total, 0.0)

        ready = memory is not self.memory or (
            self._make_room(prompt, room, wanted)
            and self.windows.empty_small(prompt.ids, held, wanted)
        )
        if not ready:
            return ReadResult(cached=held)
        result = memory.read(prompt.ids, watcher, spans=prompt.spans, logits=logits)
        self.windows.limit_shelf()
        return result

    def _make_room(
        self, prompt: chat_format.Prompt, tokens: int, wanted: Callable[[], bool]
    ) -> bool:
        try:
            return self.windows.make_room(prompt.ids, tokens, wanted)
        finally:
            if self.windows.model is not self.model:
                self._adopt(self.windows.model)

    @functools.cached_property
    def _identity(self) -> str:
        return model_identity(self._path)

    def _root(self, model: llama.Model, way: Choice) -> str:
        """Everything that makes a KV state valid; not the window, the layers or the device."""
        return root_of(
            (
                self._identity,
                llama.build(),
                way.kv_type,
                way.flash_attention,
                way.batch,
                os.environ.get("LLAMA_ATTN_ROT_DISABLE", ""),
                model.vocabulary.fingerprint,
                sorted(self._corrections.overrides.items()),
            )
        )

    @property
    def info(self) -> EngineInfo:
        """What was loaded and where it runs."""
        name, quantization = _split_name(self._path.stem)
        chosen, way = self.plan, self.windows.way
        used = [device for device in self._devices if device.is_gpu == bool(chosen.gpu_layers)]
        return EngineInfo(
            model=name,
            path=str(self._path),
            architecture=self.model.header("general.architecture"),
            quantization=quantization,
            context=chosen.window,
            trained_context=self.model.trained_context,
            devices=tuple(device.description for device in used),
            gpu_layers=chosen.gpu_layers,
            total_layers=chosen.total_layers,
            kv_type=way.kv_type,
            flash_attention=way.flash_attention,
            threads=chosen.threads,
            tokenizer=self.vocabulary.fingerprint,
            chat_format=self.format.name,
            plan=chosen,
            memory=self.windows.compared,
            notes=(
                *self._corrections.notes,
                *filter(None, [self._remark]),
                *self._remarks,
                *(step.template.format_map(step.values) for step in self.windows.steps),
            ),
        )

    def abort(self) -> None:
        """Break off what is being computed. Thread-safe."""
        for context in self.windows.contexts:
            context.abort()

    def rearm(self) -> None:
        """Take back `abort`."""
        for context in self.windows.contexts:
            context.rearm()

    def close(self) -> None:
        """Free everything, in the order llama.cpp needs, once what is being saved is saved."""
        self.windows.close(SAVE_SECONDS)


def _split_name(stem: str) -> tuple[str, str]:
    """A file's stem as model and quantisation: "Yi-6B-200K.Q4_K_M" is Yi-6B-200K in Q4_K_M."""
    match = re.fullmatch(r"(.+?)[.\-_]((?:I?Q\d\w*|B?F16|F32))", stem, re.IGNORECASE)
    return (match[1], match[2].upper()) if match else (stem, "")


def _cannot_answer(path: Path) -> ModelError:
    return ModelError(
        "{name} cannot answer: it was made to compare texts.",
        code="model_cannot_answer",
        next_step="Choose a model for chats; this one can serve the search as embedding model.",
        name=path.name,
    )
