"""How much one matter is like another, and why: words, place, category, time; numbers between 0 and 1, each with its reason.

Measured by `yiwang suggest evaluate` on labelled groups; the figures stand in docs/suggestions.md.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import msgspec

from yiwang.kernel import tree
from yiwang.kernel.labels import Labelled

from .alike import features, names_of

WORDS, PLACE, CATEGORY, TIME = 0.6, 0.2, 0.15, 0.05
"""What each counts for; together 1."""
LEAST_WORDS = 0.1
"""Less in common is chance."""
LEAST = 0.5
"""Likeness from which two matters may be the same."""
CHARACTER = 0.8
"""What a single character counts for beside a word as rare."""
FORGOTTEN = 120
"""Days after which a matter is no candidate any more."""
_FADING = 60
"""Days in which closeness in time fades."""
FEW = 50
"""Matters that are taken to be there at least, so that the first ones do not count for everything."""
_AWAY = (1.0, 0.9, 0.55, 0.2)
"""Closeness of the same village, of a place within the other, of the same township, of the same county."""


class Why(Labelled):
    """Why a matter may be the same, or a unit the right one."""

    SAME_WORDS = "same_words", "说法相近", "Similar words"
    SAME_ADDRESS = "same_address", "地点相同", "Same address"
    SAME_VILLAGE = "same_village", "同一村（社区）", "Same village"
    SAME_TOWNSHIP = "same_township", "同一乡镇（街道）", "Same township"
    SAME_CATEGORY = "same_category", "类别相同", "Same category"
    RECENT = "recent", "时间相近", "Close in time"
    ON_DUTY_LIST = "on_duty_list", "事项清单：基本履职", "On the duty list: main"
    ASSISTS_BY_LIST = "assists_by_list", "事项清单：配合履职", "On the duty list: assisting"
    IN_CHARGE = "in_charge", "主管系统", "Its line is in charge"
    OF_THE_PLACE = "of_the_place", "管辖所在地", "Covers the place"
    RESIDENT = "resident", "入驻本中心", "Present in the center"
    HANDLED_SIMILAR = "handled_similar", "办过类似事项", "Handled similar matters"
    LEARNED = "learned", "以往分派规律", "Learned from past dispatches"


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason of a suggestion."""

    why: Why
    words: tuple[str, ...] = ()
    """The words that tell."""
    count: int = 0
    """How many: days apart, similar matters."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """A matter as likeness looks at it."""

    words: frozenset[str]
    """Of what is being brought: each place of the text once; of one there is: all words that stand in it."""
    place: str
    category: str
    day: int
    """Days since any beginning."""
    address: str = ""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How much, and why."""

    score: float
    words: float
    reasons: tuple[Reason, ...]


def weights_of(words: Collection[str], seen: Mapping[str, int]) -> dict[str, float]:
    """Return how much each word tells: the rarer, the more; `seen` holds how many matters have it, under "" how many there are."""
    total = max(seen.get("", 0), FEW)
    return {word: math.log((total + 1) / (min(seen.get(word, 0), total) + 0.5)) * (1 if len(word) > 1 else CHARACTER) for word in words}


def alike(new: Collection[str], old: Collection[str], seen: Mapping[str, int]) -> float:
    """Return how much two sets of words have in common, 0 to 1, rare words counting more."""
    mine, theirs = features(new), features(old)
    weight = weights_of(mine | theirs, seen)
    whole = math.sqrt(sum(weight[word] for word in mine) * sum(weight[word] for word in theirs))
    return sum(weight[word] for word in mine & theirs) / whole if whole else 0.0


def likeness(new: Described, old: Described, seen: Mapping[str, int]) -> Likeness:
    """Compare what is being brought with a matter there is."""
    common = alike(new.words, old.words, seen)
    same_address = bool(new.address) and new.address == old.address
    near = 1.0 if same_address else closeness(new.place, old.place)
    kind = 1.0 if new.category == old.category else 0.5 if new.category and new.category[:5] == old.category[:5] else 0.0
    apart = abs(new.day - old.day)
    score = WORDS * min(1.0, common * 2) + PLACE * near + CATEGORY * kind + TIME * max(0.0, 1 - apart / _FADING)
    return Likeness(
        score=score if common >= LEAST_WORDS else 0.0,
        words=common,
        reasons=_why(telling(new.words, old.words, seen), closeness(new.place, old.place), kind, apart, same_address),
    )


def telling(new: Collection[str], old: Collection[str], seen: Mapping[str, int], most: int = 4) -> tuple[str, ...]:
    """Return the words of the new text that the old one has too, itself or by another name: the rarest first."""
    theirs, groups = set(old), names_of(old)
    shared = {word for word in new if len(word) > 1 and (word in theirs or not names_of([word]).isdisjoint(groups))}
    weight = weights_of(shared, seen)
    return tuple(sorted(shared, key=lambda word: (-weight[word], word))[:most])


def closeness(one: str, other: str) -> float:
    """Return how close two places are, by their codes."""
    shared = tree.common(one, other) if one and other else ""
    if one == other and one:
        return _AWAY[0]
    if shared in {one, other} and len(shared) >= 9:
        return _AWAY[1]
    return _AWAY[2] if len(shared) >= 9 else _AWAY[3] if len(shared) >= 6 else 0.0


def _why(telling: tuple[str, ...], near: float, kind: float, apart: int, same_address: bool) -> tuple[Reason, ...]:
    reasons = [Reason(why=Why.SAME_WORDS, words=telling)] if telling else []
    if same_address:
        reasons.append(Reason(why=Why.SAME_ADDRESS))
    if near >= _AWAY[2]:
        reasons.append(Reason(why=Why.SAME_VILLAGE if near == _AWAY[0] else Why.SAME_TOWNSHIP))
    if kind == 1.0:
        reasons.append(Reason(why=Why.SAME_CATEGORY))
    if apart <= 14:
        reasons.append(Reason(why=Why.RECENT, count=apart))
    return tuple(reasons)
