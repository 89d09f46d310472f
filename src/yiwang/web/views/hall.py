"""The hall for staff: calling people to one's window, and for who supervises it the windows of the center."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yiwang.accounts import queries as accounts
from yiwang.infra.clock import now
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.reception import access
from yiwang.reception import operations as reception
from yiwang.reception.domain.words import Need, Way
from yiwang.reception.operations.windows import colleagues
from yiwang.web.presenters.hall import overview_of, panel_of
from yiwang.web.presenters.wording import sentence
from yiwang.web.views.matter import is_fragment


@require_safe
def hall(request: HttpRequest) -> HttpResponse:
    """Show one's window and who waits for it."""
    return render(request, "yiwang/staff/hall.html", {"hall": panel_of(request.actor, now())})  # type: ignore[attr-defined]


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Show the panel alone, as it is now."""
    return _panel(request)


def _panel(request: HttpRequest, status: int = 200) -> HttpResponse:
    embedded = bool(request.GET.get("embedded") or request.POST.get("embedded"))
    shown = panel_of(request.actor, now(), embedded=embedded)  # type: ignore[attr-defined]
    if shown is None:
        raise Http404
    return render(request, "yiwang/staff/hall-panel.html", {"hall": shown}, status=status)


def _ticket(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("ticket", ""))
    except ValueError:
        raise Refused("no_such_ticket", field="ticket") from None


def _number(request: HttpRequest, name: str, code: str) -> int:
    typed = request.POST.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 16):
        raise Refused(code, field=name)
    return int(typed)


def _next(request: HttpRequest, at: datetime) -> str:
    called = reception.call_next(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return _("请 %(number)s") % {"number": called.number}


def _finish(request: HttpRequest, at: datetime) -> str:
    matter = request.POST.get("matter", "")[:40]
    done = reception.finish(actor=request.actor, ticket=_ticket(request), at=at, matter=matter)  # type: ignore[attr-defined]
    return _("%(number)s 接待完毕") % {"number": done.number}


def _finish_and_next(request: HttpRequest, at: datetime) -> str:
    told = _finish(request, at)
    try:
        return f"{told} · {_next(request, at)}"
    except Refused as refusal:  # nobody waits, or the window is paused: what was finished stays finished
        return f"{told} · {sentence(refusal)}"


def _hand(request: HttpRequest, at: datetime) -> str:
    window = _number(request, "window", "no_such_window")
    handed = reception.hand_over(actor=request.actor, ticket=_ticket(request), window=window, at=at)  # type: ignore[attr-defined]
    return _("%(number)s 已转到另一窗口") % {"number": handed.number}


def _issue(request: HttpRequest, at: datetime) -> str:
    ask = reception.Ask(
        service=_number(request, "service", "no_such_service"),
        need=request.POST.get("need") or Need.NONE,
        surname=request.POST.get("surname", ""),
    )
    center = access.hall_of(request.actor, at)  # type: ignore[attr-defined]
    taken = reception.issue(center=center, ask=ask, way=Way.CLERK, at=at)
    return _("已取号 %(number)s") % {"number": taken.number}


def _sit(request: HttpRequest, at: datetime) -> str:
    reception.sit_down(actor=request.actor, window=_number(request, "window", "no_such_window"), at=at)  # type: ignore[attr-defined]
    return ""


def _plain(operation: Callable[..., object], *, ticket: bool = True) -> Callable[[HttpRequest, datetime], str]:
    def deed(request: HttpRequest, at: datetime) -> str:
        named = {"ticket": _ticket(request)} if ticket else {}
        operation(actor=request.actor, at=at, **named)  # type: ignore[attr-defined]
        return ""

    return deed


_DEEDS: dict[str, Callable[[HttpRequest, datetime], str]] = {
    "next": _next,
    "finish": _finish,
    "finish-next": _finish_and_next,
    "hand": _hand,
    "issue": _issue,
    "sit": _sit,
    "again": _plain(reception.call_again),
    "miss": _plain(reception.miss),
    "begin": _plain(reception.begin),
    "cancel": _plain(reception.cancel),
    "call": _plain(reception.call_missed),
    "leave": _plain(reception.leave, ticket=False),
    "pause": _plain(reception.pause, ticket=False),
    "resume": _plain(reception.resume, ticket=False),
}
"""What is posted to `hall_deed`, by the last part of the address."""


@require_POST
def deed(request: HttpRequest, act: str) -> HttpResponse:
    """Do something at one's window and show the panel again."""
    if act not in _DEEDS:
        raise Http404
    status = 200
    try:
        told = _DEEDS[act](request, now())
    except Refused as refusal:
        status = 422
        for wrong in refusal.errors if isinstance(refusal, BadInput) else [refusal]:
            messages.error(request, sentence(wrong))
    else:
        if told:
            messages.success(request, told)
    if is_fragment(request):
        return _panel(request, status)
    return HttpResponseRedirect(reverse("window" if request.POST.get("back") == "window" else "hall"))


@require_safe
def windows(request: HttpRequest) -> HttpResponse:
    """Show every window of the hall, who waits, and the addresses of screen, kiosk and bookings."""
    at = now()
    center = _supervised(request, at)
    people = {one.user for one in colleagues(center, at) if one.user is not None}
    shown = overview_of(center, accounts.names(people), at)
    return render(request, "yiwang/staff/hall-windows.html", {"hall": shown})


def _supervised(request: HttpRequest, at: datetime) -> int:
    """Return the center whose hall the actor supervises, else it does not exist."""
    try:
        center = access.hall_of(request.actor, at)  # type: ignore[attr-defined]
        access.supervise(request.actor, center, at)  # type: ignore[attr-defined]
    except Refused:
        raise Http404 from None
    return center


@require_POST
def window_deed(request: HttpRequest, window: int) -> HttpResponse:
    """Seat somebody at a window, or let it pause and go on."""
    at, actor = now(), request.actor  # type: ignore[attr-defined]
    _supervised(request, at)
    try:
        match request.POST.get("act", ""):
            case "pause":
                reception.pause(actor=actor, window=window, at=at)
            case "resume":
                reception.resume(actor=actor, window=window, at=at)
            case "assign":
                user = _number(request, "user", "not_of_this_hall") if request.POST.get("user") else None
                reception.assign(actor=actor, window=window, user=user, at=at)
            case _:
                raise Http404
    except Refused as refusal:
        messages.error(request, sentence(refusal))
    return HttpResponseRedirect(reverse("hall_windows"))
