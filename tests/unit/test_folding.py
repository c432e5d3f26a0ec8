"""One form of text for search, checker and document pane."""

from __future__ import annotations

import unicodedata

import pytest

from yidesk.core.folding import RADICALS, fold
from yidesk.core.types import Document, Page
from yidesk.services.checking import folding as checking
from yidesk.services.document_search import DocumentSearch
from yidesk.store.words import index_words, match_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("oﬃce ﬁne ﬂow", "office fine flow"),
        ("⽂⾔⽇⽉", "文言日月"),  # Kangxi
        ("⻓⻔⻋⻅", "长门车见"),  # the supplement
        ("㈱ ㍿ ﾃｽﾄ", "(株) 株式会社 テスト"),
        ("Straße", "strasse"),
    ],
)
def test_what_looks_the_same_is_the_same(written, meant):
    assert fold(written) == meant
    assert checking.fold(written) == checking.fold(meant)


def test_every_radical_of_unicode_becomes_a_character():
    """All 214 Kangxi radicals, and all of the supplement that stands for one character."""
    kangxi = [chr(code) for code in range(0x2F00, 0x2FD6)]
    for radical in (*kangxi, *RADICALS):
        folded = fold(radical)
        assert len(folded) == 1
        assert unicodedata.name(folded).startswith("CJK UNIFIED IDEOGRAPH")


def test_all_who_look_for_text_agree():
    page = Page(number=1, label="", text="⻓城的⻔，⽂⾔⽂")
    document = Document(fingerprint="f", name="n", format="pdf", pages=(page,))
    for query in ("长城的门", "文言文"):
        assert match_of(query).strip('"') in index_words(page.text)
        assert len(DocumentSearch().find(document, query)) == 1
