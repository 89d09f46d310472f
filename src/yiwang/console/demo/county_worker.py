"""One process of the simulation: it lives the month of its share of the counties, day by day, when told to."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .crew import Crew
    from .life import Plan


@dataclass(frozen=True)
class Share:
    """What one process is given: the plan, the city, its counties, and where to write what was acknowledged."""

    plan: Plan
    crew: Crew
    shards: tuple[str, ...]
    """Counties of registration this process lives through: nobody else touches their matters."""
    all_counties: tuple[str, ...]
    banned: frozenset[str]
    showcases: str
    """The county in which every rare turn happens once at least."""
    ack_log: Path | None = None


@dataclass
class Told:
    """What a process tells after a stretch of the month."""

    acts: dict[str, int] = field(default_factory=dict)
    refusals: dict[tuple[str, str], int] = field(default_factory=dict)
    retried: int = 0
    people: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, phone, document) of everybody made up so far."""
    trouble: str = ""


def main(share: Share, pipe: Connection) -> None:
    """Live on as told over the pipe: a moment to live up to, or None to end."""
    from yiwang.console.main import set_up  # here: a fresh process, Django is not set up before this line

    set_up(long_transactions=True)
    try:
        simulation, people = _prepare(share)
        gc.freeze()  # what was prepared stays to the end: no need to look through it again and again
        if share.ack_log is None:
            _commit_lightly()
        pipe.send(Told())
        while (until := pipe.recv()) is not None:
            simulation.run(until)
            pipe.send(Told(acts=dict(simulation.world.acts), refusals=dict(simulation.refusals), retried=simulation.world.retried))
        pipe.send(Told(people=[(p.name, p.phone, p.document) for each in people for p in each.made]))
    except BaseException as trouble:
        import traceback  # only for the message

        pipe.send(Told(trouble=f"{trouble!r}\n{traceback.format_exc()}"))
        raise


def _commit_lightly() -> None:
    """Do not wait for the disk after every deed: a sample that loses its last moments is started over, nobody was told of them.

    With a log of what was acknowledged every deed is on the disk before it is told.
    """
    from yiwang.infra import sql  # Django is set up by now

    sql.execute("SET synchronous_commit = off")


def _prepare(share: Share) -> tuple[Any, list[Any]]:
    from yiwang.policy import queries as packs  # Django is set up by now

    from .assumptions import load
    from .dice import Dice
    from .names import People
    from .simulate import Simulation
    from .stories import deal, lives, shard_of
    from .world import World

    assumed, plan = load(), share.plan
    dealt = deal(plan, counties=list(share.all_counties), assumed=assumed)
    told, everybody = [], []
    for number, county in enumerate(share.all_counties):
        which = (number, len(share.all_counties))
        people = People(dice=Dice(plan.seed, "people", county), banned=share.banned, share=which)
        everybody.append(people)
        told += lives(
            plan, county=county, brought=dealt[county], crew=share.crew, people=people, assumed=assumed, showcases=county == share.showcases
        )
    calendar = packs.packs("calendar")[-1]
    simulation = Simulation(
        world=World(build=plan.build, ack_log=share.ack_log),
        lives=[life for life in told if shard_of(life) in share.shards],
        start=plan.until - timedelta(days=plan.days),
        watch=_watcher(share.shards),
        attach=_attach,
        workday=calendar.body.working_calendar(version=calendar.version).is_workday,
    )
    return simulation, everybody


def _watcher(shards: tuple[str, ...]) -> Any:
    from yiwang.matters.operations import watch  # Django is set up by now

    def look(at: datetime) -> None:
        while watch(at, counties=shards).full:
            pass

    return look


def _attach(life: Any, actor: Any, at: datetime) -> list[str]:
    """Store a small picture as evidence and return its id."""
    from yiwang.files.operations import store  # Django is set up by now

    from .pictures import picture

    content = picture(life.dice.child("picture", life.serial))
    return [str(store(stream=BytesIO(content), name=f"现场照片{life.serial}.png", limit=1_000_000, by=actor.user, at=at).id)]
