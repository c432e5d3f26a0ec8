"""llama.cpp, through the low-level layer of llama-cpp-python: thin, typed, no policy.

It knows structs, return codes and lifetimes; everything that decides something lives elsewhere.
The high-level `Llama` class is not used: at a long window it turns flash attention off, tokenises
the whole prompt again for every question and copies histories for every token.

A context belongs to one thread. Only `Context.abort` may be called from another.
"""

from yidesk.engine.llama.binding import (
    KV_TYPES,
    Buffer,
    LoadError,
    StateError,
    Tokens,
    build,
    log_lines,
)
from yidesk.engine.llama.context import BRANCHES, Context, Status
from yidesk.engine.llama.device import Device, devices
from yidesk.engine.llama.embedding import Aborted, EmbeddingContext, Pooling
from yidesk.engine.llama.model import Model
from yidesk.engine.llama.sampler import Sampler
from yidesk.engine.llama.vocabulary import Vocabulary

__all__ = [
    "BRANCHES",
    "KV_TYPES",
    "Aborted",
    "Buffer",
    "Context",
    "Device",
    "EmbeddingContext",
    "LoadError",
    "Model",
    "Pooling",
    "Sampler",
    "StateError",
    "Status",
    "Tokens",
    "Vocabulary",
    "build",
    "devices",
    "log_lines",
]
