"""The conditions column: what must hold besides state and right. Each names the refusal one is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from yiwang.kernel.calendar import day_of, last_day

from . import clocks
from .blocks import unit_blocked
from .case import Case
from .rows import Condition
from .scene import Scene, lead_of
from .words import OPEN_ORDER_STATES, OPEN_STATES, ClockKind, Nature, OrderState, Procedure, Role, State

_Test = Callable[[Scene], bool]


def _must(code: str, zh: str, en: str, *, field: str = "", on_input: bool = False) -> Callable[[_Test], Condition]:
    def make(holds: _Test) -> Condition:
        return Condition(code=code, zh=zh, en=en, holds=holds, field=field, on_input=on_input or bool(field))

    return make


# --- intake


@_must("accepted_already", "尚未受理过", "never accepted before")
def never_accepted(s: Scene) -> bool:
    """First contact: declining is possible only before any acceptance."""
    return not s.case.accepted_once


@_must("not_on_spot", "该办理程序允许当场办结", "the procedure allows settling on the spot")
def on_spot_allowed(s: Scene) -> bool:
    """A petition needs acceptance and a written answer; small things do not."""
    return s.policy.procedure_rule(s.case.procedure).on_spot


@_must("nobody_to_ask", "反映人留有联系方式", "the person can be reached")
def somebody_to_ask(s: Scene) -> bool:
    """An anonymous report without contact cannot be asked back."""
    return s.case.own_contact and not s.case.person_gone


@_must("asked_already", "没有尚待答复的同类询问", "no such question is still open")
def not_asked_already(s: Scene) -> bool:
    """One open question of a kind by one unit."""
    kind = "correction" if s.move.act == "request_correction" else "question"
    return not any(r.state == "open" and r.kind == kind and r.by_unit == s.actor.unit for r in s.case.requests.values())


@_must("not_for_person", "“新的事实”由牵头中心认定", "the holder finds that facts are new", field="new_facts")
def new_facts_found_by_holder(s: Scene) -> bool:
    """New facts set rulings aside, so the center finds them, not who wishes them."""
    return not s.flag("new_facts") or s.acts_for(s.holder, frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.DISCIPLINE}))


# --- dispatch and orders


@_must("accusation_apart", "检举控告不分派、不下转、不并件", "accusations are never dispatched, handed down or merged")
def not_accusation(s: Scene) -> bool:
    """An accusation is handed to the discipline body and goes nowhere else."""
    return s.case.nature != Nature.ACCUSATION


@_must("needs_lead", "待分派时须指定主办单位", "a lead unit is named when none is at work", field="unit")
def lead_named(s: Scene) -> bool:
    """Exactly one lead order while handling."""
    return s.case.state != State.ACCEPTED or bool(s.units("unit"))


@_must("lead_exists", "已有主办单位时只能增派协办", "with a lead at work only assisting units are added", field="unit")
def no_second_lead(s: Scene) -> bool:
    """Another lead comes by reassigning."""
    return s.case.state == State.ACCEPTED or not s.units("unit")


@_must("required", "办理中分派须指定协办单位", "while handling assisting units are named", field="assisting")
def assisting_named(s: Scene) -> bool:
    """While a lead works a dispatch without assisting units would do nothing."""
    return s.case.state == State.ACCEPTED or bool(s.units("assisting"))


@_must("same_unit_twice", "同一单位只派一次", "no unit is named twice", on_input=True)
def no_unit_twice(s: Scene) -> bool:
    """One unit has one order in a matter at a time."""
    named = [u for name in ("unit", "assisting", "units") for u in s.units(name)]
    return len(named) == len(set(named))


@_must("due_past", "期限不早于次日", "the limit is a later day", field="due")
def due_in_future(s: Scene) -> bool:
    """A limit of today would be late before it is read."""
    day = s.date("due")
    return day is None or day > day_of(s.at)


@_must("due_beyond_governing", "期限不晚于办理期限", "the limit is within the governing one", field="due")
def due_within_governing(s: Scene) -> bool:
    """Inner clocks end no later than the governing one."""
    day, due = s.date("due"), clocks.due_of(s.case)
    return day is None or due is None or due <= s.at or day <= last_day(due)


@_must("due_beyond_parent", "期限不晚于上级工单期限", "the limit is within the parent order's", field="due")
def due_within_parent(s: Scene) -> bool:
    """A child's limit lies within its parent's."""
    day, outer = s.date("due"), clocks.running(s.case, ClockKind.ORDER, s.key)
    return day is None or outer is None or outer.due <= s.at or day <= last_day(outer.due)


@_must(
    "ruled_binding", "异议已裁定不成立的单位不得改派（有新事实除外）", "a unit bound by a ruling keeps the order unless there are new facts"
)
def not_bound(s: Scene) -> bool:
    """A ruled contest binds that unit for that matter, also against reassigning."""
    return not s.order.lead or s.order.unit not in s.case.bound


@_must("children_open", "所交办的下级工单均已办完或收回", "all orders passed down are done or taken back")
def no_open_children(s: Scene) -> bool:
    """What was passed down comes back up first."""
    return not any(o.parent == s.key and o.state in OPEN_ORDER_STATES for o in s.case.orders.values())


@_must("mediation_stays", "调解工单不得交办", "a mediation order is not passed down")
def not_mediation(s: Scene) -> bool:
    """The committee mediates itself."""
    return not s.order.mediation


@_must("rework_cap", "退回次数未超过上限", "not sent back too often")
def rework_left(s: Scene) -> bool:
    """Sending back has an end; after it one confirms and says how it stands."""
    return s.order.reworks < s.policy.body.reworks


@_must("claims_missing", "群体事项须填写已落实人数", "for a group the number of claimants settled is given", field="agreed")
def claims_counted(s: Scene) -> bool:
    """Each claimant agrees for themselves, so they are counted."""
    return s.case.claimants == 0 or not s.order.lead or "agreed" in s.data


@_must("claims_too_many", "已落实人数不超过诉求人数", "no more settled than there are claimants", field="agreed")
def claims_within(s: Scene) -> bool:
    """Only who claims can agree."""
    return 0 <= s.number("agreed") <= s.case.claimants


@_must(
    "claims_open",
    "诉求人全部落实，或办结类别为未能解决并说明",
    "every claimant is settled, or the class says it is not settled",
    field="result_class",
)
def claims_settled(s: Scene) -> bool:
    """Claim sheets are settled only when every line is."""
    return s.case.claimants == s.case.agreed or not s.policy.settles("result_classes", s.word("result_class"))


# --- contest


@_must("passed_down_already", "尚未交办下级", "nothing was passed down yet")
def not_passed_down(s: Scene) -> bool:
    """Who passed work on has taken it."""
    return not s.order.passed_down


@_must("bound", "该单位的异议未曾被裁定不成立", "no contest of this unit was ruled unfounded")
def may_contest(s: Scene) -> bool:
    """A contest that was ruled cannot recur."""
    return s.order.unit not in s.case.bound


@_must("own_order", "工单不是本单位派给自己的", "the order does not come from the unit itself")
def not_own_order(s: Scene) -> bool:
    """Nobody rules a contest against themselves."""
    return s.order.unit != s.sender and s.stand_in(s.sender, frozenset(Role)) != s.order.unit


@_must("contest_late", "在提出异议的期限内", "within the time for contesting")
def within_contest_window(s: Scene) -> bool:
    """Competence is disputed within five working days of the order."""
    clock = s.case.clocks.get(clocks.key_of(ClockKind.RECEIPT, s.key))
    return clock is None or s.at < s.policy.calendar.limit(clock.started, s.policy.body.contest_window).due


@_must("contest_cap", "本事项异议次数未超过上限", "not contested too often")
def contests_left(s: Scene) -> bool:
    """A matter does not wander for ever."""
    return sum(r.kind == "contest" for r in s.case.requests.values()) < s.policy.body.contests


@_must("proposed_self", "建议的承办单位不是本单位", "another unit is proposed", field="proposed_unit")
def proposes_another(s: Scene) -> bool:
    """A contest says whose it is."""
    return s.units("proposed_unit") != (s.order.unit,)


@_must("referred_already", "尚未提请上级裁定", "not referred yet")
def not_referred(s: Scene) -> bool:
    """There is one common superior."""
    return s.request.ruler is None


@_must("no_superior", "有共同上级", "there is a common superior")
def superior_exists(s: Scene) -> bool:
    """At the top the sender rules."""
    return common_superior(s) is not None


def common_superior(s: Scene) -> int | None:
    """Return the nearest center above the holder that may rule between sender and contester, or None."""
    contester = s.case.orders[s.request.subject].unit
    for center in s.centers_above(s.holder):
        if center != contester and not unit_blocked(s.case.accused, center, s.net) and s.net.staff(center):
            return center
    return None


@_must("referral_runs", "提请裁定的期限已过", "the limit of the referred ruling has passed")
def referral_lapsed(s: Scene) -> bool:
    """The default comes only when the superior was silent."""
    clock = clocks.running(s.case, ClockKind.REFERRAL, s.key)
    return clock is not None and clock.due <= s.at


# --- extension and suspension


@_must("pending_already", "没有尚待审批的同类申请", "no such request is pending")
def nothing_pending(s: Scene) -> bool:
    """One request of a kind at a time."""
    kind = "extension" if s.move.act == "request_extension" else "suspension"
    return not any(r.state == "open" and r.kind == kind and r.subject == s.key for r in s.case.requests.values())


@_must("no_extension", "该办理程序可以延期且未用完次数", "the procedure allows one more extension")
def extension_left(s: Scene) -> bool:
    """A petition is prolonged once."""
    clock = s.case.clocks.get(clocks.key_of(ClockKind.HANDLING if s.order.lead else ClockKind.ORDER, "m" if s.order.lead else s.key))
    return clock is not None and clock.extensions < s.policy.procedure_rule(s.case.procedure).extension.times


@_must("asked_late", "期限届满前提出", "asked before the limit passed")
def before_due(s: Scene) -> bool:
    """What is late already is not prolonged."""
    clock = clocks.running(s.case, ClockKind.HANDLING) if s.order.lead else clocks.running(s.case, ClockKind.ORDER, s.key)
    return clock is not None and s.at < clock.due


@_must("too_many_days", "不超过规则包规定的天数", "no more days than the pack allows", field="days")
def days_within(s: Scene) -> bool:
    """A petition by at most thirty days."""
    return 1 <= s.number("days") <= s.policy.procedure_rule(s.case.procedure).extension.days


@_must("no_suspension", "该办理程序允许暂停计时", "the procedure's time may stand still")
def may_suspend(s: Scene) -> bool:
    """A petition's 60 days stop for nothing; a review's only for a hearing."""
    if s.key in s.case.reviews:
        return s.case.reviews[s.key].hearing is None
    return s.policy.procedure_rule(s.case.procedure).suspension_days > 0 and not s.case.unstoppable


@_must("only_lead", "由主办工单提出", "asked by the lead")
def is_lead(s: Scene) -> bool:
    """Suspension is matter-wide, so the lead asks."""
    return s.key in s.case.reviews or s.order.lead


@_must("suspended", "计时未暂停", "the clocks run")
def not_suspended(s: Scene) -> bool:
    """What stands still cannot be stopped again."""
    return s.case.suspension is None


@_must("not_suspended", "计时已暂停", "the clocks stand still")
def is_suspended(s: Scene) -> bool:
    """Only what stands still can run again."""
    return s.case.reviews[s.key].hearing is not None if s.key in s.case.reviews else s.case.suspension is not None


@_must(
    "not_on_list",
    "复查期限仅因听证暂停；其他事由须在该程序清单内",
    "a review stops only for a hearing, else the ground is on the procedure's list",
    field="reason_code",
)
def ground_fits(s: Scene) -> bool:
    """Each procedure has its own grounds."""
    reason = s.word("reason_code")
    if s.key in s.case.reviews:
        return reason == "hearing"
    return reason in {c.code for c in s.policy.procedure_rule(s.case.procedure).suspension_reasons}


@_must("until_out_of_range", "暂停截止日在次日以后且不超过上限", "ends on a later day within the cap", field="until")
def until_in_range(s: Scene) -> bool:
    """A suspension has an end."""
    until, today = s.date("until"), day_of(s.at)
    rule = s.policy.procedure_rule(s.case.procedure)
    days = s.policy.body.review_hearing_days if s.key in s.case.reviews else rule.suspension_days
    return until is not None and today < until <= today + timedelta(days=days)


@_must("until_past", "所申请的截止日未过", "the end asked for is still ahead")
def until_ahead(s: Scene) -> bool:
    """A grant after the end would stop nothing; it can only be refused."""
    return s.move.data.get("grant") is not True or (s.request.until is not None and s.request.until > day_of(s.at))


@_must("suspension_runs", "暂停期已满", "the suspension has ended")
def suspension_over(s: Scene) -> bool:
    """The system ends it when its last day is over."""
    held = s.case.reviews[s.key].hearing if s.key in s.case.reviews else s.case.suspension
    return held is not None and day_of(s.at) > held.until


# --- moving


@_must("no_parent_center", "有上一级中心", "there is a center above")
def parent_exists(s: Scene) -> bool:
    """The nearest ancestor region that has a center."""
    return parent_of(s) is not None


def parent_of(s: Scene) -> int | None:
    """Return the nearest center above the holder that is not blocked."""
    for center in s.centers_above(s.holder):
        if not unit_blocked(s.case.accused, center, s.net):
            return center
    return None


@_must("escalated_already", "本中心未曾提级（有新事实除外）", "this center has not escalated before, unless there are new facts")
def not_escalated(s: Scene) -> bool:
    """Once per direction without new facts."""
    return s.holder not in s.case.escalated


@_must("handed_down_already", "本中心未曾下转（有新事实除外）", "this center has not handed down before, unless there are new facts")
def not_handed_down(s: Scene) -> bool:
    """Once per direction without new facts."""
    return s.holder not in s.case.handed_down


@_must("orders_open", "没有未完结的工单", "no order is open")
def no_open_orders(s: Scene) -> bool:
    """Nothing is left running behind."""
    return not any(o.state in OPEN_ORDER_STATES for o in s.case.orders.values())


@_must("wrong_state", "下转限于尚无主办工单时", "no lead is at work")
def no_lead(s: Scene) -> bool:
    """What somebody handles is not handed down over their head."""
    return not s.lead_key


# --- ending and after


@_must("lead_not_confirmed", "主办工单已审核通过", "the lead order is confirmed")
def lead_confirmed(s: Scene) -> bool:
    """Closing follows verifying."""
    key = lead_of(s.case)
    return bool(key) and s.case.orders[key].state == OrderState.CONFIRMED


@_must("assisting_open", "协办工单均已办完或收回", "assisting orders are done or taken back")
def no_laggards(s: Scene) -> bool:
    """Laggards show until they are done or taken back."""
    return no_open_orders.holds(s)


@_must("served_already", "本次答复（意见）尚未送达", "this answer or opinion was not served yet")
def not_served(s: Scene) -> bool:
    """Time to ask for a review runs once."""
    if s.key in s.case.reviews:
        review = s.case.reviews[s.key]
        return review.state == "ruled" and review.served is None
    return not any(v.subject == "m" and v.closing == s.case.closings for v in s.case.services)


@_must("service_date", "送达日期不早于办结（意见）、不晚于今日", "served after closing or opinion, no later than today", field="on")
def service_day_fits(s: Scene) -> bool:
    """Nothing is served before it exists or tomorrow."""
    day = s.date("on")
    return day is not None and (s.case.closed is None or day_of(s.case.closed) <= day) and day <= day_of(s.at)


@_must("service_by_notice", "无联系方式的以公告送达", "who cannot be reached is served by public notice", field="way")
def way_fits(s: Scene) -> bool:
    """An anonymous person can still be told by notice."""
    return s.case.own_contact or s.word("way") == "notice"


@_must("no_rating", "该办理程序可以评价", "the procedure is rated")
def may_be_rated(s: Scene) -> bool:
    """Accusations carry no rating."""
    return s.policy.procedure_rule(s.case.procedure).rating


@_must("rated_already", "本次办结尚未评价", "this closing was not rated yet")
def not_rated(s: Scene) -> bool:
    """One rating for each closing."""
    return s.case.rated < s.case.closings


@_must("not_answered", "已有答复", "there is an answer")
def has_answer(s: Scene) -> bool:
    """Only an answered matter is rated."""
    return s.case.answered


@_must("reopen_cap", "重新办理次数未超过上限", "not reopened too often")
def reopenings_left(s: Scene) -> bool:
    """A capped number of times."""
    return s.case.reopenings < s.policy.body.reopenings


@_must("review_open", "没有未结的复查复核", "no review is open")
def no_open_review(s: Scene) -> bool:
    """A review blocks reopen and archive."""
    return not any(r.state == "asked" for r in s.case.reviews.values())


@_must("review_final", "未经复核终结；经复核变更或撤销的除外", "not final after 复核, unless it changed or revoked the opinion")
def not_final(s: Scene) -> bool:
    """After 复核 it is final."""
    final = [r for r in s.case.reviews.values() if r.kind == "fuhe" and r.state == "ruled"]
    return not final or (final[-1].outcome in {"changed", "revoked"} and s.case.reopenings == s.case.closings - 1)


@_must("no_review", "该办理程序可以申请复查、复核", "the procedure knows reviews")
def reviewable(s: Scene) -> bool:
    """Petitions are reviewed; other procedures have their own remedies."""
    return s.policy.procedure_rule(s.case.procedure).review


@_must("review_window", "在送达后的申请期限内", "within the time that runs from service")
def within_review_window(s: Scene) -> bool:
    """Thirty days from service."""
    return review_clock(s.case, s) is not None


def review_clock(case: Case, s: Scene) -> str | None:
    """Return the key of the running, not lapsed time to ask for a review, or None."""
    for key, clock in case.clocks.items():
        if clock.kind == ClockKind.REVIEW_REQUEST and clock.state in clocks.RUNS and s.at < clock.due:
            return key
    return None


@_must("review_twice", "复查、复核各一次", "复查 and 复核 once each")
def review_left(s: Scene) -> bool:
    """There is no third instance."""
    return len(s.case.reviews) < 2


@_must("no_superior", "有复查（复核）机关", "there is a reviewing organ")
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


@_must("review_ruled", "尚未作出意见", "no opinion was given yet")
def review_undecided(s: Scene) -> bool:
    """An opinion is given once."""
    return s.review.state == "asked"


@_must("not_served", "须送达的答复和意见均已送达", "answers and opinions that have to be served were served")
def served_where_due(s: Scene) -> bool:
    """Without service the person's time does not run."""
    if not s.policy.procedure_rule(s.case.procedure).review:
        return True
    served = any(v.subject == "m" and v.closing == s.case.closings for v in s.case.services)
    return served and all(r.served is not None for r in s.case.reviews.values() if r.state == "ruled")


@_must("review_may_come", "申请复查复核的期限已过", "the time to ask for a review is over")
def review_window_over(s: Scene) -> bool:
    """The file stays at hand while the person may still object."""
    return len(s.case.reviews) == 2 or review_clock(s.case, s) is None


@_must("rating_may_come", "已评价，或办结已满规定天数", "rated, or closed for the days the pack says")
def rated_or_waited(s: Scene) -> bool:
    """The person has time to rate."""
    if s.case.rated >= s.case.closings or s.case.closed is None or s.case.person_gone:
        return True
    return day_of(s.at) >= day_of(s.case.closed) + timedelta(days=s.policy.body.archive_days)


# --- supervision, whistles


@_must("chased_lately", "距上次催办已满间隔", "not chased a short while ago")
def not_chased_lately(s: Scene) -> bool:
    """A nudge, not a drum."""
    return s.case.chased is None or s.at >= s.case.chased + timedelta(hours=s.policy.body.chase_hours)


@_must("not_concerned", "被督办单位为牵头中心或承办单位，且不是本单位", "the unit leads or handles, and is not one's own", field="unit")
def urged_is_concerned(s: Scene) -> bool:
    """One urges who owes something."""
    units = s.units("unit")
    at_work = {s.holder, *(o.unit for o in s.case.orders.values() if o.state in OPEN_ORDER_STATES)}
    return bool(units) and units[0] in at_work and units[0] != s.actor.unit


@_must("card_order", "黄牌在提醒或超期之后，红牌在黄牌之后", "yellow after a reminder or a passed limit, red after yellow", field="level")
def card_in_order(s: Scene) -> bool:
    """Cards rise step by step."""
    level, unit = s.word("level"), s.units("unit")
    had = {c.level for c in s.case.cards.values() if (c.unit,) == unit}
    due = clocks.due_of(s.case)
    late = due is not None and due <= s.at
    return level == "reminder" or (level == "yellow" and ("reminder" in had or late)) or (level == "red" and "yellow" in had)


@_must("card_open", "该单位没有未回复的同档督办", "no card of that level is unanswered", field="unit")
def no_open_card(s: Scene) -> bool:
    """An unanswered card is followed by a higher one, not by itself."""
    return not any(c.state == "open" and c.level == s.word("level") and (c.unit,) == s.units("unit") for c in s.case.cards.values())


@_must("card_answered", "督办尚未回复", "the card is unanswered")
def card_unanswered(s: Scene) -> bool:
    """A card is answered once; a late answer is still an answer."""
    return s.card.state in {"open", "lapsed"}


@_must("taken_already", "尚未由本人包案", "not in charge already")
def not_in_charge(s: Scene) -> bool:
    """Taking charge twice would do nothing."""
    return s.case.in_charge != s.actor.user


@_must("recused_already", "该人员尚未回避", "not recused already", on_input=True)
def not_recused(s: Scene) -> bool:
    """Who is out is out."""
    return (s.data.get("user") or s.actor.user) not in s.case.recused


@_must("whistle_open_already", "没有未结束的吹哨", "no whistle is open")
def no_open_whistle(s: Scene) -> bool:
    """One call to the spot at a time."""
    return not any(w.open for w in s.case.whistles.values())


@_must("whistle_over", "吹哨未结束", "the whistle is open")
def whistle_is_open(s: Scene) -> bool:
    """A call that ended needs no arrival."""
    return s.whistle.open


# --- merging, classing


@_must("master_needed", "并入的事项存在", "the other matter is given", on_input=True)
def master_given(s: Scene) -> bool:
    """Merging looks at both matters."""
    return s.other is not None


@_must("same_matter", "不是同一事项", "not the matter itself", on_input=True)
def not_itself(s: Scene) -> bool:
    """Nothing is merged into or linked with itself."""
    named = s.word("master") or s.word("other")
    return named != s.case.number


@_must("not_one_holder", "两个事项由同一中心牵头", "both have the same holder", field="master")
def one_holder(s: Scene) -> bool:
    """A merge needs one holder."""
    return s.other is not None and s.other.holder == s.holder


@_must(
    "master_unfit",
    "并入的事项在办、未暂停、非检举控告，且受理进度不落后",
    "the master is open, not suspended, no accusation, and as far as this one",
    field="master",
)
def master_fit(s: Scene) -> bool:
    """What was accepted is not merged into what may still be declined."""
    master = s.other
    if master is None or master.nature == Nature.ACCUSATION or master.suspension is not None:
        return False
    if master.state not in OPEN_STATES - {State.VERIFYING}:
        return False
    return master.accepted_once or not s.case.accepted_once


@_must("has_members", "本事项没有并入的事项", "nothing was merged into this one")
def no_members(s: Scene) -> bool:
    """Merges do not nest."""
    return not s.case.members


@_must("master_closed", "主件仍在办，或不予受理、已撤回", "the master is open, declined or withdrawn", on_input=True)
def master_lets_go(s: Scene) -> bool:
    """After the common answer there is nothing to part."""
    return s.other is not None and s.other.state in OPEN_STATES | {State.DECLINED, State.WITHDRAWN, State.TRANSFERRED}


@_must("linked_already", "尚未关联", "not linked already", field="other")
def not_linked(s: Scene) -> bool:
    """A link is made once."""
    return s.word("other") not in s.case.links


@_must("nature_not_allowed", "该类别可为此诉求性质", "the category knows this nature", field="nature")
def nature_fits(s: Scene) -> bool:
    """Category and nature go together in the pack."""
    return s.policy.procedure_of(s.word("category"), Nature.of(s.word("nature"))) is not None


@_must("same_class", "类别或性质有变化", "category or nature differs", field="category")
def class_differs(s: Scene) -> bool:
    """A change that changes nothing is none."""
    return (s.word("category"), s.word("nature")) != (s.case.category, s.case.nature.value)


@_must(
    "accusation_apart",
    "转为检举控告须无未完结工单并指明被检举控告单位",
    "to an accusation only without open orders, naming who is accused",
    field="accused",
)
def accusation_prepared(s: Scene) -> bool:
    """What becomes an accusation leaves the hands of everybody below."""
    if s.word("nature") != Nature.ACCUSATION.value:
        return True
    return bool(s.units("accused")) and no_open_orders.holds(s) and not s.case.members


@_must("no_mediation", "该办理程序可以调解", "the procedure knows mediation")
def may_mediate(s: Scene) -> bool:
    """People's mediation is for disputes between people, and for what can be agreed."""
    return s.policy.procedure_rule(s.case.procedure).mediation


@_must("already_mediating", "尚未在调解中", "not in mediation already")
def not_mediating(s: Scene) -> bool:
    """The committee has it already."""
    return not (s.lead_key and s.case.orders[s.lead_key].mediation)


@_must("ruled_binding", "主办单位未受异议裁定约束，主办工单未在待审核或异议中", "the lead is not bound by a ruling, reported or contested")
def lead_may_leave(s: Scene) -> bool:
    """Mediation may take over from a lead that is free to go."""
    order = s.case.orders.get(s.lead_key)
    return order is None or (order.unit not in s.case.bound and order.state in LEAVING)


LEAVING = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.REWORK})


# --- the system


@_must("no_such_clock", "所指时限存在且在计时", "the clock exists and runs", field="clock")
def clock_runs(s: Scene) -> bool:
    """Only a running limit is raised."""
    clock = s.case.clocks.get(s.word("clock"))
    return clock is not None and clock.state == "running"


@_must("clock_not_there_yet", "已到提醒或超期时刻，且未提醒过", "the moment has come and it was not raised before", field="level")
def clock_is_due(s: Scene) -> bool:
    """Soon is raised once, late is raised once."""
    clock = s.case.clocks.get(s.word("clock"))
    if clock is None:
        return False
    if s.word("level") == "late":
        return clock.raised != "late" and clock.due <= s.at
    return s.word("level") == "soon" and not clock.raised and clocks.soon_at(clock, s.policy) <= s.at < clock.due


@_must("nothing_to_recompute", "有暂定时限可用现行日历重算", "a provisional limit can be settled with the calendar loaded now")
def can_recompute(s: Scene) -> bool:
    """Only provisional limits are counted again."""
    return bool(clocks.provisional(s.case, s.policy))


def is_petition(case: Case) -> bool:
    """Say whether the petition's statutory times apply."""
    return case.procedure == Procedure.PETITION


@_must("master_open", "主件已办结且有答复", "the master is closed with an answer", on_input=True)
def master_answered(s: Scene) -> bool:
    """Every person is answered."""
    master = s.other
    if master is None or master.state != State.CLOSED or master.closed is None:
        return False
    return s.case.closed is None or s.case.closed < master.closed
