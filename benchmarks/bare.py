"""llama.cpp by itself, through the binding's C functions: what the engine is compared with."""

from __future__ import annotations

import ctypes
import math
import os
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

import llama_cpp.llama_cpp as lib
import numpy as np

_BYTES = ctypes.POINTER(ctypes.c_uint8)

DEMO_MODEL = Path(
    os.environ.get(
        "YIDESK_DEMO_MODEL",
        Path(__file__).resolve().parents[1] / ".models" / "SmolLM2-135M-Instruct.Q4_1.gguf",
    )
)


class Bare:
    """A model, a context and a greedy sampler, called as llama.cpp's simplest example does."""

    def __init__(
        self,
        path: Path,
        *,
        window: int,
        batch: int,
        flash_attention: bool,
        threads: int,
        model: object | None = None,
    ) -> None:
        """MODEL: PATH as it was loaded already, to be freed by whom it belongs to."""
        quiet()
        lib.llama_backend_init()
        self._owns_model = model is None
        self.model = model or lib.llama_model_load_from_file(
            str(path).encode(), lib.llama_model_default_params()
        )
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = window
        parameters.n_batch = parameters.n_ubatch = batch
        parameters.flash_attn_type = int(flash_attention)
        parameters.n_threads = parameters.n_threads_batch = threads
        self.context = lib.llama_init_from_model(self.model, parameters)
        self.memory = lib.llama_get_memory(self.context)
        self.sampler = _greedy_without_ends(lib.llama_model_get_vocab(self.model))
        self.batch = batch

    def decode(self, ids: Sequence[int]) -> None:
        """Evaluate IDS, in batches."""
        for start in range(0, len(ids), self.batch):
            part = ids[start : start + self.batch]
            array = (ctypes.c_int32 * len(part))(*part)
            if lib.llama_decode(self.context, lib.llama_batch_get_one(array, len(part))):
                raise RuntimeError("llama_decode failed")
        lib.llama_synchronize(self.context)

    def generate(self, count: int) -> list[int]:
        """COUNT tokens, greedily, in one computation fewer; none of them ends an answer."""
        said = [self.sample()]
        while len(said) < count:
            self.decode(said[-1:])
            said.append(self.sample())
        return said

    def sample(self) -> int:
        """The likeliest next token that ends nothing."""
        token: int = lib.llama_sampler_sample(self.sampler, self.context, -1)
        return token

    def state(self) -> np.ndarray:
        """What memory holds, for another context of the same kind."""
        state = np.empty(lib.llama_state_seq_get_size(self.context, 0), np.uint8)
        lib.llama_state_seq_get_data(self.context, state.ctypes.data_as(_BYTES), len(state), 0)
        return state

    def take(self, state: np.ndarray) -> None:
        """Hold what another context held."""
        pointer = state.ctypes.data_as(_BYTES)
        if lib.llama_state_seq_set_data(self.context, pointer, len(state), 0) != len(state):
            raise RuntimeError("the state was refused")

    def forget(self, position: int) -> None:
        """Drop everything from POSITION on."""
        lib.llama_memory_seq_rm(self.memory, 0, position, -1)

    def close(self) -> None:
        """Free everything."""
        lib.llama_sampler_free(self.sampler)
        lib.llama_free(self.context)
        if self._owns_model:
            lib.llama_model_free(self.model)


def _greedy_without_ends(vocabulary: object) -> object:
    size = lib.llama_vocab_n_tokens(vocabulary)
    ends = [token for token in range(size) if lib.llama_vocab_is_eog(vocabulary, token)]
    biases = (lib.llama_logit_bias * len(ends))(*((end, -math.inf) for end in ends))
    chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
    lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_logit_bias(size, len(ends), biases))
    lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_greedy())
    return chain


@lib.llama_log_callback  # type: ignore[untyped-decorator] # of ctypes
def _silence(_level: int, _text: bytes, _data: object) -> None:
    pass


def quiet() -> None:
    """Let llama.cpp say nothing."""
    lib.llama_log_set(_silence, ctypes.c_void_p(0))


def interleaved(rounds: int, *ways: Callable[[], float]) -> list[float]:
    """The median of what each way returns, all ways taking turns: noise falls on all alike."""
    seen: list[list[float]] = [[] for _ in ways]
    for number in range(rounds):
        order = list(zip(ways, seen, strict=True))
        for way, values in order if number % 2 == 0 else reversed(order):
            values.append(way())
    return [statistics.median(values) for values in seen]
