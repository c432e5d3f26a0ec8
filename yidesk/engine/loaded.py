"""A model ready to answer: weights, KV memory and chat format, made to fit this computer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from yidesk.core.errors import ModelError
from yidesk.core.types import EngineInfo, EngineOptions
from yidesk.engine import chat_format, llama, plan
from yidesk.engine.context import TokenMemory
from yidesk.engine.keeping import ReadingKeeper
from yidesk.engine.readings import ReadingFolder, model_identity, root_of
from yidesk.engine.speculate import PromptLookup

GGUF_MAGIC = b"GGUF"
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
        _check_file(path)
        try:
            self.model = llama.Model(
                path,
                gpu_layers=-1 if options.gpu_layers is None else options.gpu_layers,
                on_progress=on_progress,
            )
        except llama.LoadError as error:
            raise _damaged(path, str(error)) from error
        self._path = path
        self._options = options
        self.vocabulary = self.model.vocabulary
        self.plan = self._plan()
        self.context = self._make_context()
        self._keeper = self._make_keeper(on_trouble)
        self.lookup = self._make_lookup()
        self.memory = TokenMemory(self.context, self._keeper, self.lookup)
        self.format, self._remark = chat_format.choose(
            self.vocabulary,
            template=self.model.header("tokenizer.chat_template"),
            model_name=path.stem,
            fingerprint=self.vocabulary.fingerprint,
        )

    def _plan(self) -> plan.Plan:
        gpu_free = sum(device.free_bytes for device in self._gpus())
        return plan.make(
            self._shape(),
            self._options,
            free_bytes=gpu_free or plan.free_memory(),
            on_gpu=bool(gpu_free),
            threads=plan.threads(self._options.threads),
        )

    def _shape(self) -> plan.Shape:
        architecture = self.model.header("general.architecture")

        def number(key: str, default: int) -> int:
            return int(self.model.header(f"{architecture}.{key}") or default)

        heads = number("attention.head_count", 1)
        return plan.Shape(
            layers=self.model.layers,
            heads=heads,
            kv_heads=number("attention.head_count_kv", heads),
            head_size=number(
                "attention.key_length", number("embedding_length", heads) // max(heads, 1)
            ),
            trained_context=self.model.trained_context,
        )

    def _make_context(self) -> llama.Context:
        chosen = self.plan
        try:
            return llama.Context(
                self.model,
                window=chosen.window,
                batch=chosen.batch,
                flash_attention=chosen.flash_attention,
                kv_type=chosen.kv_type,
                threads=chosen.threads,
            )
        except llama.LoadError as error:
            raise ModelError(
                "There is not enough memory for a window of {window} tokens: {reason}.",
                code="context_memory",
                next_step="Choose a smaller window.",
                window=chosen.window,
                reason=str(error).rstrip("."),
            ) from error

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
        pays = not self._gpus() or self.plan.kv_type == "f16"
        return PromptLookup(self.vocabulary.size) if pays else None

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
            )
        )

    def _gpus(self) -> list[llama.Device]:
        if not self.model.offloads or self._options.gpu_layers == 0:
            return []
        return [device for device in llama.devices() if device.is_gpu]

    @property
    def info(self) -> EngineInfo:
        """What was loaded and where it runs."""
        name, quantization = _split_name(self._path.stem)
        gpus = self._gpus()
        layers = self.model.layers + 1
        asked = self._options.gpu_layers
        return EngineInfo(
            model=name,
            path=str(self._path),
            architecture=self.model.header("general.architecture"),
            quantization=quantization,
            context=self.memory.window,
            trained_context=self.model.trained_context,
            devices=tuple(gpu.description for gpu in gpus) or ("CPU",),
            gpu_layers=(layers if asked is None or asked < 0 else min(asked, layers))
            if gpus
            else 0,
            total_layers=layers,
            kv_type=self.plan.kv_type,
            flash_attention=self.plan.flash_attention,
            threads=self.plan.threads,
            tokenizer=self.vocabulary.fingerprint,
            chat_format=self.format.name,
            notes=tuple(filter(None, [self._remark])),
        )

    def close(self) -> None:
        """Free everything, in the order llama.cpp needs, once what is being saved is saved."""
        self.memory.save_rest(SAVE_SECONDS)
        if self._keeper is not None:
            self._keeper.close()
        self.context.close()
        self.model.close()


def _split_name(stem: str) -> tuple[str, str]:
    """A file's stem as model and quantisation: "Yi-6B-200K.Q4_K_M" is Yi-6B-200K in Q4_K_M."""
    match = re.fullmatch(r"(.+?)[.\-_]((?:I?Q\d\w*|B?F16|F32))", stem, re.IGNORECASE)
    return (match[1], match[2].upper()) if match else (stem, "")


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ModelError(
            "The model file {name} cannot be opened: {reason}.",
            code="model_missing",
            next_step="Check the path, or choose another model.",
            name=path.name,
            reason=error.strerror or "unknown reason",
        ) from error
    if magic != GGUF_MAGIC:
        raise ModelError(
            "{name} is not a GGUF model file.",
            code="not_gguf",
            next_step="Choose a file that ends in .gguf, or download it again.",
            name=path.name,
        )


def _damaged(path: Path, reason: str) -> ModelError:
    return ModelError(
        "The model file {name} cannot be loaded: {reason}.",
        code="model_damaged",
        next_step="It may be damaged or too large; download it again or choose another.",
        name=path.name,
        reason=reason.rstrip("."),
    )
