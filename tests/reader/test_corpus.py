"""Every file of the corpus, through the real worker: its sentence or its pages, never its death."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.reader.case import Pages, said, write
from tests.reader.conftest import GUARDED
from tests.reader.make_corpus import CORPUS
from yidesk.client.reader import ReaderClient
from yidesk.core.errors import DocumentError

ENDS = {"draws-itself.pdf", "circular-labels.pdf"}
"""Files that end the worker; a new one reads on."""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory) -> Iterator[ReaderClient]:
    """A reader that raises where it reaches for the network or writes a file."""
    command = [sys.executable, str(GUARDED), ""]
    client = ReaderClient(
        tmp_path_factory.mktemp("logs"), command=lambda role, address: [*command, role, address]
    )
    yield client
    client.close()


def test_there_are_over_a_hundred_with_different_names_and_a_sentence_each():
    assert len({case.name for case in CORPUS}) == len(CORPUS) > 100
    assert all(case.expected for case in CORPUS)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_ends_in_its_sentence_or_pages(guarded, tmp_path, case, request):
    reader = guarded
    if case.is_endless:  # the usual time to wait is long
        reader = ReaderClient(tmp_path / "logs", stall_seconds=2.0)
        request.addfinalizer(reader.close)
    path = write(case, tmp_path)
    worker = reader.pid
    if isinstance(case.expected, Pages):
        document = reader.read(path)
        assert said(document) == case.expected.said
        assert any(case.expected.text in page.text for page in document.pages)
        assert bool(case.expected.text) == any(page.text for page in document.pages)
    else:
        with pytest.raises(DocumentError) as caught:
            reader.read(path)
        sentence = caught.value.sentence.format_map(caught.value.values)
        assert sentence == case.expected.format(name=case.name)
        assert caught.value.next_step
    assert case.name in ENDS or worker in {0, reader.pid}, "the worker did not survive"
    path.unlink()
