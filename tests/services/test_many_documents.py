"""What is counted of documents for the check of an answer: once, for those that were read."""

from __future__ import annotations

import gc
import weakref

import pytest

from yidesk.core.types import Document, Page
from yidesk.services import citations
from yidesk.services.checking import evidence
from yidesk.services.checking.evidence import Index


def paper(name, word, pages=2):
    texts = [f"The {word} called {n} weighs {n * 7} grams." for n in range(1, pages + 1)]
    return Document(
        fingerprint=name * 32, name=f"{name}.pdf", format="pdf", notes=(),
        pages=tuple(Page(number=n, label="", text=t) for n, t in enumerate(texts, 1)),
    )  # fmt: skip


@pytest.fixture
def counted(monkeypatch):
    """Texts of the pages whose terms were counted."""
    texts = []
    real = evidence.page_terms

    def count(text):
        texts.append(text)
        return real(text)

    monkeypatch.setattr(evidence, "page_terms", count)
    return texts


def test_one_more_document_than_fits_drives_out_one_only(counted):
    papers = [paper(f"{n:02}", f"stone{n}") for n in range(40)]
    for _ in range(2):
        for each in papers:
            found = evidence.index(each)
            for page in each.pages:
                found.held(page.number)
    pages = [text for text in counted if "weighs" in text]
    assert len(pages) == len(set(pages)), "forty papers are counted once"


def test_among_very_many_pages_only_what_was_read_is_counted(counted, monkeypatch):
    monkeypatch.setattr(citations, "MANY_PAGES", 5)
    papers = [paper(name, f"whale{name}") for name in ("ab", "cd", "ef")]
    answer = "The whalecd called 2 weighs 14 grams."
    found = citations.check(answer, papers, {papers[1].fingerprint})
    assert [(each.document, each.page) for each in found.supports] == [(papers[1].fingerprint, 2)]
    assert {text.split()[1] for text in counted if "weighs" in text} == {"whalecd"}
    elsewhere = citations.check(answer, papers, {papers[0].fingerprint})
    assert elsewhere.supports[0].document != papers[1].fingerprint
    monkeypatch.setattr(citations, "MANY_PAGES", 500)
    everywhere = citations.check(answer, papers, {papers[0].fingerprint})
    assert everywhere.supports[0].document == papers[1].fingerprint


def test_an_index_that_nobody_needs_takes_no_memory():
    found = Index(paper("gh", "coral"))
    found.language(1)
    gone = weakref.ref(found)
    del found
    gc.collect()
    assert gone() is None
