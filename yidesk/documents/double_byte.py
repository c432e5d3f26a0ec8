"""Which of the old encodings of Chinese, Japanese and Korean a text is in.

Their bytes overlap, and most texts are valid in several. But each standard keeps what is written
every day apart from what is rare: GB 2312 and Big5 have a first level of characters, JIS X 0208
has its kana besides, KS X 1001 its syllables. In its own encoding a text consists of those.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PUNCTUATION = frozenset(
    "　、。，．：；？！（）「」『』【】《》〈〉“”‘’…—–•ー―～〜・·々〇％＝／￥￦"
)
_COMMON = 0.9
"""So many of the characters must be common ones, or punctuation."""
_WRONG = 0.002
"""So many may be damaged."""
_PUNCTUATION_SHARE = 0.12
_RARE = 1e-6
_ASCII = 1 / 60


@dataclass(frozen=True, slots=True)
class _Set:
    """A character set: the codec, and how often its common rows come."""

    codec: str
    rows: Sequence[tuple[int, int, float]]
    """First and last lead byte, share of the text."""
    least_trail: int
    """Second bytes from which on the original standard begins: later additions are rare."""
    in_row: int

    def chance(self, character: str) -> float:
        """How likely a character is in a text of this set."""
        if character in _PUNCTUATION:
            return _PUNCTUATION_SHARE / len(_PUNCTUATION)
        encoded = character.encode(self.codec, "replace")
        if len(encoded) == 2 and encoded[1] >= self.least_trail:
            for first, last, share in self.rows:
                if first <= encoded[0] <= last:
                    return share / (last - first + 1) / self.in_row
        return _RARE


_SETS = (
    _Set("gb18030", [(0xA3, 0xA3, 0.02), (0xB0, 0xD7, 0.84)], 0xA1, 94),
    _Set("big5hkscs", [(0xA4, 0xC6, 0.87)], 0x40, 157),
    _Set("cp932", [(0x82, 0x82, 0.4), (0x83, 0x83, 0.16), (0x88, 0x97, 0.32)], 0x40, 188),
    _Set("euc_jp", [(0xA4, 0xA4, 0.4), (0xA5, 0xA5, 0.16), (0xB0, 0xCF, 0.32)], 0xA1, 94),
    _Set("cp949", [(0xB0, 0xC8, 0.88)], 0xA1, 94),
)


def double_byte_encoding(sample: bytes) -> str | None:
    """The likeliest encoding of SAMPLE; None when it looks like none of them."""
    best, encoding = -math.inf, None
    for each in _SETS:
        seen = Counter(sample.decode(each.codec, "replace"))
        likelihood = _likelihood(each, seen)
        if likelihood is not None and likelihood > best:
            best, encoding = likelihood, each.codec
    return encoding


def _likelihood(each: _Set, seen: Mapping[str, int]) -> float | None:
    """The logarithm of the probability of these characters; None when they are no such text."""
    foreign = {character: n for character, n in seen.items() if not character.isascii()}
    wrong = foreign.pop("\ufffd", 0)
    total = sum(foreign.values())
    if not total or wrong > 1 + _WRONG * total:
        return None
    chances = {character: each.chance(character) for character in foreign}
    common = sum(n for character, n in foreign.items() if chances[character] > _RARE)
    if common < _COMMON * total:
        return None
    ascii_ones = sum(seen.values()) - total - wrong
    return (
        sum(n * math.log(chances[character]) for character, n in foreign.items())
        + ascii_ones * math.log(_ASCII)
        + wrong * math.log(_RARE)
    )
