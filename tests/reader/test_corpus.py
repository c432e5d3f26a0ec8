"""Every file of the corpus, through the real worker: its sentence or its pages, never its death."""

from __future__ import annotations

import pytest

from tests.reader.make_corpus import CORPUS, Pages, write
from yidesk.core.errors import DocumentError


def test_there_are_sixty_with_different_names():
    assert len({case.name for case in CORPUS}) == len(CORPUS) >= 60


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_ends_in_its_sentence_or_pages(reader, tmp_path, case):
    path = write(case, tmp_path)
    worker = reader.pid
    if isinstance(case.expected, Pages):
        document = reader.read(path)
        assert len(document.pages) >= case.expected.least
        assert any(case.expected.text in page.text for page in document.pages)
        warnings = {page.warning for page in document.pages}
        assert case.expected.warning is None or case.expected.warning in warnings
        assert case.expected.note in ("", *document.notes)
    else:
        with pytest.raises(DocumentError) as caught:
            reader.read(path)
        sentence = caught.value.sentence.format_map(caught.value.values)
        assert sentence == case.expected.format(name=case.name)
        assert caught.value.next_step
    assert worker in {0, reader.pid}, "the worker did not survive"
