"""The hall as its pages draw it: the panel beside the window, the supervisor's page, the screen, kiosk and bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yiwang.accounts import queries as accounts
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.kernel.refusals import Refused
from yiwang.reception import queries as reception
from yiwang.reception.domain.words import Need, TicketState
from yiwang.reception.queries import Day, Panel, ServiceRow, TicketRow, WindowRow
from yiwang.web.presenters.dates import local
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import label, plain_tag


@dataclass(frozen=True, kw_only=True)
class TicketView(Drawn):
    """A ticket in a list or at the window."""

    id: str
    number: str
    tag: SafeString
    waited: str
    surname: str
    service: str
    calls: int = 0
    serving: bool = False
    since: str = ""
    """The moment from which the time at the window runs, for the script."""
    running: str = ""
    ready: str = ""


@dataclass(frozen=True, kw_only=True)
class WindowView(Drawn):
    """A window in a list."""

    id: int
    number: str
    name: str
    takes: str
    who: str
    user: int | None
    state: SafeString
    paused: bool
    ticket: str
    mine: bool = False


@dataclass(frozen=True, kw_only=True)
class PanelView(Drawn):
    """What a clerk sees of the hall."""

    center: int
    seat: WindowView | None
    current: TicketView | None
    line: list[TicketView]
    waiting: int
    missed: list[TicketView]
    windows: list[WindowView]
    free: list[WindowView]
    """Where one may sit down."""
    services: list[tuple[int, str]]
    needs: list[tuple[str, str]]
    expected: str
    figures: list[tuple[str, str]]
    matter: str
    embedded: bool = False
    """Beside the form of the window: without a script its buttons open a page of their own, so that nothing typed is lost."""


def panel_of(actor: Actor, at: datetime, *, embedded: bool = False) -> PanelView | None:
    """Return the panel of whoever acts; None when their post is in no hall, or the hall has no windows."""
    try:
        panel = reception.panel(actor=actor, at=at)
    except Refused:
        return None
    return _panel(panel, actor, at, embedded=embedded) if panel.windows else None


def _panel(panel: Panel, actor: Actor, at: datetime, *, embedded: bool) -> PanelView:
    words = {s.id: f"{s.letter} {s.name}" for s in panel.services}
    windows = [window_view(w, words, {}, mine=w is panel.own) for w in panel.windows]
    own = next((w for w in windows if w.mine), None)
    ticket = panel.own.ticket if panel.own else None
    return PanelView(
        center=panel.center,
        seat=own,
        current=ticket_view(ticket, words, at) if ticket else None,
        line=[ticket_view(t, words, at) for t in panel.line],
        waiting=len(panel.line),
        missed=[ticket_view(t, words, at) for t in panel.missed],
        windows=[w for w in windows if w.user is not None and not w.mine],
        free=[w for w in windows if w.user is None],
        services=list(words.items()),
        needs=needs(),
        expected=expected(panel),
        figures=figures(panel.today),
        matter=panel.matter,
        embedded=embedded,
    )


def needs() -> list[tuple[str, str]]:
    """Return what somebody may need, with what is said of it."""
    return [(need.value, label(need)) for need in Need]


def expected(panel: Panel) -> str:
    """Return the bookings that are still to come: 10:40、14:00（2 人）."""
    parts = [f"{local(slot):%H:%M}" + (_("（%(n)d 人）") % {"n": n} if n > 1 else "") for slot, n in panel.expected]
    return _("、").join(parts)


def figures(day: Day) -> list[tuple[str, str]]:
    """Return the results of a day."""
    took = _("%(n)d 分") % {"n": day.minutes} if day.minutes is not None else "—"
    return [
        (_("已接待"), _("%(n)d 人") % {"n": day.attended}),
        (_("当场办结"), ngettext("%(n)s 件", "%(n)s 件", day.on_spot) % {"n": day.on_spot}),
        (_("平均用时"), took),
    ]


def ticket_view(t: TicketRow, services: dict[int, str], at: datetime) -> TicketView:
    """Return a ticket as drawn."""
    start = t.begun or t.called
    return TicketView(
        id=str(t.id),
        number=t.number,
        tag=_tag(t),
        waited=_waited(at - t.issued),
        surname=t.surname,
        service=services.get(t.service, ""),
        calls=t.calls,
        serving=t.state is TicketState.SERVING,
        since=start.isoformat() if start else "",
        running=_running(at - start) if start else "",
        ready=f"{local(t.ready):%H:%M}" if t.ready else "",
    )


def _tag(t: TicketRow) -> SafeString:
    if t.slot is not None:
        return plain_tag(_("预约 %(time)s") % {"time": f"{local(t.slot):%H:%M}"}, tone="tag-blue")
    return plain_tag(label(t.need), tone="tag-amber") if t.need is not Need.NONE else SafeString("")


def _waited(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return _("%(n)d 分") % {"n": minutes} if minutes >= 1 else _("刚取号")


def _running(length: timedelta) -> str:
    minutes, seconds = divmod(max(0, int(length.total_seconds())), 60)
    return f"{minutes:02d}:{seconds:02d}"


def window_view(w: WindowRow, services: dict[int, str], names: dict[int, str], *, mine: bool = False) -> WindowView:
    """Return a window as drawn; `names`: who sits where, for who may know."""
    if w.user is None:
        state = plain_tag(_("无人"))
    elif w.paused:
        state = plain_tag(_("暂停"), "player-pause", "tag-amber")
    else:
        state = plain_tag(_("开放"), "circle-check", "tag-green")
    return WindowView(
        id=w.id,
        number=w.number,
        name=w.name,
        takes=_("、").join(services[s] for s in w.takes if s in services),
        who=names.get(w.user, "") if w.user is not None else "",
        user=w.user,
        state=state,
        paused=w.paused,
        ticket=w.ticket.number if w.ticket else "",
        mine=mine,
    )


@dataclass(frozen=True, kw_only=True)
class OverviewView(Drawn):
    """The hall as who supervises it sees it."""

    center: int
    name: str
    windows: list[WindowView]
    people: list[tuple[int, str]]
    services: list[ServiceRow]
    line: list[TicketView]
    missed: list[TicketView]
    expected: str
    figures: list[tuple[str, str]]
    screen: str
    kiosk: str


def overview_of(center: int, people: dict[int, str], at: datetime) -> OverviewView | None:
    """Return the supervisor's page; None when the center has no hall."""
    keys = reception.keys(center)
    if keys is None:
        return None
    panel = reception.overview(center, at)
    words = {s.id: f"{s.letter} {s.name}" for s in panel.services}
    strangers = {w.user for w in panel.windows if w.user is not None} - people.keys()
    names = people | accounts.names(strangers)
    return OverviewView(
        center=center,
        name=center_name(center),
        windows=[window_view(w, words, names) for w in panel.windows],
        people=sorted(people.items(), key=lambda pair: pair[1]),
        services=list(panel.services),
        line=[ticket_view(t, words, at) for t in panel.line],
        missed=[ticket_view(t, words, at) for t in panel.missed],
        expected=expected(panel),
        figures=figures(panel.today),
        screen=keys.screen,
        kiosk=keys.kiosk,
    )


def center_name(center: int) -> str:
    """Return the name of a center."""
    row = centers.unit(center)
    return row.name if row else ""


@dataclass(frozen=True, kw_only=True)
class CallView(Drawn):
    """A call on the screen."""

    number: str
    window: str
    key: str
    """Changes with every call, so that the script knows a new one."""
    say: str
    serving: bool


@dataclass(frozen=True, kw_only=True)
class ScreenView(Drawn):
    """What the screen in the hall shows."""

    name: str
    first: CallView | None
    others: list[CallView]
    services: list[ServiceRow]
    missed: list[str]
    clock: str
    open_windows: int


def screen_of(center: int, at: datetime) -> ScreenView:
    """Return the screen of a hall. Refused `no_such_hall`."""
    shown = reception.screen(center, at)
    calls = [_call(ticket, window) for ticket, window in shown.called]
    return ScreenView(
        name=center_name(center),
        first=calls[0] if calls else None,
        others=calls[1:],
        services=list(shown.waiting),
        missed=list(shown.missed),
        clock=f"{local(at):%H:%M}",
        open_windows=shown.open_windows,
    )


def _call(ticket: TicketRow, window: WindowRow) -> CallView:
    spoken = {"number": " ".join(ticket.number), "window": window.number.lstrip("0") or window.number}
    return CallView(
        number=ticket.number,
        window=window.number,
        key=f"{ticket.id}.{ticket.calls}",
        say=_("请 %(number)s 号，到 %(window)s 号窗口。") % spoken,
        serving=ticket.state is TicketState.SERVING,
    )
