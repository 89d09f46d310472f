"""`yiwang policy`: the rules in force and those that were."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from yiwang.infra import clock
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import recompute
from yiwang.policy import holidays, operations, queries

out = Console(highlight=False, soft_wrap=True)


@click.group()
def command() -> None:
    """Policy packs (规则包): dated, with their source, never altered."""


@command.command("list")
def list_packs() -> None:
    """Print every version of every kind; an arrow marks the ones in force."""
    today = day_of(clock.now())
    table = Table()
    for column in ("", "kind", "version", "valid from"):
        table.add_column(column, no_wrap=True)
    table.add_column("source", max_width=50)
    for kind in queries.kinds():
        current = queries.pack(kind, today).version
        for pack in queries.packs(kind):
            source = pack.source if len(pack.source) <= 60 else f"{pack.source[:60]}…"
            table.add_row("→" if pack.version == current else "", kind, pack.version, pack.valid_from.isoformat(), source)
    out.print(table)


@command.command()
@click.argument("kind")
@click.option("--version", "version", help="This version (the one in force if left out).")
@click.option("--at", "at", type=click.DateTime(["%Y-%m-%d"]), help="The one in force on that day.")
def show(kind: str, version: str | None, at: datetime | None) -> None:
    """Print a pack as JSON."""
    day = at.date() if at else day_of(clock.now())
    try:
        pack = queries.version(kind, version) if version else queries.pack(kind, day)
    except Refused as refusal:
        raise click.ClickException(f"no pack of kind {kind}") from refusal
    if pack is None:
        raise click.ClickException(f"{kind} has no version {version}")
    click.echo(json.dumps(msgspec.to_builtins(pack), ensure_ascii=False, indent=1))


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="For a year of holidays: day it holds from (today).")
def load(file: Path, valid_from: datetime | None) -> None:
    """Put a pack in force: a pack file, or a year of holidays in the JSON shape of NateScarlet/holiday-cn."""
    now = clock.now()
    start: date = valid_from.date() if valid_from else day_of(now)
    try:
        text = file.read_bytes()
        pack = holidays.as_pack(text=text, valid_from=start) if holidays.looks_like_a_year(text) else operations.read_pack(text)
        stored = operations.put_in_force(pack=pack, at=now)
    except Refused as refusal:
        raise click.ClickException(f"{refusal.code}: {', '.join(f'{k} {v}' for k, v in refusal.values.items())}") from refusal
    out.print(f"{pack.kind} {pack.version}: {f'in force from {pack.valid_from}' if stored else 'is loaded already'}")
    if stored and pack.kind == "calendar":
        out.print(f"limits counted anew: {recompute(now)} matters")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def check(file: Path | None) -> None:
    """Check a pack file without loading it, or, without FILE, whether the shipped packs are the ones stored."""
    if file is not None:
        try:
            pack = operations.read_pack(file.read_bytes())
        except Refused as refusal:
            raise click.ClickException(f"{refusal.values.get('reason', refusal.code)}") from refusal
        out.print(f"{pack.kind} {pack.version}: well-formed, from {pack.valid_from}")
        return
    faults = operations.differences()
    for fault in faults:
        out.print(fault)
    if faults:
        raise SystemExit(1)
    out.print("all shipped packs are stored as they are")
