"""What a user was told: the bell, the list, reading one, reading all; and how they want to be told outside the house."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.infra.clock import now
from yiwang.infra.readonly import may_write
from yiwang.infra.wording import worded
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.queries.titles import titles
from yiwang.notices import operations, queries
from yiwang.notices.domain.kinds import Channel, Group
from yiwang.notices.domain.timing import Digest
from yiwang.notices.queries.inbox import STANDS
from yiwang.web.presenters.marks import english
from yiwang.web.presenters.messages import days, label

PAGE = 25
_STANDS = {"all": gettext_noop("全部"), "unread": gettext_noop("未读"), "read": gettext_noop("已读")}
_GROUPS = tuple(group for group in Group if group is not Group.PERSON)


def _user(request: HttpRequest) -> int:
    user = request.actor.user  # type: ignore[attr-defined]
    if user is None:
        raise Http404
    return int(user)


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """Draw the bell anew; the page asks for it by itself."""
    return render(request, "yiwang/staff/bell.html")


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """List what the user was told, the newest first."""
    stand, group = request.GET.get("stand", "all"), request.GET.get("group", "")
    if stand not in STANDS or (group and group not in _GROUPS):
        return HttpResponseRedirect(reverse("messages"))
    at, user, after = now(), _user(request), request.GET.get("after", "")
    try:
        page = queries.inbox(user=user, stand=stand, group=group, after=after, limit=PAGE)
    except Refused:
        return HttpResponseRedirect(reverse("messages"))
    known = titles(
        actor=request.actor,  # type: ignore[attr-defined]
        numbers=(row.about for row in page.rows if row.about and not row.sensitive),
        at=at,
    )
    context = {
        "days": days(page.rows, known, at),
        "stand": stand,
        "stands": [{"code": code, "name": _(_STANDS[code]), "current": code == stand} for code in STANDS],
        "group": group,
        "kinds": [{"code": str(one), "name": label(one), "current": one == group} for one in _GROUPS],
        "after": page.after,
        "started": bool(after),
        "until": at.isoformat(),
    }
    return render(request, "yiwang/staff/messages.html", context)


@may_write  # opening a message is what makes it read
@require_safe
def message_open(request: HttpRequest, county: str, notice: UUID) -> HttpResponse:
    """Note that it was read, and go to what it tells of."""
    href = operations.mark_read(user=_user(request), county=county, notice=notice, at=now())
    return HttpResponseRedirect(href or reverse("messages"))


@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    """Note that everything shown up to then was read."""
    at = now()
    try:
        until = min(datetime.fromisoformat(request.POST.get("until", "")), at)
    except (ValueError, TypeError):
        until = at
    count = operations.mark_all_read(user=_user(request), until=until, at=at)
    said.success(request, _("%(n)d 条消息已标为已读。") % {"n": count})
    return HttpResponseRedirect(reverse("messages"))


@require_http_methods(["GET", "POST"])
def message_choices(request: HttpRequest) -> HttpResponse:
    """Show and write how the user wants to be told outside the house."""
    user = _user(request)
    if request.method == "GET":
        reader = queries.reader(user)
        chosen = reader.choices
        shown = {"mail": reader.mail, "phone": reader.phone, "digest": chosen.digest, "ways": chosen.ways}
        shown |= {"quiet_from": _clock(chosen.quiet_from), "quiet_until": _clock(chosen.quiet_until)}
        return render(request, "yiwang/staff/message-choices.html", _form(shown, {}))
    typed = {name: request.POST.get(name, "")[:200] for name in ("mail", "phone", "digest", "quiet_from", "quiet_until")}
    ways = {str(group): [way for way in request.POST.getlist(group) if way in set(Channel)] for group in _GROUPS}
    try:
        begins, ends = _time(typed["quiet_from"], "quiet_from"), _time(typed["quiet_until"], "quiet_until")
        operations.choose(
            user=user,
            mail=typed["mail"],
            phone=typed["phone"],
            channels={group: chosen for group, chosen in ways.items() if chosen},
            language="en" if english() else "zh",
            quiet_from=begins,
            quiet_until=ends,
            digest=typed["digest"],
            at=now(),
        )
    except Refused as refusal:
        errors = {one.field: worded(one, "en" if english() else "zh") for one in _each(refusal)}
        return render(request, "yiwang/staff/message-choices.html", _form({**typed, "ways": ways}, errors), status=422)
    said.success(request, _("已保存。"))
    return HttpResponseRedirect(reverse("message_choices"))


def _each(refusal: Refused) -> list[Refused]:
    return refusal.errors if isinstance(refusal, BadInput) else [refusal]


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""


def _time(text: str, field: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused("bad_format", field=field) from None


def _form(shown: dict[str, Any], errors: dict[str, str]) -> dict[str, Any]:
    ways = shown["ways"]
    rows = [
        {
            "code": str(group),
            "name": label(group),
            "always": group is Group.REPORTS,
            "ways": [{"code": str(way), "name": _word(way), "on": way in ways.get(group, ())} for way in Channel],
        }
        for group in _GROUPS
    ]
    digests = [{"code": str(one), "name": _word(one), "on": one == (shown["digest"] or Digest.NONE)} for one in Digest]
    return {**shown, "rows": rows, "channels": [_word(way) for way in Channel], "digests": digests, "errors": errors}


def _word(word: Channel | Digest) -> str:
    return word.en if english() else word.zh
