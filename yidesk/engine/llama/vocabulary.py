"""The tokens of a model: their texts, their kinds, and text to ids and back."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import re

import numpy as np

from yidesk.engine.llama.binding import Handle, Tokens, lib

_UNUSED = re.compile(rb"<\|unused\d+\|>")


class Vocabulary:
    """The tokens of a model."""

    def __init__(self, handle: Handle) -> None:
        self.handle = self._handle = handle
        self.size: int = lib.llama_vocab_n_tokens(handle)
        self.bos: int = lib.llama_vocab_bos(handle)
        self.eos: int = lib.llama_vocab_eos(handle)
        self.add_bos: bool = lib.llama_vocab_get_add_bos(handle)
        self._piece_buffer = ctypes.create_string_buffer(1024)
        self._pieces: dict[int, bytes] = {}

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
    def unused(self) -> Tokens:
        """Ids of the places that a vocabulary keeps free; Yi's are spelled `<|unused000|>`."""
        found = [token for token, text in enumerate(self.texts) if _UNUSED.fullmatch(text)]
        return np.array(found, np.int32)

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

    @functools.cached_property
    def ends(self) -> frozenset[int]:
        """The tokens that llama.cpp takes for the end of an answer."""
        is_end = functools.partial(lib.llama_vocab_is_eog, self._handle)
        return frozenset(filter(is_end, range(self.size)))

    @functools.cached_property
    def around(self) -> tuple[Tokens, Tokens]:
        """What the file wants before and behind a whole text: [CLS] and [SEP], or the like."""
        ids = np.empty(8, np.int32)
        ids = ids[: max(0, self._tokenize(b"", ids, whole=True))].copy()
        begins = len(ids) > 1 or (self.add_bos and list(ids) == [self.bos])
        return ids[: int(begins)], ids[int(begins) :]

    def look_up(self) -> None:
        """Go through all tokens for the properties that answers need, which takes a moment."""
        _ = self.ends, self.unused

    def tokenize(self, text: str) -> Tokens:
        """Ids of TEXT, with nothing added and control tokens not looked for.

        User-defined tokens are still found by llama.cpp; `plain_text.PlainText` sees to it.
        """
        data = text.encode("utf-8", "surrogatepass")
        ids = np.empty(len(data) + 8, np.int32)
        count = self._tokenize(data, ids)
        if count < 0:
            ids = np.empty(-count, np.int32)
            count = self._tokenize(data, ids)
        return ids[:count].copy()

    def _tokenize(self, data: bytes, ids: Tokens, *, whole: bool = False) -> int:
        pointer = ids.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        count: int = lib.llama_tokenize(
            self._handle, data, len(data), pointer, len(ids), whole, False
        )
        return count

    def piece(self, token: int) -> bytes:
        """The bytes that TOKEN stands for; control tokens stand for nothing."""
        piece = self._pieces.get(token)
        if piece is None:
            piece = self._pieces[token] = self._make_piece(token)
        return piece

    def _make_piece(self, token: int) -> bytes:
        buffer = self._piece_buffer
        count = lib.llama_token_to_piece(self._handle, token, buffer, len(buffer), 0, False)
        if count < 0:
            self._piece_buffer = ctypes.create_string_buffer(-count)
            return self._make_piece(token)
        return buffer.raw[:count]
