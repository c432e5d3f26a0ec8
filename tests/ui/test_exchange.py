"""Chats leave the window as files, and come in from those of other programs."""

from __future__ import annotations

import json
import threading

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.services.test_imports import CHAT
from tests.ui.test_window import drop
from yidesk.ui.sidebar import exchange as exchange_module
from yidesk.ui.sidebar import written_formulas
from yidesk.ui.sidebar.exchange import with_kind

ANSWER = """屋顶由**房东**负责维修 [p. 1]，租金 900 欧元，见第 12 页。

| part | who |
|---|---|
| roof | landlord |

```python
rent = 900  # 欧元
```
"""


def titles(desk) -> list[str]:
    rows = desk.window.sidebar.rows
    return [rows.index(row).data() for row in range(rows.rowCount())]


def press(desk, name: str) -> None:
    (button,) = [
        each for each in desk.window.notices.findChildren(QPushButton) if each.text() == name
    ]
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_of_a_long_line_is_cut_on_paper(open_desk, tmp_path):
    desk = open_desk(f"# Big\n\n```\nx = '{'long' * 60}' # needle\n```\n")
    desk.ask("Show it")
    path = tmp_path / "chat.pdf"
    desk.window.shelf.exchange.export([desk.window.presenter.chat], path)
    desk.wait(lambda: "The chat is in chat.pdf." in desk.notices)
    pdf = pypdfium2.PdfDocument(path)
    words = pdf[0].get_textpage()
    at, _count = words.search("needle").get_next()
    _left, _bottom, right, _top = words.get_charbox(at)
    assert right < pdf[0].get_width() - 40

    def height(text: str) -> float:
        start, _ = words.search(text).get_next()
        _, bottom, _, top = words.get_charbox(start, loose=True)
        return top - bottom

    assert height("Big") > height("You"), "who speaks is set smaller than a heading"
    pdf.close()


def test_a_pdf_shows_chinese_and_digits_on_its_pages(open_desk, tmp_path, lease):
    desk = open_desk(ANSWER + "\n\nlong paragraph\n" * 50)
    desk.window.presenter.desk.add([lease])
    desk.ask("Who pays 2024?")
    path = tmp_path / "chat.pdf"
    desk.window.shelf.exchange.export([desk.window.presenter.chat], path)
    desk.wait(lambda: "The chat is in chat.pdf." in desk.notices)
    pdf = pypdfium2.PdfDocument(path)
    assert len(pdf) >= 2
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for words in ("Who pays 2024?", "900", "12", "landlord", "rent = 900", "负责维修", "lease.md"):
        assert words in text, words
    picture = pdf[0].render(scale=1).to_numpy()
    inked = np.argwhere(picture[..., 0] < 128)
    top, left = inked.min(axis=0)
    bottom, right = inked.max(axis=0)
    height, width = picture.shape[:2]
    assert 30 < left < 80
    assert right < width - 30
    assert 30 < top < 100 < bottom < height - 20
    assert list(tmp_path.glob("*.part")) == []
    pdf.close()


def test_an_unwritable_place_is_said(open_desk, tmp_path):
    desk = open_desk("one")
    desk.ask("first?")
    exchange, chat = desk.window.shelf.exchange, desk.window.presenter.chat
    for suffix in (".pdf", ".md"):
        exchange.export([chat], tmp_path / "none" / f"x{suffix}")
        desk.wait(lambda: any("cannot be written" in each for each in desk.notices))
        desk.window.notices.clear()


def test_several_chats_go_into_a_folder_or_one_file(open_desk, tmp_path):
    desk = open_desk("one", "two")
    desk.ask("first?")
    first = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    desk.ask("second?")
    chats = [first, desk.window.presenter.chat]
    exchange = desk.window.shelf.exchange
    for suffix in (".md", ".html", ".pdf"):
        exchange.export_each(chats, tmp_path, suffix)
        desk.wait(lambda s=suffix: len(list(tmp_path.glob(f"*{s}"))) == 2)
        desk.wait(lambda: any(each.startswith("2 chats are in") for each in desk.notices))
    assert "two" in (tmp_path / "second.md").read_text("utf-8")
    exchange.export(chats, tmp_path / "all.json")
    desk.wait((tmp_path / "all.json").exists)
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))["chats"]) == 2


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_a_long_chat_tells_how_far_it_is_written_and_can_be_stopped(
    open_desk, tmp_path, monkeypatch, suffix
):
    may_go, real = threading.Semaphore(0), written_formulas.settle

    def settle(tex):
        may_go.acquire()
        return real(tex)

    monkeypatch.setattr(written_formulas, "settle", settle)
    monkeypatch.setattr(exchange_module, "SHOWN_AFTER", 0.0)
    desk = open_desk(*["It is $x^2$."] * 3)
    for question in ("one?", "two?", "three?"):
        desk.ask(question)
    exchange, path = desk.window.shelf.exchange, tmp_path / f"chat{suffix}"
    exchange.export([desk.window.presenter.chat], path)
    desk.wait(lambda: desk.notices == ["Exporting"])
    may_go.release()
    [bar] = desk.window.notices.shown
    desk.wait(lambda: bar.accessibleName() == "Exporting: 2 of 3")
    press(desk, "Stop")
    may_go.release(2)
    desk.wait(lambda: not desk.window.bridge.busy)
    assert desk.notices == []
    assert list(tmp_path.glob("chat*")) == []
    may_go.release(3)
    exchange.export([desk.window.presenter.chat], path)
    desk.wait(lambda: f"The chat is in chat{suffix}." in desk.notices)


def test_a_chat_that_is_dropped_on_the_window_is_opened(open_desk, tmp_path):
    desk = open_desk("one")
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([CHAT]), "utf-8")
    drop(desk.window, path)
    desk.wait(lambda: desk.answers and "The landlord." in desk.answers[0].view.source)
    desk.wait(lambda: "屋顶 and rent" in titles(desk))
    assert desk.screen.chips.chips == []


def test_what_an_imported_chat_takes_is_counted_once_a_model_is_there(open_desk, tmp_path):
    desk = open_desk("one", model=False)
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([CHAT]), "utf-8")
    drop(desk.window, path)
    desk.wait(lambda: desk.answers and "The landlord." in desk.answers[0].view.source)
    meter = desk.screen.meter
    assert meter.used is None
    desk.window.use_model(tmp_path / "scripted.json")
    desk.wait(lambda: meter.used)
    before = meter.used
    assert meter.text.startswith(f"About {before} of 4,096 tokens")
    desk.ask("And who pays for the paint?")
    assert before < meter.used < before + 40
    assert meter.text.startswith(f"{meter.used} of 4,096 tokens")


def test_many_chats_come_in_a_folder_and_can_be_taken_back(open_desk, tmp_path):
    desk = open_desk("one")
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([CHAT, {"title": "broken"}, CHAT]), "utf-8")
    desk.window.shelf.exchange.take_in([path])
    desk.wait(lambda: any("2 chats of ChatGPT are here now" in each for each in desk.notices))
    desk.wait(lambda: titles(desk) == ["ChatGPT", "屋顶 and rent", "屋顶 and rent"])
    press(desk, "Undo")
    desk.wait(lambda: titles(desk) == [])


def test_a_file_that_holds_no_chats_is_a_document_when_it_is_dropped(open_desk, tmp_path):
    desk = open_desk("one")
    path = tmp_path / "data.json"
    path.write_text('{"roof": 1}', "utf-8")
    drop(desk.window, path)
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    desk.window.shelf.exchange.take_in([path])
    desk.wait(lambda: any("holds no chats" in each for each in desk.notices))


@pytest.mark.parametrize(
    ("typed", "there", "written"),
    [
        ("report.v2", (), "report.v2.md"),
        ("report.v2", ("report.v2.md",), "report.v2 (2).md"),
        ("report.md", ("report.md",), "report.md"),
        ("report.MD", (), "report.MD"),
    ],
)
def test_an_export_overwrites_nothing_unasked(tmp_path, typed, there, written):
    for name in there:
        (tmp_path / name).write_text("kept", "utf-8")
    assert with_kind(tmp_path / typed, ".md").name == written
