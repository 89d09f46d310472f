"""Meetings as the pages draw them: lists, one meeting, decisions, papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.kernel.calendar import day_of, end_of
from yiwang.meetings.domain.words import DecisionKind, DecisionState, MeetingKind, MeetingState, Reason
from yiwang.meetings.queries import DecisionRow, MeetingPage, MeetingRow, Point
from yiwang.web.papers.press import Paper
from yiwang.web.presenters.dates import due_words, full_day, local, short, weekday
from yiwang.web.presenters.marks import english, icon_svg, label, plain_tag, state_tag
from yiwang.web.presenters.names import place_name

_STATES: dict[str, tuple[str, str]] = {
    MeetingState.CALLED: ("st-assign", "calendar-event"),
    MeetingState.HELD: ("st-doing", "writing-sign"),
    MeetingState.SIGNED: ("st-done", "circle-check"),
    MeetingState.CALLED_OFF: ("st-back", "x"),
}
_DECISIONS: dict[str, tuple[str, str]] = {
    DecisionState.OPEN: ("st-doing", "progress"),
    DecisionState.REPORTED: ("st-verify", "clipboard-check"),
    DecisionState.DONE: ("st-done", "circle-check"),
    DecisionState.FALLEN: ("st-back", "x"),
}
_RED = frozenset({Reason.LISTED, Reason.OVERDUE, Reason.DANGEROUS})


def when(at: datetime) -> str:
    """Say when a meeting begins."""
    there = local(at)
    return f"{there:%m-%d} {weekday(there.date())} {there:%H:%M}"


def rows_of(rows: Iterable[MeetingRow], units: dict[int, str]) -> list[dict[str, object]]:
    """Return the lines of a list of meetings."""
    return [
        {
            "href": reverse("meeting", args=[row.county, row.id]),
            "number": row.number,
            "kind": label(MeetingKind(row.kind)),
            "title": row.title,
            "state": plain_tag(label(MeetingState(row.state)), _STATES[row.state][1], _STATES[row.state][0]),
            "when": when(row.starts),
            "room": row.room,
            "center": units.get(row.center, ""),
            "items": row.items,
        }
        for row in rows
    ]


def reason_tag(reason: str) -> SafeString:
    """Draw why something is on the agenda."""
    word = Reason(reason)
    return plain_tag(label(word), "", "tag-red" if word in _RED else "tag-plain")


def _point(n: int, point: Point, page: MeetingPage) -> dict[str, Any]:
    matter = point.matter
    return {
        "n": n,
        "no": point.no,
        "reason": reason_tag(point.reason),
        "reason_word": label(Reason(point.reason)),
        "topic": point.topic,
        "minutes": point.minutes,
        "number": matter.number if matter else "",
        "title": matter.title if matter else point.topic,
        "href": reverse("matter", args=[matter.number]) if matter else "",
        "state": state_tag(matter.state) if matter else "",
        "lead": page.units.get(matter.lead or 0, "") if matter else "",
        "place": f"{place_name(matter.place)} {matter.address}".strip() if matter else "",
        "due": _due(matter.due) if matter else "",
    }


def _due(due: datetime | None) -> str:
    return full_day(day_of(due)) if due is not None else ""


def page_of(page: MeetingPage, now: datetime) -> dict[str, Any]:
    """Return what the page of a meeting draws."""
    here = [page.county, page.id]
    return {
        "number": page.number,
        "kind": label(MeetingKind(page.kind)),
        "title": page.title,
        "state": plain_tag(label(MeetingState(page.state)), _STATES[page.state][1], _STATES[page.state][0]),
        "when": when(page.starts),
        "day": full_day(local(page.starts).date()),
        "room": page.room,
        "center": page.units.get(page.center, ""),
        "chair": page.chair,
        "matter": page.matter,
        "version": page.version,
        "general": page.general,
        "points": [_point(n, point, page) for n, point in enumerate(page.points, 1)],
        "guests": [{"name": guest.name, "came": guest.came} for guest in page.guests],
        "decisions": [decision_of(row, now) for row in page.decisions],
        "signed": short(page.signed) if page.signed else "",
        "signed_by": page.signed_by,
        "digest": page.digest,
        "hrefs": {
            name: reverse(f"meeting_{name}", args=here) for name in ("papers", "pdf", "items", "minutes", "sign", "decide", "call_off")
        },
        "href": reverse("meeting", args=here),
        "may": {
            "items": page.possible("agenda"),
            "minutes": page.possible("minutes"),
            "decide": page.possible("decide"),
            "sign": page.possible("sign") and page.chairs,
            "call_off": page.possible("call_off"),
        },
    }


def paper_of(m: dict[str, Any]) -> Paper:
    """Return the papers of a meeting as they are printed: agenda and matters, minutes, decisions."""
    where = {"when": m["when"], "room": m["room"] or "—", "chair": m["chair"]}
    lines = [_("时间：%(when)s　地点：%(room)s　主持：%(chair)s") % where]
    if m["guests"]:
        lines.append(_("参加：") + "、".join(guest["name"] for guest in m["guests"]))
    lines.append(_("一、议程与事项清单"))
    for point in m["points"]:
        lines.append(_point_line(point))
        lines += [text for text in point["minutes"].splitlines() if text]
    if m["general"]:
        lines += [_("二、会议情况"), *(text for text in m["general"].splitlines() if text)]
    if m["decisions"]:
        lines.append(_("三、决定"))
        for d in m["decisions"]:
            about = "，".join(filter(None, (d["unit"], d["due"])))
            lines.append(f"{d['no']}. {d['kind']}：{d['text']}" + (f"（{about}）" if about else ""))
    return Paper(
        lang="en" if english() else "zh",
        issuer=m["center"],
        title=m["title"],
        docno=f"{m['kind']} {m['number']}",
        paragraphs=tuple(lines),
        root=(m["digest"], "SHA-256") if m["digest"] else None,
        seal=(m["center"], m["day"]),
        foot=(_("只含阅件人有权查看的事项；不得外传。"), ""),
    )


def _point_line(point: dict[str, Any]) -> str:
    said = [point["number"], point["place"], _("主办 %(unit)s") % {"unit": point["lead"]} if point["lead"] else ""]
    said.append(_("期限 %(day)s") % {"day": point["due"]} if point["due"] else "")
    about = "，".join(filter(None, said))
    return f"{point['n']}. {point['title']}（{point['reason_word']}）" + (f"：{about}" if about else "")


def decision_of(row: DecisionRow, now: datetime) -> dict[str, Any]:
    """Return one decision as lists and pages draw it."""
    late = row.due is not None and row.ended is None and end_of(row.due) <= now
    tone, icon = _DECISIONS[row.state]
    return {
        "no": row.no,
        "kind": label(DecisionKind(row.kind)),
        "text": row.text,
        "unit": row.unit_name,
        "due": full_day(row.due) if row.due else "",
        "late": due_words(end_of(row.due), now)[0] if late and row.due else "",
        "state": plain_tag(label(DecisionState(row.state)), icon, tone),
        "proof": row.proof,
        "matter": row.matter,
        "matter_href": reverse("matter", args=[row.matter]) if row.matter else "",
        "number": row.number,
        "meeting_href": reverse("meeting", args=[row.county, row.meeting_id]),
        "href": reverse("decision", args=[row.county, row.meeting_id, row.no]),
        "may_report": row.may_report,
        "may_confirm": row.may_confirm,
        "made": short(row.at),
        "ended": short(row.ended) if row.ended else "",
        "icon": icon_svg(icon),
    }


def asked_again(kind: str) -> str:
    """Say what was done, after a deed."""
    words = {
        "called": _("会议已发起，参会单位已收到通知。"),
        "minutes": _("纪要草稿已保存。"),
        "signed": _("纪要已签发，不能再改。"),
        "decided": _("决定已记录。"),
        "called_off": _("会议已取消。"),
        "reported": _("已报完成，等会议确认。"),
        "confirmed": _("已确认落实。"),
        "sent_back": _("已退回继续办理。"),
    }
    return words[kind]
