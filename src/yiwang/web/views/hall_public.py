"""The hall for whoever comes: the screen that calls, the kiosk that gives out numbers, and booking a time from home."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.infra.caller import address_of
from yiwang.infra.clock import now
from yiwang.infra.throttle import hit, spent
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.privacy.blind import normal_phone
from yiwang.reception import access, queries
from yiwang.reception import operations as reception
from yiwang.reception.domain.words import Need, Way
from yiwang.web import drafts
from yiwang.web.forms.fields import Choice, Field, summary, with_errors
from yiwang.web.posts import actor_of
from yiwang.web.presenters.dates import full_day, local, long_day, weekday
from yiwang.web.presenters.hall import center_name, needs, screen_of, ticket_view
from yiwang.web.presenters.wording import by_field, sentence
from yiwang.web.views.matter import is_fragment

KIOSK_A_MINUTE = 30
PER_ADDRESS, PER_PHONE = (6, 3600), (3, 86_400)
"""So many bookings in so many seconds, from one address and for one phone."""
BOOKED = "booked"
"""Draft with the code of the last booking made here; it is kept nowhere else."""


@require_safe
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """Show who is called where; the script asks for the middle of the page again and again, without one the page does."""
    center = queries.by_screen_key(key)
    if center is None:
        raise Http404
    shown = screen_of(center, now())
    template = "yiwang/public/hall-screen-now.html" if is_fragment(request) else "yiwang/public/hall-screen.html"
    return render(request, template, {"screen": shown})


def _kiosk_or_404(key: str) -> int:
    center = queries.by_kiosk_key(key)
    if center is None:
        raise Http404
    return center


@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest, key: str) -> HttpResponse:
    """Give out a number, for a kind of business or for a booking's code."""
    center, at = _kiosk_or_404(key), now()
    error = ""
    if request.method == "POST":
        try:
            if not hit("kiosk", key, KIOSK_A_MINUTE, 60):
                raise Refused("too_many_requests")
            taken = _taken(request, center, at)
        except Refused as refusal:
            error = " ".join(by_field(refusal).values())
        else:
            return HttpResponseRedirect(reverse("hall_kiosk_ticket", args=[key, taken.id]))
    shown = {"services": queries.services(center), "needs": needs(), "name": center_name(center), "error": error, "key": key}
    return render(request, "yiwang/public/hall-kiosk.html", shown, status=422 if error else 200)


def _taken(request: HttpRequest, center: int, at: datetime) -> Any:
    if "code" in request.POST:
        return reception.arrive(center=center, code=request.POST["code"][:20], at=at)
    ask = reception.Ask(
        service=_whole(request.POST.get("service", "")),
        need=request.POST.get("need") or Need.NONE,
        surname=request.POST.get("surname", ""),
    )
    return reception.issue(center=center, ask=ask, way=Way.KIOSK, at=at)


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


@require_safe
def kiosk_ticket(request: HttpRequest, key: str, ticket: UUID) -> HttpResponse:
    """Show the number that was given out, to be printed or remembered; the kiosk goes back to its first page by itself."""
    center, at = _kiosk_or_404(key), now()
    try:
        row, before = queries.ticket(center, ticket, at)
    except Refused:
        raise Http404 from None
    words = {s.id: s.name for s in queries.services(center)}
    shown = {"t": ticket_view(row, words, at), "before": before, "name": center_name(center), "key": key}
    moment = f"{full_day(local(row.issued).date())} {local(row.issued):%H:%M}"
    return render(request, "yiwang/public/hall-ticket.html", shown | {"issued": moment})


@require_safe
def book_where(request: HttpRequest) -> HttpResponse:
    """Choose the hall to book a time in."""
    halls = [(center, center_name(center)) for center in queries.halls()]
    return render(request, "yiwang/public/book-where.html", {"halls": halls})


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, center: int) -> HttpResponse:
    """Choose what for, a day and a time, and say how one can be reached."""
    at = now()
    services = [s for s in _services_or_404(center) if s.slot_minutes]
    asked = request.POST if request.method == "POST" else request.GET
    chosen = next((s for s in services if str(s.id) == asked.get("service")), services[0] if services else None)
    days = queries.bookable_days(at)
    day = next((d for d in days if d.isoformat() == asked.get("day")), days[0] if days else None)
    errors: dict[str, str] = {}
    if request.method == "POST" and chosen is not None:
        try:
            return _booked(request, center, chosen.id, at)
        except Refused as refusal:
            errors = by_field(refusal)
    free = queries.free_slots(center=center, service=chosen.id, day=day, at=at) if chosen and day else []
    fields = with_errors(_fields(request, free), errors)
    context = {
        "name": center_name(center),
        "center": center,
        "services": [(s.id, s.name, s is chosen) for s in services],
        "service": chosen.id if chosen else "",
        "days": [(d.isoformat(), f"{long_day(d)} {weekday(d)}", d == day) for d in days],
        "day": day.isoformat() if day else "",
        "free": any(slot.left for slot in free),
        "fields": fields,
        "summary": summary(fields, errors) if errors else [],
    }
    return render(request, "yiwang/public/book.html", context, status=422 if errors else 200)


def _services_or_404(center: int) -> tuple[queries.ServiceRow, ...]:
    if queries.keys(center) is None:
        raise Http404
    return queries.services(center)


def _fields(request: HttpRequest, free: list[Any]) -> list[Field]:
    typed = request.POST
    times = tuple(
        Choice(value=slot.at.isoformat(), label=f"{local(slot.at):%H:%M}", note=_("还有 %(n)d 个") % {"n": slot.left})
        for slot in free
        if slot.left
    )
    needed = tuple(Choice(value=value, label=words) for value, words in needs())
    return [
        Field(name="slot", label=_("时间"), widget="radio", choices=times, values=(typed.get("slot", ""),)),
        Field(
            name="phone",
            label=_("手机"),
            widget="tel",
            limit=40,
            values=(typed.get("phone", ""),),
            autocomplete="tel",
            hint=_("只在有变动时联系您；加密保存，当天结束后删除。"),
        ),
        Field(name="surname", label=_("怎样称呼您"), widget="line", required=False, limit=12, values=(typed.get("surname", ""),)),
        Field(name="need", label=_("需要照顾"), widget="select", required=False, choices=needed[1:], values=(typed.get("need", ""),)),
    ]


def _booked(request: HttpRequest, center: int, service: int, at: datetime) -> HttpResponse:
    by = _staff_of(request, center, at)
    phone = request.POST.get("phone", "")[:60]
    counted = [] if by is not None else [("book", address_of(request), *PER_ADDRESS), ("book.phone", normal_phone(phone), *PER_PHONE)]
    if any(spent(*each, at=at) for each in counted):
        raise Refused("too_many_requests")
    wish = reception.Wish(
        service=service,
        slot=_moment(request.POST.get("slot", "")),
        phone=phone,
        surname=request.POST.get("surname", ""),
        need=request.POST.get("need") or Need.NONE,
    )
    done = reception.book(center=center, wish=wish, at=at, by=by)
    for each in counted:
        hit(*each, at=at)
    told = {"code": done.code, "day": local(done.slot).date().isoformat(), "time": f"{local(done.slot):%H:%M}", "center": center}
    drafts.write(request.session, BOOKED, told)
    return HttpResponseRedirect(reverse("book_done"))


def _moment(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Refused("required", field="slot") from None
    if moment.tzinfo is None:
        raise Refused("no_such_slot", field="slot")
    return moment


def _staff_of(request: HttpRequest, center: int, at: datetime) -> int | None:
    """Return the user who books for somebody at the own hall, None for everybody else."""
    actor = actor_of(request)
    try:
        return actor.user if actor is not None and access.hall_of(actor, at) == center else None
    except Refused:
        return None


@require_safe
def book_done(request: HttpRequest) -> HttpResponse:
    """Tell the code once."""
    told = drafts.read(request.session, BOOKED)
    if not told:
        return HttpResponseRedirect(reverse("book"))
    day = date.fromisoformat(told["day"])
    shown = {
        "code": f"{told['code'][:3]} {told['code'][3:]}",
        "when": f"{full_day(day)} {weekday(day)} {told['time']}",
        "name": center_name(told["center"]),
        "center": told["center"],
        "day": told["day"],
    }
    return render(request, "yiwang/public/book-done.html", shown)


@require_POST
def book_cancel(request: HttpRequest, center: int) -> HttpResponse:
    """Give a booked time back, by day and code."""
    at, error = now(), ""
    _services_or_404(center)
    try:
        if not hit("book.cancel", address_of(request), *PER_ADDRESS):
            raise Refused("too_many_requests")
        day = _day(request.POST.get("day", ""), day_of(at))
        reception.cancel_booking(center=center, day=day, code=request.POST.get("code", "")[:20], at=at)
    except Refused as refusal:
        error = sentence(refusal)
    else:
        drafts.drop(request.session, BOOKED)
    shown = {"name": center_name(center), "center": center, "error": error}
    return render(request, "yiwang/public/book-cancelled.html", shown, status=422 if error else 200)


def _day(typed: str, today: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return today
