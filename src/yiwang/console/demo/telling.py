"""What one person brings, in words: title, narrative with names and phones as people say them, and the parties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .arrivals import HERE, Arrival
from .dice import Dice
from .grammar import expand, phrases, themes
from .names import People, Person
from .places import Place, local_slots, season_slots

_WEEKDAYS = "一二三四五六日"
_SCENES = {"dispute": "dispute", "hazard": "place", "complaint": "place", "report": "report"}
_LIKE = {"report": ("report", "place")}
"""Scenes that use another's phrases where they have none of their own."""
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
    shared: Dice
    """The chance by which choices with a letter fall, the same in everything that is said about this matter."""
    version: int = 0
    """Which of the theme's facts it tells; titles, results and replies of the same number go with it."""

    @property
    def scene(self) -> str:
        """Say what it is about, for phrases that differ by it: "dispute", "place", "report" or "service"."""
        theme = themes()[self.theme]
        return str(theme.get("scene") or _SCENES.get(theme["nature"], "service"))

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
        slots |= season_slots(arrival.at.astimezone(HERE)) | _people_slots(person, other, dice)
    shared = again.shared if again else dice.child("shared")
    version = again.version if again else dice.between(0, len(theme["fact"]) - 1)
    many = "{n}个人" in theme["fact"][version]
    group = not anonymous and not again and (many or (arrival.theme in GROUPS and dice.chance(0.12)))
    others = tuple(people.person() for _ in range(dice.between(2, 4))) if group else ()
    claimants = len(others) + 2 if group else 0
    if many and not again:  # as many as there are lines on the sheet; a nameless one does not count the others
        slots["n"] = claimants or dice.pick("三四五六")

    def fill(template: str) -> str:
        return expand(template, slots=slots, dice=dice, shared=shared)

    return Telling(
        theme=again.theme if again else arrival.theme,
        title=fill(_fitting(theme, "title", version, dice)),
        narrative=_narrative(theme, arrival.channel, version, fill=fill, person=person, others=others, dice=dice),
        address=again.address if again else fill(_address(theme["fact"][version], village, dice)),
        room=again.room if again else _room(theme["fact"][version], fill, dice),
        anonymous=person is None,
        person=person,
        other=other,
        others=others,
        joins=people.person() if group else None,
        claimants=claimants,
        slots=slots,
        shared=shared,
        version=version,
    )


def _fitting(theme: dict[str, list[str]], part: str, version: int, dice: Dice) -> str:
    """Return the template of a part that goes with a fact: that of the same number where each fact has its own, else any."""
    return theme[part][version] if len(theme[part]) == len(theme["fact"]) else dice.pick(theme[part])


def _address(fact: str, village: Place, dice: Dice) -> str:
    """Return the template of the address: where the fact says it happened, else where the person lives."""
    if "{estate}" in fact:
        return "{estate}{block}号楼"
    if "{road}" in fact:
        return "{road}{no}号"
    if "{village}" in fact:
        return dice.pick(["{village}{no}号", "{village}"])
    return "{village}{no}号" if village.rural else dice.pick(["{road}{no}号", "{estate}{block}号楼"])


def _room(fact: str, fill: Callable[[str], str], dice: Dice) -> str:
    """Return the room where the address is a building and it matters."""
    return fill("{unit}单元{room}室") if "{room}" in fact or ("{estate}" in fact and dice.chance(0.3)) else ""


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
    fill: Callable[[str], str],
    person: Person | None,
    others: tuple[Person, ...],
    dice: Dice,
) -> str:
    parts = [dice.pick(phrases()["opening"][channel]), theme["fact"][version], _fitting(theme, "ask", version, dice)]
    if person:
        parts.append(dice.pick(phrases()["contact"]["any"]))
    text = "".join(map(fill, parts))
    if others:
        text += f"一起来的还有{'、'.join(each.name for each in others)}。"
    return text


def say(telling: Telling, *path: str, dice: Dice, **more: object) -> str:
    """Return a shared phrase about this matter, the one for its scene if there is one: say(telling, "contest", "reason", unit2="…")."""
    table, name = path
    found = phrases()[table]
    names = [f"{name}_{scene}" for scene in _LIKE.get(telling.scene, (telling.scene,))]
    fitting = next((found[each] for each in names if each in found), None) or found[name]
    return expand(dice.pick(fitting), slots={**telling.slots, **more}, dice=dice)


def outcome_texts(telling: Telling, *, dice: Dice) -> tuple[str, str]:
    """Return (what was done, inside; what the person is told) for a matter that was handled."""
    theme = themes()[telling.theme]
    result, reply = (
        expand(_fitting(theme, part, telling.version, dice), slots=telling.slots, dice=dice, shared=telling.shared)
        for part in ("result", "reply")
    )
    return result, reply
