"""Supervision and whistles."""

from __future__ import annotations

from .. import conditions as c
from .. import destinations as d
from .. import effects as e
from .. import rights as r
from ..acts import Act, On
from ..deeds import supervision
from ..rows import Row
from ..words import OPEN_STATES
from . import states as s

ROWS = (
    Row(
        act=Act.URGE,
        states=OPEN_STATES,
        who=(r.supervisor,),
        conditions=(c.urged_is_concerned, c.card_in_order, c.no_open_card),
        clocks=(e.STARTS_CARD,),
        while_suspended=True,
        deed=supervision.urge,
    ),
    Row(
        act=Act.ANSWER_URGE,
        on=On.CARD,
        states=s.ANY,
        who=(r.urged_unit,),
        conditions=(c.card_unanswered,),
        clocks=(e.MEETS_CARD,),
        while_suspended=True,
        deed=supervision.answer_urge,
    ),
    Row(
        act=Act.PROPOSE_LISTING,
        states=OPEN_STATES,
        who=(r.supervisor,),
        conditions=(c.not_accusation, c.not_listed),
        while_suspended=True,
        deed=supervision.propose_listing,
    ),
    Row(
        act=Act.RULE_LISTING,
        states=OPEN_STATES,
        who=(r.leader_above,),
        conditions=(c.listing_proposed, c.listing_has_its_end),
        where=d.LISTED,
        clocks=(e.STARTS_LISTING,),
        while_suspended=True,
        deed=supervision.rule_listing,
    ),
    Row(
        act=Act.LIFT_LISTING,
        states=s.ANY,
        who=(r.leader_above,),
        conditions=(c.is_listed,),
        clocks=(e.MEETS_LISTING,),
        while_suspended=True,
        deed=supervision.lift_listing,
    ),
    Row(
        act=Act.CONFER,
        states=OPEN_STATES,
        who=(r.supervisor,),
        conditions=(c.not_accusation, c.no_open_conference),
        where=d.INVITED,
        while_suspended=True,
        deed=supervision.confer,
    ),
    Row(
        act=Act.CONCLUDE,
        on=On.CONFERENCE,
        states=s.ANY,
        who=(r.convener,),
        conditions=(c.conference_is_open,),
        while_suspended=True,
        deed=supervision.conclude,
    ),
    Row(
        act=Act.CHASE,
        states=OPEN_STATES | s.MERGED,
        who=(r.person, r.registrar_front, r.holder_front),
        conditions=(c.not_chased_lately,),
        while_suspended=True,
        deed=supervision.chase,
    ),
    Row(act=Act.INSTRUCT, states=OPEN_STATES | s.CLOSED, who=(r.leader_above,), while_suspended=True),
    Row(
        act=Act.TAKE_CHARGE,
        states=OPEN_STATES,
        who=(r.leader_above,),
        conditions=(c.not_in_charge,),
        while_suspended=True,
        deed=supervision.take_charge,
    ),
    Row(
        act=Act.RECUSE,
        states=OPEN_STATES | s.CLOSED,
        who=(r.recusing,),
        conditions=(c.not_recused,),
        while_suspended=True,
        deed=supervision.recuse,
    ),
    Row(
        act=Act.WHISTLE,
        states=s.ACCEPTED | s.HANDLING,
        who=(r.township_with_the_matter,),
        conditions=(c.not_accusation, c.no_open_whistle, c.no_unit_twice),
        where=d.CALLED,
        clocks=(e.STARTS_ARRIVAL,),
        deed=supervision.whistle,
    ),
    Row(
        act=Act.ARRIVE,
        on=On.WHISTLE,
        states=s.ACCEPTED | s.HANDLING,
        who=(r.called_department,),
        conditions=(c.whistle_is_open,),
        while_suspended=True,
        deed=supervision.arrive,
    ),
)
