"""Extension and suspension."""

from __future__ import annotations

from .. import conditions as c
from .. import effects as e
from .. import rights as r
from ..acts import Act, On
from ..deeds import limits
from ..rows import Row
from . import states as s

ROWS = (
    Row(
        act=Act.REQUEST_EXTENSION,
        on=On.ORDER,
        states=s.AT_WORK,
        orders=s.TAKEN,
        who=(r.order_unit,),
        conditions=(c.nothing_pending, c.extension_left, c.before_due, c.days_within),
        deed=limits.request_extension,
    ),
    Row(
        act=Act.RULE_EXTENSION,
        on=On.REQUEST,
        states=s.AT_WORK,
        requests=frozenset({"extension"}),
        who=(r.extension_ruler,),
        clocks=(e.EXTENDS,),
        deed=limits.rule_extension,
    ),
    Row(
        act=Act.REQUEST_SUSPENSION,
        on=On.ORDER,
        also_on=On.REVIEW,
        states=s.HANDLING | s.CLOSED,
        orders=s.TAKEN,
        who=(r.order_unit_or_reviewer,),
        conditions=(c.is_lead, c.may_suspend, c.nothing_pending, c.ground_fits, c.until_in_range),
        deed=limits.request_suspension,
    ),
    Row(
        act=Act.RULE_SUSPENSION,
        on=On.REQUEST,
        states=s.HANDLING | s.CLOSED,
        requests=frozenset({"suspension"}),
        who=(r.suspension_ruler,),
        conditions=(c.until_ahead,),
        clocks=(e.FREEZES,),
        deed=limits.rule_suspension,
    ),
    Row(
        act=Act.RESUME,
        also_on=On.REVIEW,
        states=s.ACCEPTED | s.HANDLING | s.CLOSED,
        who=(r.resumer,),
        conditions=(c.is_suspended,),
        clocks=(e.THAWS,),
        while_suspended=True,
        deed=limits.resume,
    ),
)
