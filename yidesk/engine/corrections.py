"""What is put right in old conversions of Yi, seen from the file's header before it is loaded.

Yi was trained without a beginning-of-sequence token and without a space before the text, and its
chat models end a turn with `<|im_end|>` (id 7). Conversions made before April 2024 often say
otherwise, and llama.cpp assumes otherwise where they say nothing:

- a leading BOS token makes answers worse: github.com/ggml-org/llama.cpp, issue 3966 and pull 4040;
- a space after every control token: pull 8614 there, and 01-ai/Yi-1.5, issues 36 to 38;
- end-of-sequence 2 in files that end turns with 7: 01-ai/Yi, issues 217 and 223.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from yidesk.catalog.header import Header

_LENGTH = struct.Struct("<Q")
_LONGEST_MARKER = 64

IM_END = 7
_YI_MARKERS = {1: "<|startoftext|>", 2: "<|endoftext|>", 6: "<|im_start|>", 7: "<|im_end|>"}
"""Token ids and texts that all of the Yi family share (the published tokenizer.json)."""

_CHATS = re.compile(r"chat|instruct|faro|dolphin|hermes|aezakmi|sus-", re.IGNORECASE)
"""How fine-tunes that end their turns with `<|im_end|>` are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Values of the header that are replaced while loading, and why, for the diagnostics."""

    overrides: dict[str, bool | int]
    notes: tuple[str, ...] = ()


def corrections(header: Header, model_name: str) -> Corrections:
    """What to put right for this file; nothing for one that is no Yi or says it right itself."""
    if not is_yi(header):
        return Corrections(overrides={})
    tokenizer = header.tokenizer
    wanted: dict[str, bool | int] = {}
    notes = []
    if tokenizer.add_bos is not False:
        wanted["tokenizer.ggml.add_bos_token"] = False
        notes.append("no beginning-of-sequence token, which Yi was not trained with")
    if tokenizer.add_space_prefix is not False:
        wanted["tokenizer.ggml.add_space_prefix"] = False
        notes.append("no space before the text, which Yi was not trained with")
    if is_chat(model_name) and tokenizer.eos != IM_END:
        wanted["tokenizer.ggml.eos_token_id"] = IM_END
        notes.append("turns end with <|im_end|>")
    return Corrections(overrides=wanted, notes=tuple(notes))


def is_yi(header: Header) -> bool:
    """Whether the file has Yi's tokenizer: SentencePiece, with Yi's markers at Yi's ids."""
    if header.tokenizer.model != "llama":
        return False
    texts = _first_texts(header, max(_YI_MARKERS) + 1)
    return len(texts) > max(_YI_MARKERS) and all(
        texts[token] == text for token, text in _YI_MARKERS.items()
    )


def is_chat(model_name: str) -> bool:
    """Whether a model of this name is a fine-tune for chats rather than a base model."""
    return bool(_CHATS.search(model_name))


def _first_texts(header: Header, count: int) -> list[str]:
    """Texts of the first COUNT tokens; fewer when one of them is longer than any marker."""
    array = header.arrays.get("tokenizer.ggml.tokens")
    if array is None:
        return []
    data = header.source.read(array.offset, min(array.count, count) * (_LONGEST_MARKER + 8))
    return list(islice(_texts(data), min(array.count, count)))


def _texts(data: bytes) -> Iterator[str]:
    start = 0
    while start + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, start)
        start += _LENGTH.size
        if length > _LONGEST_MARKER or start + length > len(data):
            return
        yield data[start : start + length].decode("utf-8", "replace")
        start += length
