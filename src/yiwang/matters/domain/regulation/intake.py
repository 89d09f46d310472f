"""Intake: acceptance, declining, settling on the spot."""

from __future__ import annotations

from .. import conditions as c
from .. import effects as e
from .. import rights as r
from ..acts import Act
from ..deeds import intake
from ..rows import Row
from ..words import OPEN_STATES, State
from . import states as s

ROWS = (
    Row(
        act=Act.SETTLE_ON_SPOT,
        states=s.REGISTERED,
        to=State.CLOSED,
        who=(r.holder_front, r.registrar_front, r.holder_grid_worker),
        conditions=(c.not_accusation, c.on_spot_allowed, c.sheet_settled),
        clocks=(e.MEETS_ACCEPTANCE,),
        deed=intake.settle_on_spot,
    ),
    Row(
        act=Act.ACCEPT,
        states=s.REGISTERED,
        to=State.ACCEPTED,
        who=(r.holder_front,),
        clocks=(e.MEETS_ACCEPTANCE, e.STARTS_HANDLING),
        deed=intake.accept,
    ),
    Row(
        act=Act.DECLINE,
        states=s.REGISTERED,
        to=State.DECLINED,
        who=(r.holder_coordinates,),
        conditions=(c.never_accepted,),
        clocks=(e.MEETS_ACCEPTANCE,),
        deed=intake.decline,
    ),
    Row(
        act=Act.REQUEST_CORRECTION,
        states=s.REGISTERED,
        who=(r.holder_front,),
        conditions=(c.somebody_to_ask, c.not_asked_already),
        deed=intake.ask,
    ),
    Row(
        act=Act.SUPPLEMENT,
        states=OPEN_STATES | s.CLOSED | s.MERGED,
        who=(r.person, r.holder_front, r.registrar_front),
        conditions=(c.new_facts_found_by_holder,),
        while_suspended=True,
        deed=intake.supplement,
    ),
)
