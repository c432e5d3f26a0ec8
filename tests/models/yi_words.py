"""Yi's own ids of the pieces that some texts are made of, and those texts' golden ids.

From the tokenizer.json of 01-ai/Yi-34B (Apache-2.0): all of its pieces that occur in these texts,
so that here they fall apart as they do there. Pieces are numbered in the order in which they were
learned, which is the order in which they merge.
"""

from __future__ import annotations

from tests.models.vocabulary import SIZE, TokenType, Vocabulary, yi_like

_PIECES = """
78 1 79 2 80 3 81 4 82 5 98 . 101 ， 562 ▁a 564 he 565 re 568 er 571 en 572 ▁w 576 or 577 is 579 nd
581 ou 588 ar 589 an 599 as 602 ▁h 605 el 608 st 622 im 633 us 647 ▁A 649 se 652 ul 653 nt 659 ▁as
660 ▁he 678 ▁are 684 em 692 art 697 ld 701 end 704 ist 715 ▁H 727 ant 765 ass 767 te 781 ell 790
▁wor 808 lo 871 are 928 ll 975 ▁ar 987 use 1014 wo 1087 ta 1113 ys 1169 stem 1210 ▁hel 1214 ▁He
1262 ful 1277 ss 1314 ▁help 1359 </ 1361 ▁ass 1471 ER 1504 ▁world 1783 ST 2055 AN 2151 ser 2303 AS
2349 世界 2540 rt 2584 ystem 2633 IS 2847 orld 3158 hel 3531 sy 3637 US 3682 NT 3895 SS 3903 user
3961 You 4190 SE 4366 ▁assist 4431 He 5858 start 6467 tem 6481 star 6623 SI 6797 istan 6901
▁helpful 7318 ste 7637 hi 7684 ▁Hel 7744 rl 7955 ello 8898 IST 9010 ASS 9129 ANT 9577 world 9861
▁AS 10363 TA 10707 system 11064 tan 11316 Hel 13198 help 13611 istant 13714 si 14135 ▁assistant
14263 sis 15216 ista 15692 sys 16776 ▁Hell 22519 ▁hi 22942 elp 23462 tar 23562 stan 24018 万物 24067
USE 25102 Hello 25819 lp 25902 你好 26418 fu 27323 USER 28768 pf 29915 ▁Hello 33509 assis 33762
stant 35812 SER 39965 ▁ASS 40625 sta 40709 一万 42874 ▁wo 46826 |> 51424 STA 54137 helpful 59568 ▁
59569 e 59570 t 59571 n 59572 a 59573 o 59574 i 59575 s 59576 r 59577 l 59578 h 59579 d 59582 u
59583 m 59584 p 59585 f 59587 y 59589 w 59593 _ 59597 I 59598 / 59600 T 59601 : 59602 S 59603 A
59613 E 59615 R 59618 N 59624 H 59625 一 59639 U 59644 > 59656 Y 59666 < 59705 | 59706 好 59725 你
59838 物 59941 万 59992 世 60075 界 60738 零
"""

GOLDEN: dict[str, list[int]] = {
    "assistant": [765, 13611],
    "Hello world": [25102, 1504],
    " Hello world": [29915, 1504],
    "\n\n": [144, 144],
    "12345": [78, 79, 80, 81, 82],
    "零一万物": [60738, 59625, 24018],
    "</s>": [1359, 59575, 59644],
    "USER: hi ASSISTANT:": [27323, 59601, 22519, 39965, 8898, 9129, 59601],
    "<|im_start|>": [59666, 59705, 622, 59593, 5858, 46826],
}
"""Plain texts; the last one is what a document says, not what a template does."""


def yi_words(*, chat_tokens: TokenType = TokenType.CONTROL) -> Vocabulary:
    """Yi's layout with those pieces; in the places of all others stand texts that nobody writes."""
    known = _PIECES.split()
    words = dict(zip(map(int, known[::2]), known[1::2], strict=True))
    layout = yi_like(561, chat_tokens=chat_tokens)
    pieces = [*layout.pieces, *(f"\ue000{token}" for token in range(561, SIZE))]
    types = [*layout.types, *([int(TokenType.NORMAL)] * (SIZE - 561))]
    for token, piece in words.items():
        pieces[token], types[token] = piece, int(TokenType.NORMAL)
    return Vocabulary(pieces, [-float(token) for token in range(SIZE)], types)
