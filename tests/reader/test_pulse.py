"""Long openings of every kind of file say that they go on, and end when nobody waits."""

from __future__ import annotations

import pytest

from tests.reader.make_package import (
    make_docx,
    make_epub,
    make_odt,
    make_pptx,
    make_xlsx,
    paragraph,
    xhtml,
)
from tests.reader.make_package import shape as slide
from yidesk.core.errors import Cancelled
from yidesk.documents.opening import open_document

WORDS = "The keeper lights the lamp at sunset and cleans it at dawn. " * 5 + "\n\n"
LONG = WORDS * 5_000
MAIL = "From: a\nTo: b\nSubject: c\nContent-Type: text/plain\n\n"
FILES = {
    "a.txt": LONG,
    "a.py": LONG,
    "a.md": "# Title\n\n" + LONG,
    "a.csv": "name,number\n" + "lamp,47\n" * 100_000,
    "a.eml": MAIL + LONG,
    "a.html": "<html><body>" + "<p>lamp</p>" * 150_000,
    "a.rtf": "{\\rtf1 " + "lamp\\par " * 150_000 + "}",
    "a.docx": make_docx(paragraph(WORDS) * 2_000),
    "a.odt": make_odt(f"<text:p>{WORDS}</text:p>" * 2_000),
    "a.epub": make_epub({f"{n}.xhtml": xhtml(f"<p>{WORDS}</p>") for n in range(30)}),
    "a.pptx": make_pptx([slide(WORDS.strip())] * 30),
    "a.xlsx": make_xlsx({"S": "<row><c><v>47</v></c></row>" * 50_000}),
}


@pytest.mark.parametrize("name", FILES)
def test_it_says_that_it_goes_on_and_can_be_stopped(tmp_path, name):
    data = FILES[name]
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    pulses = []
    document = open_document(path, pulse=lambda: pulses.append(1))
    assert document.page_count
    document.close()
    assert len(pulses) >= 4

    def stop() -> None:
        pulses.append(1)
        if len(pulses) == 3:
            raise Cancelled

    pulses.clear()
    with pytest.raises(Cancelled):
        open_document(path, pulse=stop)
    assert len(pulses) == 3
