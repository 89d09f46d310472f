"""The slices of the walk: small overlapping worlds whose union touches every act in every state it is lawful in."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yiwang.matters.domain.case import Case

from .canon import NOW, TOWNSHIP, WATER, Story, closed, handling, registered, verifying
from .walk import Slice

_PATH = frozenset({"accept", "dispatch", "receive", "report_result", "confirm", "close"})
MASTER = "460108-20260302-0002-Y"
_ENDS = frozenset({"decline", "withdraw", "transfer_out"})


def _master() -> Case:
    return replace(handling().case, number=MASTER)


def _member() -> Iterable[Case]:
    yield registered(at="county")
    yield Story(registered(at="county")).act("county", "accept").case
    yield handling().case


def _township() -> Iterable[Case]:
    yield Story(registered(at="township")).act("township", "accept").case


def _petition_closed() -> Iterable[Case]:
    yield closed("complaint", "other").case


def _group() -> Iterable[Case]:
    yield handling("complaint", "wages", claimants=2).case


def _mediated() -> Iterable[Case]:
    yield Story(registered("dispute", "other", at="secretary")).act("secretary", "accept").case


def _accusation() -> Iterable[Case]:
    yield registered("accusation", "other", at="county", accused=(WATER,))


def _petition() -> Iterable[Case]:
    yield handling("complaint", "other").case


def _with_assisting() -> Iterable[Case]:
    story = handling()
    story.act("county", "dispatch", assisting=(12,))
    yield story.case


def _village_accepted() -> Iterable[Case]:
    yield Story(registered(at="secretary")).act("secretary", "accept").case


def _classed() -> Iterable[Case]:
    story = Story(registered("complaint", "water", at="county"))
    yield story.case
    yield story.act("county", "accept").case


def _merged() -> Iterable[Case]:
    story = Story(registered(at="county"))
    story.other = _master()
    yield story.act("county", "merge", master=MASTER).case


def _master_closed() -> Case:
    return replace(closed().case, number=MASTER, members=("460108-20260302-0001-X",))


def _provisional() -> Case:
    case = handling().case
    return replace(case, clocks={key: replace(clock, provisional=True) for key, clock in case.clocks.items()})


def _hearing() -> Iterable[Case]:
    story = closed("complaint", "other")
    yield story.act("county", "serve", on=NOW.date(), way="phone").act("person", "request_review").case


def _watched() -> Iterable[Case]:
    story = Story(registered(at="township")).act("township", "accept").act("township", "whistle", units=(WATER,))
    yield story.act("county_leader", "urge", level="reminder", unit=TOWNSHIP).case


_AT_TOWNSHIP = frozenset({"township", "township_head", "water", "build", "county"})
_AT_COUNTY = frozenset({"county", "county_head", "water", "water_head", "city"})

SLICES = (
    Slice("main", lambda: [registered(at="county")], _PATH | {"settle_on_spot", "decline", "rework", "serve", "rate", "archive", "reopen"}),
    Slice("orders", _with_assisting, (_PATH - {"dispatch"}) | {"pass_down", "cancel_order"}),
    Slice("reassigning", lambda: [handling().case], _PATH | {"reassign", "cancel_order"}),
    Slice(
        "contest",
        lambda: [Story(registered(at="county")).act("county", "accept").case],
        _PATH | {"contest", "rule_contest", "refer_ruling", "default_ruling"},
        late=True,
    ),
    Slice("levels", lambda: [registered(at="secretary")], frozenset({"escalate", "hand_down"}) | _ENDS),
    Slice("levels accepted", _village_accepted, frozenset({"escalate", "hand_down"})),
    Slice(
        "escalated",
        lambda: [handling().case],
        frozenset({"escalate", "contest", "rule_contest", "refer_ruling", "report_result", "confirm", "close", "rework"}),
    ),
    Slice(
        "limits",
        lambda: [handling().case],
        frozenset({"request_extension", "rule_extension", "request_suspension", "rule_suspension", "resume", "end_suspension"})
        | {"report_result", "confirm", "close", "withdraw"},
        late=True,
    ),
    Slice("petition limits", _petition, frozenset({"request_extension", "rule_extension", "report_result", "confirm", "close"}), late=True),
    Slice("review", _petition_closed, frozenset({"serve", "request_review", "rule_review", "archive", "reopen"}), late=True),
    Slice("hearing", _hearing, frozenset({"request_suspension", "rule_suspension", "resume", "end_suspension", "rule_review"}), late=True),
    Slice("whistle", _township, frozenset({"dispatch", "whistle", "arrive", "receive", "report_result", "confirm"}), by=_AT_TOWNSHIP),
    Slice("watch", _watched, frozenset({"raise_clock"}), late=True),
    Slice("supervision", lambda: [handling().case], frozenset({"urge", "answer_urge", "report_result", "confirm", "close"})),
    Slice("recusal", lambda: [handling().case], frozenset({"recuse", "receive", "report_result", "confirm", "close"}), by=_AT_COUNTY),
    Slice("merge", _member, frozenset({"merge", "unmerge", "accept", "dispatch", "receive"}), other=_master()),
    Slice("parting", _merged, frozenset({"unmerge", "follow_master", "rate"}), other=_master_closed()),
    Slice("mediation", _mediated, frozenset({"to_mediation", "dispatch", "receive", "report_result", "confirm", "rework", "close"})),
    Slice("group", _group, frozenset({"report_result", "confirm", "rework", "close", "withdraw"})),
    Slice("accusation", _accusation, frozenset({"accept", "decline", "escalate", "transfer_out", "withdraw", "supplement"})),
    Slice("reclassify", _classed, frozenset({"reclassify", "accept", "dispatch", "transfer_out", "decline"})),
    Slice("hazard", lambda: [handling("hazard").case], frozenset({"withdraw", "report_result", "confirm", "close"}), late=True),
    Slice(
        "talk",
        lambda: [registered(at="county"), verifying().case],
        frozenset(
            {"request_correction", "ask", "answer", "supplement", "correct", "link", "accept", "confirm", "close", "decline", "chase"}
        ),
    ),
    Slice("calendar", lambda: [_provisional()], frozenset({"recompute"})),
)
"""Small overlapping worlds: their union tries every act in every state it is lawful in."""
