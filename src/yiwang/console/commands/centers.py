"""`yiwang centers`: how far the building of centers has come, and the end of one."""

from __future__ import annotations

import json

import click
import msgspec
from rich.console import Console
from rich.table import Table

from yiwang.centers import operations
from yiwang.centers import queries as centers
from yiwang.centers import rates as construction
from yiwang.infra import clock
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.policy import queries as policy
from yiwang.regions import queries as regions

LEVELS = {1: "省级 province", 2: "市级 prefecture", 3: "县级 county", 4: "乡级 township", 5: "村级 village"}
out = Console(highlight=False, soft_wrap=True)


@click.group()
def command() -> None:
    """Centers (综治中心)."""


@command.command()
@click.option("--region", "region", default="", metavar="CODE", help="Root of the subtree; the whole country if left out.")
@click.option("--level", "level", type=click.IntRange(1, 5), help="Only this level, 1 province to 5 village.")
@click.option("--list-excluded", is_flag=True, help="Name every region that is left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def rates(region: str, level: int | None, list_excluded: bool, as_json: bool) -> None:
    """Print, by level, the regions that should have a center, the centers built, the rate, and what is left out."""
    if region and regions.region(region) is None:
        raise click.ClickException(f"no region has the code {region}")
    today = day_of(clock.now())
    found = [row for row in construction.rates(region=region, on=today) if level in (None, row.level)]
    if as_json:
        click.echo(json.dumps([msgspec.to_builtins(row) | {"rate": row.rate} for row in found], ensure_ascii=False, indent=1))
        return
    out.print(_table(found, f"{regions.full_name(region) or '全国'} · {policy.pack('construction', today).version}"))
    out.print(f"合计 total: 应建 {sum(row.due for row in found):,}, 已建 {sum(row.built for row in found):,}")
    for row in found:
        _print_excluded(row, region, list_excluded)


def _table(found: list[construction.LevelRate], title: str) -> Table:
    table = Table(title=title)
    for column in ("级别\nlevel", "区划\nlisted", "不计入\nexcluded", "应建\ndue", "已建\nbuilt", "建成率\nrate"):
        table.add_column(column, no_wrap=True, justify="left" if column.startswith("级别") else "right")
    for row in found:
        share = "—" if row.rate is None else f"{row.rate:.1%}"
        table.add_row(LEVELS[row.level], f"{row.listed:,}", f"{row.listed - row.due:,}", f"{row.due:,}", f"{row.built:,}", share)
    return table


def _print_excluded(row: construction.LevelRate, region: str, with_names: bool) -> None:
    names = construction.excluded_names(region=region, on=day_of(clock.now()), level=row.level) if with_names and row.excluded else {}
    for kind in row.excluded:
        note = f", of which {kind.with_center:,} have a center all the same" if kind.with_center else ""
        out.print(f"{LEVELS[row.level]}: {kind.zh} ({kind.en}) {kind.count:,}{note}")
        for code, name in names.get(kind.key, []):
            out.print(f"    {code} {name}")


@command.command()
@click.argument("unit", type=int)
@click.option("--successor", type=int, help="Unit that takes over what it holds; its superior if left out.")
def abolish(unit: int, successor: int | None) -> None:
    """End a unit, a center or another one; what waits for it waits for its successor, else its superior."""
    from yiwang.matters.operations import follow_units  # it brings the whole workflow: only a change pays for it

    now = clock.now()
    try:
        operations.abolish_unit(unit_id=unit, at=now, successor_id=successor)
    except Refused as fault:
        raise click.ClickException(f"{fault.code}: {', '.join(f'{key} {value}' for key, value in fault.values.items())}") from fault
    matters = follow_units(units=(unit,), at=now)
    heir = centers.net(now).unit(unit)
    taken = centers.units([heir.id])[heir.id].name if heir else ""
    out.print(f"ended; {matters:,} matters have a part of it, taken over by {taken}")
