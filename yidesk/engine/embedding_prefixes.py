"""What embedding models want in front of a text, by the name of the model.

From the models' own cards. A model that is told nothing still works, less well; one that is not in
the list (bge-m3, gte and jina among them) wants nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yidesk.protocol.embedding import Purpose


class Prefixes(NamedTuple):
    """In front of what is looked for, and of what is to be found."""

    question: str = ""
    passage: str = ""

    def of(self, purpose: Purpose) -> str:
        """The one for a text of that PURPOSE."""
        return self.question if purpose is Purpose.QUESTION else self.passage


_TASK = "Given a web search query, retrieve relevant passages that answer the query"
_SENTENCE = "Represent this sentence for searching relevant passages: "
_KNOWN = (
    (r"nomic-embed", Prefixes("search_query: ", "search_document: ")),
    (r"qwen3-embedding", Prefixes(f"Instruct: {_TASK}\nQuery:")),
    (r"e5-.*instruct", Prefixes(f"Instruct: {_TASK}\nQuery: ")),
    (r"(^|[^a-z0-9])e5-", Prefixes("query: ", "passage: ")),
    (r"bge-(small|base|large)-zh", Prefixes("为这个句子生成表示以用于检索相关文章：")),
    (r"bge-(small|base|large)-en", Prefixes(_SENTENCE)),
    (r"mxbai-embed", Prefixes(_SENTENCE)),
    (r"arctic-embed-.*v2", Prefixes("query: ")),
    (r"arctic-embed", Prefixes(_SENTENCE)),
    (r"embedding-?gemma", Prefixes("task: search result | query: ", "title: none | text: ")),
)


def prefixes_for(*names: str) -> Prefixes:
    """What the first of NAMES that is known wants: a file's name, what its maker called it."""
    for name in names:
        told = re.sub(r"[\s_]+", "-", name.casefold())
        for pattern, prefixes in _KNOWN:
            if re.search(pattern, told):
                return prefixes
    return Prefixes()
