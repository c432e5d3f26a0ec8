"""llama.cpp, through the low-level layer of llama-cpp-python: thin, typed, no policy.

The only file that imports `llama_cpp`. It knows structs, return codes and lifetimes; everything
that decides something lives elsewhere. The high-level `Llama` class is not used: at a long window
it turns flash attention off, tokenises the whole prompt again for every question and copies
histories for every token.

A context belongs to one thread. Only `Context.abort` may be called from another.
"""

from __future__ import annotations

import collections
import ctypes
import enum
import functools
import hashlib
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as lib
import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]
Buffer = npt.NDArray[np.uint8]
Handle = Any
"""A C pointer or struct; ctypes gives them no type worth naming."""

KV_TYPES = {"f16": 1, "q4_0": 2, "q8_0": 8}
"""ggml_type numbers (ggml.h) of the KV cache types this program offers."""

_LOG_LINES = 200
_DEBUG_LEVEL, _ERROR_LEVEL = 1, 4
"""GGML_LOG_LEVEL_*; the binding's own table is of an older enum and drops errors."""

log_lines: collections.deque[str] = collections.deque(maxlen=_LOG_LINES)
"""What llama.cpp said last."""


@lib.llama_log_callback  # type: ignore[untyped-decorator] # ctypes
def _on_log(level: int, text: bytes, _data: object) -> None:
    if level == _DEBUG_LEVEL:  # a thousand lines for every context
        return
    line = text.decode("utf-8", "replace")
    log_lines.append(line)
    if level == _ERROR_LEVEL:
        sys.stderr.write(line)


lib.llama_log_set(_on_log, ctypes.c_void_p(0))


@functools.cache
def start_backend() -> None:
    """Initialise llama.cpp once, with ggml's last words before an abort sent to standard error."""
    lib._lib.ggml_set_abort_callback.argtypes = [_AbortMessage]  # noqa: SLF001
    lib._lib.ggml_set_abort_callback(_on_abort)  # noqa: SLF001
    lib.llama_backend_init()


_AbortMessage = ctypes.CFUNCTYPE(None, ctypes.c_char_p)


@_AbortMessage  # type: ignore[untyped-decorator] # ctypes
def _on_abort(message: bytes) -> None:
    sys.stderr.write(f"ggml aborts: {message.decode('utf-8', 'replace')}\n")
    sys.stderr.flush()


def build() -> str:
    """Which llama.cpp this is; a KV state of another build is not taken."""
    return f"{lib.llama_version().decode()} {lib.llama_print_system_info().decode()}"


_NO_MEMORY = re.compile(r"(failed|unable) to (re)?allocate|out of memory", re.IGNORECASE)


class LoadError(Exception):
    """llama.cpp refused a model file or could not make a context; carries its last words."""

    def __init__(self) -> None:
        errors = [line.strip() for line in log_lines if "rror" in line or "fail" in line]
        super().__init__(errors[-1] if errors else "no reason given")
        self.out_of_memory = any(map(_NO_MEMORY.search, log_lines))
        """Whether less of everything may help; else the file or the options are at fault."""


class StateError(Exception):
    """A KV state could not be saved or restored."""


_SPARE = 1
"""The sequence that states are read from and into."""
_BYTES = ctypes.POINTER(ctypes.c_uint8)


class Status(enum.IntEnum):
    """What llama_decode returns (llama.h)."""

    OK = 0
    NO_SLOT = 1
    ABORTED = 2
    INVALID = -1
    NO_MEMORY = -2
    FAILED = -3


class Vocabulary:
    """The tokens of a model."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self.size: int = lib.llama_vocab_n_tokens(handle)
        self.bos: int = lib.llama_vocab_bos(handle)
        self.eos: int = lib.llama_vocab_eos(handle)
        self.add_bos: bool = lib.llama_vocab_get_add_bos(handle)
        self._piece_buffer = ctypes.create_string_buffer(1024)

    @functools.cached_property
    def texts(self) -> list[bytes]:
        """Every token's text as the file spells it, by id."""
        get_text = functools.partial(lib.llama_vocab_get_text, self._handle)
        return [text or b"" for text in map(get_text, range(self.size))]

    @property
    def eos_text(self) -> str:
        """How the file spells its end-of-sequence token; empty when it has none."""
        return self.texts[self.eos].decode("utf-8", "replace") if self.eos >= 0 else ""

    @functools.cached_property
    def special(self) -> dict[str, int]:
        """Texts of the control, user-defined and unknown tokens, and their ids."""
        wanted = (
            lib.LLAMA_TOKEN_ATTR_CONTROL
            | lib.LLAMA_TOKEN_ATTR_USER_DEFINED
            | lib.LLAMA_TOKEN_ATTR_UNKNOWN
        )
        get_attribute = functools.partial(lib.llama_vocab_get_attr, self._handle)
        return {
            self.texts[token].decode("utf-8", "replace"): token
            for token, attribute in enumerate(map(get_attribute, range(self.size)))
            if attribute & wanted
        }

    @functools.cached_property
    def fingerprint(self) -> str:
        """Equal for models whose token ids mean the same texts."""
        digest = hashlib.blake2b(b"\0".join(self.texts), digest_size=16)
        digest.update(bytes([self.add_bos]))
        return digest.hexdigest()

    def find(self, text: str) -> int | None:
        """The id of the token spelled TEXT, whatever its type; None when there is none."""
        try:
            return self.texts.index(text.encode())
        except ValueError:
            return None

    def ends_generation(self, token: int) -> bool:
        """Whether llama.cpp takes this token for the end of an answer."""
        return bool(lib.llama_vocab_is_eog(self._handle, token))

    def tokenize(self, text: str) -> Tokens:
        """Ids of TEXT, with nothing added and control tokens not looked for.

        User-defined tokens are still found by llama.cpp; `chat_format.plain_tokens` sees to it.
        """
        data = text.encode("utf-8", "surrogatepass")
        ids = np.empty(len(data) + 8, np.int32)
        count = self._tokenize(data, ids)
        if count < 0:
            ids = np.empty(-count, np.int32)
            count = self._tokenize(data, ids)
        return ids[:count].copy()

    def _tokenize(self, data: bytes, ids: Tokens) -> int:
        pointer = ids.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        count: int = lib.llama_tokenize(
            self._handle, data, len(data), pointer, len(ids), False, False
        )
        return count

    def piece(self, token: int) -> bytes:
        """The bytes that TOKEN stands for; control tokens stand for nothing."""
        buffer = self._piece_buffer
        count = lib.llama_token_to_piece(self._handle, token, buffer, len(buffer), 0, False)
        if count < 0:
            self._piece_buffer = ctypes.create_string_buffer(-count)
            return self.piece(token)
        return buffer.raw[:count]


class Model:
    """A loaded model file."""

    def __init__(
        self,
        path: Path,
        *,
        gpu_layers: int = -1,
        overrides: Mapping[str, bool | int] | None = None,
        on_progress: Callable[[float], bool] | None = None,
        dry: bool = False,
    ) -> None:
        """Load PATH. ON_PROGRESS gets 0 to 1 and may return False to give up.

        GPU_LAYERS: how many layers go to the GPU, -1 for all. DRY: everything but the weights, and
        contexts that allocate nothing but say in the log what they would.
        OVERRIDES replaces values of the file's header. Raises LoadError.
        """
        start_backend()
        log_lines.clear()
        parameters = lib.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        if dry:
            parameters.no_alloc, parameters.load_mode = True, lib.LLAMA_LOAD_MODE_NONE
        keep = _overrides(overrides or {})
        parameters.kv_overrides = keep
        if on_progress is not None:
            report = on_progress
            parameters.progress_callback = lib.llama_progress_callback(
                lambda done, _data: report(done)
            )
        self._handle = lib.llama_model_load_from_file(str(path).encode(), parameters)
        if not self._handle:
            raise LoadError
        self.load_log = tuple(log_lines)
        self.vocabulary = Vocabulary(lib.llama_model_get_vocab(self._handle))

    @property
    def handle(self) -> Handle:
        """The C pointer, for `Context`."""
        return self._handle

    @property
    def layers(self) -> int:
        """Transformer layers; llama.cpp counts the output layer as one more when offloading."""
        count: int = lib.llama_model_n_layer(self._handle)
        return count

    @property
    def trained_context(self) -> int:
        """Window the model was trained for, in tokens."""
        count: int = lib.llama_model_n_ctx_train(self._handle)
        return count

    @property
    def description(self) -> str:
        """Such as "llama 135M Q4_1"."""
        buffer = ctypes.create_string_buffer(256)
        lib.llama_model_desc(self._handle, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def header(self, key: str, limit: int = 65536) -> str:
        """A value of the file's header as text; empty when it is missing."""
        buffer = ctypes.create_string_buffer(limit)
        count = lib.llama_model_meta_val_str(self._handle, key.encode(), buffer, len(buffer))
        return "" if count < 0 else buffer.value.decode("utf-8", "replace")

    @property
    def offloads(self) -> bool:
        """Whether this build of llama.cpp can put layers on a GPU."""
        return bool(lib.llama_supports_gpu_offload())

    def close(self) -> None:
        """Free the weights. Contexts must have been closed before."""
        if self._handle:
            lib.llama_model_free(self._handle)
            self._handle = None


def _overrides(values: Mapping[str, bool | int]) -> Handle:
    """An array of llama_model_kv_override, ended by an empty key, as llama.cpp wants it."""
    array = (lib.llama_model_kv_override * (len(values) + 1))()
    for entry, (key, value) in zip(array, values.items(), strict=False):
        entry.key = key.encode()
        if isinstance(value, bool):
            entry.tag = lib.LLAMA_KV_OVERRIDE_TYPE_BOOL
            entry.value.val_bool = value
        else:
            entry.tag = lib.LLAMA_KV_OVERRIDE_TYPE_INT
            entry.value.val_i64 = value
    return array


class _Batch:
    """A llama_batch whose arrays are numpy's: filled without a Python loop (15 us per 512)."""

    def __init__(self, capacity: int) -> None:
        self.token = np.zeros(capacity, np.int32)
        self.position = np.zeros(capacity, np.int32)
        self.sequence_count = np.ones(capacity, np.int32)
        self.sequence = np.zeros(capacity, np.int32)
        self.output = np.zeros(capacity, np.int8)
        addresses = self.sequence.ctypes.data + 4 * np.arange(capacity, dtype=np.uint64)
        self._addresses = addresses.astype(np.uint64)
        int_pointer = ctypes.POINTER(ctypes.c_int32)
        self.struct = lib.llama_batch()
        self.struct.token = self.token.ctypes.data_as(int_pointer)
        self.struct.embd = None
        self.struct.pos = self.position.ctypes.data_as(int_pointer)
        self.struct.n_seq_id = self.sequence_count.ctypes.data_as(int_pointer)
        self.struct.seq_id = self._addresses.ctypes.data_as(ctypes.POINTER(int_pointer))
        self.struct.logits = self.output.ctypes.data_as(ctypes.POINTER(ctypes.c_int8))

    def fill(self, tokens: Tokens, position: int, outputs: int) -> Handle:
        """Hold TOKENS from POSITION on in sequence 0, with logits for the last OUTPUTS of them."""
        count = len(tokens)
        self.token[:count] = tokens
        self.position[:count] = np.arange(position, position + count, dtype=np.int32)
        self.output[:count] = 0
        self.output[count - outputs : count] = 1
        self.struct.n_tokens = count
        return self.struct


class Context:
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
        log_lines.clear()
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = window
        parameters.n_batch = parameters.n_ubatch = batch
        parameters.n_seq_max = 2  # one for the conversation, one for reading and writing states
        parameters.kv_unified = True
        parameters.flash_attn_type = int(flash_attention)
        parameters.type_k = parameters.type_v = KV_TYPES[kv_type]
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        self._abort = ctypes.create_string_buffer(2)
        self._abort_callback = _abort_when_not_empty()
        parameters.abort_callback = self._abort_callback
        parameters.abort_callback_data = ctypes.addressof(self._abort)
        self._handle = lib.llama_init_from_model(model.handle, parameters)
        if not self._handle:
            raise LoadError
        self._memory = lib.llama_get_memory(self._handle)
        self._batch = _Batch(batch)
        self._vocabulary_size = model.vocabulary.size
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

    def decode(self, tokens: Tokens, position: int, *, outputs: int = 1) -> Status:
        """Run at most `batch` tokens, the first at POSITION; the memory must end just before it.

        After anything but OK, trust only `end`.
        """
        status = lib.llama_decode(self._handle, self._batch.fill(tokens, position, outputs))
        return Status(status) if status in Status._value2member_map_ else Status.FAILED

    def wait(self) -> None:
        """Wait for the device; a GPU computes after `decode` has returned."""
        lib.llama_synchronize(self._handle)

    def logits(self, output: int = -1) -> npt.NDArray[np.float32]:
        """Logits of an output, shape (vocabulary,): a view, valid until the next decode.

        OUTPUT counts the last decode's outputs; negative ones from the end.
        """
        pointer = lib.llama_get_logits_ith(self._handle, output)
        return np.ctypeslib.as_array(pointer, shape=(self._vocabulary_size,))

    @property
    def end(self) -> int:
        """How many positions of sequence 0 are filled."""
        last: int = lib.llama_memory_seq_pos_max(self._memory, 0)
        return last + 1

    def forget(self, position: int) -> None:
        """Drop everything from POSITION on."""
        lib.llama_memory_seq_rm(self._memory, 0, position, -1)

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

    def abort(self) -> None:
        """Make a running or the next decode return ABORTED (at once on a CPU). Thread-safe."""
        self._abort[0] = b"\x01"

    def rearm(self) -> None:
        """Take back `abort`."""
        self._abort[0] = b"\0"

    def close(self) -> None:
        """Free the memory. Samplers must have been closed before."""
        if self._handle:
            lib.llama_free(self._handle)
            self._handle = None


def _abort_when_not_empty() -> Handle:
    """An abort callback without Python in it: C's strlen, on a buffer that is empty or not.

    A Python callback would take the GIL some 500 times per token.
    """
    c_library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    return ctypes.cast(c_library.strlen, lib.ggml_abort_callback)


class Sampler:
    """A chain of llama.cpp's samplers."""

    def __init__(self) -> None:
        self._handle = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())

    def greedy(self) -> Sampler:
        """Always take the likeliest."""
        return self._add(lib.llama_sampler_init_greedy())

    def penalties(self, vocabulary: int, last: int, repeat: float) -> Sampler:
        """Divide the logits of the LAST tokens by REPEAT."""
        return self._add(lib.llama_sampler_init_penalties(vocabulary, last, repeat, 0.0, 0.0))

    def top_k(self, count: int) -> Sampler:
        """Keep the COUNT likeliest."""
        return self._add(lib.llama_sampler_init_top_k(count))

    def top_p(self, share: float) -> Sampler:
        """Keep the likeliest that sum up to SHARE."""
        return self._add(lib.llama_sampler_init_top_p(share, 1))

    def min_p(self, share: float) -> Sampler:
        """Keep those at least SHARE times as likely as the likeliest."""
        return self._add(lib.llama_sampler_init_min_p(share, 1))

    def temperature(self, value: float) -> Sampler:
        """Divide the logits by VALUE."""
        return self._add(lib.llama_sampler_init_temp(value))

    def draw(self, seed: int) -> Sampler:
        """Draw by probability, with a generator seeded with SEED (32 bits)."""
        return self._add(lib.llama_sampler_init_dist(seed))

    def forbid(self, tokens: Tokens, vocabulary: int) -> Sampler:
        """Never take one of TOKENS."""
        biases = (lib.llama_logit_bias * len(tokens))()
        for bias, token in zip(biases, tokens, strict=True):
            bias.token, bias.bias = int(token), float("-inf")
        return self._add(lib.llama_sampler_init_logit_bias(vocabulary, len(tokens), biases))

    def _add(self, sampler: Handle) -> Sampler:
        lib.llama_sampler_chain_add(self._handle, sampler)
        return self

    def sample(self, context: Context, output: int = -1) -> int:
        """Draw the next token from the logits of OUTPUT, and remember it for the penalties."""
        token: int = lib.llama_sampler_sample(self._handle, context.handle, output)
        return token

    def close(self) -> None:
        """Free the chain."""
        if self._handle:
            lib.llama_sampler_free(self._handle)
            self._handle = None


class Device:
    """Something that computes: a GPU, an accelerator or the CPU."""

    def __init__(self, handle: Handle) -> None:
        ggml = _ggml()
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        ggml.ggml_backend_dev_memory(handle, ctypes.byref(free), ctypes.byref(total))
        self.name: str = ggml.ggml_backend_dev_name(handle).decode("utf-8", "replace")
        self.description: str = ggml.ggml_backend_dev_description(handle).decode("utf-8", "replace")
        kind = ggml.ggml_backend_dev_type(handle)
        self.is_gpu, self.is_integrated = kind in {_GPU, _INTEGRATED_GPU}, kind == _INTEGRATED_GPU
        self.free_bytes, self.total_bytes = free.value, total.value
        """Of a CPU, ggml reports all memory as free; ask the system instead."""


_GPU, _INTEGRATED_GPU = 1, 2
"""GGML_BACKEND_DEVICE_TYPE_GPU and _IGPU (ggml-backend.h)."""


def devices() -> list[Device]:
    """What llama.cpp can compute on here."""
    start_backend()
    ggml = _ggml()
    return [
        Device(ggml.ggml_backend_dev_get(index)) for index in range(ggml.ggml_backend_dev_count())
    ]


@functools.cache
def _ggml() -> Handle:
    """Device functions of ggml, through libllama's handle.

    A wheel holds several copies of libggml, and another one would have a registry of its own,
    without any device.
    """
    ggml = lib._lib  # noqa: SLF001 - the binding offers no other way
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in (
        ("ggml_backend_dev_count", ctypes.c_size_t, []),
        ("ggml_backend_dev_get", pointer, [ctypes.c_size_t]),
        ("ggml_backend_dev_name", text, [pointer]),
        ("ggml_backend_dev_description", text, [pointer]),
        ("ggml_backend_dev_type", ctypes.c_int, [pointer]),
        (
            "ggml_backend_dev_memory",
            None,
            [pointer, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_size_t)],
        ),
    ):
        function = getattr(ggml, name)
        function.restype, function.argtypes = result, arguments
    return ggml
