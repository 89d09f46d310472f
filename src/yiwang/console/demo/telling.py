"""What one person brings, in words: title, narrative with names and phones as people say them, and the parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .arrivals import HERE, Arrival
from .dice import Dice
from .grammar import expand, phrases, themes
from .names import People, Person
from .places import Place, local_slots

_WEEKDAYS = "一二三四五六日"
GROUPS = frozenset({"labour_wages", "property_fee", "land_contract", "heating", "property_repair"})
"""Themes that come as a group now and then."""


@dataclass(frozen=True)
class Telling:
    """Everything said at the window, and the slots that later texts of the same matter use."""

    theme: str
    title: str
    narrative: str
    address: str
    room: str
    anonymous: bool
    person: Person | None
    other: Person | None
    others: tuple[Person, ...]
    """Further claimants of a group."""
    joins: Person | None
    """Somebody of the group who comes forward only while it is handled."""
    claimants: int
    slots: dict[str, object]
    version: int = 0
    """Which of the theme's facts it tells; titles, results and replies of the same number go with it."""

    @property
    def urgent(self) -> bool:
        """Say whether it is handled as an emergency."""
        return bool(themes()[self.theme].get("urgent"))


def recently(at: datetime, dice: Dice) -> str:
    """Return how people say when it happened, a few days before `at`."""
    back = dice.between(0, 9)
    day = (at - timedelta(days=back)).astimezone(HERE)
    if back == 0:
        return dice.pick(["今天一早", "今天", "刚才"]) if at.astimezone(HERE).hour > 7 else "昨天夜里"
    if back == 1:
        return dice.pick(["昨天", "昨晚", "昨天下午"])
    return dice.pick(
        [f"{day.month}月{day.day}号", f"上{'周' if back > 3 else '个礼拜'}{_WEEKDAYS[day.weekday()]}", f"{back}天前", "前几天"]
    )


def tell(
    arrival: Arrival,
    *,
    village: Place,
    town: Place,
    county: Place,
    people: People,
    anonymous: bool,
    dice: Dice,
    again: Telling | None = None,
) -> Telling:
    """Return what is said; with `again`, the same person comes back with the same thing in other words."""
    theme = themes()[again.theme if again else arrival.theme]
    person = again.person if again else None if anonymous else people.person()
    other = again.other if again else people.person(woman=False) if _names_other(theme) else None
    if again:
        slots = {**again.slots, "recent": recently(arrival.at, dice)}
    else:
        slots = local_slots(village=village, town=town, county=county, dice=dice, recent=recently(arrival.at, dice))
        slots |= _people_slots(person, other, dice)
    group = not anonymous and not again and arrival.theme in GROUPS and dice.chance(0.12)
    others = tuple(people.person() for _ in range(dice.between(2, 4))) if group else ()
    version = again.version if again else dice.between(0, len(theme["fact"]) - 1)
    narrative = _narrative(theme, arrival.channel, version, slots=slots, person=person, others=others, dice=dice)
    return Telling(
        theme=again.theme if again else arrival.theme,
        title=expand(_fitting(theme, "title", version, dice), slots=slots, dice=dice),
        narrative=narrative,
        address=expand("{road}{no}号" if dice.chance(0.4) else "{estate}{block}号楼", slots=slots, dice=dice),
        room=expand("{unit}单元{room}室", slots=slots, dice=dice) if dice.chance(0.5) else "",
        anonymous=person is None,
        person=person,
        other=other,
        others=others,
        joins=people.person() if group else None,
        claimants=len(others) + 2 if group else 0,
        slots=slots,
        version=version,
    )


def _fitting(theme: dict[str, list[str]], part: str, version: int, dice: Dice) -> str:
    """Return the template of a part that goes with a fact: that of the same number where each fact has its own, else any."""
    return theme[part][version] if len(theme[part]) == len(theme["fact"]) else dice.pick(theme[part])


def _names_other(theme: dict[str, list[str]]) -> bool:
    return any("{other}" in text for part in ("fact", "ask", "result") for text in theme[part])


def _people_slots(person: Person | None, other: Person | None, dice: Dice) -> dict[str, object]:
    return {
        "person": person.name if person else "反映人",
        "phone": person.phone if person else "（未留）",
        "other": other.name if other else "对方",
        "otherphone": other.phone if other and dice.chance(0.5) else "",
        "unit2": "",
        "reply": "",
    }


def _narrative(
    theme: dict[str, list[str]],
    channel: str,
    version: int,
    *,
    slots: dict[str, object],
    person: Person | None,
    others: tuple[Person, ...],
    dice: Dice,
) -> str:
    parts = [dice.pick(phrases()["opening"][channel]), theme["fact"][version], _fitting(theme, "ask", version, dice)]
    if person:
        parts.append(dice.pick(phrases()["contact"]["any"]))
    text = "".join(expand(part, slots=slots, dice=dice) for part in parts)
    if others:
        text += f"一起来的还有{'、'.join(each.name for each in others)}。"
    return text


def say(telling: Telling, *path: str, dice: Dice, **more: object) -> str:
    """Return a shared phrase about this matter: say(telling, "contest", "reason", dice=…, unit2="…")."""
    table, name = path
    return expand(dice.pick(phrases()[table][name]), slots={**telling.slots, **more}, dice=dice)


def outcome_texts(telling: Telling, *, dice: Dice) -> tuple[str, str]:
    """Return (what was done, inside; what the person is told) for a matter that was handled."""
    theme = themes()[telling.theme]
    return tuple(expand(_fitting(theme, part, telling.version, dice), slots=telling.slots, dice=dice) for part in ("result", "reply"))  # type: ignore[return-value]
