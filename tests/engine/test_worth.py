"""Whether guessing pays is measured, and trying it costs next to nothing."""

from __future__ import annotations

import pytest

from yidesk.engine.worth import ALLOWED_SHARE, LONGEST_STREAK, Agreement, Costs, Ledger


def measured(*computations: tuple[int, float]) -> Costs:
    costs = Costs()
    for tokens, seconds in computations:
        costs.note(tokens, seconds)
    return costs


def test_a_computation_of_several_tokens_is_measured_in_computations_of_one():
    costs = measured((1, 0.010), (8, 0.038))
    assert costs.plain == 0.010
    assert costs.ratio(1) == 1.0
    assert costs.ratio(8) == pytest.approx(3.8)
    assert costs.ratio(4) == pytest.approx(1 + 2.8 * 3 / 7)  # on the line from one to eight
    assert measured((1, 0.010)).ratio(8) < 2  # worth trying


def test_a_disturbed_computation_says_little():
    costs = measured(*[(1, 0.010)] * 4, (1, 5.0))
    assert costs.plain == pytest.approx(0.0125)
    assert measured((1, 0.010), (4, 9.0)).ratio(4) == 4  # as much as four by themselves


def test_several_tokens_never_cost_less_than_one():
    """Else a token that was disturbed when it was measured would make wrong guesses look cheap."""
    costs = measured((1, 1.0), (4, 0.1))
    assert costs.ratio(4) == 1
    for _ in range(30):
        costs.note(4, 0.1)
    assert costs.plain < 0.11


def test_what_was_measured_long_ago_is_measured_again():
    costs = measured((1, 0.010), (8, 0.080))
    assert costs.ratio(8) == 8
    for _ in range(2_000):
        costs.note(1, 0.010)
    assert costs.ratio(8) < 2


def test_guesses_are_expected_to_be_right_as_they_were():
    agreement = Agreement()
    for _ in range(100):
        for streak in range(LONGEST_STREAK + 4):
            agreement.note(streak, right=streak != 3)
    assert agreement.expected(5, 7) > 6.5  # whoever quotes so far goes on
    assert 2.7 < agreement.expected(0, 7) < 3.2  # three of them
    assert agreement.expected(3, 1) < 0.1


def test_less_is_expected_of_what_has_just_begun():
    agreement = Agreement()
    assert agreement.expected(0, 7) < agreement.expected(2, 7) < agreement.expected(9, 7) < 7


def test_whatever_is_expected_guessing_costs_a_small_share():
    """All guesses wrong, each as dear as can be, tried whenever that is allowed."""
    ledger, tokens, cost = Ledger(credit=2), 0, 0.0
    while tokens < 10_000:
        price = 8.0 if ledger.allows else 1.0
        ledger.book(1, price)
        tokens, cost = tokens + 1, cost + price
    assert cost > 1.01 * tokens  # something was tried
    assert cost <= (1 + ALLOWED_SHARE) * tokens + 2 + 7


def test_an_answer_does_not_lose_what_one_before_it_has_won():
    ledger = Ledger(credit=2)
    for _ in range(100):
        ledger.book(8, 4.0)
    ledger.begin()
    ledger.book(1, 8.0)
    assert not ledger.allows
