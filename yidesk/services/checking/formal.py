"""Sentences that need no source: openings, headings, offers, refusals; and claims of absence."""

from __future__ import annotations

import re

from yidesk.services.checking.terms import Terms

_SOURCE = r"(?:documents?|texts?|pages?|files?|passages?|notes?|materials?|sources?|excerpts?)"
_NAMED = rf"(?:{_SOURCE}|lease|contract|agreement|manual|report|paper|book|chapter|section)"
_SAYS = (
    r"(?:mention|contain|say|specif|state|provide|include|give|address|discuss|answer|describe"
    r"|indicate|explain|cover|list|name|tell|define)\w*"
)
_OPENING = (
    r"(?:sure|certainly|of course|yes|no|okay|ok|thanks|thank you|hello|hi|great)\b\W*"
    r"|(?:here|below)\b.{0,40}\b(?:is|are|'s)\b.*"
    r"|the following\b.{0,60}"
    rf"|(?:based on|according to|from) (?:the |these |this |your )?(?:\w+ )?{_SOURCE}\b"
    r"[^,:]{0,30}[,:]?(?:\s*(?:here|the (?:following|answer|key|main))\b.{0,60})?"
    r"|(?:in (?:summary|short|conclusion|brief)|to (?:summari[sz]e|sum up|conclude)|overall"
    r"|finally)\W*"
    r"|(?:以下|下面|下列)[^，。；]{0,30}"
    r"|[^。；]{0,30}(?:如下|以下(?:几点|内容|方面|信息|几个方面))"
    r"|(?:根据|依据|按照|基于)(?:以上|上述|所给|提供|您|你|给定|所)?.{0,4}的?"
    r"(?:文档|文件|内容|资料|材料|文本|合同)[^，。]{0,6}[，,]?"
    r"(?:(?:可以)?(?:总结|归纳|概括|回答|得出)[^。]{0,16})?"
    r"|(?:综上所述|总之|总的来说|总而言之|简而言之|总结一下|总结)\W*"
    r"|(?:好的?|当然|可以|是的?|不是|没问题|谢谢|您好|你好|明白了?)\W*"
)
_REFUSAL = (
    r"(?:(?:i'm|i am|we are) )?(?:sorry|unfortunately|apologies|i apologi[sz]e)\b.*"
    r"|(?:i|we) (?:could not|couldn't|cannot|can't|did not|didn't|do not|don't|have not"
    r"|haven't|am unable|was unable|am not able|found no\w*)\b.*"
    r"|i'm (?:unable|not able|not sure)\b.*"
    r"|(?:很)?(?:抱歉|对不起|遗憾|不好意思).*"
    r"|我(?:们)?(?:没有?|未能?|无法|不能|没能)(?:在.{1,12}中)?"
    r"(?:找到|回答|确定|确认|提供|判断|得知).*"
    r"|(?:我)?(?:找不到|不知道|不确定).*"
)
_OFFER = (
    r"(?:please )?(?:let me know|feel free|do(?:n't| not) hesitate)\b.*"
    r"|if you (?:have|need|want|would like) (?:any|more|further|other|additional|me to)\b.*"
    r"|(?:i )?hope (?:this|that|it)\b.*"
    r"|希望(?:这|以上|能|可以|对).{0,12}(?:帮助|帮到).*"
    r"|如(?:果)?(?:您|你)?(?:还)?有(?:其他|任何|更多|别的)?.{0,4}(?:问题|疑问|需要).*"
    r"|(?:请随时|欢迎随时|欢迎继续|请告诉我|请让我知道).*"
)
_ABSENCE = (
    rf".{{0,60}}\b{_NAMED}\b.{{0,40}}\b(?:do|does|did)(?: not|n't) (?:\w+ly )?{_SAYS}\b.*"
    rf"|.{{0,60}}\b{_NAMED}\b.{{0,20}}\b(?:mention|contain|provide|give|say|offer|include)s? "
    r"no\w*\b.*"
    r"|there (?:is|are|was) no (?:mention|information|answer|indication|reference|details?)\b.*"
    r"|no (?:answer|information|mention|details?)\b.{0,80}"
    r"|.{0,120}\b(?:is|are|was|were)(?: not|n't) (?:\w+ly )?(?:mentioned|stated|specified"
    r"|discussed|answered|found|given|contained|available|described|provided)\b"
    rf"(?:.{{0,40}}\b{_NAMED}\b.{{0,20}})?"
    r"|.{0,20}(?:文档|文件|文中|文本|资料|合同|材料|笔记|本页)[^，。]{0,10}"
    r"(?:没有|并未|未|不包含|不包括|找不到|没)[^，。]{0,6}(?:提到|提及|说明|涉及|规定|给出|包含|找到"
    r"|指出|写明|回答|答案|相关|有关|明确|描述|记载|列出).*"
    r"|(?:没有|未)(?:找到|发现|提到|提及)?.{0,4}(?:相关|有关|答案|任何).*"
)
_HAN_SAYS = "指出|规定|提到|说明|写道|写明|表示|要求"
_FORMAL = re.compile(f"{_OPENING}|{_REFUSAL}|{_OFFER}", re.IGNORECASE | re.DOTALL)
_ABSENT = re.compile(_ABSENCE, re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(
    r"^\W*(?:(?:according to|as (?:stated|described|mentioned) in|based on|in|per) "
    r"(?:the|this|these) "
    rf"(?:[^\W\d]+ ){{0,3}}{_NAMED}\s*,"
    rf"|(?:the|this|these) (?:[^\W\d]+ )?{_NAMED} (?:also |clearly |explicitly )?"
    r"(?:says?|states?|mentions?|specif(?:y|ies)|notes?|explains?|indicates?|requires?) that\b"
    r"|(?:根据|按照|依据)[^，,。\d]{0,8}(?:文档|文件|手册|合同|材料|资料|内容)[^，,。\d]{0,4}[，,]"
    r"|(?:该|本|这份)?(?:文档|文件|手册|合同|文中|报告|书)中?(?:还|明确)?"
    rf"(?:{_HAN_SAYS})[，,:：]?"
    rf"|(?:还|明确)?(?:{_HAN_SAYS})[，,:：])\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\s*#{1,6}\s|\s*(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)\s*[:：]?\s*$")
_EDGES = " \t\r\n*_>#-•`\"“”'"
_TURN = re.compile(r"\b(?:but|however|although)\b|但|不过|然而", re.IGNORECASE)
ANNOUNCES = 6
"""Words of a line that ends in a colon and only announces what follows."""
LONGEST = 240
"""Characters of a sentence that may be a mere form of words."""


def is_formal(sentence: str, terms: Terms) -> bool:
    """Whether a sentence states nothing that a page could bear out.

    One with a number never does so, nor a refusal that goes on to claim something behind "but".
    """
    bare = _bare(sentence)
    if not terms.all:
        return True
    if terms.numbers or len(bare) > LONGEST:
        return False
    if _HEADING.match(sentence) or bare.endswith(("?", "？")):
        return True
    if bare.endswith((":", "：")) and len(terms.words) <= ANNOUNCES:
        return True
    return not _TURN.search(bare) and bool(_FORMAL.fullmatch(bare.rstrip(".:!。：！ ")))


def claims_absence(sentence: str, terms: Terms) -> bool:
    """Whether a sentence says that the documents do not tell something; no page can bear it out."""
    bare = _bare(sentence)
    return not terms.numbers and len(bare) <= LONGEST and bool(_ABSENT.fullmatch(bare))


def without_lead(sentence: str) -> str:
    """A sentence without "According to the contract," and its like; empty where it is no more."""
    return _LEAD.sub("", sentence, count=1)


def _bare(sentence: str) -> str:
    return " ".join(sentence.strip(_EDGES).replace("’", "'").split())
