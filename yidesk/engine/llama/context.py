"""A KV memory on a model, and the computation that fills it."""

from __future__ import annotations

import ctypes
import enum
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yidesk.engine.llama.batch import Batch
from yidesk.engine.llama.binding import (
    KV_TYPES,
    Buffer,
    Handle,
    StateError,
    Tokens,
    lib,
    log_lines,
)
from yidesk.engine.llama.breakable import Breakable
from yidesk.engine.llama.model import Model

SEQUENCES = 8
"""Each can hold a continuation of its own; they share one window of cells."""
BRANCHES = range(1, SEQUENCES - 1)
"""The sequences that may go on from the conversation's."""
_SPARE = SEQUENCES - 1
"""The sequence that states are read from and into."""
TILE = 64
"""Rows that llama.cpp's flash attention on a processor computes together (GGML_FA_TILE_Q). Fewer
are computed one by one, each going through all of the KV memory."""
LEAST_FILLED = 16
"""Tokens; fewer are not worth a tile."""
DEEP = 131_072
"""Tokens times depth from which a filled tile takes less time than rows (decisions/0009)."""
_BYTES = ctypes.POINTER(ctypes.c_uint8)


class Status(enum.IntEnum):
    """What llama_decode returns (llama.h)."""

    OK = 0
    NO_SLOT = 1
    ABORTED = 2
    INVALID = -1
    NO_MEMORY = -2
    FAILED = -3


class Context(Breakable):
    """A KV memory on a model, and the computation that fills it. Sequence 0 is the conversation."""

    def __init__(
        self,
        model: Model,
        *,
        window: int,
        batch: int,
        flash_attention: bool,
        kv_type: str,
        threads: int,
    ) -> None:
        """Allocate a window of WINDOW tokens. Raises LoadError when there is not enough memory.

        BATCH is both the logical and the physical batch, so that one `decode` is one computation
        and Stop is seen between any two. KV_TYPE is one of KV_TYPES.
        """
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = window
        parameters.n_batch = parameters.n_ubatch = batch
        parameters.n_seq_max = SEQUENCES
        parameters.kv_unified = True
        parameters.flash_attn_type = int(flash_attention)
        parameters.type_k = parameters.type_v = KV_TYPES[kv_type]
        super().__init__(model, parameters, threads=threads)
        self.load_log = tuple(log_lines)
        self._memory = lib.llama_get_memory(self._handle)
        self._batch = Batch(batch)
        # only f16 is computed in tiles
        self._has_tiles = flash_attention and kv_type == "f16" and not model.on_gpu
        self._logits_array = ctypes.c_float * model.vocabulary.size
        self.batch = batch

    @property
    def handle(self) -> Handle:
        """The C pointer, for `Sampler`."""
        return self._handle

    @property
    def window(self) -> int:
        """Tokens the memory holds; llama.cpp pads what was asked for to a multiple of 256."""
        count: int = lib.llama_n_ctx(self._handle)
        return count

    def decode(self, tokens: Tokens | Sequence[int], position: int, *, outputs: int = 1) -> Status:
        """Run at most `batch` tokens, the first at POSITION; the memory must end just before it.

        After anything but OK, trust only `end`.
        """
        if self._is_worth_a_tile(len(tokens), position):
            status = self._decode_filled(np.asarray(tokens, np.int32), position, outputs)
            if status is not Status.NO_SLOT:
                return status
        code = lib.llama_decode(self._handle, self._batch.fill(tokens, position, outputs))
        if code == 0:
            return Status.OK
        return Status(code) if code in Status._value2member_map_ else Status.FAILED

    def _is_worth_a_tile(self, count: int, position: int) -> bool:
        return (
            LEAST_FILLED <= count < TILE <= self.batch
            and self._has_tiles
            and count * position >= DEEP
        )

    def _decode_filled(self, tokens: Tokens, position: int, outputs: int) -> Status:
        """Run TOKENS with others behind them, in a sequence that is forgotten, that fill a tile."""
        count, more = len(tokens), TILE - len(tokens)
        status = self.decode_many(
            np.concatenate((tokens, np.repeat(tokens[-1:], more))),
            np.r_[position : position + count, 0:more].astype(np.int32),
            np.repeat(np.array((0, _SPARE), np.int32), (count, more)),
            outputs=np.arange(count - outputs, count, dtype=np.int32),
        )
        self.drop(_SPARE)
        return status

    def decode_many(
        self, tokens: Tokens, positions: Tokens, sequences: Tokens, *, outputs: Tokens
    ) -> Status:
        """Run at most `batch` tokens of several sequences; OUTPUTS: those with logits, by index.

        Each sequence must end just before its first position. After anything but OK, none of the
        tokens is there.
        """
        status = lib.llama_decode(
            self._handle, self._batch.fill_many(tokens, positions, sequences, outputs)
        )
        self._batch.sequence[: len(tokens)] = 0  # as `fill` expects it
        if status == 0:
            return Status.OK
        return Status(status) if status in Status._value2member_map_ else Status.FAILED

    def share(self, count: int, sequence: int) -> None:
        """Let SEQUENCE begin with the first COUNT tokens of the conversation; nothing is copied."""
        lib.llama_memory_seq_cp(self._memory, 0, sequence, 0, count)

    def drop(self, sequence: int) -> None:
        """Forget SEQUENCE, but not what it shares with others."""
        lib.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def wait(self) -> None:
        """Wait for the device; a GPU computes after `decode` has returned."""
        lib.llama_synchronize(self._handle)

    def logits(self, output: int = -1) -> npt.NDArray[np.float32]:
        """Logits of an output, shape (vocabulary,): a view, valid until the next decode.

        OUTPUT is a token's place in the last batch, which was to have logits; negative ones count
        the outputs from the end.
        """
        pointer = lib.llama_get_logits_ith(self._handle, output)
        address = ctypes.cast(pointer, ctypes.c_void_p).value or 0
        # np.ctypeslib.as_array would do the same in fifty times as long.
        array: Handle = self._logits_array.from_address(address)
        return np.frombuffer(array, np.float32)

    @property
    def is_finite(self) -> bool:
        """Whether the last decode computed numbers; of its last output only.

        One logit tells: it is a sum over the last hidden state, and that looks at every state
        before it, so nonsense anywhere makes nonsense of all of them.
        """
        return math.isfinite(lib.llama_get_logits_ith(self._handle, -1)[0])

    @property
    def end(self) -> int:
        """How many positions of sequence 0 are filled."""
        last: int = lib.llama_memory_seq_pos_max(self._memory, 0)
        return last + 1

    def forget(self, position: int) -> None:
        """Drop everything from POSITION on."""
        lib.llama_memory_seq_rm(self._memory, 0, position, -1)

    def clear(self) -> None:
        """Drop everything, down to zeros.

        What `forget` drops still stands in memory, and attention multiplies it by nothing: that is
        harmless unless it is no number.
        """
        lib.llama_memory_clear(self._memory, True)

    def save_state(self, first: int, end: int) -> Buffer:
        """KV state of the positions [FIRST, END), to be given to `load_state` of any window.

        Raises StateError when llama.cpp does not give it whole.
        """
        lib.llama_memory_seq_cp(self._memory, 0, _SPARE, first, end)
        try:
            size = lib.llama_state_seq_get_size(self._handle, _SPARE)
            state = np.empty(size, np.uint8)
            written = lib.llama_state_seq_get_data(
                self._handle, state.ctypes.data_as(_BYTES), size, _SPARE
            )
        finally:
            lib.llama_memory_seq_rm(self._memory, _SPARE, -1, -1)
        if not size or written != size:
            raise StateError
        return state

    def load_state(self, state: Buffer, first: int, end: int) -> None:
        """Put back what `save_state` gave for [FIRST, END), behind what is there.

        Restored into a spare sequence, since llama.cpp empties the one it restores into. Raises
        StateError, with nothing changed, when the state is not of these positions or not of this
        kind of memory.
        """
        pointer = state.ctypes.data_as(_BYTES)
        try:
            read = lib.llama_state_seq_set_data(self._handle, pointer, len(state), _SPARE)
            lowest = lib.llama_memory_seq_pos_min(self._memory, _SPARE)
            highest = lib.llama_memory_seq_pos_max(self._memory, _SPARE)
            if (read, lowest, highest + 1) != (len(state), first, end):
                raise StateError
            lib.llama_memory_seq_cp(self._memory, _SPARE, 0, -1, -1)
        finally:
            lib.llama_memory_seq_rm(self._memory, _SPARE, -1, -1)
