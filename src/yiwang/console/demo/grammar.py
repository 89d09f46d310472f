"""Texts as people write them: templates with choices `[one|other]` and slots `{name}`, expanded by seeded chance.

A choice with a letter, `[k:one|other]`, falls the same way everywhere in one matter: what was asked is what is answered.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .dice import Dice

TEXTS = Path(__file__).with_name("texts")
THEMES = ("disputes", "help", "complaints", "hazards", "others")
_CHOICE = re.compile(r"\[(?:([a-z]):)?([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def expand(template: str, *, slots: Mapping[str, object], dice: Dice, shared: Dice | None = None) -> str:
    """Return the template with every choice drawn, innermost first, and every slot filled; an unknown slot is a KeyError.

    Choices with a letter are drawn from `shared`, the matter's own chance.
    """

    def drawn(match: re.Match[str]) -> str:
        source = shared.child(match[1]) if shared and match[1] else dice
        return source.pick(match[2].split("|"))

    while "[" in template:
        template = _CHOICE.sub(drawn, template, count=1)
    return _SLOT.sub(lambda match: str(slots[match[1]]), template)


@cache
def themes() -> dict[str, dict[str, Any]]:
    """Return all things people bring, by name: nature, weight, who leads, and the templates."""
    found: dict[str, dict[str, Any]] = {}
    for name in THEMES:
        found |= tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))
    return found


@cache
def phrases() -> dict[str, dict[str, list[str]]]:
    """Return the phrases shared by all kinds of matter: phrases()["contest"]["reason"]."""
    return tomllib.loads((TEXTS / "phrases.toml").read_text(encoding="utf-8"))


def templates() -> Iterator[str]:
    """Yield every template there is, for checks."""
    for tables in (themes(), phrases()):
        for table in tables.values():
            for value in table.values():
                if isinstance(value, list):
                    yield from value


def lettered() -> Iterator[tuple[str, str, int]]:
    """Yield (theme, letter, number of options) of every choice with a letter, for checks."""
    for name, theme in themes().items():
        for value in theme.values():
            for template in value if isinstance(value, list) else ():
                yield from ((name, letter, options.count("|") + 1) for letter, options in _CHOICE.findall(template) if letter)


def slots_used() -> frozenset[str]:
    """Return the names of all slots any template uses."""
    return frozenset(slot for template in templates() for slot in _SLOT.findall(template))
