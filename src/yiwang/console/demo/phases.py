"""The phases of the demo: what is there already, the city, the month, and what follows; each tells how far it is."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection

from yiwang.infra import partitions, sample, sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger.seals import seal_days
from yiwang.matters.operations import recompute
from yiwang.policy import operations as policy
from yiwang.policy import queries as packs
from yiwang.regions.models import Region

from .assumptions import load
from .build import build, places_of_city
from .cast import CAST, COUNTY, name_cast
from .county_worker import Share, Told
from .county_worker import main as live
from .crew import Crew
from .dice import Dice
from .life import Plan
from .names import banned_names
from .plan import CITY, plan_city
from .stories import COUNTY_SHARE

Progress = Callable[[str, int, int], None]
KEPT = (
    "django_migrations",
    "django_content_type",
    "regions_",
    "policy_",
    "privacy_",
    "procrastinate_",
)
"""Tables (or their beginnings) that starting over leaves alone: the country, the rules, the keys."""
PROCESSES = 2
SAMPLE_CALENDAR = "cn-2027-sample"
CALENDAR_ARRIVES = timedelta(days=6)
"""How long before the end of the month the sample's next calendar is put in force: limits beyond it are counted anew."""


class NotASample(Exception):
    """The database holds something that is no sample: it is not touched."""


@dataclass
class Outcome:
    """What the living of the month came to."""

    acts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    people: list[tuple[str, str, str]] = field(default_factory=list)
    retried: int = 0
    recomputed: int = 0
    provisional: bool = False
    """There were limits beyond the calendar that was loaded."""
    sealed: int = 0


def stands() -> str:
    """Return "empty", "partial" (a build was broken off) or "finished"; raises NotASample for anybody's real data."""
    found = sample.current()
    if found is not None:
        return "partial" if found.building else "finished"
    row = sql.one("SELECT EXISTS (SELECT FROM matter) OR EXISTS (SELECT FROM centers_unit) AS taken")
    if row and row["taken"]:
        raise NotASample
    return "empty"


def wipe() -> None:
    """Start over: empty everything but divisions, rules and keys. Only ever called on a sample."""
    if sample.current() is None:
        raise NotASample
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
        names = sorted(row[0] for row in cursor.fetchall() if not row[0].startswith(KEPT))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # within somebody's transaction nothing may be left to be checked
        cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " RESTART IDENTITY CASCADE")
        cursor.execute("DELETE FROM policy_policypack WHERE version = %s", [SAMPLE_CALENDAR])
    packs.forget()


def found_city(*, seed: int, at: datetime, progress: Progress) -> Crew:
    """Plan the city and found it."""
    places = places_of_city()
    assumed = load()
    plan = plan_city(places, dice=Dice(seed, "city"), unbuilt=assumed.percent("villages_unbuilt", "size"))
    name_cast(plan)
    return build(plan, places=places, at=at, cast=[member.username for member in CAST], progress=progress)


def live_month(plan: Plan, *, crew: Crew, progress: Progress, ack_log: Path | None = None, processes: int = PROCESSES) -> Outcome:
    """Live the month in several processes, day by day together; seal each day when all have lived it."""
    partitions.ensure_all(plan.until)
    counties = tuple(sorted(code for code, place in crew.places.items() if place.level == 3))
    banned = banned_names(Region.objects.values_list("name", flat=True).iterator(chunk_size=20_000))
    shares = [
        Share(plan=plan, crew=crew, shards=shards, all_counties=counties, banned=banned, showcases=COUNTY, ack_log=ack_log)
        for shards in _shards(counties, processes)
    ]
    outcome = Outcome()
    with _processes(shares) as pipes:
        calendar_due = True
        for number, moment in enumerate(_midnights(plan), 1):
            for pipe in pipes:
                pipe.send(moment)
            told = [_told(pipe) for pipe in pipes]
            outcome.acts = sum((Counter(each.acts) for each in told), Counter())
            outcome.refusals = sum((Counter(each.refusals) for each in told), Counter())
            outcome.retried = sum(each.retried for each in told)
            outcome.sealed += _surely(lambda moment=moment: len(seal_days(now=sealed_by(moment, plan.until))))  # type: ignore[misc]
            if calendar_due and moment >= plan.until - CALENDAR_ARRIVES:
                calendar_due = False
                outcome.provisional = _surely(lambda: int(sql.scalar("SELECT count(*) FROM matter_clock WHERE provisional") or 0)) > 0
                outcome.recomputed = _surely(lambda moment=moment: _next_calendar(moment))  # type: ignore[misc]
            progress("month 一个月", number, plan.days + 1)
            progress("acts 动作", sum(outcome.acts.values()), 0)
        for pipe in pipes:
            pipe.send(None)
        told = [_told(pipe) for pipe in pipes]
        outcome.people = told[0].people
    return outcome


def _shards(counties: tuple[str, ...], processes: int) -> list[tuple[str, ...]]:
    """Deal the counties to the processes so that their work is about even; the city's own registrations go to the last."""
    heaps: list[list[str]] = [[] for _ in range(processes)]
    weights = [0.0] * processes
    for county in sorted(counties, key=lambda code: -COUNTY_SHARE.get(code, 1)):
        lightest = weights.index(min(weights))
        heaps[lightest].append(county)
        weights[lightest] += COUNTY_SHARE.get(county, 1)
    heaps[-1] += [f"{CITY}00", "370000"]
    return [tuple(heap) for heap in heaps]


def sealed_by(moment: datetime, until: datetime) -> datetime:
    """Return the time at which the days lived so far are sealed: half an hour on, but never a day that is still going on at the end."""
    return min(moment + timedelta(minutes=30), until)


def _midnights(plan: Plan) -> Iterator[datetime]:
    """Yield the ends of the days of the month in Asia/Shanghai, the last one being the end of the month itself."""
    from .arrivals import HERE  # kept beside its only use

    start = plan.until - timedelta(days=plan.days)
    day = start.astimezone(HERE).date()
    while True:
        day += timedelta(days=1)
        midnight = datetime(day.year, day.month, day.day, tzinfo=HERE).astimezone(plan.until.tzinfo)
        if midnight >= plan.until:
            yield plan.until
            return
        yield midnight


@contextmanager
def _processes(shares: list[Share]) -> Iterator[list[object]]:
    """Start one process for each share; whatever happens, none is left behind."""
    context = multiprocessing.get_context("spawn")
    running, pipes = [], []
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        for share in shares:
            ours, theirs = context.Pipe()
            process = context.Process(target=live, args=(share, theirs), daemon=True)
            process.start()
            running.append(process)
            pipes.append(ours)
        for pipe in pipes:
            _told(pipe)
        yield pipes  # type: ignore[misc]
    finally:
        for process in running:
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()


def _told(pipe: object) -> Told:
    try:
        told: Told = pipe.recv()  # type: ignore[attr-defined]
    except EOFError:
        raise RuntimeError("a process of the simulation died") from None
    if told.trouble:
        raise RuntimeError(told.trouble)
    return told


def _surely(deed: Callable[[], int]) -> int:
    """Do something that may be done twice, again if the database went away meanwhile."""
    from .world import World  # kept beside its only use

    return World(build="").surely(deed)


def _next_calendar(at: datetime) -> int:
    """Put the sample's calendar for the coming year in force and count the limits beyond the old one anew."""
    newest = packs.packs("calendar")[-1]
    if newest.version != SAMPLE_CALENDAR:
        years = {year: replace_year(days) for year, days in newest.body.years.items()}
        pack = replace_pack(newest, years, day=at.date())
        try:
            policy.put_in_force(pack=pack, at=at)
        except Refused as refused:  # an installation that has the real notice needs no assumed one
            if refused.code != "pack_not_later":
                raise
    time.sleep(1.2)  # the other processes look again after a second
    return recompute(at)


def replace_year(days: object) -> object:
    """Return a year's days as if the notice had come."""
    return msgspec.structs.replace(days, provisional=False)  # type: ignore[type-var]


def replace_pack(pack: object, years: object, *, day: date) -> object:
    """Return the sample's pack: the shipped days, taken as announced; its source says that it is assumed."""
    body = json.loads(msgspec.json.encode({"years": years}))
    return msgspec.structs.replace(  # type: ignore[type-var]
        pack,
        version=SAMPLE_CALENDAR,
        valid_from=day,
        source="演示样例：假定下一年按法定节假日放假、不调休；非官方通知，只在演示数据中有效",
        body=body,
    )


def write_names(people: list[tuple[str, str, str]]) -> Path:
    """Write down every name, phone and document number that was made up, for the test that looks for them in a dump."""
    file = Path(settings.HOME) / "demo-names.tsv"
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.writelines("\t".join(person) + "\n" for person in people)
    return file


__all__ = ["NotASample", "Outcome", "found_city", "live_month", "stands", "wipe", "write_names"]
