"""`yiwang picture`: the counts at every level."""

from __future__ import annotations

from datetime import datetime, timedelta

import click
from rich.console import Console
from rich.table import Table

from yiwang.facts.words import Counted
from yiwang.infra import clock
from yiwang.kernel.calendar import day_of
from yiwang.picture import operations, queries
from yiwang.picture.indicators import INDICATORS, LEFT_OUT, MEANS, ON_TIME, SATISFIED, SOLVED

SHOWN = (Counted.REGISTERED, Counted.CLOSED, Counted.OVERDUE)
RATES = (ON_TIME, SOLVED, SATISFIED)
WIDTH = 136
"""Columns of the tables: a figure is never cut, not even where the output is no terminal."""
out = Console(highlight=False, soft_wrap=True, width=max(WIDTH, Console().width))


@click.group()
def command() -> None:
    """The five-level picture: counts folded from facts."""


@command.command()
@click.option("--region", default="", metavar="CODE", help="The whole country if left out.")
@click.option("--days", default=30, show_default=True, help="How many days back, today included.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day (today if left out).")
def show(region: str, days: int, until: datetime | None) -> None:
    """Print a place and its children over the last days, then every rate of the place with how it is counted."""
    last = until.date() if until else day_of(clock.now())
    picture = queries.at(region=region, first=last - timedelta(days=days - 1), last=last)
    if picture is None:
        raise click.ClickException(f"no region has the code {region}")
    out.print(_places(picture))
    for rate in INDICATORS:
        value = rate.of(picture.place.period)
        out.print(f"{rate.zh} {rate.en}: {value.percent} ({value.part:,} / {value.whole:,})")
        out.print(f"    {rate.basis_zh}\n    {rate.basis_en}", style="dim")
    for rate in MEANS:
        value = rate.of(picture.place.period)
        out.print(f"{rate.zh} {rate.en}: {value.mean} ({value.part:,} / {value.whole:,})")
        out.print(f"    {rate.basis_zh}\n    {rate.basis_en}", style="dim")
    out.print(f"{LEFT_OUT[0]} · {LEFT_OUT[1]}", style="dim")


def _places(picture: queries.Picture) -> Table:
    table = Table(title=f"{picture.place.name or '全国'} {picture.first} – {picture.last}")
    table.add_column("区划\nplace", no_wrap=True)
    for label in (*SHOWN, *RATES):
        table.add_column("\n".join((label.zh, *label.en.split(", "))), justify="right", no_wrap=True)
    table.add_column("在办\nopen now", justify="right", no_wrap=True)
    table.add_column("其中超期\nlate now", justify="right", no_wrap=True)
    for place in (picture.place, *picture.children):
        counts = (f"{place.period[measure]:,}" for measure in SHOWN)
        rates = (rate.of(place.period).percent for rate in RATES)
        stock = (f"{place.stock[measure]:,}" for measure in (Counted.OPEN, Counted.LATE))
        table.add_row(place.name or "全国", *counts, *rates, *stock)
    return table


@command.command()
def fold() -> None:
    """Add up what is pending (a worker does it all the time)."""
    out.print(f"{operations.fold_all():,} facts added up")


@command.command()
@click.option("--from-facts", is_flag=True, help="Trust the facts and only add them up again; faster.")
def recount(from_facts: bool) -> None:
    """Count everything again from the ledger itself and put right what differs; ends with 1 if something did."""
    if from_facts:
        found = operations.recount()
    else:
        from yiwang.picture import derivation  # it reads the whole ledger: only who recounts pays for it

        found = operations.recount_from(facts=derivation.facts())
    out.print(f"{found.rows:,} counts, {found.wrong:,} differed{' and were put right' if found.wrong else ''}")
    if found.wrong:
        raise SystemExit(1)
