"""PPTX: slides are pages, in the order they are shown."""

from __future__ import annotations

from tests.reader.conftest import FILES
from tests.reader.make_package import make_pptx, pack, pptx_parts, shape
from tests.reader.reading import opened, pages_of, texts
from yidesk.core.types import PageWarning
from yidesk.documents.opening import open_document
from yidesk.documents.package import DAMAGED


def test_a_real_tools_file():
    first, second, third = pages_of(open_document(FILES / "python-pptx.pptx"))
    assert first.label == "Fog signals"
    assert first.text == "Fog signals\n\nTwo blasts\nOne minute\n\nNotes: Mention the ferry."
    assert (second.text, second.warning) == ("", PageWarning.BLANK)
    assert (third.label, third.text) == ("灯塔", "灯塔\n\na | b\nc | d")


def test_the_title_comes_first_and_furniture_is_left_out(tmp_path):
    slide = shape("body\nsecond") + shape("7", "sldNum") + shape("Title", "ctrTitle")
    grouped = f"<p:grpSp>{shape('in a group')}</p:grpSp>"
    data = make_pptx([slide + grouped], {1: shape("1", "sldImg") + shape("say this", "body")})
    assert texts(tmp_path, "a.pptx", data) == [
        ("Title", "Title\n\nbody\nsecond\nin a group\n\nNotes: say this")
    ]


def test_the_order_is_that_of_the_list(tmp_path):
    parts = pptx_parts([shape("one"), shape("two")])
    listed = str(parts["ppt/presentation.xml"])
    parts["ppt/presentation.xml"] = (
        listed.replace("rId1", "rId9").replace("rId2", "rId1").replace("rId9", "rId2")
    )
    assert [text for _, text in texts(tmp_path, "a.pptx", pack(parts))] == ["two", "one"]


def test_a_broken_slide_costs_itself_only(tmp_path):
    parts = pptx_parts([shape("one"), shape("two"), shape("three")])
    parts["ppt/slides/slide2.xml"] = b"\0\1\2 no xml"
    found = pages_of(opened(tmp_path, "a.pptx", pack(parts)))
    assert [page.text for page in found] == ["one", "", "three"]
    assert found[1].warning is PageWarning.UNREADABLE


def test_slides_without_their_list(tmp_path):
    parts = pptx_parts([shape(f"slide {n}") for n in range(1, 12)])
    parts["ppt/presentation.xml"] = b"<broken"
    document = opened(tmp_path, "a.pptx", pack(parts))
    assert [page.text for page in pages_of(document)] == [f"slide {n}" for n in range(1, 12)]
    assert DAMAGED in document.notes
