"""The hall of a center as its furniture: the addresses of screen and kiosk, services and windows; never who waits or what is said there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers import queries as centers
from yiwang.centers.domain.words import UnitKind
from yiwang.infra.clock import now
from yiwang.reception import operations as reception
from yiwang.reception import queries
from yiwang.reception.queries import ServiceRow, WindowRow
from yiwang.web.forms.administration import DeedForm, line, pick_some, whole_number
from yiwang.web.forms.fields import Field
from yiwang.web.presenters.administration import furniture

from .base import form_page, officer, show, unit_or_404
from .unit_deeds import SECTION

_NOT_A_NUMBER = -1
"""Typed where a number belongs: the deed refuses it by its field, together with whatever else is wrong."""


class HallDeed(NamedTuple):
    """One deed on the hall, or on one service or window in it (`item`, else 0): what its page is called, what it asks, how it is done."""

    title: Callable[[], str]
    do: Callable[[HttpRequest, int, int], object]
    done: Callable[[], str]
    about: Callable[[int, int], str] = lambda _center, _item: ""
    """What service or window it is done to; "" when this hall has no such thing."""
    fields: Callable[[int, int], Sequence[Field]] = lambda _center, _item: ()
    intro: Callable[[], str] = lambda: ""
    icon: str = "check"
    danger: bool = False


def center_or_404(request: HttpRequest, unit: int) -> centers.UnitRow:
    """Return a center in force within the officer's reach."""
    row = unit_or_404(request, unit)
    if row.kind is not UnitKind.CENTER:
        raise Http404
    return row


def _back(center: int) -> str:
    return reverse("administration_hall", args=[center])


@require_safe
def hall(request: HttpRequest, unit: int) -> HttpResponse:
    """Show what the hall of a center has."""
    row = center_or_404(request, unit)
    keys = queries.keys(unit)
    addresses = []
    if keys is not None:
        paths = (
            (_("叫号大屏"), "device-desktop", reverse("hall_screen", args=[keys.screen])),
            (_("自助取号页"), "printer", reverse("hall_kiosk", args=[keys.kiosk])),
            (_("公众预约页"), "calendar-event", reverse("book_at", args=[unit])),
        )
        addresses = [(name, icon, request.build_absolute_uri(path)) for name, icon, path in paths]
    services = queries.services(unit)
    context = {"unit": row, "opened": keys is not None, "addresses": addresses, **furniture(services, queries.windows(unit))}
    return show(request, "hall", SECTION, context)


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, unit: int, deed: str, item: int = 0) -> HttpResponse:
    """Show the form of one deed on the hall or on something in it, or do it."""
    row, spec = center_or_404(request, unit), (ITEM_DEEDS if item else DEEDS).get(deed)
    opened = queries.keys(unit) is not None
    if spec is None or (deed != "open" and not opened) or not (about := spec.about(unit, item) if item else row.name):
        raise Http404
    if (deed == "open" and opened) or (deed == "window" and not queries.services(unit)):
        return HttpResponseRedirect(_back(unit))

    def do() -> HttpResponse:
        spec.do(request, unit, item)
        messages.success(request, spec.done())
        return HttpResponseRedirect(_back(unit))

    form = DeedForm(
        title=spec.title(), about=about, button=spec.title(), back=_back(unit), intro=spec.intro(), icon=spec.icon, danger=spec.danger
    )
    return form_page(request, section=SECTION, form=form, fields=lambda: spec.fields(unit, item), do=do)


def _service(center: int, key: int) -> ServiceRow | None:
    return next((one for one in queries.services(center) if one.id == key), None)


def _window(center: int, key: int) -> WindowRow | None:
    return next((one for one in queries.windows(center) if one.id == key), None)


def _about_service(center: int, key: int) -> str:
    row = _service(center, key)
    return f"{row.letter} {row.name}" if row else ""


def _about_window(center: int, key: int) -> str:
    row = _window(center, key)
    return f"{row.number} {row.name}" if row else ""


def _service_fields(center: int, key: int) -> tuple[Field, ...]:
    """Ask for a service; the letter is on tickets already given out, so it stays as it is."""
    row = _service(center, key)
    letter = line("letter", _("取号字母"), limit=1, hint=_("号码以它开头，如 A023；设好后不能改"))
    rest = (
        line("name", _("名称"), value=row.name if row else "", limit=30, hint=_("大屏、取号机和预约页上这样写，如“综合受理”")),
        whole_number(
            "slot_minutes", _("预约时段（分钟）"), value=row.slot_minutes if row else 0, hint=_("每个时段多长，最多 240；0 为不接受预约")
        ),
        whole_number(
            "slot_places", _("每个时段名额"), value=row.slot_places if row else 1, limit=2, hint=_("同一时段可以预约几人，1 到 50")
        ),
    )
    return rest if row else (letter, *rest)


def _window_fields(center: int, key: int) -> tuple[Field, ...]:
    row = _window(center, key)
    offered = [(str(one.id), f"{one.letter} {one.name}") for one in queries.services(center)]
    return (
        line("number", _("窗口号"), value=row.number if row else "", limit=6, hint=_("大屏和叫号用它，如 03")),
        line("name", _("名称"), value=row.name if row else "", limit=30, hint=_("如“接待窗口”“法律咨询”")),
        pick_some("takes", _("受理的业务"), offered, values=[str(one) for one in row.takes] if row else ()),
    )


def _number(posted: QueryDict, name: str, empty: int) -> int:
    typed = unicodedata.normalize("NFKC", posted.get(name, "")).strip()
    if not typed:
        return empty
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else _NOT_A_NUMBER


def _new_service(posted: QueryDict, letter: str) -> reception.NewService:
    return reception.NewService(
        letter=letter,
        name=posted.get("name", ""),
        slot_minutes=_number(posted, "slot_minutes", 0),
        slot_places=_number(posted, "slot_places", 1),
    )


def _new_window(posted: QueryDict) -> reception.NewWindow:
    takes = tuple(int(key) if key.isascii() and key.isdigit() and len(key) < 16 else _NOT_A_NUMBER for key in posted.getlist("takes"))
    number = unicodedata.normalize("NFKC", posted.get("number", ""))
    return reception.NewWindow(number=number, name=posted.get("name", ""), takes=takes)


def _add_service(request: HttpRequest, center: int, _item: int) -> None:
    letter = unicodedata.normalize("NFKC", request.POST.get("letter", "")).strip().upper()
    reception.add_service(actor=officer(request), center=center, new=_new_service(request.POST, letter), at=now())


def _change_service(request: HttpRequest, center: int, service: int) -> None:
    row = _service(center, service)
    new = _new_service(request.POST, row.letter if row else "")
    reception.change_service(actor=officer(request), center=center, service=service, new=new, at=now())


def _change_window(request: HttpRequest, center: int, window: int) -> None:
    reception.change_window(actor=officer(request), center=center, window=window, new=_new_window(request.POST), at=now())


DEEDS: dict[str, HallDeed] = {
    "open": HallDeed(
        title=lambda: _("开设大厅"),
        intro=lambda: _("开设后有叫号大屏、自助取号页和公众预约页的网址。接着增设业务和窗口，窗口人员就能叫号。"),
        do=lambda request, center, _item: reception.open_hall(actor=officer(request), center=center, at=now()),
        done=lambda: _("大厅已开设。接着增设业务和窗口。"),
        icon="speakerphone",
    ),
    "keys": HallDeed(
        title=lambda: _("更换网址"),
        intro=lambda: _("大屏和取号机现在的网址立即失效，要在设备上打开新的网址。网址外传时才需要更换。"),
        do=lambda request, center, _item: reception.renew_keys(actor=officer(request), center=center, at=now()),
        done=lambda: _("网址已更换，请在大屏和取号机上打开新的网址。"),
        icon="refresh",
        danger=True,
    ),
    "service": HallDeed(
        title=lambda: _("增设业务"),
        fields=_service_fields,
        do=_add_service,
        icon="plus",
        done=lambda: _("业务已增设。窗口受理它以后，取它的号才有人叫。"),
    ),
    "window": HallDeed(
        title=lambda: _("增设窗口"),
        icon="plus",
        fields=_window_fields,
        do=lambda request, center, _item: reception.add_window(
            actor=officer(request), center=center, new=_new_window(request.POST), at=now()
        ),
        done=lambda: _("窗口已增设，窗口人员可以坐到这里叫号。"),
    ),
}
"""Slug → deed on the hall."""

ITEM_DEEDS: dict[str, HallDeed] = {
    "service": HallDeed(
        title=lambda: _("更改业务"),
        about=_about_service,
        intro=lambda: _("已取的号和已约的时间不变。"),
        fields=_service_fields,
        do=_change_service,
        done=lambda: _("业务已更改。"),
    ),
    "retire-service": HallDeed(
        title=lambda: _("停办业务"),
        about=_about_service,
        intro=lambda: _("不再取号，也不再预约；还受理别的业务的窗口不再受理它。已接待的记录和统计保留，字母以后可以再用。"),
        do=lambda request, center, service: reception.retire_service(actor=officer(request), center=center, service=service, at=now()),
        done=lambda: _("业务已停办。"),
        icon="x",
        danger=True,
    ),
    "window": HallDeed(
        title=lambda: _("更改窗口"),
        about=_about_window,
        fields=_window_fields,
        do=_change_window,
        done=lambda: _("窗口已更改。"),
    ),
    "retire-window": HallDeed(
        title=lambda: _("撤窗口"),
        about=_about_window,
        intro=lambda: _("这里不再叫号。已接待的记录和统计保留，窗口号以后可以再用。有人坐着的窗口不能撤，请本中心先安排。"),
        do=lambda request, center, window: reception.retire_window(actor=officer(request), center=center, window=window, at=now()),
        done=lambda: _("窗口已撤。"),
        icon="x",
        danger=True,
    ),
}
"""Slug → deed on one service or window."""
