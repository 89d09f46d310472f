"""A day in two halls: windows are set up, numbers taken, people called and attended, two bookings made; all by the real operations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import day_of, end_of
from yiwang.kernel.refusals import Refused
from yiwang.matters import operations
from yiwang.matters import queries as matters
from yiwang.matters.queries import Filters
from yiwang.policy import queries as packs
from yiwang.reception import operations as hall
from yiwang.reception import queries
from yiwang.reception.domain.words import Way

from .cast import COUNTY, TOWN, VILLAGE
from .crew import Crew

SPAN = timedelta(minutes=110)
"""How long the hall has been open when the sample is ready."""
SERVICES = (("A", "综合受理", 30, 2), ("B", "法律咨询和调解", 30, 1), ("C", "查询和取件", 0, 1))
WINDOWS = (("01", "综合受理", "AC"), ("02", "综合受理", "AC"), ("03", "法律咨询和调解", "B"), ("04", "综合受理", "ABC"))
COMING = (  # part of the span, service, need
    (0.00, "A", "none"),
    (0.03, "A", "child"),
    (0.06, "B", "none"),
    (0.10, "A", "none"),
    (0.15, "C", "none"),
    (0.22, "A", "walking"),
    (0.30, "B", "none"),
    (0.38, "A", "none"),
    (0.48, "A", "seat"),
    (0.62, "A", "none"),
    (0.70, "C", "none"),
    (0.80, "A", "help"),
    (0.86, "A", "none"),
    (0.91, "B", "none"),
    (0.95, "A", "none"),
    (0.98, "A", "child"),
)
ATTENDING = (
    ("01", 0.04, 0.05, 0.20, "comes again"),
    ("02", 0.07, 0.08, 0.25, "asks"),
    ("03", 0.09, 0.10, 0.34, "comes again"),
    ("01", 0.21, 0.22, 0.44, "asks"),
    ("02", 0.26, None, None, ""),
    ("02", 0.29, 0.30, 0.56, ""),
    ("03", 0.36, 0.37, 0.72, ""),
    ("01", 0.46, 0.47, 0.68, "comes again"),
    ("02", 0.58, 0.59, 0.88, ""),
    ("01", 0.93, 0.94, None, ""),
    ("02", 0.97, 0.97, None, ""),
)
"""Window, part of the span at which it calls, begins (None: nobody came) and finishes (None: still at it), and what somebody came for."""


class Moment(NamedTuple):
    """Something that happens in the hall."""

    part: float
    window: str
    deed: str
    what: str = ""
    need: str = "none"


def live_day(*, crew: Crew, until: datetime) -> None:
    """Open the halls of the county and of one street, and let a morning pass in the first."""
    _open(crew, f"{TOWN}/center", windows=WINDOWS[:2], at=until - timedelta(days=60))
    _open(crew, f"{COUNTY}/center", windows=WINDOWS, at=until - timedelta(days=60))
    center = crew.units[f"{COUNTY}/center"]
    begun = max(until - SPAN, end_of(day_of(until) - timedelta(days=1)) + timedelta(seconds=1))
    people = _people(crew, center)
    for number, actor in people.items():
        window = next(w for w in queries.overview(center, begun).windows if w.number == number)
        hall.sit_down(actor=actor, window=window.id, at=begun)
    _book(center, until)
    for moment in sorted(_moments(), key=lambda one: one.part):
        _happen(moment, center, people, begun + moment.part * (until - begun))


def _open(crew: Crew, key: str, *, windows: tuple[tuple[str, str, str], ...], at: datetime) -> None:
    center = crew.units[key]
    head = next(actor for actor in crew.actors[center] if actor.role in {Role.CENTER_HEAD, Role.COORDINATOR})
    hall.open_hall(actor=head, center=center, at=at)
    services = {}
    for letter, name, minutes, places in SERVICES:
        new = hall.NewService(letter=letter, name=name, slot_minutes=minutes, slot_places=places)
        services[letter] = hall.add_service(actor=head, center=center, new=new, at=at).id
    for number, name, takes in windows:
        hall.add_window(
            actor=head,
            center=center,
            new=hall.NewWindow(number=number, name=name, takes=tuple(services[letter] for letter in takes)),
            at=at,
        )


def _people(crew: Crew, center: int) -> dict[str, Actor]:
    """Return who sits at which window: the cast's clerk at the first."""
    clerks = [actor for actor in crew.actors[center] if actor.role == Role.CLERK]
    others = [actor for actor in crew.actors[center] if actor.role == Role.COORDINATOR]
    seated: dict[str, Actor] = {}
    for number, actor in zip(("01", "02", "03"), [*clerks[:2], *others[-1:]], strict=False):
        if actor.user not in {one.user for one in seated.values()}:
            seated[number] = actor
    return seated


def _book(center: int, until: datetime) -> None:
    """Book two times: today if there are any left, else on the next working days."""
    made = 0
    for service in queries.services(center):
        for day in queries.bookable_days(until):
            free = [slot for slot in queries.free_slots(center=center, service=service.id, day=day, at=until) if slot.left]
            if free and made < 2:
                wish = hall.Wish(service=service.id, slot=free[0].at, phone=f"1380000{made:04d}")
                hall.book(center=center, wish=wish, at=until - SPAN)
                made += 1
                break


def _moments() -> Iterator[Moment]:
    for part, letter, need in COMING:
        yield Moment(part, "", "come", letter, need)
    for window, called, begun, finished, what in ATTENDING:
        yield Moment(called, window, "call")
        if begun is None:
            yield Moment(called + 0.02, window, "miss")
            continue
        if (window, called) != ("02", 0.97):
            yield Moment(begun, window, "begin")
        if finished is not None:
            yield Moment(finished, window, "finish", what)


def _happen(moment: Moment, center: int, people: dict[str, Actor], at: datetime) -> None:
    if moment.deed == "come":
        service = next(s.id for s in queries.services(center) if s.letter == moment.what)
        hall.issue(center=center, ask=hall.Ask(service=service, need=moment.need), way=Way.KIOSK, at=at)
        return
    actor = people.get(moment.window)
    if actor is None:
        return
    with suppress(Refused):  # nobody waits for this window just now
        _at_window(moment, actor, at)


def _at_window(moment: Moment, actor: Actor, at: datetime) -> None:
    if moment.deed == "call":
        hall.call_next(actor=actor, at=at)
        return
    own = queries.panel(actor=actor, at=at).own
    if own is None or own.ticket is None:
        return
    match moment.deed:
        case "begin":
            hall.begin(actor=actor, ticket=own.ticket.id, at=at)
        case "miss":
            hall.miss(actor=actor, ticket=own.ticket.id, at=at)
        case "finish":
            hall.finish(actor=actor, ticket=own.ticket.id, at=at, matter=_matter(moment.what, actor, at))


def _matter(what: str, actor: Actor, at: datetime) -> str:
    """Return the number of what somebody came for, "" when it is no matter."""
    match what:
        case "comes again":
            return _open_matter(actor, at)
        case "asks":
            return _answered(actor, at)
    return ""


def _answered(actor: Actor, at: datetime) -> str:
    """Register a question and answer it on the spot."""
    leaves = packs.pack("categories", at).body.leaves
    category = next(node.code for node in leaves if "inquiry" in node.natures and not node.sensitive)
    intake = operations.Intake(
        category=category,
        nature="inquiry",
        place=VILLAGE,
        title="询问办理需要带的材料",
        narrative="想问清楚办这件事要带哪些材料、到哪个窗口办，免得再跑一趟。",
        anonymous=True,
    )
    done = operations.register(intake=intake, actor=actor, at=at - timedelta(seconds=30))
    told = {"answer": "已当面说明：带身份证和房产证明的原件，在本大厅综合受理窗口就能办，当天办完。"}
    operations.act(number=done.number, act="settle_on_spot", actor=actor, at=at - timedelta(seconds=10), data=told)
    return done.number


def _open_matter(actor: Actor, at: datetime) -> str:
    """Return an open matter of the center at which nothing happened for a day, and whose trip of today is not counted: they come to ask."""
    page = matters.queue(actor=actor, duty="held", at=at, filters=Filters(state="open", until=day_of(at) - timedelta(days=2)), limit=100)
    for row in page.rows:
        if row.updated < at - timedelta(days=1) and not matters.visit(number=row.number, actor=actor, at=at).counted:
            return row.number
    return ""
