"""Columns, rotated pages and the table of contents of PDFs."""

from __future__ import annotations

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import Sheet, write_pdf
from tests.reader.test_pdf import pages_of

LEFT = "the left column tells of the lamp, line {}"
RIGHT = "the right column tells of fog, line {}"


def placed(*runs: tuple[str, float, float], turn: str = "1 0 0 1") -> Sheet:
    """A page of texts at places, which are drawn in this order."""
    body = "\n".join(
        f"BT /F1 10 Tf {turn} {x} {y} Tm <{text.encode('latin-1').hex()}> Tj ET"
        for text, x, y in runs
    )
    font = (
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    )
    return Sheet(content=body.encode(), extra=font)


def across(rows: int, left: str = LEFT, right: str = RIGHT) -> list[tuple[str, float, float]]:
    """Two columns, drawn line by line over both."""
    heights = [700 - 14 * row for row in range(rows)]
    return [
        run
        for row, y in enumerate(heights)
        for run in ((left.format(row), 60, y), (right.format(row), 320, y))
    ]


def text_of(tmp_path, sheet: Sheet) -> str:
    return pages_of(write_pdf(tmp_path / "page.pdf", sheet))[0].text


def test_a_real_tools_columns_drawn_line_by_line():
    (page,) = pages_of(FILES / "pr-columns.pdf")
    text = " ".join(page.text.split())
    assert "each of which must be followed by the next one in the same column and never" in text
    assert "it starts at once. The reed is changed every forty days" in text
    assert text.index("and the stair swept.") < text.index("The second column speaks of fog.")


def test_columns_below_a_title_and_above_a_last_line(tmp_path):
    title = (
        "A title that runs over the whole width of the page, across both of its columns",
        60,
        730,
    )
    last = (
        "A last line that runs over the whole width of the page, as in many reports it does",
        60,
        300,
    )
    found = text_of(tmp_path, placed(title, *across(20), last)).split("\n")
    assert found[0] == title[0]
    assert found[1:21] == [LEFT.format(row) for row in range(20)]
    assert found[21:41] == [RIGHT.format(row) for row in range(20)]
    assert found[41] == last[0]


def test_columns_drawn_one_after_the_other_stay_as_they_are(tmp_path):
    runs = across(20)
    found = text_of(tmp_path, placed(*runs[0::2], *runs[1::2])).split("\n")
    assert found == [run[0] for run in (*runs[0::2], *runs[1::2])]


def test_a_table_is_read_row_by_row(tmp_path):
    rows = across(20, "Ship {}", "1852 tonnes, {}")
    found = text_of(tmp_path, placed(*rows)).split("\n")
    assert found == [f"Ship {row} 1852 tonnes, {row}" for row in range(20)]


@pytest.mark.parametrize(
    ("degrees", "turn"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")]
)
def test_rotated_pages(tmp_path, degrees, turn):
    """Text that stands upright only because the page is turned, as scanners and slides have it."""
    lines = ["The first line of the page", "and the second line of it", "and a third"]
    places = {
        90: [(100 + 14 * n, 100) for n in range(3)],
        180: [(500, 100 + 14 * n) for n in range(3)],
        270: [(400 - 14 * n, 700) for n in range(3)],
    }[degrees]
    sheet = placed(*((line, x, y) for line, (x, y) in zip(lines, places, strict=True)), turn=turn)
    turned = Sheet(content=sheet.content, extra=sheet.extra + b" /Rotate %d" % degrees)
    assert text_of(tmp_path, turned).split("\n") == lines


def test_titles_label_pages_without_labels(tmp_path):
    path = write_pdf(
        tmp_path / "titled.pdf",
        *(f"page {n}" for n in range(1, 6)),
        outline=[("第一章 Lamp", 1), ("Wick", 1), ("Fog", 3)],
    )
    assert [page.label for page in pages_of(path)] == [
        "",
        "第一章 Lamp",
        "第一章 Lamp",
        "Fog",
        "Fog",
    ]


def test_labels_of_its_own_come_first(tmp_path):
    path = write_pdf(
        tmp_path / "both.pdf", "a", "b", labels=b"0 << /S /r >>", outline=[("Chapter", 0)]
    )
    assert [page.label for page in pages_of(path)] == ["i", "ii"]


def test_a_table_of_contents_that_leads_in_a_circle(tmp_path):
    path = write_pdf(tmp_path / "circle.pdf", "a", "b", outline=[("One", 0), ("Nowhere", 99)])
    assert [page.label for page in pages_of(path)] == ["One", "One"]
