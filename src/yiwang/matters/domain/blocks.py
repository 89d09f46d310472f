"""Who is blocked from a matter: the accused, their line below, whoever is seconded from it, and the recused."""

from __future__ import annotations

from .case import Actor, Case
from .net import Net
from .words import Role, UnitKind


def superiors(unit: int, net: Net) -> set[int]:
    """Return the unit and all above it: its line, and above every center in it the centers of the regions above, for that is their line."""
    found: set[int] = set()
    ahead = [unit]
    while ahead:
        named = ahead.pop()
        facts = net.unit(named)
        found.add(named)  # an ended unit under its own number too: what was written of it before it ended names that
        if facts is None or facts.id in found - {named}:
            continue
        found.add(facts.id)
        ahead += [each for each in facts.line if each not in found]
        if facts.kind == UnitKind.CENTER and (above := net.parent_center(facts.id)) is not None and above not in found:
            ahead.append(above)
    return found


def unit_blocked(accused: tuple[int, ...], unit: int, net: Net) -> bool:
    """Say whether a unit is complained of, or stands below a unit that is."""
    if not accused:
        return False
    if unit in accused:
        return True
    heirs = {facts.id for each in accused if (facts := net.unit(each)) is not None}
    return not superiors(unit, net).isdisjoint({*accused, *heirs})


def user_blocked(case: Case, user: int | None, seconded_from: tuple[int, ...], net: Net) -> bool:
    """Say whether a user withdrew, is complained of, or is seconded from a blocked unit."""
    if user is not None and (user in case.recused or user in case.accused_users):
        return True
    return bool(case.accused) and any(unit_blocked(case.accused, unit, net) for unit in seconded_from)


def barred(case: Case, actor: Actor, net: Net) -> bool:
    """Say whether this actor may neither handle nor see nor count the matter, nor infer that it exists."""
    if actor.role in {Role.PERSON, Role.SYSTEM}:
        return False
    if user_blocked(case, actor.user, actor.seconded_from, net) or user_blocked(case, actor.instead_of, (), net):
        return True
    return actor.unit is not None and unit_blocked(case.accused, actor.unit, net)


def accusation_holder(registrar_center: int | None, accused: tuple[int, ...], net: Net) -> int | None:
    """Return who leads an accusation: the nearest center above every accused unit and outside their line, else the discipline body."""
    center = registrar_center
    while center is not None:
        if not unit_blocked(accused, center, net) and all(_above(center, a, net) for a in accused):
            return center
        center = net.parent_center(center)
    for unit in accused:
        body = net.discipline_body(unit)
        if body is not None and not unit_blocked(accused, body, net):
            return body
    return None


def _above(center: int, accused: int, net: Net) -> bool:
    mine, theirs = net.unit(center), net.unit(accused)
    return mine is not None and (theirs is None or len(mine.region) < len(theirs.region))
