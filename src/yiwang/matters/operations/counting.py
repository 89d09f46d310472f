"""The facts of a deed: signed measures with their dimensions. A pure function of the case before and after.

What stands (registered, open, late) is counted by difference, so that whatever moves, merges or reclassifies a matter, the sums stay
right. Accusations are sealed: they count nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from yiwang.facts.operations import Measure
from yiwang.facts.words import Counted, Dimension
from yiwang.kernel.calendar import day_of

from ..domain.acts import Act
from ..domain.case import Case, ClockState, Move
from ..domain.clocks import RUNS
from ..domain.ladder import lies_with
from ..domain.scene import sender_of
from ..domain.words import OPEN_STATES, ClockKind, Nature, State

_GOVERNING = frozenset({ClockKind.ACCEPTANCE, ClockKind.HANDLING, ClockKind.HANDOVER})
_ENDS = {State.DECLINED: Counted.DECLINED, State.WITHDRAWN: Counted.WITHDRAWN, State.TRANSFERRED: Counted.TRANSFERRED}
_ON_THE_WAY = frozenset({State.REGISTERED, State.ACCEPTED, State.HANDLING})
_CONTENT = 3
"""Stars from which somebody counts as satisfied: basically satisfied is the third step of five."""

Dims = dict[str, Any]


def facts(before: Case | None, after: Case, move: Move, *, was_platform: str, platform: str) -> list[Measure]:
    """Return what a deed adds to the counts."""
    old = dims(before, was_platform) if before is not None else None
    new = dims(after, platform)
    day = day_of(move.at)
    counted = list(_standing(before, after, old, new, move.at))
    if new is not None:
        counted += [Measure(str(measure), day, {**new, **more}) for measure, more in _done(before, after, move)]
        counted += _passed(before, after, move.at, new) if before is not None else ()
    return counted


def dims(case: Case, platform: str) -> Dims | None:
    """Return the dimensions of everything a matter counts, None when it counts nowhere."""
    if case.nature == Nature.ACCUSATION:
        return None
    return {
        str(Dimension.REGION): case.place,
        str(Dimension.CATEGORY): case.category,
        str(Dimension.PLATFORM): platform,
        str(Dimension.NATURE): str(case.nature),
        str(Dimension.CHANNEL): str(case.channel),
        str(Dimension.PROCEDURE): str(case.procedure),
    }


def _standing(before: Case | None, after: Case, old: Dims | None, new: Dims | None, at: datetime) -> Iterator[Measure]:
    """Yield the differences of what stands; a change of class is taken back and given anew."""
    today, registered = day_of(at), day_of(after.registered)
    for measure, day, was, now in (
        (Counted.REGISTERED, registered, before is not None, True),
        (Counted.OPEN, today, before is not None and before.state in OPEN_STATES, after.state in OPEN_STATES),
        (Counted.LATE, today, before is not None and is_late(before), is_late(after)),
    ):
        if (was, old) == (now, new):
            continue
        if was and old is not None:
            yield Measure(str(measure), day, old, -1)
        if now and new is not None:
            yield Measure(str(measure), day, new, 1)


def is_late(case: Case) -> bool:
    """Say whether the governing limit of an open matter was seen to pass and still waits to be met."""
    return case.state in OPEN_STATES and any(
        clock.kind in _GOVERNING and clock.state in RUNS and clock.raised == "late" for clock in case.clocks.values()
    )


def _missed(case: Case, since: datetime | None) -> bool:
    """Say whether a limit of the matter itself passed in the round that began at `since`: seen by the watcher, or met too late."""
    return any(
        clock.kind in _GOVERNING
        and (since is None or clock.started >= since)
        and (clock.raised == "late" or (clock.met is not None and clock.met > clock.due))
        for clock in case.clocks.values()
    )


def _missed_now(before: Case, after: Case, at: datetime) -> bool:
    """Say whether this deed is the one by which a limit of the matter is known to be missed: once a round."""
    if _missed(before, before.closed):
        return False
    unseen = before.state in OPEN_STATES and after.state not in OPEN_STATES and _running_past(before, at)
    return unseen or _missed(after, before.closed)


def _running_past(case: Case, at: datetime) -> bool:
    return any(clock.kind in _GOVERNING and clock.state == ClockState.RUNNING and clock.due < at for clock in case.clocks.values())


def _done(before: Case | None, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    """Yield what was done, with the unit it is about."""
    if before is None:
        return
    if after.state != before.state:
        yield from _reached_state(before, after, move)
    if _missed_now(before, after, move.at):
        yield Counted.OVERDUE, _unit(_lead(after) or after.holder)
    if reader := _BY_ACT.get(move.act):
        yield from reader(before, after, move)


def _passed(before: Case, after: Case, at: datetime, dims: Dims) -> Iterator[Measure]:
    """Yield a hop on the way to whoever acts, with the hours it lay where it leaves; work that comes back to be verified is none."""
    left = lies_with(before)
    if not {before.state, after.state} <= _ON_THE_WAY or lies_with(after) == left:
        return
    day, of = day_of(at), {**dims, **_unit(left)}
    yield Measure(str(Counted.PASSED), day, of)
    if hours := round((at - (before.lain or before.registered)) / timedelta(hours=1)):
        yield Measure(str(Counted.LAIN), day, of, hours)


def _reached_state(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    if after.state in _ENDS:
        yield _ENDS[after.state], {}
    if after.state == State.CLOSED:
        unit = _unit(_lead(after) or after.holder)
        yield Counted.CLOSED, unit
        if not _missed(before, before.closed) and not _missed_now(before, after, move.at):
            yield Counted.ON_TIME, unit
        if after.trips <= 1:
            yield Counted.ONE_TRIP, unit


def _lead(case: Case) -> int | None:
    """Return the unit of the last lead order that was not taken back."""
    leads = [order.unit for order in case.orders.values() if order.lead and order.state not in ("cancelled", "upheld")]
    return leads[-1] if leads else None


def _unit(unit: int) -> Dims:
    return {str(Dimension.UNIT): unit}


def _plain(measure: Counted) -> Any:
    def reader(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
        yield measure, {}

    return reader


def _dispatched(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    for key, order in after.orders.items():
        if key not in before.orders and order.lead:
            yield Counted.DISPATCHED, _unit(order.unit)


def _begun(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    """Yield the beginning of the work: the first receipt of the lead in this round."""
    order = after.orders[move.subject]
    if order.lead and not any(o.lead and o.opening == after.closings and o.handlers for o in before.orders.values()):
        yield Counted.BEGUN, _unit(order.unit)


def _contested(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    yield Counted.CONTESTED, _unit(before.orders[move.subject].unit)


def _ruled(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    """Yield a ruling, for who sent the order: an upheld contest counts against the dispatcher."""
    dispatcher = _unit(sender_of(before, before.orders[before.requests[move.subject].subject]))
    yield Counted.RULED, dispatcher
    if after.requests[move.subject].state == "granted":
        yield Counted.UPHELD, dispatcher


def _reported(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    if before.orders[move.subject].lead:
        yield Counted.REPORTED, _unit(before.orders[move.subject].unit)


def _redone(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    if before.orders[move.subject].lead:
        yield Counted.REDONE, _unit(before.orders[move.subject].unit)


def _rated(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    unit, stars = _unit(_lead(after) or after.holder), move.data.get("stars", 0)
    yield Counted.RATED, unit
    if move.data.get("solved") is True:
        yield Counted.RATED_SOLVED, unit
    if isinstance(stars, int) and stars >= _CONTENT:
        yield Counted.RATED_CONTENT, unit


def _followed_up(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    """Yield a call-back; only who was reached can have said anything."""
    unit = _unit(_lead(after) or after.holder)
    yield Counted.CALLED, unit
    if move.data.get("reached") is not True:
        return
    yield Counted.REACHED, unit
    for name, measure in (("solved", Counted.SOLVED), ("satisfied", Counted.SATISFIED)):
        if move.data.get(name) is True:
            yield measure, unit


def _urged(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    for key, card in after.cards.items():
        if key not in before.cards:
            yield Counted.CARDS, _unit(card.unit)


def _whistled(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    for key, whistle in after.whistles.items():
        if key not in before.whistles:
            yield from ((Counted.WHISTLED, _unit(unit)) for unit in whistle.units)


def _arrived(before: Case, after: Case, move: Move) -> Iterator[tuple[Counted, Dims]]:
    here = set(after.whistles[move.subject].arrived) - set(before.whistles[move.subject].arrived)
    yield from ((Counted.ARRIVED, _unit(unit)) for unit in here)


_BY_ACT: dict[str, Any] = {
    Act.ACCEPT: _plain(Counted.ACCEPTED),
    Act.REOPEN: _plain(Counted.REOPENED),
    Act.ESCALATE: _plain(Counted.ESCALATED),
    Act.DISPATCH: _dispatched,
    Act.REASSIGN: _dispatched,
    Act.TO_MEDIATION: _dispatched,
    Act.CONTEST: _contested,
    Act.RULE_CONTEST: _ruled,
    Act.DEFAULT_RULING: _ruled,
    Act.REPORT_RESULT: _reported,
    Act.REWORK: _redone,
    Act.RATE: _rated,
    Act.FOLLOW_UP: _followed_up,
    Act.URGE: _urged,
    Act.URGE_BY_RULE: _urged,
    Act.RECEIVE: _begun,
    Act.WHISTLE: _whistled,
    Act.ARRIVE: _arrived,
}
