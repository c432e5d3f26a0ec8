"""DOCX: a real tool's file, and hand-made ones for what Word does."""

from __future__ import annotations

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_package import docx_parts, heading, make_docx, pack, paragraph
from tests.reader.reading import opened, pages_of, texts
from yidesk.core.errors import DocumentError
from yidesk.documents.docx import COMMENTS, DELETIONS
from yidesk.documents.opening import open_document
from yidesk.documents.package import DAMAGED


def test_a_real_tools_file():
    found = [
        (page.label, page.text) for page in pages_of(open_document(FILES / "python-docx.docx"))
    ]
    assert found == [
        (
            "Lamp",
            (
                "Lighthouse Manual\n\nLamp\n\nThe lamp burns paraffin oil.\n\n"
                "1. Fill the tank\n2. Trim the wick\n- Wool\n\nShip | Tonnes\nAurora | 1852"
            ),
        ),
        ("Fog signal", "Fog signal\n\n雾号每分钟鸣响两次。\n\nDeep\n\nEnd."),
    ]


def test_changes_are_accepted(tmp_path):
    body = (
        "<w:p><w:r><w:t>The rent is </w:t></w:r>"
        "<w:del><w:r><w:delText>100</w:delText><w:t>100</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>200</w:t></w:r></w:ins><w:r><w:t> a month</w:t></w:r></w:p>"
        "<w:moveFrom><w:r><w:t>old place</w:t></w:r></w:moveFrom>"
    )
    document = opened(tmp_path, "a.docx", make_docx(body, comments="<w:comment/>"))
    assert [page.text for page in pages_of(document)] == ["The rent is 200 a month"]
    assert set(document.notes) == {DELETIONS, COMMENTS}


def test_footnotes_follow_the_paragraph_that_mentions_them(tmp_path):
    body = (
        '<w:p><w:r><w:t>Payable</w:t><w:footnoteReference w:id="2"/><w:t> monthly</w:t></w:r></w:p>'
        + paragraph("next")
    )
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("In advance.")}</w:footnote>'
    )
    ((_, text),) = texts(tmp_path, "a.docx", make_docx(body, footnotes=notes))
    assert text == "Payable (note 1) monthly\n\n(note 1) In advance.\n\nnext"


def test_clauses_are_numbered_as_word_shows_them(tmp_path):
    def level(depth: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "decimal", "%1.")
        + level(1, "decimal", "%1.%2")
        + level(2, "lowerRoman", "(%3)")
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="My own"/><w:basedOn w:val="H"/>'
        "</w:style>"
    )

    def clause(text: str, depth: int) -> str:
        listed = f'<w:ilvl w:val="{depth}"/><w:numId w:val="3"/>'
        return paragraph(text, f"<w:numPr>{listed}</w:numPr>")

    body = (
        paragraph("Rent", '<w:pStyle w:val="H"/>')
        + clause("Due date", 1)
        + clause("Late", 2)
        + clause("Never", 2)
        + clause("Amount", 1)
        + paragraph("Term", '<w:pStyle w:val="H2"/>')
        + clause("Start", 1)
        + paragraph("no number", '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("end")
    )
    found = texts(tmp_path, "a.docx", make_docx(body, styles=styles, numbering=numbering))
    assert found == [
        ("1. Rent", "1. Rent\n\n1.1 Due date\n(i) Late\n(ii) Never\n1.2 Amount"),
        ("2. Term", "2. Term\n\n2.1 Start"),
        ("no number", "no number\n\nend"),
    ]


def test_tables_text_boxes_and_odd_characters(tmp_path):
    cell = f"<w:tc>{paragraph('one')}{paragraph('two')}</w:tc><w:tc>{paragraph('three')}</w:tc>"
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    )
    box = f"<w:pict><w:txbxContent>{paragraph('boxed')}</w:txbxContent></w:pict>"
    body = (
        heading("Part", 1)
        + f"<w:tbl><w:tr>{cell}</w:tr><w:tr><w:tc>{inner}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t><w:tab/><w:t>end</w:t><w:br/>"
        "<w:t>line</w:t></w:r></w:p>"
        + f"<w:p><w:r>{box}</w:r></w:p>"
        + "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r></w:p>"
    )
    ((label, text),) = texts(tmp_path, "a.docx", make_docx(body))
    assert label == "Part"
    assert text == "Part\n\none two | three\nx | y |\n\nnon-stop\tend\nline\n\nboxed\n\n7"


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path):
    body = "".join(paragraph(f"Paragraph {n} of many.") for n in range(3000))
    parts = docx_parts(body)
    data = pack(parts)
    document = opened(tmp_path, "cut.docx", data[: len(data) * 2 // 3])
    found = pages_of(document)
    assert found[0].text.startswith("Paragraph 0 of many.")
    assert 3 < len(found) < 20
    assert DAMAGED in document.notes


def test_a_document_without_text(tmp_path):
    with pytest.raises(DocumentError) as caught:
        opened(tmp_path, "a.docx", make_docx("<w:p/>"))
    assert caught.value.code == "document_empty"


def test_a_form_keeps_its_ticks(tmp_path):
    signs = "".join(
        f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/>'
        f'<w:t xml:space="preserve"> {word} </w:t></w:r>'
        for code, word in (("F0FE", "yes"), ("F0A8", "no"), ("zz", "odd"))
    )
    ((_, text),) = texts(tmp_path, "a.docx", make_docx(f"<w:p>{signs}</w:p>"))
    assert text == "☑ yes □ no  odd"
