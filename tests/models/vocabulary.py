"""A vocabulary laid out like Yi's: 64,000 SentencePiece pieces with Yi's special ids.

The fixed part (ids 0-560: special tokens, runs of tabs and spaces, bytes) is Yi's own layout. The
words behind it are not Yi's: every combination of up to three letters, and the CJK ideographs. So
any text can be tokenised, in about three letters or one ideograph a token.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

SPACE = "\N{LOWER ONE EIGHTH BLOCK}"
"""How SentencePiece writes a space."""
SIZE = 64_000
BOS, EOS, IM_START, IM_END, IM_SEP = 1, 2, 6, 7, 8
NEWLINE = 144
FIRST_BYTE = 305

_NAMED = ("<unk>", "<|startoftext|>", "<|endoftext|>", "<|Human|>", "<|Assistant|>", "<|System|>")
_CHAT = ("<|im_start|>", "<|im_end|>", "<|im_sep|>")
_FIM = ("<fim_prefix>", "<fim_middle>", "<fim_suffix>", "<fim_pad>")


class TokenType(IntEnum):
    """How a GGUF says what a token is (llama.cpp's llama_token_type)."""

    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5
    BYTE = 6


@dataclass
class Vocabulary:
    """The three arrays of a GGUF's tokenizer; free to be damaged by a test."""

    pieces: list[str]
    scores: list[float]
    types: list[int]


def yi_like(size: int = SIZE, *, chat_tokens: TokenType = TokenType.CONTROL) -> Vocabulary:
    """Yi's layout with SIZE pieces; `<|im_start|>`, `<|im_end|>` and `<|im_sep|>` of a chosen type.

    The published conversions differ in that type, so tests want all three of them.
    """
    fixed = [*_fixed(chat_tokens)]
    seen = {piece for piece, _ in fixed}
    words = (word for word in _words() if word not in seen)
    learned = [(word, TokenType.NORMAL) for word in itertools.islice(words, size - len(fixed))]
    pieces, types = zip(*fixed, *learned, strict=True)
    # a piece that was learned earlier merges earlier
    scores = [0.0] * len(fixed) + [-float(rank) for rank in range(len(learned))]
    return Vocabulary(list(pieces), scores, [int(kind) for kind in types])


def _fixed(chat_tokens: TokenType) -> Iterator[tuple[str, TokenType]]:
    """Ids 0 to 560."""
    named = (TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL)
    yield from itertools.zip_longest(_NAMED, named, fillvalue=TokenType.USER_DEFINED)
    yield from ((piece, chat_tokens) for piece in _CHAT)
    own = [f"<|reserved{number:03}|>" for number in range(3, 8)]
    own += _FIM
    own += [f"<special{number}>" for number in range(18, 119)]
    own += ["\t" * length for length in range(8, 0, -1)]
    own += [SPACE * length for length in range(16, 1, -1)]
    own += ["\b", "\r", "\n"]
    own += [f"<|unused{number:03}|>" for number in range(160)]
    yield from ((piece, TokenType.USER_DEFINED) for piece in own)
    yield from ((f"<0x{byte:02X}>", TokenType.BYTE) for byte in range(256))


def _words() -> Iterator[str]:
    """Single characters first, then what they merge into, shortest first."""
    letters = string.ascii_lowercase
    yield SPACE
    yield from string.ascii_letters + string.digits + string.punctuation
    yield from "，。！？：；、（）《》“”"
    for length in (2, 3):
        for combination in itertools.product(letters, repeat=length):
            yield "".join(combination)
    for length in (1, 2, 3):
        for combination in itertools.product(letters, repeat=length):
            yield SPACE + "".join(combination)
    yield from map(chr, range(0x4E00, 0xA000))
    for combination in itertools.product(letters, repeat=4):
        yield "".join(combination)
