"""The person's page: where it stands, who has it, until when, and what they may do now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.words import State
from yiwang.matters.queries.follow import FollowPage
from yiwang.matters.queries.policy import policy_at
from yiwang.web.presenters.dates import full_day, last_day, local, moment, span
from yiwang.web.presenters.deeds import ICONS
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg, state_tag
from yiwang.web.presenters.money import yuan
from yiwang.web.presenters.names import Names
from yiwang.web.presenters.timeline import Item, for_person

STAGES = (State.REGISTERED, State.ACCEPTED, State.HANDLING, State.VERIFYING, State.CLOSED)
ANSWERING = (Act.CLOSE, Act.SETTLE_ON_SPOT, Act.DECLINE, Act.TRANSFER_OUT, Act.FOLLOW_MASTER)


@dataclass(frozen=True, kw_only=True)
class Stage(Drawn):
    """One of the five stages."""

    label: str
    tone: str
    icon: SafeString | str


@dataclass(frozen=True, kw_only=True)
class Wish(Drawn):
    """Something the person may do now."""

    href: str
    label: str
    icon: SafeString


@dataclass(frozen=True, kw_only=True)
class Question(Drawn):
    """A question that waits for the person."""

    title: str
    text: str
    href: str
    label: str


@dataclass(kw_only=True)
class FollowView(Drawn):
    """Everything the person's page draws."""

    number: str
    title: str
    state_tag: SafeString
    updated: str
    who: str
    until: str
    steps: list[Stage]
    timeline: list[Item]
    answer: str = ""
    claim: str = ""
    questions: list[Question] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    rate_href: str = ""
    withdraw_href: str = ""


def wish_name(act: str) -> str:
    """Return an act as the person's own wish."""
    return {
        Act.SUPPLEMENT: _("补充材料"),
        Act.CHASE: _("催一下"),
        Act.RATE: _("评价"),
        Act.REQUEST_REVIEW: _("申请复查复核"),
        Act.WITHDRAW: _("撤回这件事"),
        Act.ANSWER: _("回答问题"),
        Act.REOPEN: _("没有解决，要求重新办理"),
        Act.AGREE_CLAIM: _("确认我的诉求已经落实"),
    }.get(Act(act), "")


def act_href(number: str, act: str, subject: str = "m") -> str:
    """Return the address of the person's form."""
    address = f"/follow/{number}/{act}/"
    return address if subject == "m" else f"{address}?subject={subject}"


def _stages(state: State) -> list[Stage]:
    labels = (_("收到"), _("受理"), _("办理"), _("核查"), _("办结"))
    if state not in (*STAGES, State.ARCHIVED):
        return []
    ended = state in (State.CLOSED, State.ARCHIVED)
    here = len(STAGES) if ended else STAGES.index(state)
    stages = []
    for no, name in enumerate(labels):
        tone = "is-done" if no < here or (no == here and ended) else ("is-now" if no == here else "")
        stages.append(Stage(label=name, tone=tone, icon=icon_svg("check") if tone == "is-done" else ""))
    return stages


def _who(page: FollowPage) -> str:
    if page.together is not None:
        return (" " if english() else "").join((_said(page, State.MERGED), _said(page, page.together)))
    return _said(page, page.state)


def _said(page: FollowPage, state: State) -> str:
    holder, lead = {"holder": page.holder_name}, page.lead_name or page.holder_name
    return {
        State.REGISTERED: _("%(holder)s正在核对，决定是否受理。") % holder,
        State.ACCEPTED: _("%(holder)s已受理，正在确定由谁办。") % holder,
        State.HANDLING: _("%(lead)s正在办理。") % {"lead": lead},
        State.VERIFYING: _("%(lead)s已提交结果，%(holder)s正在核查。") % {"lead": lead, "holder": page.holder_name},
        State.CLOSED: _("这件事已经办结。"),
        State.ARCHIVED: _("这件事已经办结并归档。"),
        State.DECLINED: _("这件事没有受理，下面写明了理由和可以走的途径。"),
        State.WITHDRAWN: _("这件事已经撤回。"),
        State.MERGED: _("这件事与相同的事并在一起办理，结果会同样答复您。"),
        State.TRANSFERRED: _("这件事已移送有权处理的机关。"),
    }[state]


def _until(page: FollowPage, now: datetime) -> str:
    if page.suspended:
        return _("现在暂停计时，原因和期限见下面的经过。")
    if page.due is None:
        return ""
    day = full_day(last_day(page.due))
    if page.due <= now:
        return _("期限是 %(day)s，已经超过 %(span)s，系统正在督促。") % {"day": day, "span": span(now - page.due)}
    calendar = policy_at(now).calendar
    left = working_days(calendar, now, page.due)
    words = _("期限是 %(day)s，还剩 %(n)d 个工作日。") % {"day": day, "n": left}
    return words + (_("（暂定）") if page.provisional else "")


def working_days(calendar: object, now: datetime, due: datetime) -> int:
    """Return how many working days lie after today up to the day of the limit."""
    day, last, count = local(now).date(), last_day(due), 0
    while day < last and count < 400:
        day += timedelta(days=1)
        count += bool(calendar.is_workday(day))  # type: ignore[attr-defined]
    return count


def _claim(page: FollowPage) -> str:
    if page.claim is None:
        return ""
    line = page.claim
    words = {"owed": yuan(line.owed), "paid": yuan(line.paid)}
    if not line.owed:
        return _("您的一份：已经您本人确认。") if line.agreed else _("您的一份：还没有经您本人确认。")
    said = _("您的一份：应付 %(owed)s 元，已付 %(paid)s 元。") % words
    return said + (_("已经您本人确认。") if line.agreed else _("还没有经您本人确认。"))


def _questions(page: FollowPage) -> list[Question]:
    questions = []
    for key in page.questions:
        asked = next((e for e in reversed(page.timeline) if e.act in (Act.ASK, Act.REQUEST_CORRECTION)), None)
        text = next((t.text for t in asked.texts if t.public), "") if asked else ""
        questions.append(Question(title=_("有一个问题想问您"), text=text, href=act_href(page.number, Act.ANSWER, key), label=_("去回答")))
    return questions


def _answer(page: FollowPage) -> str:
    last = next((e for e in reversed(page.timeline) if e.act in ANSWERING), None)
    ended = page.state in (State.CLOSED, State.ARCHIVED, State.DECLINED, State.TRANSFERRED, State.MERGED)
    return next((t.text for t in last.texts if t.public), "") if last and ended else ""


def view_of(page: FollowPage, now: datetime) -> FollowView:
    """Return what the template draws of the person's page."""
    names = Names(units=page.units, at=now)
    files: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    for file in page.files:
        files[file.seq].append({"name": file.name, "href": f"/follow/{page.number}/files/{file.id}/"})
    offered = {(str(offer.act), offer.subject) for offer in page.offers}
    wishes = [
        Wish(href=act_href(page.number, act, subject), label=wish_name(act), icon=icon_svg(ICONS[Act(act)]))
        for act, subject in sorted(offered)
        if act not in (Act.RATE, Act.WITHDRAW, Act.ANSWER) and wish_name(act)
    ]
    return FollowView(
        number=page.number,
        title=page.title,
        claim=_claim(page),
        state_tag=state_tag(page.state, "tag-l"),
        updated=_("%(at)s 更新") % {"at": moment(page.updated, now)},
        who=_who(page),
        until=_until(page, now),
        steps=_stages(page.state),
        timeline=for_person(page.timeline, names, now, files),
        answer=_answer(page),
        questions=_questions(page),
        wishes=wishes,
        rate_href=act_href(page.number, Act.RATE) if (Act.RATE, "m") in offered else "",
        withdraw_href=act_href(page.number, Act.WITHDRAW) if (Act.WITHDRAW, "m") in offered else "",
    )
