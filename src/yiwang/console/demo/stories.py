"""The stories of one county: everything that will be brought there in the month, drawn before anything happens."""

from __future__ import annotations

from dataclasses import replace

from yiwang.kernel import tree
from yiwang.matters.operations import Intake
from yiwang.matters.operations.intake import PartyIn

from .arrivals import Arrival, arrivals
from .assumptions import Assumptions
from .cast import TOWN, VILLAGE
from .crew import Crew, needed_level
from .dice import Dice
from .fate import Fate, deal_showcases, draw
from .grammar import themes
from .life import Life, Plan
from .names import People, Person
from .places import Place
from .scenes import scenes
from .telling import tell

COUNTY_SHARE = {"370502": 34, "370503": 9, "370505": 13, "370522": 12, "370523": 22, "370571": 8, "370572": 2}
"""Share of the city's matters by county, roughly as its people are spread; assumed."""
_CAST_WEIGHT = {TOWN: 3.0, VILLAGE: 12.0}
"""More happens where the cast works, so that every one of them has something to do."""
TOWN_WEIGHT = {"街道": 1.6, "镇": 1.0, "乡": 0.7}


def deal(plan: Plan, *, counties: list[str], assumed: Assumptions) -> dict[str, list[tuple[int, Arrival]]]:
    """Return everything brought in the month, by county, with its number in the month: the same for the same plan."""
    dice = Dice(plan.seed, "month")
    all_arrivals = arrivals(until=plan.until, days=plan.days, count=plan.matters, assumed=assumed, dice=dice)
    where = dice.child("county")
    found: dict[str, list[tuple[int, Arrival]]] = {county: [] for county in counties}
    shares = {county: COUNTY_SHARE.get(county, 1) for county in counties}
    for index, arrival in enumerate(all_arrivals):
        found[where.weighted(shares)].append((index, arrival))
    return found


def lives(
    plan: Plan,
    *,
    county: str,
    brought: list[tuple[int, Arrival]],
    crew: Crew,
    people: People,
    assumed: Assumptions,
    showcases: bool,
) -> list[Life]:
    """Return the matters of one county with their fates, in order of arrival."""
    dice = Dice(plan.seed, "county", county)
    villages = _villages(crew, county)
    fates = _fates(plan, county, brought, assumed, showcases=showcases)
    made: list[Life] = []
    forced = ["unmerge", "merge", "unmerge", "link"] if showcases else []
    for (index, arrival), fate in zip(brought, fates, strict=True):
        own = dice.child("matter", index)
        again = _repeated(made, arrival, fate, assumed, own)
        village = again.village if again else own.child("where").weighted(_fitting(villages, str(themes()[arrival.theme].get("place", ""))))
        town, place = crew.places[village.parent], crew.places[county]
        anonymous = own.child("anonymous").chance(assumed.percent("anonymous") * (2.4 if _secret(arrival) else 0.82)) and not again
        telling = tell(
            arrival if again is None else Arrival(at=arrival.at, theme=again.telling.theme, channel=again.arrival.channel),
            village=village,
            town=town,
            county=place,
            people=people,
            anonymous=anonymous,
            dice=own.child("telling"),
            again=again.telling if again else None,
        )
        channel = again.arrival.channel if again else arrival.channel
        life = Life(
            name=f"{county}:{index}",
            arrival=Arrival(at=arrival.at, theme=telling.theme, channel=channel),
            telling=telling,
            fate=_repeats(fate, own, first=forced.pop(0) if forced else "") if again else fate,
            village=village,
            dice=own,
            crew=crew,
            twin=again,
        )
        made.append(life)
    return made + (scenes(plan, crew=crew, people=people) if showcases else [])


def _secret(arrival: Arrival) -> bool:
    return themes()[arrival.theme]["nature"] in {"report", "accusation", "hazard"}


def _villages(crew: Crew, county: str) -> dict[Place, float]:
    """Return the villages of a county with their weights; placeholders of the statistics only where there is nothing else."""
    here = [place for place in crew.places.values() if place.level == 5 and place.code.startswith(county)]
    real = [place for place in here if not place.fictive and not crew.places[place.parent].fictive] or here
    weights = {}
    for place in real:
        town = crew.places[place.parent].name
        weight = next((value for tail, value in TOWN_WEIGHT.items() if town.endswith(tail)), 0.5)
        weights[place] = weight * (2.2 if "社区" in place.name else 1.0) * _CAST_WEIGHT.get(place.code, _CAST_WEIGHT.get(place.parent, 1.0))
    return weights


def _fitting(villages: dict[Place, float], place: str) -> dict[Place, float]:
    """Return the weights for something that happens in the country ("rural") or in town ("urban"); any place for the rest."""
    if not place:
        return villages
    return {village: weight if village.rural == (place == "rural") else weight * 0.02 for village, weight in villages.items()}


def _fates(plan: Plan, county: str, brought: list[tuple[int, Arrival]], assumed: Assumptions, *, showcases: bool) -> list[Fate]:
    fates = []
    for index, arrival in brought:
        theme = themes()[arrival.theme]
        unit = Dice(plan.seed, "unit", county, theme["lead"])
        fates.append(draw(nature=theme["nature"], channel=arrival.channel, unit=unit, assumed=assumed, dice=Dice(plan.seed, "fate", index)))
    if not showcases:
        return fates
    return deal_showcases([(themes()[arrival.theme], arrival.channel) for _, arrival in brought], fates)


def _repeated(made: list[Life], arrival: Arrival, fate: Fate, assumed: Assumptions, dice: Dice) -> Life | None:
    """Return the earlier matter that somebody brings again, if this is such a case."""
    if not dice.child("again").chance(assumed.percent("repeats")):
        return None
    recent = [
        life
        for life in made[-90:]
        if life.twin is None
        and not life.telling.anonymous
        and (arrival.at - life.arrival.at).days < 6
        and not (life.fate.spot or life.fate.decline or life.fate.withdraw or life.fate.transfer_out or life.fate.ladder)
        and themes()[life.telling.theme]["nature"] not in {"accusation", "inquiry"}
    ]
    return dice.child("which").pick(recent) if recent else None


def _repeats(fate: Fate, dice: Dice, *, first: str) -> Fate:
    kind = first or dice.child("repeat").weighted({"merge": 7, "unmerge": 1, "link": 2})
    return replace(fate, repeat=kind, spot=False, decline=False, withdraw="", transfer_out=False, ladder=False)


def registrar_key(life: Life) -> tuple[str, str]:
    """Return (unit of the registration, sign-in stem of who registers): "" where the person does it on the web."""
    if life.door is not None:
        return life.door
    if life.twin is not None:
        return registrar_key(life.twin)
    village, channel = life.village.code, life.arrival.channel
    county, town = village[:6], village[:9]
    level = needed_level(life.telling.theme)
    dice = life.dice.child("door")
    if channel == "web":
        return "", ""
    if channel in {"grid", "village"}:
        return f"{village}/center", "grid" if channel == "grid" else "secretary"
    if channel == "hotline":
        city = life.fate.city_hands_down or dice.chance(0.04)
        return (f"{village[:4]}/center" if city else f"{county}/center"), "hotline"
    if channel == "window":
        where = town if level >= 4 and dice.chance(0.75) else county
        return f"{where}/center", "clerk"
    return f"{county}/center", "clerk2"


def shard_of(life: Life) -> str:
    """Return the county of the registration: the first six digits, padded, of the registering center's region."""
    unit, _ = registrar_key(life)
    return tree.county_of(unit.split("/")[0] if unit else life.county)


def intake(life: Life) -> Intake:
    """Return what the registration form of this matter holds."""
    telling = life.telling
    theme = themes()[telling.theme]
    parties = [_party("reporter", person) for person in (telling.person,) if person]
    parties += [_party("claimant", person) for person in telling.others]
    if telling.other and theme["nature"] != "accusation":
        parties.append(PartyIn(part="counterpart", name=telling.other.name, phone=str(telling.slots["otherphone"])))
    if telling.other and theme["nature"] == "accusation":
        parties.append(PartyIn(part="accused", name=telling.other.name))
    return Intake(
        category=theme["category"],
        place=_place(life),
        narrative=telling.narrative,
        nature=theme["nature"],
        title=telling.title,
        channel=life.arrival.channel,
        address=telling.address,
        room=telling.room,
        parties=tuple(parties),
        anonymous=telling.anonymous,
        accused_units=_accused(life) if theme["nature"] == "accusation" else (),
        claimants=telling.claimants,
    )


def _place(life: Life) -> str:
    """Return the region the form names: on the web people choose their township or county where the village cannot help."""
    if life.arrival.channel != "web":
        return life.village.code
    return life.village.code[: {5: 12, 4: 9, 3: 6}[needed_level(life.telling.theme)]]


def _accused(life: Life) -> tuple[int, ...]:
    village = life.village.code
    if life.telling.theme == "accuse_center":
        return (life.crew.units["37/center"],)
    key = f"{village}/center" if life.telling.theme == "accuse_village" else f"{village[:9]}/enforcement"
    unit = life.crew.units.get(key) or life.crew.units.get(f"{village[:9]}/center")
    return (unit,) if unit else ()


def _party(part: str, person: Person) -> PartyIn:
    return PartyIn(part=part, name=person.name, phone=person.phone, document=person.document)


__all__ = ["deal", "intake", "lives", "registrar_key", "shard_of"]
