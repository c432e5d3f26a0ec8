"""Documents that a test writes itself, in a store of their own."""

from __future__ import annotations

from yidesk.core.types import Document, Page
from yidesk.services.retrieval.finding import Finder
from yidesk.store.store import Store


def a_document(name: str, *texts: str) -> Document:
    """A document of these pages."""
    pages = (Page(number=n, label=str(n), text=text) for n, text in enumerate(texts, 1))
    return Document(fingerprint=name * 4, name=name, format="text", pages=tuple(pages))


def indexed(store: Store, document: Document) -> Document:
    """The document, in the library and ready to be searched."""
    kept = store.library.add(document, "/x")
    list(Finder(store.passages).index(kept, lambda: None))
    return kept
