"""Whether guessing pays on this computer: what computations cost, and how often guesses are right.

A computation of several tokens costs less than as many of one, but how much less depends on model,
processor and depth: eight take four times as long as one on two processor cores, and hardly longer
where reading the weights is what takes the time. So it is measured, as a ratio, while answers are
computed. What it brings is known beforehand: whether a guess would have been right is seen on every
token, at no cost, without computing it.
"""

from __future__ import annotations

LONGEST = 7
"""Tokens to guess at most: with the token before them they make eight, up to which kernels for a
few rows serve (ggml, on processors and GPUs alike)."""
SMOOTHING = 0.25
OUTLIER = 2.0
"""A computation that takes so many times what it usually does was disturbed, and counts as this."""
HOPED_RATIO = 0.1
"""What each token more costs, in computations of one, until it was measured."""
FORGETTING = 0.002
"""Share by which a measured cost goes back to what is hoped for, with each token: what was measured
on a busy computer, or at another depth, is measured again some day."""
LONGEST_STREAK = 16
DOUBT = 4.0
"""So many observations weigh as much as what is assumed beforehand."""
RECENT = 64.0
"""About so many of the last observations count."""
ALLOWED_SHARE = 0.015
"""Of the time used, how much trying may cost."""


class Costs:
    """What a computation takes, by how many tokens it computes."""

    def __init__(self) -> None:
        self.plain = 0.0
        """Seconds for a token by itself; 0: not known yet."""
        self._ratios: dict[int, float] = {}
        self.since_plain = 0
        """Computations since one of a token by itself."""

    def note(self, tokens: int, seconds: float) -> None:
        """A computation of TOKENS took SECONDS."""
        if tokens == 1:
            self.plain = smooth(self.plain or seconds, seconds)
            self.since_plain = 0
            for count, ratio in self._ratios.items():
                self._ratios[count] = ratio + FORGETTING * (_hoped(count) - ratio)
            return
        self.since_plain += 1
        if self.plain:
            if seconds < self.plain:  # several never take less than one: that was disturbed
                self.plain = smooth(self.plain, seconds)
            ratio = min(max(1.0, seconds / self.plain), tokens)  # more was a disturbance
            self._ratios[tokens] = smooth(self._ratios.get(tokens, ratio), ratio)

    def ratio(self, tokens: int) -> float:
        """What TOKENS take together, in computations of one.

        Between measured ones a straight line; beyond them what is hoped for is added.
        """
        known = {1: 1.0, **self._ratios}
        if tokens in known:
            return known[tokens]
        below = max(count for count in known if count < tokens)
        above = min((count for count in known if count > tokens), default=0)
        if not above:
            return known[below] + _hoped(tokens) - _hoped(below)
        share = (tokens - below) / (above - below)
        return known[below] + share * (known[above] - known[below])


def _hoped(tokens: int) -> float:
    return 1.0 + HOPED_RATIO * (tokens - 1)


def smooth(old: float, new: float) -> float:
    """OLD with a part of NEW, as far as that is no disturbance."""
    return old + SMOOTHING * (min(new, OUTLIER * old) - old)


class Agreement:
    """How often the next guess is right, by how many in a row were right before it."""

    def __init__(self) -> None:
        # beforehand: 1 of 3 at first, 1 of 2 after one that was right, and so on
        self._rates = [(streak + 1) / (streak + 3) for streak in range(LONGEST_STREAK + 1)]
        self._weights = [DOUBT] * (LONGEST_STREAK + 1)

    def note(self, streak: int, *, right: bool) -> None:
        """A guess after STREAK right ones was RIGHT or wrong."""
        streak = min(streak, LONGEST_STREAK)
        self._weights[streak] = weight = min(RECENT, self._weights[streak] + 1)
        self._rates[streak] += (right - self._rates[streak]) / weight

    def expected(self, streak: int, guesses: int) -> float:
        """How many of so many GUESSES after STREAK right ones will be right."""
        all_right, total = 1.0, 0.0
        for following in range(streak, streak + guesses):
            all_right *= self._rates[min(following, LONGEST_STREAK)]
            total += all_right
        return total


class Ledger:
    """What guessing has brought and cost, in computations of one token.

    Nothing is guessed while it is in debt. So whatever is expected wrongly, guessing never costs
    an answer more than a share of its time, the credit, and the guess that brought it into debt.
    """

    def __init__(self, credit: float) -> None:
        """CREDIT: computations of one token that an answer may lose beside its share."""
        self._credit = self._balance = credit

    def begin(self) -> None:
        """Another answer begins, which is not to lose what one before it has won."""
        self._balance = min(self._credit, self._balance)

    @property
    def allows(self) -> bool:
        """Whether something may be tried."""
        return self._balance > 0

    def book(self, tokens: int, cost: float) -> None:
        """So many TOKENS came of computations that cost as much as COST of one token."""
        self._balance += tokens - cost + ALLOWED_SHARE * tokens
