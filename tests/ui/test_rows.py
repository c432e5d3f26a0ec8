"""Rows below each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yidesk.ui.chat.rows import Rows

HEIGHTS = st.lists(st.integers(0, 500), max_size=30)


def test_rows_lie_below_each_other():
    rows = Rows(edge=10, gap=5)
    assert (rows.total, rows.at(7), list(rows.between(0, 100))) == (20, 0, [])
    rows.extend([100, 50, 20])
    assert [rows.top(row) for row in range(3)] == [10, 115, 170]
    assert rows.total == 200
    assert list(rows.between(0, 9)) == []
    assert list(rows.between(110, 115)) == [0, 1]
    assert list(rows.between(111, 114)) == []
    assert list(rows.between(120, 1_000)) == [1, 2]
    assert rows.set_height(0, 10)
    assert not rows.set_height(0, 10)
    assert rows.top(2) == 80
    rows.cut(1)
    assert (len(rows), rows.total) == (1, 30)


@given(HEIGHTS, st.lists(st.tuples(st.integers(0, 29), st.integers(0, 500)), max_size=8))
def test_what_a_change_moves_is_counted_again(heights, changes):
    rows, known = Rows(edge=3, gap=2), list(heights)
    rows.extend(heights)
    for row, height in changes:
        if row < len(known):
            known[row] = height
            rows.set_height(row, height)
            assert rows.top(row) == 3 + sum(known[:row]) + 2 * row
    assert rows.total == (4 + sum(known) + 2 * len(known) if known else 6)
