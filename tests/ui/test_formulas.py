"""Formulas as they are shown: set by ziamath, beside the window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from yidesk.ui.markdown import formulas
from yidesk.ui.markdown.formulas import FORMULA_TYPE, Formula, ask
from yidesk.ui.markdown.objects import OBJECT
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.tex import Tex
from yidesk.ui.markdown.view import MarkdownView
from yidesk.ui.theme import DARK, LIGHT, Theme

WAIT_MS = 120_000


@pytest.fixture
def view(qtbot):
    view = MarkdownView()
    qtbot.addWidget(view)
    view.resize(600, 40)
    view.show()
    return view


@pytest.fixture
def show(qtbot, view):
    """Show a text, and wait until its formulas have come."""

    def make(source: str) -> MarkdownView:
        view.set_source(source)
        qtbot.waitUntil(
            lambda: not any(piece.document.awaited for piece in view.column.pieces),
            timeout=WAIT_MS,
        )
        return view

    return make


def set_(tex: str, *, is_display: bool = False) -> Formula | None:
    formulas._set(asked := Tex(f"${tex}$", tex, is_display))
    return ask(asked).formula


def letters(view: MarkdownView) -> str:
    return "".join(piece.document.toRawText() for piece in view.column.pieces)


def ink(picture: QImage, colour: str) -> int:
    """Pixels of exactly this colour."""
    return sum(
        picture.pixelColor(x, y).name() == colour.lower()
        for x in range(picture.width())
        for y in range(picture.height())
    )


def test_a_formula_is_drawn_and_copied_as_tex(show):
    view = show("so $E = mc^2$ holds")
    assert letters(view) == f"so {OBJECT} holds"
    view.choose(Place(0, 0), view.column.end())
    assert view.selected_text() == "so $E = mc^2$ holds"
    assert view.spoken.text == "so $E = mc^2$ holds"


def test_a_formula_takes_the_colour_of_the_text(show, qapp):
    view = show(r"$$\blacksquare$$")
    assert ink(view.grab().toImage(), LIGHT.text) > 20
    qapp.findChild(Theme).wear(Qt.ColorScheme.Dark)
    assert ink(view.grab().toImage(), DARK.text) > 20


def test_the_source_is_shown_until_the_formula_has_come_and_the_window_waits_for_nothing(
    qtbot, view, monkeypatch
):
    gate, made = threading.Event(), formulas._made
    monkeypatch.setattr(formulas, "_made", lambda tex: gate.wait(WAIT_MS / 1000) and made(tex))
    view.set_source("see $q_1 + q_2$ there")
    assert letters(view) == "see $q_1 + q_2$ there"
    revision = view.revision
    gate.set()
    qtbot.waitUntil(lambda: letters(view) == f"see {OBJECT} there", timeout=WAIT_MS)
    assert view.revision > revision


def test_a_formula_that_comes_makes_only_the_text_anew_that_awaited_it(qtbot, view, monkeypatch):
    gate, formula = threading.Event(), Formula("<svg/>", 1, 1, 0)
    monkeypatch.setattr(
        formulas, "_made", lambda tex: (tex.tex == "w_1" or gate.wait(WAIT_MS / 1000)) and formula
    )
    view.set_source("one $w_1$ there\n\nother $w_2$ there")
    first, second = view.column.pieces
    other = second.document
    qtbot.waitUntil(lambda: OBJECT in first.document.toRawText(), timeout=WAIT_MS)
    assert second.document is other
    gate.set()
    qtbot.waitUntil(lambda: OBJECT in second.document.toRawText(), timeout=WAIT_MS)


def test_a_formula_is_fitted_once_for_every_width_however_often_it_is_painted(show, monkeypatch):
    asked, room = [], formulas._room
    monkeypatch.setattr(formulas, "_room", lambda *of: asked.append(of) or room(*of))
    view = show("a $v_1$, $v_2$ and $$v_3$$")
    view.grab()
    asked.clear()
    view.grab()
    assert asked == []
    view.resize(400, view.height())
    view.grab()
    document = view.column.pieces[0].document
    assert len(asked) == len(document.formulas) == 3
    assert document.idealWidth() <= 401


@pytest.mark.parametrize(
    "tex", [r"\frac{", r"\text{中文}", r"\badcmd{x}", "a&b", "{" * 9 + "x" + "}" * 9, "x+" * 400]
)
def test_what_cannot_be_set_is_shown_as_it_was_written(show, tex):
    view = show(f"a ${tex}$ b")
    assert letters(view) == f"a ${tex}$ b"


@pytest.mark.parametrize(
    "tex",
    [
        r"\int_0^1 x^2\,dx=\frac13",
        r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
        r"\begin{cases}1&x>0\\0&x\le 0\end{cases}",
        r"\mathbb{R}\ni\hat{y}\neq\sqrt{a<b}",
    ],
)
def test_formulas_of_all_kinds_are_set(qapp, tex):
    formula = set_(tex)
    assert formula is not None
    assert formula.width > 1
    assert formula.ascent > 0.4


def test_a_formula_stands_on_the_line_of_the_letters(show):
    view = show(r"x $\frac{\frac{a}{b}}{c}$ x")
    document = view.column.pieces[0].document
    line = document.begin().layout().lineAt(0)
    formula = document.formulas[0][1]
    em = document.defaultFont().pointSizeF() * 96 / 72
    assert line.ascent() >= formula.ascent * em - 1
    assert line.descent() >= formula.descent * em - 1


def test_one_on_a_line_of_its_own_is_never_wider_than_the_text(show):
    view = show("before $$" + "x + " * 60 + "x$$ after")
    document = view.column.pieces[0].document
    lines = document.begin().layout()
    assert lines.lineCount() == 3
    assert document.size().width() <= view.width() + 1
    assert document.idealWidth() <= view.width() + 1


def test_formulas_of_a_table_and_a_list_are_found(show):
    view = show("| $a$ |\n|---|\n| $b$ |\n\n- $c$\n\n  $$d$$\n- `$no$`")
    kinds = [piece.document.allFormats() for piece in view.column.pieces]
    assert letters(view).count(OBJECT) == 4
    assert any(form.objectType() == FORMULA_TYPE for each in kinds for form in each)


class Losing:
    """A lock that another thread takes as soon as it is free, and forgets every formula."""

    def __init__(self, known: dict) -> None:
        self._known = known

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_exception: object) -> None:
        self._known.clear()


def test_a_formula_that_goes_from_the_shelf_while_it_is_asked_for_is_not_given_up(
    qapp, monkeypatch
):
    tex = Tex("$z+3$", "z+3", is_display=False)
    formulas._set(tex)
    monkeypatch.setattr(formulas._shelf, "_lock", Losing(formulas._shelf._known))
    asked = ask(tex)
    assert asked.formula is not None or asked.is_coming


def test_few_formulas_are_kept(qapp, monkeypatch):
    monkeypatch.setattr(formulas, "KEPT", 2)
    monkeypatch.setattr(formulas, "_made", lambda tex: Formula(tex.tex, 1, 1, 0))
    assert [set_(name).svg for name in ("k1", "k2", "k3")] == ["k1", "k2", "k3"]
    assert len(formulas._shelf._known) == 2


def test_a_text_of_very_many_formulas_is_set_once(qtbot, view, monkeypatch):
    """As many as one text can have are remembered, or it would be set again for ever."""
    made = []
    monkeypatch.setattr(
        formulas, "_made", lambda tex: made.append(tex) or Formula("<svg/>", 1, 1, 0)
    )
    wanted = 600  # a long line is one block
    view.set_source(" ".join(f"$m_{{{n}}}$" for n in range(wanted)))
    qtbot.waitUntil(lambda: letters(view).count(OBJECT) == wanted, timeout=WAIT_MS)
    assert len(made) == wanted
