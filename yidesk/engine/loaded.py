"""A model ready to answer: weights, KV memory and chat format, made to fit this computer."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from yidesk.catalog.gguf import read_header
from yidesk.catalog.shape import read_shape
from yidesk.core.errors import EngineError, ModelError
from yidesk.core.memory import Choice, Plan
from yidesk.core.types import EngineInfo, EngineOptions
from yidesk.engine import chat_format, devices, llama, plan, retreat
from yidesk.engine.chunk import root_of
from yidesk.engine.context import ReadResult, TokenMemory, Watcher, check_room
from yidesk.engine.corrections import corrections
from yidesk.engine.estimate import estimate
from yidesk.engine.identity import model_identity
from yidesk.engine.keeping import ReadingKeeper, documents_end
from yidesk.engine.readings import ReadingFolder
from yidesk.engine.shelf import SHELF_BYTES, Shelf
from yidesk.engine.speculate import PromptLookup

log = logging.getLogger(__name__)

FIRST_WINDOW = 16_384
"""Tokens of the window to begin with; a 200K one takes 12 GB that most chats never need."""
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
    ) -> None:
        """Load PATH. Raises ModelError.

        ON_PROGRESS gets 0 to 1 and may return False to give up; ON_TROUBLE is told once when
        readings cannot be saved.
        """
        self._path = path
        self._options = options
        self._devices = devices.devices()
        header = read_header(path)
        shape = read_shape(path)
        self._corrections = corrections(header, path.stem)
        wanted = plan.make(shape, options, self._devices, threads=devices.threads(options.threads))
        weights = _Weights(path, self._corrections.overrides, on_progress)
        try:
            got = retreat.allocate(wanted, options, weights.load, self._make_first_context)
        except llama.LoadError as error:
            raise weights.failure(wanted, str(error)) from error
        self.model, self.context, self.plan = got.model, got.context, got.plan
        self._steps = got.notes
        self.vocabulary = self.model.vocabulary
        self._keeper = self._make_keeper(on_trouble)
        self.lookup = self._make_lookup()
        self._shelf = Shelf()
        self.memory = TokenMemory(
            self.context, self._keeper, self.lookup, shelf=self._shelf, root=_kind(self.plan)
        )
        """Holds documents and their chats."""
        self._small: TokenMemory | None = None
        self.format, self._remark = chat_format.choose(
            self.vocabulary,
            template=self.model.header("tokenizer.chat_template"),
            model_name=path.stem,
            fingerprint=self.vocabulary.fingerprint,
        )
        self._warm_up()

    def _warm_up(self) -> None:
        """Compute one token: the first answer comes sooner, and nonsense is seen before it is read.

        Raises ModelError, with everything freed, when a single one of the logits is no number.
        """
        self.context.decode([max(0, self.vocabulary.bos)], 0)
        finite = np.isfinite(self.context.logits()).all()
        self.context.forget(0)
        if not finite:
            self.close()
            raise ModelError(
                "The model computes nonsense (its numbers are not finite).",
                code="nonfinite_logits",
                next_step="The file may be damaged; verify it or download it again.",
            )

    def _make_first_context(self, model: llama.Model, chosen: Plan) -> llama.Context:
        """With a small window where nobody asked for a certain one: it grows when it must."""
        window = chosen.window if self._options.context else min(chosen.window, FIRST_WINDOW)
        return _make_context(model, chosen, window, chosen.threads)

    def memory_for(self, prompt: chat_format.Prompt, room: int) -> TokenMemory:
        """The memory that PROMPT goes into: the small one when there is no document in it.

        ROOM: tokens of prompt and answer.
        """
        small = self.plan.small
        if small is None or room > small.window or documents_end(prompt.spans):
            return self.memory
        return self._small or self._make_small(small) or self.memory

    def _make_small(self, chosen: Choice) -> TokenMemory | None:
        """The small window, when it is needed for the first time; None when memory is short now."""
        try:
            context = _make_context(self.model, chosen, chosen.window, self.plan.threads)
        except llama.LoadError:
            log.warning("no memory for the small window of %d tokens", chosen.window)
            self.plan = replace(self.plan, small=None)
            return None
        lookup = self._make_lookup()
        self._small = TokenMemory(context, None, lookup, shelf=self._shelf, root=_kind(chosen))
        return self._small

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

        Raises EngineError.
        """
        check_room(len(prompt.ids), self.plan.window)
        held, total = memory.common_prefix(prompt.ids), len(prompt.ids)

        def wanted() -> bool:
            return watcher(held, total, 0.0)

        ready = memory is not self.memory or (
            self._make_room(room, wanted) and self._empty_small(prompt, held, wanted)
        )
        if not ready:
            return ReadResult(cached=held)
        result = memory.read(prompt.ids, watcher, spans=prompt.spans, logits=logits)
        self._shelf.limit = SHELF_BYTES
        self._shelf.shrink()
        return result

    def _empty_small(
        self, prompt: chat_format.Prompt, held: int, wanted: Callable[[], bool]
    ) -> bool:
        """Let a chat that has become too long for the small window go on in the large one."""
        small = self._small
        if small is None or small.common_prefix(prompt.ids) <= held:
            return True
        self._shelf.limit = max(SHELF_BYTES, self._room_for_shelf(self.memory.window))
        return small.leave(0, wanted)

    def _make_room(self, tokens: int, wanted: Callable[[], bool]) -> bool:
        """Let the window hold TOKENS if the plan allows it; what is in memory is not lost.

        False when it is not WANTED any more. Raises EngineError when the memory that the plan
        counted on is not there any more.
        """
        before = self.memory.window
        after = min(self.plan.window, 1 << (tokens - 1).bit_length())
        if tokens <= before or after <= before:
            return True
        self._shelf.limit = max(SHELF_BYTES, self._room_for_shelf(after))
        if not self.memory.leave(0, wanted):
            return False
        try:
            self._move_to(after)
        except llama.LoadError as error:
            self._move_to(before)
            raise EngineError(
                "There is not enough memory any more to let the window grow to {window:,} tokens.",
                code="window_growth",
                next_step="Close other programs, or choose a smaller KV type.",
                window=after,
            ) from error
        return True

    def _room_for_shelf(self, window: int) -> int:
        """Main memory, in bytes, that is left beside a window of WINDOW tokens."""
        need = estimate(read_shape(self._path), replace(self.plan, window=window)).main
        free = devices.processor().free_bytes
        return free - plan.MARGIN_BYTES - need.total + need.weights

    def _move_to(self, window: int) -> None:
        self.memory.move_to(lambda: self._remember(self._context_of(window)))

    def _context_of(self, window: int) -> llama.Context:
        return _make_context(self.model, self.plan, window, self.plan.threads)

    def _remember(self, context: llama.Context) -> llama.Context:
        self.context = context
        return context

    def _make_keeper(self, on_trouble: Callable[[OSError], None]) -> ReadingKeeper | None:
        options = self._options
        if not options.readings_folder:
            return None
        folder = ReadingFolder(
            Path(options.readings_folder), self._root(), quota_bytes=options.readings_quota
        )
        return ReadingKeeper(
            self.context,
            folder,
            save=options.save_readings,
            model=self._path.stem,
            on_trouble=on_trouble,
        )

    def _make_lookup(self) -> PromptLookup | None:
        # With a quantised KV cache, CUDA converts all of it for every batch of several tokens.
        pays = not self.plan.gpu_layers or self.plan.kv_type == "f16"
        return PromptLookup() if pays and self._options.guess else None

    def _root(self) -> str:
        """Everything that makes a KV state valid; not the window, the layers or the device."""
        return root_of(
            (
                model_identity(self._path),
                llama.build(),
                self.plan.kv_type,
                self.plan.flash_attention,
                self.plan.batch,
                os.environ.get("LLAMA_ATTN_ROT_DISABLE", ""),
                self.vocabulary.fingerprint,
                sorted(self._corrections.overrides.items()),
            )
        )

    @property
    def info(self) -> EngineInfo:
        """What was loaded and where it runs."""
        name, quantization = _split_name(self._path.stem)
        used = [device for device in self._devices if device.is_gpu == bool(self.plan.gpu_layers)]
        return EngineInfo(
            model=name,
            path=str(self._path),
            architecture=self.model.header("general.architecture"),
            quantization=quantization,
            context=self.plan.window,
            trained_context=self.model.trained_context,
            devices=tuple(device.description for device in used),
            gpu_layers=self.plan.gpu_layers,
            total_layers=self.plan.total_layers,
            kv_type=self.plan.kv_type,
            flash_attention=self.plan.flash_attention,
            threads=self.plan.threads,
            tokenizer=self.vocabulary.fingerprint,
            chat_format=self.format.name,
            plan=self.plan,
            notes=(
                *self._corrections.notes,
                *filter(None, [self._remark]),
                *(step.template.format_map(step.values) for step in self._steps),
            ),
        )

    def abort(self) -> None:
        """Break off what is being computed. Thread-safe."""
        for context in self._contexts():
            context.abort()

    def rearm(self) -> None:
        """Take back `abort`."""
        for context in self._contexts():
            context.rearm()

    def _contexts(self) -> list[llama.Context]:
        small = self._small
        return [self.context] if small is None else [self.context, small.context]

    def close(self) -> None:
        """Free everything, in the order llama.cpp needs, once what is being saved is saved."""
        self.memory.save_rest(SAVE_SECONDS)
        if self._keeper is not None:
            self._keeper.close()
        for context in self._contexts():
            context.close()
        self.model.close()


def _split_name(stem: str) -> tuple[str, str]:
    """A file's stem as model and quantisation: "Yi-6B-200K.Q4_K_M" is Yi-6B-200K in Q4_K_M."""
    match = re.fullmatch(r"(.+?)[.\-_]((?:I?Q\d\w*|B?F16|F32))", stem, re.IGNORECASE)
    return (match[1], match[2].upper()) if match else (stem, "")


class _Weights:
    """The weights of one file, loaded again when another number of layers is to be on the GPU."""

    def __init__(
        self,
        path: Path,
        overrides: Mapping[str, bool | int],
        on_progress: Callable[[float], bool],
    ) -> None:
        self._path = path
        self._overrides = overrides
        self._on_progress = on_progress
        self._model: llama.Model | None = None
        self._gpu_layers = 0

    def load(self, gpu_layers: int) -> llama.Model:
        """The model with so many layers on the GPU. Raises llama.LoadError."""
        if self._model is None or self._gpu_layers != gpu_layers:
            self.close()
            self._gpu_layers = gpu_layers
            self._model = llama.Model(
                self._path,
                gpu_layers=gpu_layers,
                overrides=self._overrides,
                on_progress=self._on_progress,
            )
        return self._model

    def failure(self, wanted: Plan, reason: str) -> ModelError:
        """The sentence for a load that did not come about; what was loaded is freed."""
        if self._model is None:
            return _damaged(self._path, reason)
        self.close()
        return ModelError(
            "There is not enough memory for a window of {window} tokens: {reason}.",
            code="context_memory",
            next_step="Choose a smaller window.",
            window=wanted.window,
            reason=reason.rstrip("."),
        )

    def close(self) -> None:
        """Free them."""
        if self._model is not None:
            self._model.close()
            self._model = None


def _kind(chosen: Choice) -> str:
    """What two contexts on one model must have in common to take each other's states."""
    return f"{chosen.kv_type} {chosen.flash_attention}"


def _make_context(model: llama.Model, chosen: Choice, window: int, threads: int) -> llama.Context:
    return llama.Context(
        model,
        window=window,
        batch=chosen.batch,
        flash_attention=chosen.flash_attention,
        kv_type=chosen.kv_type,
        threads=threads,
    )


def _damaged(path: Path, reason: str) -> ModelError:
    return ModelError(
        "The model file {name} cannot be loaded: {reason}.",
        code="model_damaged",
        next_step="It may be damaged or too large; download it again or choose another.",
        name=path.name,
        reason=reason.rstrip("."),
    )
