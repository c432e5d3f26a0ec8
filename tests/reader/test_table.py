"""Tables are cut between rows."""

from __future__ import annotations

from yidesk.documents.table import places


def test_rows_stay_whole_and_the_header_is_repeated():
    rows = [f'{n},"name\u2028{n}\nsecond line",{n * n}' for n in range(2, 202)]
    pages = list(places("id,name,square\n" + "\n".join(rows) + "\n"))
    assert len(pages) > 1
    assert all(page.text.startswith("id,name,square\n") for page in pages)
    joined = "".join(page.text.removeprefix("id,name,square\n") + "\n" for page in pages)
    assert joined == "\n".join(rows) + "\n"
    assert pages[0].label.startswith("2-")
    assert pages[-1].label.endswith("-201")


def test_semicolons_and_a_header_alone():
    assert [p.text for p in places("a;b;c\n")] == ["a;b;c"]
    assert [(p.label, p.text) for p in places("a;b\n1;2\n")] == [("2-2", "a;b\n1;2")]


def test_what_is_no_table_is_still_read():
    assert [p.text for p in places("just a sentence without cells")] != []
    long_cell = "x" * 200_000
    assert "".join(p.text for p in places(f"{long_cell}")).count("x") == 200_000
