"""Made-up people: names, phones and document numbers that belong to nobody and are told apart from everything else.

Staff and parties draw their given names from two sets of characters without a common one, so that no party is a namesake of
a member of staff; three characters each; none that occurs in a place name. Phones are 1XX-0000-XXXX, which no operator gives
out. Document numbers have a right check digit and the order number 000, which is never assigned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .dice import Dice

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文隋綦岳"  # noqa: E501
_WEIGHTED = SURNAMES[:8] * 5 + SURNAMES[8:30] * 2 + SURNAMES
_WOMEN = "秀桂玉春兰凤梅芬珍芹莲香彩霞翠萍菊琴荣英芝巧云仙娥花悦欣怡涵萱玥钰珺诗雨佳静雪莹璐"
_MEN = "喜福贵银宝树根铁柱栓锁满仓来顺成有增长发财富祥吉瑞庆义礼信孝梓睿煊琛忻珩烨骁霖晨阳昊"
PARTY_GIVEN = _WOMEN + _MEN
STAFF_GIVEN = "建国伟志强军勇杰涛磊超波鹏飞辉斌刚健毅宏伦凯峻岩泽恒达斯远哲思敏慧娟丽颖洁琳倩薇蕾茜楠帆航栋彬炜骏翔博雅韵宁致若"


def _words(text: str) -> list[str]:
    return text.split()


_PREFIXES = _words(
    "134 135 136 137 138 139 150 151 152 157 158 159 182 183 187 188 130 131 132 155 156 185 186 133 153 180 181 189 177 173 199"
)
_COUNTIES = ("370502", "370503", "370505", "370522", "370523")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MARKS = "10X98765432"


@dataclass(frozen=True)
class Person:
    """A made-up person who brings a matter or is named in one."""

    name: str
    phone: str
    document: str
    woman: bool

    @property
    def called(self) -> str:
        """Return how neighbours speak of them: 王女士, 李先生."""
        return self.name[0] + ("女士" if self.woman else "先生")


def banned_names(place_names: Iterable[str]) -> frozenset[str]:
    """Return every possible party name that also occurs inside one of these names."""
    pattern = re.compile(f"(?=([{SURNAMES}][{PARTY_GIVEN}]{{2}}))")
    return frozenset(pattern.findall("\n".join(place_names)))


def check_mark(first_17: str) -> str:
    """Return the check character of an 18-digit document number (GB 11643: ISO 7064 MOD 11-2)."""
    return _MARKS[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


class People:
    """Makes people one after the other, never the same name, phone or document twice."""

    def __init__(self, *, dice: Dice, banned: frozenset[str] = frozenset(), share: tuple[int, int] = (0, 1)) -> None:
        """`share` = (which, of how many): makers at work side by side draw phones and documents from disjoint parts."""
        self.dice = dice
        self.banned = banned
        self.share = share
        self.made: list[Person] = []
        self._names: set[str] = set()
        self._numbers: set[str] = set()

    def _fresh(self, make: Callable[[], str], taken: set[str]) -> str:
        while (value := make()) in taken or value in self.banned:
            pass
        taken.add(value)
        return value

    def _mine(self, number: int) -> int:
        which, of = self.share
        return number - number % of + which

    def _phone(self) -> str:
        return f"{self.dice.pick(_PREFIXES)}0000{self._mine(self.dice.between(1000, 9989)):04d}"

    def _document(self, born: date) -> str:
        first = f"{self.dice.pick(_COUNTIES)}{born:%Y%m%d}000"
        return first + check_mark(first)

    def _born(self) -> date:
        age = min(84, max(19, round(self.dice.spread(43, 1.4))))
        day = date(2026, 1, 1) - timedelta(days=age * 365 + self.dice.between(0, 364))
        which, of = self.share
        return day - timedelta(days=(day.toordinal() - which) % of)

    def person(self, *, woman: bool | None = None) -> Person:
        """Return a new person."""
        woman = self.dice.chance(0.5) if woman is None else woman
        person = Person(
            name=self._fresh(lambda: three_characters(self.dice, _WOMEN if woman else _MEN), self._names),
            phone=self._fresh(self._phone, self._numbers),
            document=self._fresh(lambda: self._document(self._born()), self._numbers),
            woman=woman,
        )
        self.made.append(person)
        return person


def three_characters(dice: Dice, given: str) -> str:
    """Return a surname and two different given characters."""
    first = dice.pick(given)
    second = dice.pick(given)
    while second == first:
        second = dice.pick(given)
    return dice.pick(_WEIGHTED) + first + second


def staff_names(*, dice: Dice, count: int) -> list[str]:
    """Return made-up names for members of staff; a namesake may occur, as in life, but never of a party."""
    return [three_characters(dice, STAFF_GIVEN) for _ in range(count)]
