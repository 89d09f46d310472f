"""Extensions and suspensions: asked, ruled, ended; and what the system does to clocks."""

from __future__ import annotations

from msgspec.structs import replace

from ..acts import On
from ..case import Case, Clock, ClockState, Request, Suspension
from ..scene import Scene, next_key, touched, with_request
from ..words import ClockKind
from .supervision import risen


def request_extension(s: Scene, case: Case) -> Case:
    """Ask for more days, with a reason the person can read.

    理由反映人可见。
    """
    case, key = next_key(case, On.REQUEST)
    request = Request(kind="extension", subject=s.key, by_unit=s.actor.unit, by_user=s.actor.user, days=s.number("days"))
    return touched(with_request(case, key, request), s.key, s.actor.user)


def request_suspension(s: Scene, case: Case) -> Case:
    """Ask that the clocks stand still until a day, on a ground of the procedure's list.

    写明事由和截止日。
    """
    case, key = next_key(case, On.REQUEST)
    request = Request(
        kind="suspension",
        subject=s.key,
        by_unit=s.actor.unit,
        by_user=s.actor.user,
        until=s.date("until"),
        reason=s.word("reason_code"),
    )
    case = with_request(case, key, request)
    return case if s.key in case.reviews else touched(case, s.key, s.actor.user)


def rule_extension(s: Scene, case: Case) -> Case:
    """Note the ruling; a granted one moves the clock.

    同意的，时限延长。
    """
    return with_request(case, s.key, replace(s.request, state="granted" if s.flag("grant") else "refused"))


def rule_suspension(s: Scene, case: Case) -> Case:
    """Note the ruling; a granted one sets the suspension with its end and approver.

    同意的，暂停至所写截止日，记明批准人。
    """
    request = s.request
    granted = s.flag("grant")
    case = with_request(case, s.key, replace(request, state="granted" if granted else "refused"))
    if not granted or request.until is None:
        return case
    held = Suspension(reason=request.reason, since=s.at, until=request.until, approver=s.actor.user or 0)
    if request.subject in case.reviews:
        review = replace(case.reviews[request.subject], hearing=held)
        return replace(case, reviews={**case.reviews, request.subject: review})
    return replace(case, suspension=held)


def resume(s: Scene, case: Case) -> Case:
    """End the suspension (or the hearing of a review).

    暂停（听证）结束。
    """
    if s.key in case.reviews:
        return replace(case, reviews={**case.reviews, s.key: replace(case.reviews[s.key], hearing=None)})
    return replace(case, suspension=None)


def raise_clock(s: Scene, case: Case) -> Case:
    """Mark a clock as raised; a late arrival shows who is missing, a late card rises one level, the person's time ends.

    记明提醒；未报到的显示为缺席，未回复的督办记为逾期并提到上一级单位。
    """
    key, level = s.word("clock"), s.word("level")
    clock = case.clocks[key]
    case = replace(case, clocks={**case.clocks, key: replace(clock, raised=level)})
    return _lapsed(s, case, key, clock) if level == "late" else case


def _lapsed(s: Scene, case: Case, key: str, clock: Clock) -> Case:
    subject = clock.subject
    if clock.kind == ClockKind.ARRIVAL and subject in case.whistles:
        whistle = case.whistles[subject]
        missing = tuple(u for u in whistle.units if u not in whistle.arrived)
        return replace(case, whistles={**case.whistles, subject: replace(whistle, missed=missing)})
    if clock.kind == ClockKind.REVIEW_REQUEST:
        return replace(case, clocks={**case.clocks, key: replace(case.clocks[key], state=ClockState.VOID)})
    if clock.kind == ClockKind.CARD and subject in case.cards:
        return risen(s, case, subject)
    return case
