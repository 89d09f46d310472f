"""How a place name is spelled in pinyin: the general dictionary, put right where place names are read otherwise."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

READ_OTHERWISE = {
    "六安": "lu an",
    "六合区": "lu he qu",
    "单县": "shan xian",
    "涡阳": "guo yang",
    "荥经": "ying jing",
    "浚县": "xun xian",
    "长子": "zhang zi",
    "乐陵": "lao ling",
    "伽师": "jia shi",
    "什邡": "shi fang",
    "筠连": "jun lian",
    "泌阳": "bi yang",
    "乌什": "wu shi",
    "解州": "xie zhou",
    "会稽": "kuai ji",
    "磴口": "deng kou",
    "华阴": "hua yin",
    "华州": "hua zhou",
    "盖州": "gai zhou",
    "句容": "ju rong",
    "射阳": "she yang",
    "洪洞": "hong tong",
    "东阿": "dong e",
    "东涌": "dong chong",
    "万柏林": "wan bai lin",
    "佛冈": "fo gang",
    "佛坪": "fo ping",
    "克什克腾": "ke shi ke teng",
    "单父": "shan fu",
    "南乐县": "nan le xian",
    "召陵": "shao ling",
    "塔什库尔干": "ta shi ku er gan",
    "大城县": "dai cheng xian",
    "宕昌": "tan chang",
    "崆峒": "kong tong",
    "曾都": "zeng du",
    "民乐县": "min le xian",
    "泊头": "bo tou",
    "浪卡子": "lang ka zi",
    "漯河": "luo he",
    "珲春": "hun chun",
    "称多": "chen duo",
    "繁峙": "fan shi",
    "蚌山": "beng shan",
    "闵行": "min hang",
    "马尾": "ma wei",
    "麻涌": "ma chong",
    "龙圩": "long xu",
}
"""Beginnings of names whose reading differs from the dictionary's (official readings of the places)."""

_IN_PLACES = {"长": "chang", "都": "du", "勒": "le"}
"""Characters with one reading in the names of places, whatever the dictionary makes of the characters beside them."""
_BEFORE = {"朝阳": "chao"}
"""Pairs whose first character is read so."""
_CHANG_EXCEPT = ("长子", "长老", "长房", "长孙")
"""长 at the start of a place name is read cháng, but for these."""


class Spelling(NamedTuple):
    """A name as the search reads it: all its letters, and the first letter of each character."""

    pinyin: str
    initials: str


@cache
def spell(name: str) -> Spelling:
    """Spell a place name. Signs that are not read (brackets, dots) are left out; digits and letters stand for themselves."""
    from pypinyin import lazy_pinyin  # its dictionaries take half a second: only who spells pays

    syllables = [
        _BEFORE.get(name[place : place + 2]) or _IN_PLACES.get(character) or syllable
        for place, (character, syllable) in enumerate(zip(name, lazy_pinyin(name, errors=list), strict=True))
    ]
    if name.startswith(_CHANG_EXCEPT):
        syllables[0] = "zhang"
    known = next((reading.split() for start, reading in READ_OTHERWISE.items() if name.startswith(start)), [])
    return _joined(known + syllables[len(known) :])


def _joined(syllables: list[str]) -> Spelling:
    read = [syllable.lower() for syllable in syllables if syllable.isalnum() and syllable.isascii()]
    return Spelling("".join(read), "".join(syllable[0] for syllable in read))
