"""Conditions of what the system does by itself."""

from __future__ import annotations

from .. import clocks
from ..case import Case
from ..scene import Scene
from ..words import Procedure, State
from .naming import must


@must("no_such_clock", "所指时限存在且在计时", "the clock exists and runs", field="clock")
def clock_runs(s: Scene) -> bool:
    """Only a running limit is raised."""
    clock = s.case.clocks.get(s.word("clock"))
    return clock is not None and clock.state == "running"


@must("clock_not_there_yet", "已到提醒或超期时刻，且未提醒过", "the moment has come and it was not raised before", field="level")
def clock_is_due(s: Scene) -> bool:
    """Soon is raised once, late is raised once."""
    clock = s.case.clocks.get(s.word("clock"))
    if clock is None:
        return False
    if s.word("level") == "late":
        return clock.raised != "late" and clock.due <= s.at
    return s.word("level") == "soon" and not clock.raised and clocks.soon_at(clock, s.policy) <= s.at < clock.due


@must("nothing_to_recompute", "有暂定时限可用现行日历重算", "a provisional limit can be settled with the calendar loaded now")
def can_recompute(s: Scene) -> bool:
    """Only provisional limits are counted again."""
    return bool(clocks.provisional(s.case, s.policy))


def is_petition(case: Case) -> bool:
    """Say whether the petition's statutory times apply."""
    return case.procedure == Procedure.PETITION


@must("master_open", "主件已办结且有答复", "the master is closed with an answer", on_input=True)
def master_answered(s: Scene) -> bool:
    """Every person is answered."""
    master = s.other
    if master is None or master.state != State.CLOSED or master.closed is None:
        return False
    return s.case.closed is None or s.case.closed < master.closed
