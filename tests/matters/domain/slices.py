"""The slices of the walk: small overlapping worlds whose union touches every act in every state it is lawful in."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yiwang.matters.domain.case import Case
from yiwang.matters.domain.words import END_STATES

from .canon import BUILD, COUNTY, DUTIES, NOW, TOWNSHIP, WATER, SmallNet, Story, closed, day, handling, registered, verifying
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


_TWO = {"claimants": 2, "parties": 2, "reporter": 1}


def _group() -> Iterable[Case]:
    yield registered("complaint", "wages", at="county", **_TWO)
    yield Story(registered("complaint", "wages", at="county", **_TWO)).act("county", "accept").case
    yield handling("complaint", "wages", **_TWO).case
    yield Story(registered("complaint", "wages", at="secretary", **_TWO)).act("secretary", "escalate").act("township", "escalate").case


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


def _another_day() -> list[Case]:
    """Ended matters whose person comes again, no trip of that day being counted."""
    declined = Story(registered(at="county")).act("county", "decline", reason_code="court").case
    return [replace(case, visited=None) for case in (declined, *_merged())]


def _merged() -> Iterable[Case]:
    story = Story(registered(at="county"))
    story.other = _master()
    yield story.act("county", "merge", master=MASTER).case


def _master_moved_on() -> Case:
    """The master is led by the city by now, its member still by the county."""
    master = replace(_master(), members=("460108-20260302-0001-X",))
    return Story(master).act("county", "escalate").case


def _master_closed() -> Case:
    return replace(closed().case, number=MASTER, members=("460108-20260302-0001-X",))


def _hearing() -> Iterable[Case]:
    story = closed("complaint", "other")
    yield story.act("county", "serve", on=NOW.date(), way="phone").act("person", "request_review").case


def _watched() -> Iterable[Case]:
    story = Story(registered(at="township")).act("township", "accept").act("township", "whistle", units=(WATER,))
    yield story.act("county_leader", "urge", level="reminder", unit=TOWNSHIP).case


def _assisting_left() -> Iterable[Case]:
    """An assisting order is still out while the matter has no lead again, or the lead has reported."""
    story = handling()
    story.act("county", "dispatch", assisting=(TOWNSHIP,)).act("township", "receive", "o2")
    reported = Story(story.case).act("water", "report_result", "o1", outcome="solved")
    story.act("water", "contest", "o1", duty_item="water", proposed_unit=BUILD).act("county", "rule_contest", "q3", uphold=True)
    for left in (reported, story):
        yield left.case
        yield Story(left.case).act("township", "request_extension", "o2", days=5).case


def _suspended_while_contested() -> Iterable[Case]:
    story = handling().act("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-20"))
    story.act("water", "contest", "o1", duty_item="water", proposed_unit=BUILD)
    yield story.act("county", "rule_suspension", "q2", grant=True).case


def _urged() -> Iterable[Case]:
    yield Story(registered(at="county")).act("city", "urge", level="reminder", unit=COUNTY).case
    done = handling().act("city", "urge", level="reminder", unit=WATER).act("water", "report_result", "o1", outcome="solved")
    yield done.act("county", "confirm", "o1").act("county", "close", result_class="solved").act("person", "rate", stars=5).case


def _all_provisional() -> Iterable[Case]:
    story = Story(registered(at="county"))
    merged = Story(story.case)
    merged.other = _master()
    review = closed("complaint", "other").act("county", "serve", on=NOW.date(), way="phone")
    for case in (
        story.case,
        Story(story.case).act("county", "accept").case,
        handling().case,
        verifying().case,
        review.case,
        merged.act("county", "merge", master=MASTER).case,
    ):
        yield replace(case, clocks={key: replace(clock, provisional=True) for key, clock in case.clocks.items()})


def _asked() -> Iterable[Case]:
    yield registered(at="county")
    yield handling().act("water", "ask").case
    yield verifying().case


def _unanswered() -> Iterable[Case]:
    yield handling().act("city", "urge", level="reminder", unit=WATER).case


def _listed() -> Iterable[Case]:
    for story in (Story(registered(at="county")), Story(registered(at="county")).act("county", "accept"), verifying()):
        story.act("county", "propose_listing")
        yield story.case
        story.act("county_leader", "rule_listing", grant=True, until=day("2026-04-02"))
        yield story.case
    ended = Story(story.case).act("person", "withdraw").case
    yield from (replace(ended, state=state, answered=True) for state in END_STATES)


def _conferring() -> Iterable[Case]:
    yield Story(registered(at="county")).case
    yield Story(registered(at="county")).act("county", "accept").case
    yield handling().act("county", "confer", units=(BUILD,)).case
    yield verifying().case
    ended = handling().act("county", "confer", units=(BUILD,)).act("person", "withdraw").case
    yield from (replace(ended, state=state, answered=True) for state in END_STATES)


_RISING = frozenset({"system", "water", "city_water"})
_LISTING = frozenset({"county", "county_leader", "person"})
_AT_TOWNSHIP = frozenset({"township", "township_head", "water", "build", "county"})
_AT_COUNTY = frozenset({"county", "county_head", "water", "water_head", "city"})

SLICES = (
    Slice("main", lambda: [registered(at="county")], _PATH | {"settle_on_spot", "decline", "rework", "serve", "rate", "archive", "reopen"}),
    Slice(
        "window by the list",
        lambda: [registered(at="county"), registered(at="township")],
        frozenset({"accept", "escalate", "dispatch", "receive"}),
        net=SmallNet(DUTIES | {(WATER, "water"): "main"}),
    ),
    Slice("orders", _with_assisting, (_PATH - {"dispatch"}) | {"pass_down", "cancel_order"}),
    Slice("reassigning", lambda: [handling().case], _PATH | {"reassign", "cancel_order"}),
    Slice(
        "contest",
        lambda: [Story(registered(at="county")).act("county", "accept").case],
        _PATH | {"contest", "rule_contest", "refer_ruling", "default_ruling"},
        late=True,
    ),
    Slice("levels", lambda: [registered(at="secretary"), registered(at="township")], frozenset({"escalate", "hand_down"}) | _ENDS),
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
    Slice("ladder", lambda: [handling().case, registered(at="county")], frozenset({"urge_by_rule", "answer_urge"}), late=True),
    Slice(
        "cards that rise",
        _unanswered,
        frozenset({"raise_clock", "answer_urge"}),
        late=True,
        by=frozenset({"system", "water", "city_water"}),
    ),
    Slice("listing", lambda: [handling().case], frozenset({"propose_listing", "rule_listing", "lift_listing", "withdraw"}), by=_LISTING),
    Slice("listing elsewhere", _listed, frozenset({"lift_listing", "confirm", "close", "transfer_out"})),
    Slice(
        "conference",
        _conferring,
        frozenset({"confer", "conclude", "withdraw", "confirm", "close", "transfer_out"}),
        by=_AT_COUNTY | {"person"},
    ),
    Slice("recusal", lambda: [handling().case], frozenset({"recuse", "receive", "report_result", "confirm", "close"}), by=_AT_COUNTY),
    Slice(
        "merge",
        _member,
        frozenset({"merge", "unmerge", "accept", "dispatch", "receive", "withdraw", "supplement", "chase"}),
        other=_master(),
    ),
    Slice("another day", _another_day, frozenset({"visit"})),
    Slice("parting", _merged, frozenset({"unmerge", "follow_master", "rate"}), other=_master_closed()),
    Slice("parted by either", _merged, frozenset({"unmerge", "withdraw"}), other=_master_moved_on()),
    Slice("mediation", _mediated, frozenset({"to_mediation", "dispatch", "receive", "report_result", "confirm", "rework", "close"})),
    Slice(
        "group",
        _group,
        frozenset({"list_claim", "pay_claim", "agree_claim", "report_result", "confirm", "close"}),
        by=_AT_COUNTY - {"water_head"} | {"person"},
    ),
    Slice("accusation", _accusation, frozenset({"accept", "decline", "escalate", "transfer_out", "withdraw", "supplement"})),
    Slice("reclassify", _classed, frozenset({"reclassify", "accept", "dispatch", "transfer_out", "decline"})),
    Slice("hazard", lambda: [handling("hazard").case], frozenset({"withdraw", "report_result", "confirm", "close"}), late=True),
    Slice(
        "talk",
        _asked,
        frozenset(
            {"request_correction", "ask", "answer", "supplement", "correct", "link", "accept", "confirm", "close", "decline", "chase"}
        ),
    ),
    Slice("calendar", _all_provisional, frozenset({"recompute", "confirm", "close"})),
    Slice("waiting", lambda: [registered(at="county")], frozenset({"raise_clock"}), late=True),
    Slice(
        "assisting left",
        _assisting_left,
        frozenset({"contest", "rule_contest", "refer_ruling", "default_ruling", "cancel_order", "confirm", "close", "transfer_out"}),
        late=True,
        by=frozenset({"county", "city", "township", "system"}),
    ),
    Slice("suspended and contested", _suspended_while_contested, frozenset({"rule_contest", "resume", "end_suspension"}), late=True),
    Slice("cards after the end", _urged, frozenset({"decline", "withdraw", "transfer_out", "merge", "archive"}), other=_master()),
    Slice(
        "a department without staff",
        lambda: [Story(registered(at="county")).act("county", "accept").case],
        _PATH | {"contest", "rule_contest", "request_extension", "rule_extension"},
        gone=frozenset({"water", "water_head"}),
        by=frozenset({"county", "city_water", "person"}),
    ),
    Slice(
        "a center without staff",
        lambda: [registered(at="county"), verifying().case],
        _PATH | {"decline", "escalate", "transfer_out"},
        gone=frozenset({"county", "county_head", "county_clerk", "county_leader"}),
    ),
)
"""Small overlapping worlds: their union tries every act in every state it is lawful in."""
