"""Questions, notes, files, corrections."""

from __future__ import annotations

from .. import conditions as c
from .. import rights as r
from ..acts import Act, On
from ..deeds import corrections, intake
from ..rows import Row
from ..words import OPEN_STATES
from . import states as s

ROWS = (
    Row(
        act=Act.ASK,
        states=OPEN_STATES,
        who=(r.working_on_it,),
        conditions=(c.somebody_to_ask, c.not_asked_already),
        while_suspended=True,
        deed=intake.ask,
    ),
    Row(
        act=Act.ANSWER,
        on=On.REQUEST,
        states=OPEN_STATES,
        requests=frozenset({"question", "correction"}),
        who=(r.person, r.recorder),
        while_suspended=True,
        deed=intake.answer,
    ),
    Row(
        act=Act.VISIT,
        states=s.ANY,
        who=(r.involved,),
        conditions=(c.trip_not_counted,),
        while_suspended=True,
        deed=intake.visit,
    ),
    Row(act=Act.NOTE, states=s.ANY, who=(r.involved,), while_suspended=True),
    Row(act=Act.ATTACH, states=OPEN_STATES | s.CLOSED, who=(r.involved,), while_suspended=True),
    Row(
        act=Act.CORRECT,
        states=OPEN_STATES | s.CLOSED | s.MERGED,
        who=(r.person, r.holder_front, r.registrar_front),
        conditions=(c.value_of_its_part, c.no_fewer_than_listed),
        while_suspended=True,
        deed=corrections.correct,
    ),
    Row(act=Act.REVEAL, states=s.ANY, who=(r.working_on_it,), while_suspended=True),
)
