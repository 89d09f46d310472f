"""Moving the holder; merging, linking, reclassifying."""

from __future__ import annotations

from .. import conditions as c
from .. import destinations as d
from .. import effects as e
from .. import rights as r
from ..acts import Act
from ..deeds import moving
from ..rows import Row
from ..words import State
from . import states as s

ROWS = (
    Row(
        act=Act.ESCALATE,
        states=s.MOVABLE,
        who=(r.holder_coordinates,),
        conditions=(c.parent_exists, c.not_escalated),
        deed=moving.escalate,
    ),
    Row(
        act=Act.HAND_DOWN,
        states=s.REGISTERED | s.ACCEPTED,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.not_handed_down, c.no_open_orders),
        where=d.HANDED_DOWN,
        deed=moving.hand_down,
    ),
    Row(
        act=Act.TRANSFER_OUT,
        states=s.MOVABLE,
        to=State.TRANSFERRED,
        who=(r.holder_coordinates,),
        clocks=(e.MEETS_ACCEPTANCE, e.MEETS_HANDLING, e.MEETS_HANDOVER),
        while_suspended=True,
        deed=moving.transfer_out,
    ),
    Row(
        act=Act.MERGE,
        states=s.MOVABLE,
        to=State.MERGED,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.not_a_group, c.no_members, c.master_given, c.not_itself, c.one_holder, c.master_fit),
        clocks=(e.HOLDS_STILL,),
        deed=moving.merge,
    ),
    Row(
        act=Act.UNMERGE,
        states=s.MERGED,
        to=s.BACK,
        who=(r.holder_coordinates, r.master_leads, r.system),
        conditions=(c.master_given, c.master_lets_go),
        clocks=(e.RUNS_AS_BEFORE,),
        deed=moving.unmerge,
    ),
    Row(
        act=Act.LINK,
        states=s.ANY - {State.ARCHIVED},
        who=(r.holder_front,),
        conditions=(c.not_itself, c.not_linked),
        while_suspended=True,
        deed=moving.link,
    ),
    Row(
        act=Act.RECLASSIFY,
        states=s.MOVABLE,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.nature_fits, c.class_differs, c.accusation_prepared),
        clocks=(e.NEVER_LATER,),
        deed=moving.reclassify,
    ),
)
