"""Claim sheets of group matters: one line for each claimant; each agrees for themselves."""

from __future__ import annotations

from .. import conditions as c
from .. import rights as r
from ..acts import Act, On
from ..deeds import claims
from ..rows import Row
from ..words import OPEN_STATES
from . import states as s

ROWS = (
    Row(
        act=Act.LIST_CLAIM,
        also_on=On.CLAIM,
        states=OPEN_STATES,
        who=(r.working_on_it, r.registrar_front),
        conditions=(c.is_group, c.claimant_known, c.claimant_not_listed, c.only_newcomers_named),
        while_suspended=True,
        deed=claims.list_claim,
    ),
    Row(
        act=Act.PAY_CLAIM,
        on=On.CLAIM,
        states=s.AT_WORK,
        who=(r.working_on_it,),
        while_suspended=True,
        deed=claims.pay_claim,
    ),
    Row(
        act=Act.AGREE_CLAIM,
        on=On.CLAIM,
        states=s.AT_WORK,
        who=(r.claimant, r.recorder),
        conditions=(c.agreement_proven,),
        while_suspended=True,
        deed=claims.agree_claim,
    ),
)
