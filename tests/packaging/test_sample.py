"""The sample document: a real PDF, in English and Chinese, that the smallest window holds whole."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "resources" / "sample"


@pytest.fixture(scope="module")
def pages():
    with pypdfium2.PdfDocument(FOLDER / "yidesk-guide.pdf") as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_it_can_be_asked_where_the_data_lies(pages):
    (answer,) = [page for page in pages if "YiDesk keeps its data in one folder" in page]
    assert "~/.local/share/YiDesk" in answer


def test_its_chinese_is_ordinary_characters(pages):
    text = "".join(pages)
    assert "模型在您自己的电脑上运行" in text
    assert not [letter for letter in text if "\u2e80" <= letter <= "\u2fdf"]  # Kangxi radicals


def test_the_pdf_was_printed_from_the_source_beside_it(pages):
    source = (FOLDER / "yidesk-guide.html").read_text("utf-8")
    assert source.count("<section") == len(pages)
    folded = "".join("".join(pages).split())
    for words in ("Shift+Enter begins a new line", "yidesk doctor", "再提问即可继续"):
        assert words in source
        assert "".join(words.split()) in folded


@pytest.mark.model
def test_the_demonstration_model_holds_it_whole(pages, demo_model):
    from llama_cpp import Llama

    model = Llama(str(demo_model), vocab_only=True, verbose=False)
    tokens = sum(len(model.tokenize(page.encode(), add_bos=False)) for page in pages)
    assert 1_500 < tokens < 3_500  # read within 20 s at 180 tokens per second
