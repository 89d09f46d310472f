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
}
"""Beginnings of names whose reading differs from the dictionary's (official readings of the places)."""

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

    for start, reading in READ_OTHERWISE.items():
        if name.startswith(start):
            known = reading.split()
            return _joined(known + lazy_pinyin(name[len(known) :], errors=list))
    syllables = lazy_pinyin(name, errors=list)
    if name.startswith("长") and not name.startswith(_CHANG_EXCEPT):
        syllables[0] = "chang"
    return _joined(syllables)


def _joined(syllables: list[str]) -> Spelling:
    read = [syllable.lower() for syllable in syllables if syllable.isalnum() and syllable.isascii()]
    return Spelling("".join(read), "".join(syllable[0] for syllable in read))
