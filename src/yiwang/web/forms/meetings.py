"""Forms of meetings: calling one, the agenda, the minutes, a decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from yiwang.accounts import queries as accounts
from yiwang.centers import queries as centers
from yiwang.centers.choices import Purpose, choices
from yiwang.centers.domain.actor import Actor
from yiwang.kernel.calendar import SHANGHAI, day_of
from yiwang.matters.queries.policy import policy_at
from yiwang.meetings.domain.words import DecisionKind, MeetingKind
from yiwang.meetings.queries import MeetingPage
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.dates import weekday
from yiwang.web.presenters.marks import label
from yiwang.web.presenters.supervision import level_word

MOST = 30
DAYS_AHEAD = 30
TIMES = tuple(f"{hour:02d}:{minute:02d}" for hour in range(8, 19) for minute in (0, 30))


def units_for(actor: Actor, text: str) -> tuple[Choice, ...]:
    """Return the units that may be invited or charged, the likeliest first, narrowed by what is typed."""
    rows = choices(purpose=Purpose.PROPOSE, asking=actor.unit or 0, text=text, limit=MOST)
    return tuple(Choice(value=str(row.id), label=row.name, note=row.region_name) for row in rows)


def units_field(
    name: str, words: str, actor: Actor, posted: QueryDict | None, *, many: bool, hint: str = "", required: bool = True
) -> Field:
    """Make the field to find units by name or first letters; what was chosen stays in the list."""
    typed = posted.get(f"find_{name}", "")[:40] if posted is not None else ""
    chosen = tuple(value for value in (posted.getlist(name) if posted is not None else ()) if value.isascii() and value.isdigit())
    found = units_for(actor, typed)
    known = {choice.value for choice in found}
    missing = centers.units([int(value) for value in chosen if value not in known and len(value) < 19]).values()
    return Field(
        name=name,
        label=words,
        widget="picks" if many else "pick",
        required=required,
        hint=hint,
        choices=(*(Choice(value=str(row.id), label=row.name, note=row.region_name) for row in missing), *found),
        values=chosen,
        lookup=typed,
        lookup_href=f"{reverse('meetings_find')}?input={name}",
        lookup_hint=_("单位名称或拼音首字母"),
    )


def calling(*, actor: Actor, at: datetime, posted: QueryDict | None, matter: str) -> list[Field]:
    """Return the fields of calling a meeting, or a conference on a matter."""

    def values(name: str, default: str = "") -> tuple[str, ...]:
        return tuple(posted.getlist(name)) if posted is not None else ((default,) if default else ())

    kinds = tuple(Choice(value=kind, label=label(kind), note=_note(kind)) for kind in MeetingKind if kind != MeetingKind.CONFERENCE)
    fields = (
        []
        if matter
        else [Field(name="kind", label=_("会议类型"), widget="radio", choices=kinds, values=values("kind", "regular"), focus=True)]
    )
    title = _("会商事由") if matter else _("会议名称")
    fields += [
        Field(name="title", label=title, widget="line", values=values("title"), limit=100, focus=bool(matter)),
        Field(name="day", label=_("日期"), widget="select", choices=days(at), values=values("day")),
        Field(
            name="time",
            label=_("时间"),
            widget="select",
            choices=tuple(Choice(value=t, label=t) for t in TIMES),
            values=values("time", "09:00"),
        ),
        Field(name="room", label=_("地点"), widget="line", required=False, values=values("room"), limit=100),
    ]
    hint = _("受邀单位从现在起可以查看这件事项（个人信息仍隐去）。") if matter else _("受邀单位只看得到议程中自己本来有权查看的事项。")
    fields.append(units_field("units", _("参加单位"), actor, posted, many=True, hint=hint, required=bool(matter)))
    if not matter:
        fields.append(
            Field(
                name="people",
                label=_("本中心参会人员"),
                widget="picks",
                required=False,
                choices=_people(actor, at),
                values=values("people"),
            )
        )
        fields.append(
            Field(
                name="standing",
                label=_("自动列入议题：提请挂牌、挂牌、超期、涉众、险情、反复发生的事项"),
                widget="flag",
                required=False,
                values=values("standing", "1"),
            )
        )
    return fields


def _note(kind: MeetingKind) -> str:
    notes = {
        MeetingKind.REGULAR: _("本级中心定期调度在办事项"),
        MeetingKind.JOINT: _("有关部门共同研究，可决定挂牌督办"),
        MeetingKind.COUNCIL: _("居民和单位一起商量身边事"),
    }
    return notes.get(kind, "")


def _people(actor: Actor, at: datetime) -> tuple[Choice, ...]:
    staff = centers.net(at).staff(actor.unit or 0)
    names = accounts.names({staffer.user for staffer in staff})
    seen = {staffer.user: label(staffer.role) for staffer in staff if staffer.user != actor.user}
    return tuple(Choice(value=str(user), label=names.get(user, ""), note=role) for user, role in seen.items())


def days(at: datetime, *, first: int = 0) -> tuple[Choice, ...]:
    """Return the days to choose from, working days first said as such."""
    today, calendar = day_of(at), policy_at(at).calendar
    found = [today + timedelta(days=ahead) for ahead in range(first, DAYS_AHEAD * 3)]
    return tuple(Choice(value=day.isoformat(), label=f"{day:%m-%d} {weekday(day)}") for day in found if calendar.is_workday(day))


def starts_of(posted: QueryDict) -> datetime | None:
    """Return when the meeting begins, None when the day or the time is none."""
    try:
        return datetime.fromisoformat(f"{date.fromisoformat(posted.get('day', ''))}T{posted.get('time', '')}:00").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def day_in(posted: QueryDict, name: str) -> date | None:
    """Return a day from the form, None when there is none."""
    try:
        return date.fromisoformat(posted.get(name, ""))
    except ValueError:
        return None


def numbers_in(posted: QueryDict, name: str) -> list[int]:
    """Return the ids chosen."""
    return [int(value) for value in posted.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19]


def minutes(*, page: MeetingPage, posted: QueryDict | None) -> list[Field]:
    """Return the fields of the minutes: who came, the general part, each point the reader may see."""

    def values(name: str, default: str) -> tuple[str, ...]:
        return (posted.get(name, ""),) if posted is not None else (default,) if default else ()

    came = tuple(posted.getlist("came")) if posted is not None else tuple(guest.key for guest in page.guests if guest.came)
    guests = tuple(Choice(value=guest.key, label=guest.name) for guest in page.guests)
    fields = (
        [Field(name="came", label=_("到会"), widget="picks", required=False, choices=guests, values=came, quiet=True)] if guests else []
    )
    hint = _("参会单位都能看到这一部分；具体事项请写在各议题下，不写个人姓名和电话。")
    fields.append(
        Field(
            name="general",
            label=_("会议情况"),
            widget="text",
            required=False,
            hint=hint,
            values=values("general", page.general),
            limit=8000,
            rows=6,
        )
    )
    for n, point in enumerate(page.points, 1):
        about = f"{point.matter.number} {point.matter.title}" if point.matter else point.topic
        words = _("议题 %(n)d：%(about)s") % {"n": n, "about": about}
        name = f"point{point.no}"
        fields.append(Field(name=name, label=words, widget="text", required=False, values=values(name, point.minutes), limit=8000))
    return fields


def decision(*, page: MeetingPage, actor: Actor, at: datetime, posted: QueryDict | None, item: str) -> list[Field]:
    """Return the fields of a decision."""

    def values(name: str, default: str = "") -> tuple[str, ...]:
        return tuple(posted.getlist(name)) if posted is not None else ((default,) if default else ())

    points = tuple(
        Choice(
            value=str(point.no),
            label=f"{n} {point.matter.title if point.matter else point.topic}",
            note=point.matter.number if point.matter else "",
        )
        for n, point in enumerate(page.points, 1)
    )
    kinds = tuple(Choice(value=kind, label=label(kind), note=_does(kind)) for kind in DecisionKind)
    levels = tuple(Choice(value=level, label=level_word(level)) for level in ("reminder", "yellow", "red"))
    whole = Choice(value="0", label=_("会议整体"))
    return [
        Field(name="item", label=_("议题"), widget="select", choices=(whole, *points), values=values("item", item), focus=True),
        Field(name="kind", label=_("决定什么"), widget="radio", choices=kinds, values=values("kind", "task")),
        units_field("unit", _("责任单位"), actor, posted, many=False, required=False),
        Field(
            name="level",
            label=_("督办档次"),
            widget="radio",
            choices=levels,
            values=values("level", "reminder"),
            required=False,
            when="kind=urge",
        ),
        Field(
            name="due",
            label=_("期限"),
            widget="select",
            choices=days(at, first=1),
            values=values("due"),
            required=False,
            hint=_("任务和挂牌必须写明期限。"),
        ),
        Field(name="text", label=_("决定内容"), widget="text", values=values("text"), limit=4000),
    ]


def _does(kind: DecisionKind) -> str:
    """Say what a decision does to the matter."""
    notes = {
        DecisionKind.TASK: _("不改变事项的工单；责任单位报完成、附凭据，会议确认"),
        DecisionKind.ORDER: _("立即成为工单，记入事项流转记录"),
        DecisionKind.ASSIST: _("立即增派协办工单"),
        DecisionKind.URGE: _("立即发出督办，限期回复"),
        DecisionKind.INSTRUCT: _("领导批示，记入流转记录"),
        DecisionKind.LIST: _("对已提请的事项挂牌，写明责任单位和期限"),
        DecisionKind.NOT_LIST: _("退回提请"),
        DecisionKind.LIFT: _("结束挂牌"),
    }
    return notes[kind]


__all__ = ["calling", "day_in", "days", "decision", "minutes", "numbers_in", "starts_of", "units_field", "units_for"]
