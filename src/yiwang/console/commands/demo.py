"""`yiwang demo`: a real city with made-up people, and a month of its life."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import click
from rich.table import Table

from yiwang.console import installation
from yiwang.console.demo import coverage, desks, grave, hall, lists, meet, phases, rates, window
from yiwang.console.demo.assumptions import load
from yiwang.console.demo.build import PASSWORD
from yiwang.console.demo.cast import CAST
from yiwang.console.demo.life import Plan
from yiwang.infra import clock, sample, sql
from yiwang.kernel.calendar import day_of
from yiwang.matters.operations import indexing
from yiwang.picture import operations as picture

out = installation.out
TOOK: list[tuple[str, float]] = []


@click.command("demo")
@click.option("--small", is_flag=True, help="A month of a few hundred matters, in about a minute.")
@click.option("--matters", type=click.IntRange(60, 100_000), help="How many matters are brought in the month.")
@click.option("--seed", default=7, show_default=True, help="The same seed tells the same stories.")
@click.option("--fresh", is_flag=True, help="Start over, even if a finished sample is there.")
@click.option("--no-serve", is_flag=True, help="End after building.")
@click.option("--keep-names", is_flag=True, help="Write every made-up name, phone and document number to .yiwang/demo-names.tsv.")
@click.option(
    "--ack-log", type=click.Path(dir_okay=False, path_type=Path), help="Append every acknowledged act (number, seq, act) to this file."
)
@click.option(
    "--under", default="", metavar="CODE", help="Load only the divisions below this code (37 is enough; the whole country by default)."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(
    small: bool,
    matters: int | None,
    seed: int,
    fresh: bool,
    no_serve: bool,
    keep_names: bool,
    ack_log: Path | None,
    under: str,
    port: int,
) -> None:
    """Build a real city with made-up people, live a month of it, and serve it. A labelled sample, never a real installation."""
    assumed = load()
    count = matters or assumed.number("size", "matters_small" if small else "matters")
    with timed("installation"):
        installation.prepare(under=under)
    if _needs_building(fresh=fresh):
        try:
            _build(count, seed=seed, days=assumed.number("size", "days"), keep_names=keep_names, ack_log=ack_log)
        except KeyboardInterrupt:
            raise click.ClickException("stopped; the sample is half made, and the same command starts it over") from None
    _tell()
    if not no_serve:
        from yiwang.console.commands.serve import command as serve  # only here is anything served

        serve.main(args=["--port", str(port)], standalone_mode=False)


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Note how long a phase took."""
    started = time.monotonic()
    yield
    TOOK.append((name, time.monotonic() - started))


def _needs_building(*, fresh: bool) -> bool:
    try:
        stands = phases.stands()
    except phases.NotASample:
        raise click.ClickException(
            "this database holds something that is no sample; the demo leaves it alone (use another YIWANG_HOME)"
        ) from None
    if stands == "finished" and not fresh:
        out.print("sample         there already; --fresh starts over")
        return False
    if stands != "empty":
        out.print("sample         starting over" if stands == "finished" else "sample         was broken off: starting over")
        phases.wipe()
    return True


def _build(count: int, *, seed: int, days: int, keep_names: bool, ack_log: Path | None) -> None:
    until = clock.now().replace(microsecond=0)
    start = until - timedelta(days=days)
    plan = Plan(seed=seed, matters=count, until=until, days=days, build=f"demo-{secrets.token_hex(4)}")
    sample.begin(seed=seed, matters=count, until=until, at=until)
    with timed("city"), installation.progress() as display:
        crew = phases.found_city(seed=seed, at=start - timedelta(days=200), progress=_shown(display))
    with timed("month"), installation.progress() as display:
        outcome = phases.live_month(plan, crew=crew, progress=_shown(display), ack_log=ack_log)
    with timed("hall"):
        hall.live_day(crew=crew, until=until)
        grave.report_up(crew=crew, until=until)
        window.lay_out(crew=crew, until=until)
    with timed("desks"):
        desks.furnish(crew=crew, until=until)
        lists.keep(crew=crew, until=until)
    with timed("meetings"):
        meet.live_meetings(crew=crew, until=until)
    with timed("folding"):
        _fold()
    with timed("search"):
        indexing.rebuild()
    covered = coverage.measure()
    _print_coverage(covered)
    _print_refusals(outcome)
    if keep_names:
        out.print(f"names          {len(outcome.people):,} people written to {phases.write_names(outcome.people)}")
    missing = [code for code in covered.missing if code != "act recompute" or outcome.provisional]
    if missing:
        raise click.ClickException(f"the sample did not touch: {', '.join(missing)}")
    sample.finish(at=clock.now())
    out.print(f"acts           {sum(outcome.acts.values()):,} done, {outcome.retried} tried again, {outcome.sealed} days sealed")


def _shown(display: object) -> phases.Progress:
    shown: dict[str, object] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if stage not in shown:
            shown[stage] = display.add_task(stage, total=total or None)  # type: ignore[attr-defined]
        display.update(shown[stage], completed=done, total=total or None)  # type: ignore[attr-defined]

    return tell


def _fold() -> None:
    """Add the facts up into the picture."""
    row = sql.one("SELECT count(*) AS n FROM fact WHERE pending")
    with installation.progress() as display:
        task = display.add_task("counts 计数", total=int(row["n"]) if row else None)
        picture.fold_all(progress=lambda done: display.update(task, completed=done))


def _print_coverage(found: coverage.Coverage) -> None:
    table = Table(title="what the sample touched", show_header=True, header_style="bold")
    for column in ("state / order / act", "", "times"):
        table.add_column(column)
    for part in found:
        for code, times in part.items():
            table.add_row(code, coverage.label(code), f"[red]{times}[/red]" if not times else f"{times:,}")
        table.add_section()
    out.print(table)


def _print_refusals(outcome: phases.Outcome) -> None:
    for (act, code), times in sorted(outcome.refusals.items(), key=lambda item: -item[1])[:20]:
        out.print(f"refused        {act}: {code} × {times}", style="dim")


def _tell() -> None:
    """Print what is there: rates beside the assumed ones, numbers by level, times, and who can sign in."""
    _print_rates()
    _print_levels()
    for name, seconds in TOOK:
        out.print(f"took           {name:<14} {seconds:7.1f} s")
    table = Table(title=f"sign in as (password: {PASSWORD})", header_style="bold")
    for column in ("user", "who", "what to try"):
        table.add_column(column)
    names = {
        row["username"]: row["name"]
        for row in sql.rows("SELECT username, name FROM accounts_user WHERE username = ANY(%s)", [[m.username for m in CAST]])
    }
    for member in CAST:
        table.add_row(member.username, names.get(member.username, ""), member.what)
    out.print(table)
    out.print("[bold]演示数据[/bold]：人物、电话、事项均为虚构；地名为真实行政区划。All people and matters are made up.")


def _print_rates() -> None:
    first, last = _days_of_sample()
    table = Table(title=f"assumed and measured, {first} – {last}", header_style="bold")
    for column in ("rate", "assumed %", "measured %", "of"):
        table.add_column(column, justify="left" if column == "rate" else "right")
    for rate in rates.measure(load(), first=first, last=last):
        table.add_row(rate.name, rate.assumed, f"{rate.measured:.1f}", f"{rate.part:,} / {rate.whole:,}")
    out.print(table)
    out.print(
        "指标口径见 yiwang picture show；首页只看近 30 天。What each rate counts: yiwang picture show; the first page tells of 30 days."
    )


def _days_of_sample() -> tuple[date, date]:
    """Return the first and the last day that something can have been counted for: people go on after the sample was made."""
    now = clock.now()
    found = sample.current()
    until = found.until if found else now
    return day_of(until - timedelta(days=load().number("size", "days"))), day_of(now)


def _print_levels() -> None:
    rows = sql.rows(
        "SELECT r.level, count(*) AS units, count(c.unit_id) AS centers FROM centers_unit u JOIN regions_region r ON r.code = u.region_id"
        " LEFT JOIN centers_center c ON c.unit_id = u.id AND c.main GROUP BY r.level ORDER BY r.level"
    )
    held = {
        row["level"]: row["n"]
        for row in sql.rows("SELECT r.level, count(*) AS n FROM matter m JOIN regions_region r ON r.code = m.area GROUP BY r.level")
    }
    names = {1: "province", 2: "city", 3: "county", 4: "township", 5: "village"}
    for row in rows:
        matters = held.get(row["level"], 0)
        out.print(f"{names[row['level']]:<14} {row['centers']:>5,} centers  {row['units']:>5,} units  {matters:>6,} matters held")


if __name__ == "__main__":
    sys.exit(command())
