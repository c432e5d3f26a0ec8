"""The model of a selection over a conversation: no window, no painting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yidesk.ui.chat.selection import END, START, ChatSelection, Spot, Stretch, carried
from yidesk.ui.markdown.place import Place

SPOTS = st.builds(Spot, st.integers(0, 4), st.builds(Place, st.integers(0, 3), st.integers(0, 9)))
STRETCHES = st.builds(lambda a, b: Stretch(min(a, b), max(a, b)), SPOTS, SPOTS)
TEXTS = st.text("ab 甲,", max_size=30)


def selected(*stretches: Stretch) -> ChatSelection:
    first, *others = stretches
    selection = ChatSelection()
    selection.begin(first)
    for stretch in others:
        selection.extend(stretch)
    return selection


def spot(row: int, piece: int, at: int) -> Spot:
    return Spot(row, Place(piece, at))


@given(STRETCHES, st.lists(STRETCHES))
def test_what_it_was_begun_with_stays_selected_however_it_is_drawn(first, others):
    ends = selected(first, *others).ends
    if ends is None:
        assert first.first == first.last
    else:
        assert ends[0] <= first.first
        assert first.last <= ends[1]


@given(STRETCHES, STRETCHES)
def test_it_reaches_over_the_whole_of_the_stretch_to_which_it_is_drawn(first, other):
    ends = selected(first, other).ends or (first.first, first.last)
    if other.first < first.first:
        assert ends[0] == other.first
    else:
        assert ends[1] == max(first.last, other.last)


@given(STRETCHES, st.lists(STRETCHES), STRETCHES)
def test_only_the_last_stretch_counts(first, on_the_way, last):
    assert selected(first, *on_the_way, last).ends == selected(first, last).ends


@given(STRETCHES, STRETCHES)
def test_the_turns_have_its_slices_and_no_others(first, last):
    selection = selected(first, last)
    slices = {row: selection.slice_of(row) for row in range(5)}
    rows = [row for row, found in slices.items() if found is not None]
    if selection.ends is None:
        assert rows == []
        return
    begin, end = selection.ends
    assert set(range(begin.row + 1, end.row)) <= set(rows) <= set(range(begin.row, end.row + 1))
    for row in rows:
        found = slices[row]
        assert found[0] == (begin.place if row == begin.row else START)
        assert found[1] == (end.place if row == end.row else END)


def test_a_turn_that_is_covered_is_so_to_its_end_however_long_it_is():
    selection = selected(Stretch.at(spot(0, 1, 2)), Stretch.at(spot(2, 0, 3)))
    assert selection.slice_of(0) == (Place(1, 2), END)
    assert selection.slice_of(1) == (START, END)
    assert selection.slice_of(2) == (START, Place(0, 3))
    assert selection.slice_of(3) is None


def test_when_it_is_cleared_the_next_one_begins_where_it_had_come_to():
    selection = selected(Stretch.at(spot(0, 0, 1)), Stretch.at(spot(0, 0, 5)))
    selection.clear()
    assert selection.ends is None
    selection.extend(Stretch.at(spot(0, 0, 7)))
    assert selection.ends == (spot(0, 0, 5), spot(0, 0, 7))


@given(STRETCHES, STRETCHES, st.integers(0, 5))
def test_turns_that_come_before_it_take_it_along(first, last, added):
    selection = selected(first, last)
    before = selection.ends
    selection.move(lambda each: each._replace(row=each.row + added))
    if before is not None:
        assert selection.ends == tuple(each._replace(row=each.row + added) for each in before)


def test_it_goes_with_a_turn_that_goes():
    selection = selected(Stretch.at(spot(0, 0, 0)), Stretch.at(spot(2, 0, 0)))
    selection.move(lambda each: None if each.row == 2 else each)
    assert selection.ends is None
    assert selection.head is None


@given(TEXTS, TEXTS, st.data())
def test_text_that_comes_at_the_end_moves_nothing(before, more, data):
    at = data.draw(st.integers(0, len(before)))
    assert carried(at, before, before + more) == at


@given(TEXTS, TEXTS, st.data())
def test_whatever_the_text_becomes_a_position_is_one_of_its_own(before, after, data):
    first = data.draw(st.integers(0, len(before)))
    last = data.draw(st.integers(first, len(before)))
    assert 0 <= carried(first, before, after) <= carried(last, before, after) <= len(after)


def test_marks_in_the_place_of_references_move_what_stands_behind_them():
    before = "the roof [p. 3], the windows [p. 12] and the door"
    after = "the roof \ufffc, the windows \ufffc and the door"
    for word in ("roof", "windows", "door"):
        assert carried(before.index(word), before, after) == after.index(word)
