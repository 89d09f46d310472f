"""Clocks of a case: started, met, stopped, frozen, extended and recomputed; which one governs; nothing else changes a limit.

One clock per kind and subject ("m.handling", "o1.receipt"): a new opening writes over the old one, the ledger remembers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from yiwang.kernel.calendar import Limit, day_of, end_of, last_day, parse

from .case import Case, Clock, ClockState
from .policy import MatterPolicy
from .words import END_STATES, ClockKind, State

RUNS = frozenset({ClockState.RUNNING, ClockState.FROZEN})
PAUSABLE = frozenset({ClockKind.HANDLING, ClockKind.ORDER, ClockKind.RECEIPT, ClockKind.VERIFY})
"""What a suspension freezes: never acceptance, hand-over, the person's own time or a superior's."""
OF_THE_PERSON = frozenset({ClockKind.REVIEW_REQUEST})
"""Limits that run for the person, not for an office: they may run while the matter is closed."""
AFTER_THE_END = OF_THE_PERSON | {ClockKind.REVIEW_OPINION}
INNER = frozenset(ClockKind) - {ClockKind.ACCEPTANCE, ClockKind.HANDLING, ClockKind.HANDOVER, ClockKind.LISTING} - AFTER_THE_END


def key_of(kind: ClockKind, subject: str = "m") -> str:
    """Return the key of the clock of a kind and subject."""
    return f"{subject}.{kind.value}"


def governing(case: Case) -> tuple[str, Clock] | None:
    """Return the clock that governs the matter now: acceptance before it, then handling or hand-over; None at an end."""
    if case.state in END_STATES:
        return None
    kinds = (ClockKind.ACCEPTANCE,) if case.state == State.REGISTERED else (ClockKind.HANDLING, ClockKind.HANDOVER)
    for kind in kinds:
        clock = case.clocks.get(key := key_of(kind))
        if clock is not None and clock.state in RUNS:
            return key, clock
    return None


def due_of(case: Case) -> datetime | None:
    """Return the governing limit of an open matter, None at an end."""
    found = governing(case)
    return found[1].due if found else None


def running(case: Case, kind: ClockKind, subject: str = "m") -> Clock | None:
    """Return the clock of a kind and subject when it runs or stands still."""
    clock = case.clocks.get(key_of(kind, subject))
    return clock if clock is not None and clock.state in RUNS else None


def soon_at(clock: Clock, policy: MatterPolicy) -> datetime:
    """Return the moment from which a clock counts as due soon: when the pack's share of the limit is left."""
    return clock.due - (clock.due - clock.started) * policy.clocks.soon_share


def put(case: Case, clock: Clock) -> Case:
    """Return the case with this clock in its place."""
    return replace(case, clocks={**case.clocks, key_of(clock.kind, clock.subject): clock})


def start(case: Case, kind: ClockKind, *, at: datetime, policy: MatterPolicy, subject: str = "m") -> Case:
    """Return the case with a clock started at `at` as the pack says; an inner one ends no later than the governing one."""
    rule = policy.clock_rule(kind, case.procedure, case.category)
    limit = policy.calendar.limit(at, rule.limit)
    clock = _clock(kind, subject, ends=limit, written=rule.limit, at=at, policy=policy)
    return put(case, clock if rule.statutory or kind not in INNER else _capped(clock, governing(case), at))


def start_order(case: Case, key: str, *, at: datetime, policy: MatterPolicy, asked: date | None = None) -> Case:
    """Return the case with an order's clock: the date asked for, else what leaves the pack's reserve for verifying before the limit."""
    limit = Limit(due=end_of(asked), base=asked, provisional=False) if asked else _order_limit(case, at, policy)
    clock = _clock(ClockKind.ORDER, key, ends=limit, written="", at=at, policy=policy)
    clock = _capped(clock, governing(case), at)
    parent = case.orders[key].parent
    outer = running(case, ClockKind.ORDER, parent) if parent else None
    return put(case, _capped(clock, (parent, outer), at) if outer else clock)


def start_set(case: Case, kind: ClockKind, *, subject: str, ends: Limit, at: datetime, policy: MatterPolicy) -> Case:
    """Return the case with a clock whose end was decided as a day."""
    return put(case, _clock(kind, subject, ends=ends, written="", at=at, policy=policy))


def _order_limit(case: Case, at: datetime, policy: MatterPolicy) -> Limit:
    found = governing(case)
    reserve = parse(policy.clock_rule(ClockKind.ORDER, case.procedure, case.category).limit)
    if found is None or found[1].due <= at:
        return policy.calendar.limit(at, f"{reserve[0]}{reserve[1]}")
    outer = found[1]
    if outer.base is not None and reserve[1] == "w":
        day = policy.calendar.back(last_day(outer.due), reserve[0])
        if end_of(day) > at and day > day_of(at):
            return Limit(due=end_of(day), base=day, provisional=outer.provisional)
    return Limit(due=outer.due, base=outer.base, provisional=outer.provisional)


def _clock(kind: ClockKind, subject: str, *, ends: Limit, written: str, at: datetime, policy: MatterPolicy) -> Clock:
    return Clock(
        kind=kind,
        subject=subject,
        limit=written,
        started=at,
        base=ends.base,
        due=ends.due,
        provisional=ends.provisional,
        pack=policy.clocks_version,
    )


def _capped(clock: Clock, outer: tuple[str, Clock] | None, at: datetime) -> Clock:
    """Return the clock ending no later than the outer one; one that is late already cannot cap what starts now."""
    if outer is None or outer[1].due <= at or clock.due <= outer[1].due:
        return clock
    return replace(clock, due=outer[1].due, base=outer[1].base, provisional=outer[1].provisional)


def recap(case: Case, policy: MatterPolicy) -> Case:
    """Return the case with every running inner clock inside the governing one, after that one moved."""
    found = governing(case)
    if found is None:
        return case
    outer = found[1]
    changed = {
        key: replace(clock, due=outer.due, base=outer.base, provisional=outer.provisional)
        for key, clock in case.clocks.items()
        if clock.kind in INNER
        and clock.state in RUNS
        and clock.due > outer.due > clock.started
        and not policy.clock_rule(clock.kind, case.procedure, case.category).statutory
    }
    return replace(case, clocks={**case.clocks, **changed}) if changed else case


def meet(case: Case, kind: ClockKind, *, at: datetime, subject: str = "m") -> Case:
    """Return the case with this clock met; one that does not run stays as it is."""
    clock = running(case, kind, subject)
    return case if clock is None else put(case, replace(clock, state=ClockState.MET, met=at, frozen=None))


def again(case: Case, kind: ClockKind, *, subject: str) -> Case:
    """Return the case with a met clock running on with its old limit: sent back work restarts nothing."""
    clock = case.clocks.get(key_of(kind, subject))
    return case if clock is None else put(case, replace(clock, state=ClockState.RUNNING, met=None))


def stop(case: Case, subjects: Iterable[str], *, state: ClockState = ClockState.VOID) -> Case:
    """Return the case where the clocks of these subjects no longer count."""
    gone = frozenset(subjects)
    changed = {k: replace(c, state=state, frozen=None) for k, c in case.clocks.items() if c.subject in gone and c.state in RUNS}
    return replace(case, clocks={**case.clocks, **changed}) if changed else case


def stop_all(case: Case) -> Case:
    """Return the case where no clock of an office runs: an end."""
    changed = {
        key: replace(clock, state=ClockState.VOID, frozen=None)
        for key, clock in case.clocks.items()
        if clock.state in RUNS and clock.kind not in AFTER_THE_END
    }
    return replace(case, clocks={**case.clocks, **changed}) if changed else case


def freeze(case: Case, *, at: datetime, kinds: frozenset[ClockKind] = PAUSABLE, subject: str = "") -> Case:
    """Return the case with the running clocks of these kinds (of one subject, if named) standing still."""
    changed = {
        key: replace(clock, state=ClockState.FROZEN, frozen=at)
        for key, clock in case.clocks.items()
        if clock.state == ClockState.RUNNING and clock.kind in kinds and (not subject or clock.subject == subject)
    }
    return replace(case, clocks={**case.clocks, **changed}) if changed else case


def thaw(case: Case, *, at: datetime, policy: MatterPolicy, subject: str = "") -> Case:
    """Return the case with the frozen clocks (of one subject, if named) running again, later by the days they stood still."""
    changed = {
        key: _thawed(clock, at, policy)
        for key, clock in case.clocks.items()
        if clock.state == ClockState.FROZEN and (not subject or clock.subject == subject)
    }
    return recap(replace(case, clocks={**case.clocks, **changed}), policy) if changed else case


def _thawed(clock: Clock, at: datetime, policy: MatterPolicy) -> Clock:
    since = clock.frozen or at
    clock = replace(clock, state=ClockState.RUNNING, frozen=None)
    if clock.base is None:
        return replace(clock, due=clock.due + max(at - since, timedelta()))
    first, until = day_of(since), day_of(at)
    unit = _unit(clock)
    days = policy.calendar.workdays_between(first, until) if unit == "w" else (until - first).days
    return _longer(clock, days, unit, policy, paused=days) if days > 0 else clock


def unfreeze_as_it_was(case: Case) -> Case:
    """Return the case with its frozen clocks running on with their old limits: merging and parting restart nothing."""
    changed = {k: replace(c, state=ClockState.RUNNING, frozen=None) for k, c in case.clocks.items() if c.state == ClockState.FROZEN}
    return replace(case, clocks={**case.clocks, **changed}) if changed else case


def extend(case: Case, key: str, days: int, *, policy: MatterPolicy) -> Case:
    """Return the case with a clock prolonged: days (working days for a limit in working days) added to the unrolled last day."""
    clock = case.clocks[key]
    longer = _longer(clock, days, _unit(clock), policy, extended=days)
    return put(case, replace(longer, extensions=clock.extensions + 1))


def _unit(clock: Clock) -> str:
    return "w" if clock.limit.endswith("w") else "d"


def _longer(clock: Clock, days: int, unit: str, policy: MatterPolicy, *, extended: int = 0, paused: int = 0) -> Clock:
    if clock.base is None:
        return replace(clock, due=clock.due + timedelta(days=days), extended=clock.extended + extended, paused=clock.paused + paused)
    limit = policy.calendar.extend(clock.base, f"{days}{unit}")
    return replace(
        clock,
        due=limit.due,
        base=limit.base,
        provisional=limit.provisional,
        extended=clock.extended + extended,
        paused=clock.paused + paused,
        raised="",
        carded="",
    )


def provisional(case: Case, policy: MatterPolicy) -> tuple[str, ...]:
    """Return the keys of running clocks that were computed past an older calendar and can be settled with this one."""
    return tuple(
        key
        for key, clock in case.clocks.items()
        if clock.provisional and clock.state in RUNS and (clock.base is None or clock.base <= policy.calendar.covered_until)
    )


def recompute(case: Case, policy: MatterPolicy) -> Case:
    """Return the case with provisional limits counted again from their start on the calendar that is loaded now."""
    for key in provisional(case, policy):
        clock = case.clocks[key]
        if clock.base is None:
            case = put(case, replace(clock, provisional=False))
            continue
        base = _recounted(clock, policy)
        limit = policy.calendar.ending(base)
        case = put(case, replace(clock, base=base, due=limit.due, provisional=limit.provisional))
    return recap(case, policy)


def _recounted(clock: Clock, policy: MatterPolicy) -> date:
    if not clock.limit or clock.base is None or clock.limit.endswith("h"):
        return clock.base or last_day(clock.due)
    base = policy.calendar.add(day_of(clock.started), clock.limit)
    more = clock.extended + clock.paused
    return policy.calendar.add(base, f"{more}{_unit(clock)}") if more else base


def fix(case: Case, key: str, *, due: datetime, base: date | None, provisional: bool) -> Case:
    """Return the case with a clock whose end was taken over from elsewhere (the earliest of merged matters governs)."""
    return put(case, replace(case.clocks[key], limit="", due=due, base=base, provisional=provisional))
