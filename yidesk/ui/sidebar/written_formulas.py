"""Formulas in chats that leave as files: pictures where they can be set, else their TeX."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable

from yidesk.core.types import Role
from yidesk.services.exchange.markup import to_html
from yidesk.services.exchange.pages import Written
from yidesk.ui.markdown.formulas import Formula, settle
from yidesk.ui.markdown.marks import PRIVATE
from yidesk.ui.markdown.tex import FIRST, Tex, masked

OnAnswer = Callable[[int, int], None]
"""Called with answers done and answers in all; raises Cancelled when it is to stop."""
_OPENING = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="[-\d.e ]+"')
_SAFE = re.compile(
    r'(?:</?(?:svg|g|path|rect)\b(?: [a-z-]+="[-#\w.,() ]*")*[ /]*>)+',
)
"""Shapes with numbers and names of colours: no text, no program, no address."""
_ADDRESS = re.compile(r"url|href|\bon", re.IGNORECASE)


def to_html_with(text: str, draw: Callable[[Tex, Formula], str]) -> str:
    """Markdown as HTML; DRAW gives what stands for a formula that could be set.

    Waits until the formulas are set: not for the window's thread.
    """
    marked, found = masked(PRIVATE.sub("\ufffd", text))

    def put(letter: re.Match[str]) -> str:
        tex = found[ord(letter[0]) - FIRST]
        formula = settle(tex)
        return html.escape(tex.source) if formula is None else draw(tex, formula)

    return PRIVATE.sub(put, to_html(marked))


def telling(answer: Callable[[str], str], written: Written, tell: OnAnswer) -> Callable[[str], str]:
    """ANSWER, which marks up one answer of WRITTEN; TELL is called before each, and may raise."""
    total = sum(turn.role is Role.ASSISTANT for turn in written.branch)
    numbers = itertools.count()

    def marked_up(text: str) -> str:
        tell(next(numbers), total)
        return answer(text)

    return marked_up


def inline_svg(tex: Tex, formula: Formula) -> str:
    """The picture of a formula as part of a page, in the colour of its text, told as its TeX."""
    view_box = _VIEW_BOX.search(formula.svg)
    shapes = _OPENING.sub("", formula.svg, count=1).removesuffix("</svg>")
    if view_box is None or not _SAFE.fullmatch(shapes) or _ADDRESS.search(shapes):
        return html.escape(tex.source)  # a colour of the model's may be anything
    size = f"width:{formula.width:.3f}em;height:{formula.ascent + formula.descent:.3f}em"
    shapes = shapes.replace('"black"', '"currentColor"')
    picture = (
        f'<svg role="img" aria-label="{html.escape(tex.source)}" {view_box[0]} '
        f'style="{size};vertical-align:{-formula.descent:.3f}em">{shapes}</svg>'
    )
    return f'<span class="formula">{picture}</span>' if tex.is_display else picture
