"""Charts, diagrams, headers and footers, and what is nothing but pictures."""

from __future__ import annotations

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_package import (
    TYPE,
    docx_parts,
    epub_parts,
    links,
    make_docx,
    make_pptx,
    pack,
    paragraph,
    pptx_parts,
    shape,
    xhtml,
    xlsx_parts,
)
from tests.reader.reading import opened, pages_of, texts
from yidesk.core.types import PageWarning
from yidesk.documents.docx import PICTURES
from yidesk.documents.opening import open_document
from yidesk.documents.package import DAMAGED

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
DGM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
R = f'xmlns:r="{TYPE.rstrip("/")}"'
CHART = (
    f"<c:chartSpace {C} {A}><c:chart><c:title><a:t>Oil</a:t></c:title><c:ser><c:tx><c:v>kg</c:v>"
    '</c:tx><c:cat><c:pt idx="0"><c:v>May</c:v></c:pt><c:pt idx="2"><c:v>July</c:v></c:pt></c:cat>'
    '<c:val><c:pt idx="0"><c:v>47</c:v></c:pt><c:pt idx="1"><c:v>9</c:v></c:pt></c:val></c:ser>'
    "</c:chart></c:chartSpace>"
)
DRAWN = "Chart: Oil\n| kg\nMay | 47\n| 9\nJuly"
DIAGRAM = f"<dgm:dataModel {DGM} {A}>" + "".join(
    f"<dgm:pt><dgm:t><a:t>{text}</a:t></dgm:t></dgm:pt>" for text in ("Light", "Clean", "")
)
DIAGRAM += "</dgm:dataModel>"


def test_a_real_tools_chart_on_a_slide_is_the_table_it_draws():
    oil, empty = pages_of(open_document(FILES / "python-pptx-chart.pptx"))
    assert oil.text == (
        "Oil\n\nChart: Oil and visits\n| Kilograms | Visits\nMay | 47 | 3\nJune | 45.5 | 4\n"
        "July | 40 | 9"
    )
    assert (empty.text, empty.warning) == ("", PageWarning.BLANK)


def test_a_real_tools_header_and_footer():
    (page,) = pages_of(open_document(FILES / "python-docx-header.docx"))
    assert page.text.endswith(
        "The keeper pays for the oil.\n\n"
        "Header: Contract No. 12 – confidential\nFooter: Lighthouse Board"
    )


def test_a_real_tools_chart_beside_cells():
    cells, drawn = pages_of(open_document(FILES / "openpyxl-chart.xlsx"))
    assert cells.label == "Oil › 2-3"
    assert drawn.label == "Oil › drawings"
    assert drawn.text == "Chart: Oil of the winter – Kilograms a night"


def docx_with(drawing: str, kind: str, data: str | bytes) -> bytes:
    parts = docx_parts(paragraph("Before.") + f"<w:p>{drawing}</w:p>" + paragraph("After."))
    parts["word/_rels/document.xml.rels"] = links((kind, "drawn.xml"))
    parts["word/drawn.xml"] = data
    return pack(parts)


@pytest.mark.parametrize(
    ("drawing", "kind", "data", "text"),
    [
        (f'<c:chart {C} {R} r:id="rId1"/>', "chart", CHART, DRAWN),
        (
            f'<dgm:relIds {DGM} {R} r:dm="rId1"/>',
            "diagramData",
            DIAGRAM,
            "Diagram:\nLight\nClean",
        ),
        (f'<c:chart {C} {R} r:id="rId7"/>', "chart", CHART, ""),
        (f'<c:chart {C} {R} r:id="rId1"/>', "chart", f"<c:chartSpace {C}/>", ""),
    ],
)
def test_drawings_stand_where_they_are_in_the_text(tmp_path, drawing, kind, data, text):
    ((_, found),) = texts(tmp_path, "a.docx", docx_with(drawing, kind, data))
    assert found == "\n\n".join(filter(None, ["Before.", text, "After."]))


def test_a_broken_chart_costs_itself_only(tmp_path):
    data = docx_with(f'<c:chart {C} {R} r:id="rId1"/>', "chart", b"\0 no xml")
    document = opened(tmp_path, "a.docx", data)
    assert [page.text for page in pages_of(document)] == ["Before.\n\nAfter."]
    assert DAMAGED in document.notes


def test_a_diagram_on_a_slide(tmp_path):
    frame = f'<p:graphicFrame><dgm:relIds {DGM} {R} r:dm="rId1"/></p:graphicFrame>'
    parts = pptx_parts([shape("Duties", "title") + frame])
    parts["ppt/slides/_rels/slide1.xml.rels"] = links(("diagramData", "../diagrams/data1.xml"))
    parts["ppt/diagrams/data1.xml"] = DIAGRAM
    assert texts(tmp_path, "a.pptx", pack(parts)) == [
        ("Duties", "Duties\n\nDiagram:\nLight\nClean")
    ]


def test_text_boxes_of_a_sheet(tmp_path):
    parts = xlsx_parts({"S": "<row><c><v>7</v></c></row>"})
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = links(("drawing", "../drawings/drawing1.xml"))
    parts["xl/drawings/drawing1.xml"] = (
        f'<x:wsDr xmlns:x="urn:drawing" {A}>'
        "<x:sp><a:t>All prices</a:t><a:t>in euros</a:t></x:sp></x:wsDr>"
    )
    assert texts(tmp_path, "a.xlsx", pack(parts))[1] == ("S › drawings", "All prices in euros")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Page 2 of 7", ""),
        ("第 2 页 共 7 页", ""),
        ("– 3 –", ""),
        ("Draft, page 3", "\n\nHeader: Draft, page 3"),
        ("灯塔看守手册", "\n\nHeader: 灯塔看守手册"),
    ],
)
def test_numbers_of_pages_are_no_header(tmp_path, header, said):
    data = make_docx(paragraph("Body."), header=paragraph(header))
    assert texts(tmp_path, "a.docx", data) == [("", "Body." + said)]


def test_files_of_pictures_say_that_they_are(tmp_path):
    parts = docx_parts("<w:p/>") | {"word/media/image1.png": b"\x89PNG"}
    document = opened(tmp_path, "a.docx", pack(parts))
    assert [page.warning for page in pages_of(document)] == [PageWarning.NO_TEXT]
    assert document.notes == (PICTURES,)
    slides = make_pptx([shape("one"), "<p:pic/>", ""])
    assert [page.warning for page in pages_of(opened(tmp_path, "a.pptx", slides))] == [
        PageWarning.NONE,
        PageWarning.NO_TEXT,
        PageWarning.BLANK,
    ]


def test_a_chapter_that_is_a_picture_is_a_page_and_a_cover_is_none(tmp_path):
    picture = xhtml('<img src="a.png"/>')
    chapters = {"cover.xhtml": picture, "a.xhtml": xhtml("text"), "map.xhtml": picture}
    chapters["empty.xhtml"] = xhtml("")
    found = pages_of(opened(tmp_path, "a.epub", pack(epub_parts(chapters))))
    assert [(page.text, page.warning) for page in found] == [
        ("text", PageWarning.NONE),
        ("", PageWarning.NO_TEXT),
    ]
