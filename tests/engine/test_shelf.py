"""The shelf gives back what was put there, keeps to its limit, and drops ends before beginnings."""

from __future__ import annotations

import numpy as np

from yidesk.engine.shelf import Shelf, agreement

IDS = np.arange(100, dtype=np.int32)


def states(*runs: tuple[int, int], size: int = 10):
    return ((first, end, np.full(size, first, np.uint8)) for first, end in runs)


def reach(shelf: Shelf, ids: np.ndarray, position: int, root: str = "r") -> int:
    """How far the next run takes IDS; POSITION when there is none."""
    run = shelf.take(root, ids, position)
    return position if run is None else run.first + agreement(run, ids)


def test_runs_are_found_by_what_stands_before_them_and_taken_once():
    shelf = Shelf(1000)
    shelf.put("r", IDS, states((0, 10), (10, 20), (20, 28)))
    assert [reach(shelf, IDS, at) for at in (0, 10, 20, 28)] == [10, 20, 28, 28]
    assert shelf.bytes == 0
    assert reach(shelf, IDS, 10) == 10


def test_another_text_or_root_finds_nothing():
    shelf = Shelf(1000)
    shelf.put("r", IDS, states((10, 20)))
    other = IDS.copy()
    other[3] = 77
    assert reach(shelf, other, 10) == 10
    assert reach(shelf, IDS, 10, root="s") == 10
    assert reach(shelf, IDS, 9) == 9  # it begins behind what is held


def test_a_run_is_of_use_from_its_middle_and_as_far_as_it_agrees():
    shelf = Shelf(1000)
    shelf.put("r", IDS, states((10, 30)))
    other = IDS.copy()
    other[25:] = 77
    assert reach(shelf, other, 15) == 25
    assert reach(shelf, IDS, 15) == 30  # it is still there for those who want all of it
    assert reach(shelf, IDS, 15) == 15


def test_hardly_any_tokens_are_not_worth_a_run():
    shelf = Shelf(1000)
    shelf.put("r", IDS, states((10, 30)))
    other = IDS.copy()
    other[17:] = 77
    assert reach(shelf, other, 10) == 10


def test_a_run_takes_the_place_of_what_it_holds():
    shelf = Shelf(1000)
    shelf.put("r", IDS[:20], states((0, 20)))
    shelf.put("r", IDS, states((0, 30)))
    assert shelf.bytes == 10
    assert reach(shelf, IDS, 0) == 30


def test_the_run_that_reaches_furthest_is_taken():
    shelf = Shelf(1000)
    shelf.put("r", IDS[:15], states((10, 15)))
    shelf.put("r", IDS, states((10, 40)))
    shelf.put("r", IDS, states((0, 20)))
    assert reach(shelf, IDS, 12) == 40


def test_the_longest_unused_goes_first_and_an_end_before_its_beginning():
    shelf = Shelf(40)
    older, newer = IDS, IDS + 100
    shelf.put("r", older, states((0, 10), (10, 20), (20, 30)))
    shelf.put("r", newer, states((0, 10), (10, 20)))
    assert shelf.bytes == 40
    assert [reach(shelf, older, at) for at in (0, 10, 20)] == [10, 20, 20]
    assert [reach(shelf, newer, at) for at in (0, 10)] == [10, 20]


def test_no_more_states_are_made_than_there_is_room_for():
    shelf, made = Shelf(25), []

    def make():
        for first in range(0, 100, 10):
            made.append(first)
            yield first, first + 10, np.zeros(10, np.uint8)

    shelf.put("r", IDS, make())
    assert made == [0, 10, 20]
    assert [reach(shelf, IDS, at) for at in (0, 10, 20)] == [10, 20, 20]


def test_a_smaller_limit_holds_at_once():
    shelf = Shelf(100)
    shelf.put("r", IDS, states((0, 10), (10, 20)))
    shelf.limit = 10
    shelf.shrink()
    assert shelf.bytes == 10
    assert reach(shelf, IDS, 0) == 10
    shelf.put("r", IDS, states((0, 10)))
    shelf.clear()
    assert (shelf.bytes, reach(shelf, IDS, 0)) == (0, 0)
