"""Counts tokens, and remembers what it counted: documents are long and stay the same.

What was counted of a document is kept in the store, for each vocabulary: it is never counted again,
after a restart neither.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence

from yidesk.core.types import Document, EngineInfo, Part
from yidesk.services.engine import Engine
from yidesk.services.prompt import Exchange, build
from yidesk.store.tokens import Count, TokenStore

Key = tuple[bytes, str]
"""Hash of a text, and the fingerprint of a vocabulary."""


class TokenCounter:
    """Tokens by text. Safe from any thread."""

    def __init__(self, engine: Engine, kept: TokenStore) -> None:
        self._engine = engine
        self._kept = kept
        self._lock = threading.Lock()
        self._known: dict[Key, int] = {}

    def count(self, texts: Sequence[str], tokenizer: str) -> list[int]:
        """Tokens of each text by itself in the loaded model's vocabulary. Raises YiDeskError."""
        return self.count_parts([Part(text=text) for text in texts], tokenizer)

    def count_parts(self, parts: Sequence[Part], tokenizer: str) -> list[int]:
        """Tokens of each part by itself; those of documents are kept. Raises YiDeskError."""
        keys = [_key(part, tokenizer) for part in parts]
        missing = {
            key: part for key, part in zip(keys, parts, strict=True) if not self._knows(key, part)
        }
        if missing:
            counts = self._engine.count_tokens(tuple(part.text for part in missing.values()))
            new = dict(zip(missing, counts, strict=True))
            with self._lock:
                self._known.update(new)
            self._kept.keep(
                [
                    Count(part.owner, tokenizer, key[0], new[key])
                    for key, part in missing.items()
                    if _is_document(part.owner)
                ]
            )
        with self._lock:
            return [self._known[key] for key in keys]

    def count_document(self, document: Document, info: EngineInfo) -> int:
        """Tokens of a document as the only one of a chat. Raises YiDeskError."""
        ((_, part),) = build([Exchange(documents=(document,))]).documents
        return self.count_parts([part], info.tokenizer)[0]

    def _knows(self, key: Key, part: Part) -> bool:
        with self._lock:
            if key in self._known:
                return True
        found = self._kept.find(part.owner, key[1], key[0]) if _is_document(part.owner) else None
        if found is not None:
            with self._lock:
                self._known[key] = found
        return found is not None


def _key(part: Part, tokenizer: str) -> Key:
    return hashlib.blake2b(part.text.encode(), digest_size=16).digest(), tokenizer


def _is_document(owner: str) -> bool:
    return bool(owner) and not owner.startswith("chat:")
