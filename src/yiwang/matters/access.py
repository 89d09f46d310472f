"""Who may see which matter: one rule in two shapes, a condition in SQL and a yes or no about a case (DESIGN §5).

A rule is built once per actor out of a few terms; each term knows how it is said in SQL about `matter m` and how it is
answered about a `Sight`, which is what the same columns of `matter` hold. Outside the rule a matter does not exist.

For search each term also names marks, of which a matter must bear one: necessary, never enough, so that an index can
leave out most of what nobody here may see. What is found is asked the rule itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.kernel import tree

from .domain.blocks import superiors
from .domain.case import Case
from .domain.words import Nature

BEYOND = "~"
"""Sorts after every digit: `code <= x < code + BEYOND` are the codes of a subtree (under the C collation)."""
HEADS = frozenset({Role.UNIT_HEAD, Role.LEADER, Role.CENTER_HEAD})
"""Answer for the units below theirs in the line."""
SUPERVISORS = frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.LEADER})
"""At a center: see what the centers of the region below hold."""
CONFIDANTS = frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.HANDLER, Role.UNIT_HEAD, Role.LEADER, Role.DISCIPLINE})
"""May read an accusation when their unit has a part in it."""
READERS = CONFIDANTS | {Role.CLERK, Role.GRID_WORKER, Role.MEDIATOR}
"""Read content at all: the audit, security and system officers do not."""


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What decides who sees a matter; `matter` has a column for each, and rows in `matter_block` for the last two."""

    stakes: tuple[int, ...]
    above: tuple[int, ...]
    area: str
    registered_by: int | None
    accusation: bool
    blocked_units: tuple[int, ...]
    blocked_users: tuple[int, ...]

    @property
    def blocked(self) -> bool:
        """Say whether anybody is blocked at all."""
        return bool(self.blocked_units or self.blocked_users)

    def marks(self) -> frozenset[str]:
        """Return all marks the matter bears: whoever may see it asks for one of them."""
        registered = (f"p{self.registered_by}",) if self.registered_by is not None else ()
        return frozenset(
            {
                *(f"u{unit}" for unit in self.stakes),
                *(f"h{unit}" for unit in self.above),
                *(f"a{code}" for code in (tree.lineage(self.area) if self.area else ())),
                *registered,
            }
        )


def sight(case: Case, net: Net) -> Sight:
    """Return what of a case decides who may see it."""
    working = {order.unit for order in case.orders.values()}
    units = {
        *case.trail,
        case.registrar,
        *working,
        *(unit for whistle in case.whistles.values() for unit in (whistle.caller, *whistle.units)),
        *(unit for card in case.cards.values() for unit in (card.unit, card.by_unit, card.above) if unit),
        *(unit for conference in case.conferences.values() for unit in (conference.by_unit, *conference.units)),
        *((case.listing.unit,) if case.listing and case.listing.unit else ()),
        *(review.organ for review in case.reviews.values()),
        *(request.ruler for request in case.requests.values() if request.ruler is not None),
        *(body for body in map(net.discipline_body, case.accused) if body is not None),
    }
    holder = net.unit(case.holder)
    return Sight(
        stakes=_with_successors(units, net),
        above=tuple(sorted({superior for unit in working if (facts := net.unit(unit)) for superior in facts.line})),
        area=holder.region if holder else "",
        registered_by=case.registered_by,
        accusation=case.nature == Nature.ACCUSATION,
        blocked_units=_with_successors(case.accused, net),
        blocked_users=tuple(sorted({*case.recused, *case.accused_users})),
    )


def _with_successors(units: Iterable[int], net: Net) -> tuple[int, ...]:
    """An abolished unit's matters are seen by its successor; nothing waits for nobody."""
    known = set(units)
    return tuple(sorted(known | {facts.id for unit in known if (facts := net.unit(unit))}))


class Term(Protocol):
    """One condition in its two shapes."""

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition about `matter m`, with its parameters."""

    def holds(self, seen: Sight) -> bool:
        """Answer it about one matter."""

    def marks(self) -> frozenset[str] | None:
        """Return marks of which a matter must bear one for the condition to hold; None where it asks for none."""


class Never(msgspec.Struct, frozen=True):
    """Nobody."""

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition that never holds."""
        return "false", []

    def holds(self, seen: Sight) -> bool:
        """Return False."""
        return False

    def marks(self) -> frozenset[str] | None:
        """Return no mark at all."""
        return frozenset()


class Always(msgspec.Struct, frozen=True):
    """Everybody: only the system itself."""

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition that always holds."""
        return "true", []

    def holds(self, seen: Sight) -> bool:
        """Return True."""
        return True

    def marks(self) -> frozenset[str] | None:
        """Return None: no mark tells."""
        return None


class HasPart(msgspec.Struct, frozen=True):
    """The unit, or one it took over from, has a part in the matter: holds or held it, registered it, works or rules on it, was called."""

    units: tuple[int, ...]

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition on `stakes`."""
        return "m.stakes && %s::bigint[]", [list(self.units)]

    def holds(self, seen: Sight) -> bool:
        """Look for the units among the stakes."""
        return not set(self.units).isdisjoint(seen.stakes)

    def marks(self) -> frozenset[str] | None:
        """Return the units as stakes."""
        return frozenset(f"u{unit}" for unit in self.units)


class Heads(msgspec.Struct, frozen=True):
    """A unit below this one in the line, or below one it took over from, works or worked on the matter."""

    units: tuple[int, ...]

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition on `above`."""
        return "m.above && %s::bigint[]", [list(self.units)]

    def holds(self, seen: Sight) -> bool:
        """Look for the units among the lines above."""
        return not set(self.units).isdisjoint(seen.above)

    def marks(self) -> frozenset[str] | None:
        """Return the units as heads."""
        return frozenset(f"h{unit}" for unit in self.units)


class Supervises(msgspec.Struct, frozen=True):
    """The holder's region lies in this one."""

    region: str

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition on `area`, a range that its index serves."""
        return "(m.area >= %s AND m.area < %s)", [self.region, self.region + BEYOND]

    def holds(self, seen: Sight) -> bool:
        """Compare the area with the region's range."""
        return self.region <= seen.area < self.region + BEYOND

    def marks(self) -> frozenset[str] | None:
        """Return the region."""
        return frozenset({f"a{self.region}"})


class RegisteredBy(msgspec.Struct, frozen=True):
    """The user registered the matter with their own hands."""

    user: int

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition on `registered_by`."""
        return "m.registered_by IS NOT DISTINCT FROM %s::bigint", [self.user]

    def holds(self, seen: Sight) -> bool:
        """Compare the users."""
        return seen.registered_by == self.user

    def marks(self) -> frozenset[str] | None:
        """Return the user."""
        return frozenset({f"p{self.user}"})


class NoAccusation(msgspec.Struct, frozen=True):
    """The matter is not an accusation of an office or official."""

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition on `nature`."""
        return "m.nature <> 'accusation'", []

    def holds(self, seen: Sight) -> bool:
        """Return whether it is none."""
        return not seen.accusation

    def marks(self) -> frozenset[str] | None:
        """Return None: no mark tells."""
        return None


class NotBlocked(msgspec.Struct, frozen=True):
    """Neither a unit the user serves, nor one above it in its line, is complained of; user and absent one are not recused."""

    units: tuple[int, ...]
    users: tuple[int, ...]

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition on `matter_block`, which is only looked at where rows exist."""
        text = (
            "(NOT m.blocked OR NOT EXISTS (SELECT FROM matter_block b WHERE b.county = m.county AND b.matter_id = m.id"
            " AND (b.unit = ANY(%s::bigint[]) OR b.user_id = ANY(%s::bigint[]))))"
        )
        return text, [list(self.units), list(self.users)]

    def holds(self, seen: Sight) -> bool:
        """Look for the units and the users among the blocked."""
        return not (set(self.units) & set(seen.blocked_units)) and not (set(self.users) & set(seen.blocked_users))

    def marks(self) -> frozenset[str] | None:
        """Return None: no mark tells."""
        return None


class AllOf(msgspec.Struct, frozen=True):
    """Every term holds."""

    terms: tuple[Term, ...]

    def sql(self) -> tuple[str, list[object]]:
        """Join the terms by AND."""
        return _joined(" AND ", self.terms)

    def holds(self, seen: Sight) -> bool:
        """Ask every term."""
        return all(term.holds(seen) for term in self.terms)

    def marks(self) -> frozenset[str] | None:
        """Return those of the first term that names any."""
        return next((marks for term in self.terms if (marks := term.marks()) is not None), None)


class AnyOf(msgspec.Struct, frozen=True):
    """At least one term holds."""

    terms: tuple[Term, ...]

    def sql(self) -> tuple[str, list[object]]:
        """Join the terms by OR."""
        return _joined(" OR ", self.terms)

    def holds(self, seen: Sight) -> bool:
        """Ask the terms until one holds."""
        return any(term.holds(seen) for term in self.terms)

    def marks(self) -> frozenset[str] | None:
        """Return those of all terms; None when one names none."""
        each = [term.marks() for term in self.terms]
        return None if None in each else frozenset().union(*(marks for marks in each if marks is not None))


def _joined(word: str, terms: tuple[Term, ...]) -> tuple[str, list[object]]:
    parts = [term.sql() for term in terms]
    return f"({word.join(text for text, _ in parts)})", [value for _, values in parts for value in values]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """All that the rule asks of an actor, as a value that can travel (the tickets of the live stream)."""

    role: Role
    user: int | None
    instead_of: int | None = None
    """User whose place is held for a time: what is closed to that one is closed here."""
    own: tuple[int, ...]
    """The unit served and those it took over from; none: nothing is seen."""
    blocking: tuple[int, ...]
    """Whoever of these is complained of, the actor sees nothing of it."""
    supervised: str
    """The region below which the actor's center supervises; "" when it does not."""


def standing(actor: Actor, net: Net) -> Standing:
    """Return what the rule asks of an actor."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    if actor.role not in READERS or facts is None:
        return Standing(role=actor.role, user=actor.user, own=(), blocking=(), supervised="")
    served = _served(actor, net)
    stood_for = net.stood_for(served)
    supervises = actor.role in SUPERVISORS and facts.kind == UnitKind.CENTER
    return Standing(
        role=actor.role,
        user=actor.user,
        instead_of=actor.instead_of,
        own=(facts.id, *stood_for.get(facts.id, ())),
        blocking=tuple(sorted(served.union(*stood_for.values()))),
        supervised=facts.region if supervises else "",
    )


def rule(actor: Actor, net: Net) -> Term:
    """Return who-may-see for an actor; the person who brought a matter comes in by number and query code, never by this rule."""
    return rule_of(standing(actor, net))


def rule_of(stands: Standing) -> Term:
    """Return who-may-see for somebody of this standing."""
    if stands.role == Role.SYSTEM:
        return Always()
    if not stands.own:
        return Never()
    ways: list[Term] = [HasPart(stands.own)]
    if stands.role in HEADS:
        ways.append(Heads(stands.own))
    if stands.role not in CONFIDANTS:
        ways = [AllOf((NoAccusation(), *ways))]
    if stands.supervised:
        ways.append(AllOf((NoAccusation(), Supervises(stands.supervised))))
    if stands.user is not None:
        ways.append(RegisteredBy(stands.user))
    return AllOf(
        (AnyOf(tuple(ways)), NotBlocked(stands.blocking, tuple(one for one in (stands.user, stands.instead_of) if one is not None)))
    )


def admits(rights: object) -> Callable[[object], bool]:
    """Return the rule of a `Standing` as a question about a `Sight`, both as they come off the wire (`live.domain.news.Admits`)."""
    holds = rule_of(msgspec.convert(rights, Standing)).holds
    return lambda audience: holds(msgspec.convert(audience, Sight))


def _served(actor: Actor, net: Net) -> frozenset[int]:
    """All units whose being complained of blocks the actor: those served or seconded from, with all that stand above them."""
    own = frozenset(unit for unit in (actor.unit, *actor.seconded_from) if unit is not None)
    return own.union(*(superiors(unit, net) for unit in own))


def visible_to(actor: Actor, net: Net) -> tuple[str, list[object]]:
    """Return the SQL condition, about `matter m`, of what the actor may see, with its parameters."""
    return rule(actor, net).sql()


def may_see(actor: Actor, case: Case, net: Net) -> bool:
    """Say whether the actor may see the matter of this case."""
    return rule(actor, net).holds(sight(case, net))
