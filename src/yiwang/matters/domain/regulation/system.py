"""What the system does by itself."""

from __future__ import annotations

from .. import conditions as c
from .. import effects as e
from .. import rights as r
from ..acts import Act, On
from ..deeds import contests, endings, limits, supervision
from ..rows import Row
from ..words import OPEN_STATES, OrderState
from . import states as s

ROWS = (
    Row(
        act=Act.FOLLOW_MASTER,
        states=s.MERGED,
        who=(r.system,),
        conditions=(c.master_given, c.master_answered),
        deed=endings.close,
    ),
    Row(
        act=Act.RAISE_CLOCK,
        states=OPEN_STATES | s.CLOSED,
        who=(r.system,),
        conditions=(c.clock_runs, c.clock_is_due),
        while_suspended=True,
        deed=limits.raise_clock,
    ),
    Row(
        act=Act.URGE_BY_RULE,
        states=OPEN_STATES,
        who=(r.system,),
        conditions=(c.rung_is_due,),
        clocks=(e.STARTS_CARD,),
        deed=supervision.urge_by_rule,
    ),
    Row(
        act=Act.RECOMPUTE,
        states=OPEN_STATES | s.CLOSED | s.MERGED,
        who=(r.system,),
        conditions=(c.can_recompute,),
        clocks=(e.RECOMPUTES,),
        while_suspended=True,
    ),
    Row(
        act=Act.DEFAULT_RULING,
        on=On.REQUEST,
        states=s.AT_WORK,
        to=s.AFTER_CONTEST,
        requests=frozenset({"contest"}),
        order_to=(OrderState.RECEIVED, OrderState.UPHELD),
        who=(r.system,),
        conditions=(c.referral_lapsed,),
        clocks=(e.MEETS_REFERRAL,),
        while_suspended=True,
        deed=contests.default_ruling,
    ),
    Row(
        act=Act.END_SUSPENSION,
        also_on=On.REVIEW,
        states=s.ACCEPTED | s.HANDLING | s.CLOSED,
        who=(r.system,),
        conditions=(c.suspension_over,),
        clocks=(e.THAWS,),
        while_suspended=True,
        deed=limits.resume,
    ),
)
