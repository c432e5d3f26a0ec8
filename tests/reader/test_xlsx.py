"""XLSX: sheets as pages of rows, values as a person sees them."""

from __future__ import annotations

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_package import make_xlsx, pack, xlsx_parts
from tests.reader.reading import opened, pages_of, texts
from yidesk.core.document_limits import TOO_LONG
from yidesk.core.types import PageWarning
from yidesk.documents import limits
from yidesk.documents.cell_format import Look, shown
from yidesk.documents.opening import open_document
from yidesk.documents.package import DAMAGED, Package
from yidesk.documents.pulse import no_pulse


def number(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def test_a_real_tools_file():
    pages = pages_of(open_document(FILES / "openpyxl.xlsx"))
    assert pages[0].label == "Ships › 2-3"
    assert pages[0].text == (
        "Sheet: Ships\n"
        "Ship | Built | Share | Tonnes | Sum\nAurora | 1912-04-14 | 12.5% | 1852.5 | =D2*2\n"
        "极光 | 2020-02-29 13:30:00 |  | 0.3 | TRUE"
    )
    assert [page.label for page in pages[1:]] == [
        "空 sheet 2 › 2-100",
        "空 sheet 2 › 101-190",
        "空 sheet 2 › 191-280",
        "空 sheet 2 › 281-370",
        "空 sheet 2 › 371-401",
    ]
    assert all(page.text.startswith("Sheet: 空 sheet 2\nx | x | x\n") for page in pages[1:])


def test_every_kind_of_cell(tmp_path):
    row = (
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="inlineStr"><is><t>in</t></is></c>'
        '<c r="C3" t="b"><v>0</v></c><c r="D3" t="e"><v>#N/A</v></c>'
        '<c r="E3"><f>A1*2</f><v>7</v></c><c r="F3" t="str"><f>T()</f><v>made</v></c>'
        '<c r="G3" t="s"><v>99</v></c><c r="ZZ3"><v>5</v></c></row>'
    )
    sheet = f"<row><c><v>1</v></c><c><v>2</v></c></row>{row}"
    found = texts(tmp_path, "a.xlsx", make_xlsx({"S": sheet}, ["zero", "one\ntwo"]))
    assert found == [
        ("S › 3-3", "1 | 2\none two | in | FALSE | #N/A | 7 | made | ZZ3: 5"),
    ]


def test_dates_since_1904(tmp_path):
    parts = xlsx_parts(
        {"S": f"<row>{number('A1', '0', 1)}{number('B1', '0.5', 0)}</row>"},
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    )
    book = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert texts(tmp_path, "a.xlsx", pack(parts)) == [("S › 1", "1904-01-01 | 0.5")]


@pytest.mark.parametrize(
    ("value", "look", "expected"),
    [
        ("0.30000000000000004", Look.NUMBER, "0.3"),
        ("123456789012", Look.NUMBER, "123456789012"),
        ("1E+300", Look.NUMBER, "1e+300"),
        ("nan", Look.NUMBER, "nan"),
        ("words", Look.DATE, "words"),
        ("-5", Look.DATE, "-5"),
        ("1e99", Look.DATE_TIME, "1e+99"),
        ("0.75", Look.TIME, "18:00:00"),
        ("45000.5", Look.DATE_TIME, "2023-03-15 12:00:00"),
        ("0.075", Look.PERCENT, "7.5%"),
    ],
)
def test_numbers(value, look, expected):
    assert shown(value, look, since_1904=False) == expected


def test_a_damaged_sheet_costs_itself_only(tmp_path):
    rows = "".join(f"<row>{number(f'A{n}', str(n))}</row>" for n in range(1, 50))
    parts = xlsx_parts({"First": rows, "Second": rows})
    whole = str(parts["xl/worksheets/sheet1.xml"])
    parts["xl/worksheets/sheet1.xml"] = whole[: len(whole) // 2]
    document = opened(tmp_path, "a.xlsx", pack(parts))
    first, second = pages_of(document)
    assert first.text.startswith("Sheet: First\n1\n2\n3")
    assert first.warning is PageWarning.TRUNCATED
    assert (second.label, second.warning) == ("Second › 2-49", PageWarning.NONE)
    assert DAMAGED in document.notes


def test_a_large_sheet_is_read_as_a_stream(tmp_path):
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d"><v>2.5</v></c></row>' % (n, n, n * 7, n)
        for n in range(1, 60_001)
    )
    document = opened(tmp_path, "a.xlsx", make_xlsx({"Big": rows.decode()}))
    assert document.page(document.page_count).label.endswith("-60000")
    package = Package(tmp_path / "a.xlsx", no_pulse)
    there = [len(row.getparent()) for row in package.rows("xl/worksheets/sheet1.xml", "{*}row")]
    assert len(there) == 60_000
    assert max(there) < 10_000  # those of one piece of the file; the others have gone


def test_strings_repeated_beyond_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT_CHARACTERS", 100_000)
    cell = '<row><c t="s"><v>0</v></c></row>'
    document = opened(tmp_path, "a.xlsx", make_xlsx({"S": cell * 1000}, ["long " * 1000]))
    found = pages_of(document)
    assert found[-1].warning is PageWarning.TRUNCATED
    assert sum(len(page.text) for page in found) < 250_000  # the header is repeated
    assert TOO_LONG in document.notes


@pytest.mark.parametrize(
    ("value", "expected"), [("1.25", "30:00:00"), ("0.000011574", "0:00:01"), ("-0.5", "-12:00:00")]
)
def test_how_long_something_took_is_no_time_of_day(tmp_path, value, expected):
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="[h]:mm:ss"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    parts = xlsx_parts({"S": f"<row>{number('A1', value, 1)}</row>"}, styles=styles)
    assert [text for _, text in texts(tmp_path, "a.xlsx", pack(parts))] == [expected]
