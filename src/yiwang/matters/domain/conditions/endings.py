"""Conditions of closing, service, rating, reopening, reviews and the archive."""

from __future__ import annotations

from datetime import timedelta

from yiwang.kernel.calendar import day_of

from .. import clocks
from ..case import Case
from ..scene import Scene, lead_of
from ..words import ClockKind, OrderState, Role
from .moving import no_open_orders
from .naming import must


@must("lead_not_confirmed", "主办工单已审核通过", "the lead order is confirmed")
def lead_confirmed(s: Scene) -> bool:
    """Closing follows verifying."""
    key = lead_of(s.case)
    return bool(key) and s.case.orders[key].state == OrderState.CONFIRMED


@must("assisting_open", "协办工单均已办完或收回", "assisting orders are done or taken back")
def no_laggards(s: Scene) -> bool:
    """Laggards show until they are done or taken back."""
    return no_open_orders.holds(s)


@must("served_already", "本次答复（意见）尚未送达", "this answer or opinion was not served yet")
def not_served(s: Scene) -> bool:
    """Time to ask for a review runs once."""
    if s.key in s.case.reviews:
        review = s.case.reviews[s.key]
        return review.state == "ruled" and review.served is None
    return not any(v.subject == "m" and v.closing == s.case.closings for v in s.case.services)


@must("service_date", "送达日期不早于办结（意见）、不晚于今日", "served after closing or opinion, no later than today", field="on")
def service_day_fits(s: Scene) -> bool:
    """Nothing is served before it exists or tomorrow."""
    day = s.date("on")
    return day is not None and (s.case.closed is None or day_of(s.case.closed) <= day) and day <= day_of(s.at)


@must("service_by_notice", "无联系方式的以公告送达", "who cannot be reached is served by public notice", field="way")
def way_fits(s: Scene) -> bool:
    """An anonymous person can still be told by notice."""
    return s.case.own_contact or s.word("way") == "notice"


@must("no_rating", "该办理程序可以评价", "the procedure is rated")
def may_be_rated(s: Scene) -> bool:
    """Accusations carry no rating."""
    return s.policy.procedure_rule(s.case.procedure).rating


@must("rated_already", "本次办结尚未评价", "this closing was not rated yet")
def not_rated(s: Scene) -> bool:
    """One rating for each closing."""
    return s.case.rated < s.case.closings


@must("not_answered", "已有答复", "there is an answer")
def has_answer(s: Scene) -> bool:
    """Only an answered matter is rated."""
    return s.case.answered


@must("answered_already", "尚未答复（含随主件答复）", "not answered yet, nor with a master")
def not_answered_yet(s: Scene) -> bool:
    """What is answered is rated or reviewed, not taken back."""
    return not s.case.answered


@must("reopen_cap", "重新办理次数未超过上限，复查复核责令的除外", "not reopened too often, unless a review ordered it")
def reopenings_left(s: Scene) -> bool:
    """A capped number of times; what a review orders to be done again is done again."""
    return s.case.reopenings < s.policy.body.reopenings or ordered_again(s.case)


@must("review_open", "没有未结的复查复核", "no review is open")
def no_open_review(s: Scene) -> bool:
    """A review blocks reopen and archive."""
    return not any(r.state == "asked" for r in s.case.reviews.values())


@must("review_final", "未经复核终结；经复核变更或撤销的除外", "not final after 复核, unless it changed or revoked the opinion")
def not_final(s: Scene) -> bool:
    """After 复核 it is final."""
    final = [r for r in s.case.reviews.values() if r.kind == "fuhe" and r.state == "ruled"]
    return not final or ordered_again(s.case)


def ordered_again(case: Case) -> bool:
    """Say whether a review changed or revoked the answer of this closing, so that it has to be done again."""
    ruled = [r for r in case.reviews.values() if r.state == "ruled" and r.closing == case.closings]
    return bool(ruled) and ruled[-1].outcome in {"changed", "revoked"}


@must("review_revoked", "复查复核未责令重新办理，或已重新办理", "no review ordered it to be done again, or it was")
def nothing_ordered_again(s: Scene) -> bool:
    """What was revoked is not filed away."""
    revoked = [r for r in s.case.reviews.values() if r.state == "ruled" and r.closing == s.case.closings]
    return not revoked or revoked[-1].outcome != "revoked"


@must("no_review", "该办理程序可以申请复查、复核", "the procedure knows reviews")
def reviewable(s: Scene) -> bool:
    """Petitions are reviewed; other procedures have their own remedies."""
    return s.policy.procedure_rule(s.case.procedure).review


@must("review_window", "在送达后的申请期限内", "within the time that runs from service")
def within_review_window(s: Scene) -> bool:
    """Thirty days from service."""
    return review_clock(s.case, s) is not None


def review_clock(case: Case, s: Scene) -> str | None:
    """Return the key of the running, not lapsed time to ask for a review, or None."""
    for key, clock in case.clocks.items():
        if clock.kind == ClockKind.REVIEW_REQUEST and clock.state in clocks.RUNS and s.at < clock.due:
            return key
    return None


@must("review_twice", "复查、复核各一次", "复查 and 复核 once each")
def review_left(s: Scene) -> bool:
    """There is no third instance."""
    return len(s.case.reviews) < 2


@must("no_superior", "有复查（复核）机关", "there is a reviewing organ")
def organ_exists(s: Scene) -> bool:
    """The superior organ of the handling unit."""
    return organ_of(s) is not None


def organ_of(s: Scene) -> int | None:
    """Return who decides the next review: the superior of the handling unit, then the superior of that organ."""
    asked = list(s.case.reviews.values())
    unit: int | None = asked[-1].organ if asked else handling_unit(s.case)
    for _ in range(8):
        unit = None if unit is None else s.net.superior_organ(unit)
        if unit is None:
            return None
        if s.stand_in(unit, frozenset(Role)) == unit:
            return unit
    return None


def handling_unit(case: Case) -> int:
    """Return the unit whose decision it is: the last lead's, else the holder."""
    leads = [o for o in case.orders.values() if o.lead and o.state == OrderState.CONFIRMED]
    return leads[-1].unit if leads else case.trail[-1]


@must("review_ruled", "尚未作出意见", "no opinion was given yet")
def review_undecided(s: Scene) -> bool:
    """An opinion is given once."""
    return s.review.state == "asked"


@must("not_served", "须送达的答复和意见均已送达", "answers and opinions that have to be served were served")
def served_where_due(s: Scene) -> bool:
    """Without service the person's time does not run."""
    if not s.policy.procedure_rule(s.case.procedure).review:
        return True
    served = any(v.subject == "m" and v.closing == s.case.closings for v in s.case.services)
    return served and all(r.served is not None for r in s.case.reviews.values() if r.state == "ruled")


@must("review_may_come", "申请复查复核的期限已过", "the time to ask for a review is over")
def review_window_over(s: Scene) -> bool:
    """The file stays at hand while the person may still object."""
    return len(s.case.reviews) == 2 or review_clock(s.case, s) is None


@must("rating_may_come", "已评价，或办结已满规定天数", "rated, or closed for the days the pack says")
def rated_or_waited(s: Scene) -> bool:
    """The person has time to rate."""
    if s.case.rated >= s.case.closings or s.case.closed is None or s.case.person_gone:
        return True
    return day_of(s.at) >= day_of(s.case.closed) + timedelta(days=s.policy.body.archive_days)
