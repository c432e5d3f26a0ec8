"""Formulas of a chat that leaves as a page or on paper are pictures, as in the window."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from yidesk.ui.markdown.formulas import settle
from yidesk.ui.markdown.tex import Tex
from yidesk.ui.sidebar.written_formulas import inline_svg, to_html_with

DISPLAYED = Tex("", r"\int_0^1 \frac{x}{\sqrt{1 + x^2}}\,dx", is_display=True)
ANSWER = r"""The area is $a^2 + b^2$ of it, and it costs $5 or $6.

$$TEX$$

`$code$` stays; so does what cannot be set: $\unknowncommand{x}$.
""".replace("TEX", DISPLAYED.tex)


def ink_of(tex: Tex, em: float) -> float:
    """Black pixels of a formula EM pixels large: outlines on paper must not be drawn bold."""
    formula = settle(tex)
    width, height = formula.width * em, (formula.ascent + formula.descent) * em
    picture = QImage(round(width), round(height), QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(formula.svg.encode())).render(painter, QRectF(0, 0, width, height))
    painter.end()
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(-1, picture.bytesPerLine())
    return float((255.0 - rows[:, : picture.width()]).sum() / 255)


@pytest.fixture
def export(open_desk, tmp_path):
    """A chat with formulas as the file NAME."""
    desk = open_desk(ANSWER)
    desk.ask("What is the area?")

    def make(name: str):
        path = tmp_path / name
        desk.window.shelf.exchange.export([desk.window.presenter.chat], path)
        desk.wait(lambda: f"The chat is in {name}." in desk.notices)
        return path

    return make


def test_a_page_holds_their_pictures(export):
    page = export("chat.html").read_text("utf-8")
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        assert {each.tag for each in ET.fromstring(picture).iter()} <= {"svg", "path", "rect", "g"}
        assert "currentColor" in picture
        assert "black" not in picture
    assert 'aria-label="$a^2 + b^2$"' in pictures[0]
    assert re.search(r'<span class="formula"><svg[^>]*int_0', page)
    assert "costs $5 or $6" in page
    assert "<code>$code$</code>" in page
    assert r"$\unknowncommand{x}$" in page


def test_paper_has_them_drawn_and_says_what_could_not_be_set(export):
    pdf = pypdfium2.PdfDocument(export("chat.pdf"))
    words = pdf[0].get_textpage().get_text_bounded()
    assert r"$\unknowncommand{x}$" in words
    assert "costs $5 or $6" in words
    assert "frac" not in words
    assert "a^2" not in words
    text = pdf[0].get_textpage()
    above = text.get_charbox(text.search("stays; so").get_next()[0])[3]
    below = text.get_charbox(text.search("The area is").get_next()[0])[1]
    drawn = pdf[0].render(scale=2, grayscale=True).to_numpy().squeeze()
    height = drawn.shape[0]
    between = drawn[height - int(below * 2) + 8 : height - int(above * 2) - 8]
    columns = np.flatnonzero((between < 128).any(axis=0))
    assert columns.size > 60, "the formula on a line of its own is not there"
    middle = (columns.min() + columns.max()) / 2
    assert middle == pytest.approx(drawn.shape[1] / 2, abs=8)
    assert ink_of(DISPLAYED, 10.5 * 2) == pytest.approx((255.0 - between).sum() / 255, rel=0.15)
    pdf.close()


@pytest.mark.parametrize(
    "colour", ["url(https://example.org/x.svg#a)", "red' onload='alert(1)", 'x" onload="alert(1)']
)
def test_what_is_no_shape_stays_tex(colour):
    tex = Tex("$x$", rf"\color{{{colour}}}{{x}}", is_display=False)
    formula = settle(tex)
    shown = inline_svg(tex, formula) if formula is not None else "$x$"
    assert "<" not in shown or not re.search(r"url|onload", shown)


def test_letters_that_only_stand_for_something_are_no_formulas():
    assert to_html_with("\uf000 and $x$", lambda tex, _formula: tex.tex) == "<p>\ufffd and x</p>"
