"""Closing and what comes after."""

from __future__ import annotations

from .. import conditions as c
from .. import effects as e
from .. import rights as r
from ..acts import Act, On
from ..deeds import endings
from ..rows import Row
from ..words import OPEN_STATES, State
from . import states as s

ROWS = (
    Row(
        act=Act.CLOSE,
        states=s.VERIFYING,
        to=State.CLOSED,
        who=(r.fresh_eyes_at_holder,),
        conditions=(c.lead_confirmed, c.no_laggards, c.claims_settled),
        clocks=(e.MEETS_HANDLING,),
        deed=endings.close,
    ),
    Row(
        act=Act.SERVE,
        also_on=On.REVIEW,
        states=s.CLOSED,
        who=(r.holder_front, r.serving_organ),
        conditions=(c.not_served, c.service_day_fits, c.way_fits),
        clocks=(e.STARTS_REVIEW_TIME,),
        deed=endings.serve,
    ),
    Row(
        act=Act.RATE,
        states=frozenset({State.CLOSED, State.ARCHIVED, State.MERGED}),
        who=(r.person,),
        conditions=(c.may_be_rated, c.has_answer, c.not_rated),
        deed=endings.rate,
    ),
    Row(
        act=Act.FOLLOW_UP,
        states=s.CLOSED,
        who=(r.holder_front,),
        conditions=(c.somebody_to_ask,),
        deed=endings.follow_up,
    ),
    Row(
        act=Act.REOPEN,
        states=s.CLOSED,
        to=State.ACCEPTED,
        who=(r.holder_coordinates,),
        conditions=(c.reopenings_left, c.no_open_review, c.not_final),
        clocks=(e.NEW_HANDLING,),
        deed=endings.reopen,
    ),
    Row(
        act=Act.REQUEST_REVIEW,
        states=s.CLOSED,
        who=(r.person,),
        conditions=(c.reviewable, c.no_open_review, c.review_left, c.within_review_window, c.organ_exists),
        clocks=(e.REVIEW_ASKED,),
        deed=endings.request_review,
    ),
    Row(
        act=Act.RULE_REVIEW,
        on=On.REVIEW,
        states=s.CLOSED,
        who=(r.reviewing_organ,),
        conditions=(c.review_undecided,),
        clocks=(e.MEETS_OPINION,),
        deed=endings.rule_review,
    ),
    Row(
        act=Act.WITHDRAW,
        states=OPEN_STATES | s.MERGED,
        to=s.AFTER_WITHDRAWAL,
        who=(r.person,),
        conditions=(c.not_answered_yet,),
        while_suspended=True,
        deed=endings.withdraw,
    ),
    Row(
        act=Act.ARCHIVE,
        states=s.CLOSED,
        to=State.ARCHIVED,
        who=(r.holder_front,),
        conditions=(c.no_open_review, c.nothing_ordered_again, c.served_where_due, c.review_window_over, c.rated_or_waited),
        clocks=(e.ENDS_ALL,),
    ),
)
