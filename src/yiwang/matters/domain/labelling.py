"""Words that label a person instead of telling what happened: a note that holds one draws a warning, never a block (DESIGN §5).

Matters are graded, people are not. A record says what somebody did or said, with day and place; whoever reads it later, the person
included, can then judge for themselves.
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec


class Why(StrEnum):
    """What is wrong with the word."""

    INSISTENCE = "insistence"
    """Coming again is a right; say how often, and what was asked."""
    CHARACTER = "character"
    """A judgement of the person; say what was said or done."""
    HEALTH = "health"
    """A diagnosis nobody here can make; say what was seen, and who was called."""
    REGISTER = "register"
    """A class of people that no list here knows."""


class Label(msgspec.Struct, frozen=True):
    """A labelling word as it stands in the text."""

    word: str
    why: Why


PATTERNS: dict[Why, tuple[str, ...]] = {
    Why.INSISTENCE: (
        "(?<!纠)缠访",
        "闹访",
        "老上访户?",
        "上访(?:专业)?户",
        "职业(?:上访|信访|举报)[人户者]?",
        "信访专业户",
        "缠闹",
        "越级户",
        "老信访户?",
    ),
    Why.CHARACTER: (
        "无理取闹",
        "胡搅蛮缠",
        "蛮不讲理",
        "死缠烂打",
        "刁民",
        "刺头",
        "钉子户",
        "老赖",
        "泼妇",
        "无赖",
        "法盲",
        "难缠",
        "小题大做",
        "得寸进尺",
    ),
    Why.HEALTH: ("神经病", "精神病(?!医院|院|防治)", "精神(?:不正常|有问题)", "脑子(?:不正常|有问题|有病)", "疯子", "偏执狂?"),
    Why.REGISTER: ("重点人(?:员|头)", "不稳定(?:分子|人员)", "危险分子", "不放心人员", "高危人员", "敏感人员"),
}
_ALL = re.compile("|".join(f"(?P<{why}>{'|'.join(words)})" for why, words in PATTERNS.items()))


def labels_in(text: str) -> tuple[Label, ...]:
    """Return the labelling words of a text in their order, each once."""
    found = (Label(match[0], Why(match.lastgroup)) for match in _ALL.finditer(text) if match.lastgroup)
    return tuple(dict.fromkeys(found))
