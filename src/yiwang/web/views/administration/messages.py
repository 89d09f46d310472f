"""What became of messages that went out, and the words they use: for the system officer; never an address, never a text that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.administration import access, operations
from yiwang.infra.clock import now
from yiwang.infra.wording import worded
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.notices import queries as notices
from yiwang.notices.domain import wording
from yiwang.notices.domain.kinds import KINDS, Channel, Group
from yiwang.notices.queries.outgoing import STATES, TROUBLED
from yiwang.web.presenters.dates import short, span
from yiwang.web.presenters.marks import english, grouped, label

from .base import officer, or_404, show

SECTION = "administration_messages"
DAYS = 7
_STATES = {
    "waiting": (gettext_noop("待发送"), "tag-plain"),
    "sending": (gettext_noop("发送中"), "tag-blue"),
    "sent": (gettext_noop("已发送"), "tag-green"),
    "failed": (gettext_noop("发送失败"), "tag-red"),
    "unsure": (gettext_noop("结果不明"), "tag-amber"),
    "dropped": (gettext_noop("已撤回"), "tag-plain"),
}


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show how the messages of the last days stand by channel, and those in one state, the newest first."""
    at, by = now(), officer(request)
    whole = or_404(lambda: access.everywhere(by, at))
    state, after = request.GET.get("state", "failed"), request.GET.get("after", "")
    if state not in STATES:
        return HttpResponseRedirect(reverse(SECTION))
    try:
        page = notices.failed(state=state, after=after)
    except Refused:
        return HttpResponseRedirect(reverse(SECTION))
    counted = {(one.channel, one.state): one for one in notices.counts(at=at, days=DAYS)}
    totals = {code: sum(one.count for (_channel, stands), one in counted.items() if stands == code) for code in STATES}
    context = {
        "table": [_channel_row(channel, counted) for channel in Channel],
        "heads": [_(_STATES[code][0]) for code in STATES],
        "states": [
            {"code": code, "name": _(_STATES[code][0]), "count": grouped(totals[code]), "current": code == state} for code in STATES
        ],
        "rows": [_row(row, whole=whole) for row in page.rows],
        "state": state,
        "after": page.after,
        "days": DAYS,
    }
    return show(request, "messages", SECTION, context)


def _channel_row(channel: Channel, counted: dict[tuple[str, str], Any]) -> dict[str, Any]:
    sent = counted.get((channel, "sent"))
    took = None if sent is None or sent.seconds is None else timedelta(seconds=max(0.0, sent.seconds))
    seconds = "" if took is None else _("%(n)s 秒") % {"n": took.seconds} if took < timedelta(minutes=1) else span(took)
    counts = [grouped(counted[channel, code].count) if (channel, code) in counted else "0" for code in STATES]
    return {"name": label(channel), "counts": counts, "seconds": seconds}


def _row(row: notices.MessageRow, *, whole: bool) -> dict[str, Any]:
    kind = KINDS.get(row.event)
    name, tone = _STATES[row.state]
    return {
        "at": short(row.at),
        "channel": label(Channel.of(row.channel)),
        "event": row.event if kind is None else _plain(kind.en if english() else kind.zh),
        "to": _("反映人") if row.to_person else _("工作人员"),
        "state": _(name),
        "tone": tone,
        "tries": row.tries,
        "trouble": row.trouble,
        "again": reverse("administration_message_again", args=[row.county, row.id]) if whole and row.state in TROUBLED else "",
    }


def _plain(sentence: str) -> str:
    """Return a kind's sentence as its name: what stands for a value is left open."""
    return wording.fill(sentence, dict.fromkeys(("unit", "due", "card", "who", "act", "meeting", "when", "what", "place"), "…"), "zh")


@require_POST
def again(request: HttpRequest, county: str, message: UUID) -> HttpResponse:
    """Send one message again."""
    try:
        operations.send_message_again(by=officer(request), county=county, message=message, at=now())
    except Refused as refusal:
        if refusal.code == "rules_of_all":
            raise Http404 from refusal
        said.error(request, worded(refusal, "en" if english() else "zh"))
    else:
        said.success(request, _("已重新排队发送。"))
    return HttpResponseRedirect(reverse(SECTION))


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List the events by group, with what is worded by the installation itself."""
    or_404(lambda: access.realm(officer(request), now()))
    own = notices.templates()
    listed = [
        {
            "name": label(group),
            "kinds": [
                {
                    "name": _plain(kind.en if english() else kind.zh),
                    "href": reverse("administration_message_template", args=[event]),
                    "own": [
                        f"{label(channel)} {lang}" for channel in Channel for lang in wording.LANGUAGES if (event, channel, lang) in own
                    ],
                }
                for event, kind in KINDS.items()
                if kind.group == group
            ],
        }
        for group in Group
    ]
    return show(request, "message-templates", SECTION, {"listed": listed})


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, event: str) -> HttpResponse:
    """Show and write the words of one event: each channel in both languages."""
    by, at = officer(request), now()
    whole = or_404(lambda: access.everywhere(by, at))
    if event not in KINDS:
        raise Http404
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    channel, lang = request.POST.get("channel", ""), request.POST.get("language", "")
    if request.method == "POST":
        typed = {"subject": request.POST.get("subject", ""), "body": request.POST.get("body", "")}
        try:
            operations.word_message(by=by, event=event, channel=channel, language=lang, at=at, **typed)
        except Refused as refusal:
            found = refusal.errors if isinstance(refusal, BadInput) else [refusal]
            errors = {one.field or "body": worded(one, "en" if english() else "zh") for one in found}
        else:
            said.success(request, _("已保存。") if typed["body"].strip() else _("已恢复原来的措辞。"))
            return HttpResponseRedirect(reverse("administration_message_template", args=[event]))
    own = notices.templates()
    forms = [
        _words(event, way, code, own, **({"typed": typed, "errors": errors} if (way, code) == (channel, lang) else {}))
        for way in Channel
        for code in wording.LANGUAGES
    ]
    kind = KINDS[event]
    context = {
        "name": _plain(kind.en if english() else kind.zh),
        "forms": forms,
        "names": [f"{{{name}}}" for name in wording.allowed(event)],
        "whole": whole,
    }
    return show(request, "message-template", SECTION, context, status=422 if errors else 200)


def _words(
    event: str,
    channel: Channel,
    lang: str,
    own: dict[tuple[str, str, str], wording.Wording],
    *,
    typed: Mapping[str, str] = MappingProxyType({}),
    errors: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    found, shipped = own.get((event, channel, lang)), wording.default(event, channel, lang)
    shown = found or shipped
    return {
        "channel": str(channel),
        "language": lang,
        "lang": "zh-CN" if lang == "zh" else "en",
        "name": f"{label(channel)} · {'中文' if lang == 'zh' else 'English'}",
        "id": f"{channel}-{lang}",
        "with_subject": channel is Channel.MAIL,
        "subject": typed.get("subject", shown.subject),
        "body": typed.get("body", shown.body),
        "rows": 6 if channel is Channel.MAIL else 3,
        "limit": wording.LONGEST[channel],
        "own": found is not None,
        "shipped": shipped.body,
        "errors": errors,
    }
