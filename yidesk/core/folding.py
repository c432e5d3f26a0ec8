"""Text in the one form in which the program looks for it: search, checker and document pane agree.

Evened out: width, ligatures and other compatibility forms, Kangxi radicals (all of that is NFKC),
case, and the radicals of the CJK supplement. PDF fonts use radicals in the place of the characters
that look the same: "⽂⾔" is "文言" to a person.
"""

from __future__ import annotations

import unicodedata

RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺴⺶⺹⺺⺻⺼⺽⺾⺿"
        "⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻竹糹纟罓罒冗羊耂肀聿肉臼艹艹"
        "艹虎衤覀西见角讠贝足车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""CJK Radicals Supplement, which Unicode does not decompose: the characters of its
EquivalentUnifiedIdeograph.txt, and the plain ones for those that it gives outside plane 0."""

_TABLE = str.maketrans(RADICALS)


def fold(text: str) -> str:
    """TEXT evened out; a place in it is not a place in the original.

    >>> fold("ＡＢＣ ﬁne ⽂⾔ ⻓")
    'abc fine 文言 长'
    """
    return unicodedata.normalize("NFKC", text).translate(_TABLE).casefold()
