"""Words that deny, words that look as if they did, and how far a denial reaches."""

from __future__ import annotations

import functools
import re

_ENGLISH = re.compile(
    r"(?:not|no|never|none|nor|neither|cannot|without|nothing|nobody|nowhere|hardly|unable"
    r"|impossible|forb[ai]d\w*|prohibit\w*|disallow\w*|bann(?:ed|ing)|refus\w+|lack\w*"
    r"|illegal\w*|unlawful\w*|avoid\w*|prevent\w*|exclud\w+|den(?:y|ies|ied)|\w+n't)"
)
NEUTRAL = re.compile(
    r"\b(?:not\s+(?:only|merely|just|limited|exceed\w*(?=\s+(?:\w+\s+){0,2}\d))"
    r"|not?\s+(?:more|less|\w+er)\s+than|no\s+matter|no\s+doubt|without\s+(?:a\s+|any\s+)?doubt|no\.\s*\d+"
    r"|(?:whether\s+)?or\s+not|if\s+not|do(?:n't|\s+not)\s+hesitate|cannot\s+but)\b",
    re.IGNORECASE,
)
"""Phrases with such a word in them that deny nothing."""
_HAN_NEUTRAL = (
    "不仅|不但|不只|不单|不光|不论|不管|不断|不久|不超过|不少于|不多于|不低于|不高于|不晚于|不迟于"
    "|不早于|不大于|不小于|不得不|不得超过|不得少于|不得低于|不得高于|不得晚于|不得迟于|不能超过|不可抗力"
    "|不动产|不妨|不幸|不外乎|差不多|不同|不足(?!以)|毫无疑问|无疑|毋庸置疑|无论|无线|无限|无关|无非|无效|未来|未成年"
    "|非常|非法|除非|若非|莫非|非洲|对不起|不好意思|要不|非自由"
)
_HAN_DENYING = (
    "不得|不能|不可以|不可|不会|不应该|不应当|不应|不准|不许|不允许|不予|不需要|不需|不必|不用|不要|不再"
    "|不是|不|没有|沒有|没|沒|尚未|未能|未|無法|无法|无权|无须|无需|毫无|无|無|并非|非|严禁|禁止|切勿|勿"
    "|拒绝|避免|防止|阻止"
)
HAN_DENIAL = re.compile(f"(?P<neutral>{_HAN_NEUTRAL})|(?P<denial>{_HAN_DENYING})")
REACH = 8.0
"""Words behind a denial, of its clause, that it reaches; two Chinese characters are a word."""
_SHORT_REACH = 3.0
_SHORT = re.compile(r"without|no|lack\w*")
"""Denials of the next noun only."""


@functools.lru_cache(maxsize=50_000)
def reach(word: str) -> float:
    """How many words behind this casefolded English word are denied by it; 0 for most words."""
    if not _ENGLISH.fullmatch(word):
        return 0.0
    return _SHORT_REACH if _SHORT.fullmatch(word) else REACH


def denies_behind(text: str) -> bool:
    """Whether the end of TEXT, words that stand before a quotation, denies what follows."""
    words = re.findall(r"[\w']+", text.replace("’", "'"))[-4:]
    if any(reach(word.casefold()) for word in words) and not NEUTRAL.search(text[-40:]):
        return True
    return any(match["denial"] for match in HAN_DENIAL.finditer(text[-8:]))
