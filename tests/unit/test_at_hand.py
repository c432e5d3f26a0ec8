"""What is kept in memory is bounded by its size, not by its number."""

from __future__ import annotations

from yidesk.core.at_hand import AtHand


def test_values_that_fit_stay_however_many():
    kept = AtHand(100)
    for number in range(100):
        kept.put(number, str(number), 1)
    assert [kept.get(number) for number in range(100)] == [str(number) for number in range(100)]


def test_the_longest_unused_go_when_it_is_full():
    kept = AtHand(10)
    kept.put("a", 1, 4)
    kept.put("b", 2, 4)
    kept.get("a")
    kept.put("c", 3, 4)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]
    kept.put("a", 4, 8)  # replaced, and counted once
    assert [kept.get(key) for key in "ac"] == [4, None]


def test_one_that_is_too_large_by_itself_is_kept_alone():
    kept = AtHand(10)
    kept.put("a", 1, 4)
    kept.put("b", 2, 40)
    assert (kept.get("a"), kept.get("b")) == (None, 2)
    kept.remove("b")
    kept.put("c", 3, 10)
    assert kept.get("c") == 3
