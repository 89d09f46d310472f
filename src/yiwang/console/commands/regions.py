"""`yiwang regions`: load the tree, change it, count it, look something up."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from yiwang.centers import following
from yiwang.infra import clock
from yiwang.kernel import tree
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.regions import changes, operations, queries

LEVELS = {1: "省级 province", 2: "市级 prefecture", 3: "县级 county", 4: "乡级 township", 5: "村级 village"}
STAGES = {"read": "reading the list", "compare": "comparing", "index": "building indexes", "change": "changing"}
out = Console(highlight=False, soft_wrap=True)


@click.group()
def command() -> None:
    """Administrative divisions (行政区划)."""


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else day_of(clock.now())


on_day = click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help="Day the list holds from (today if left out).")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=operations.SHIPPED)
@click.option("--under", default="", metavar="CODE", help="Only this subtree of the list.")
@on_day
def load(file: Path, under: str, on: date) -> None:
    """Make the tree what FILE says (the list that comes with the program if left out). Nothing is ever deleted."""
    with _bar() as bar, _wording():
        tasks: dict[str, int] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(STAGES.get(stage, stage), total=total)
            bar.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        loaded = operations.load_divisions(file=file, under=under, on=on, progress=told)
    if loaded.seen_before:
        out.print(f"{loaded.read:,} rows: this list is loaded already, nothing to do")
        return
    out.print(
        f"{loaded.read:,} rows read: {loaded.added:,} new, {loaded.renamed:,} renamed, {loaded.revived:,} in force again, "
        f"{loaded.ended:,} no longer in force"
    )
    _follow()


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def change(file: Path) -> None:
    """Apply a CSV of changes: old_code,new_code,date,kind[,name]; kind is recode, rename, found, abolish, merge or split."""
    with _wording():
        done = changes.apply_changes(file=file)
    for kind, count in sorted(done.items()):
        out.print(f"{kind}: {count:,}")
    if not done:
        out.print("nothing to do: all of these changes are known already")
    _follow()


def _follow() -> None:
    """Take the units and what they hold along, and name those somebody must decide about."""
    from yiwang.matters.operations import follow_units  # it brings the whole workflow: only a change pays for it

    followed = following.follow_regions()
    if followed.moved:
        matters = follow_units(units=followed.moved, at=clock.now())
        out.print(f"{len(followed.moved):,} units moved along, with {matters:,} matters")
    for unit, name in followed.left:
        out.print(f"left in a division that is no longer in force: {name} (unit {unit}: yiwang centers abolish {unit} --successor …)")


@command.command()
@click.option("--under", default="", metavar="CODE", help="Root of the subtree; the whole country if left out.")
def count(under: str) -> None:
    """Print how many divisions in force there are at each level."""
    if under and queries.region(under) is None:
        raise click.ClickException(f"no region has the code {under}")
    table = Table(title=queries.full_name(under) or "全国")
    table.add_column("级别 level")
    table.add_column("数量 count", justify="right")
    counted = queries.count_by_level(under)
    for level in tree.LEVELS:
        table.add_row(LEVELS[level], f"{counted[level]:,}")
    out.print(table)


@command.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--within", default="", metavar="CODE", help="Only inside this subtree.")
@click.option("--limit", default=20, show_default=True)
def search(words: tuple[str, ...], within: str, limit: int) -> None:
    """Find divisions by name, first letters, pinyin or code; several words narrow down from wide to narrow."""
    found = queries.search(" ".join(words), within=within, limit=limit)
    for row in found:
        out.print(f"{row.code:<13}{queries.full_name(row.code)}")
    if not found:
        raise click.ClickException("nothing found")


@command.command()
@click.argument("code")
@click.option("--at", "at", type=click.DateTime(["%Y-%m-%d"]), help="Name as it was on that day.")
def show(code: str, at: datetime | None) -> None:
    """Show one division: its way up, what lies below, what became of it."""
    region = queries.region(code)
    if region is None:
        raise click.ClickException(f"no region has the code {code}")
    out.print(f"{region.code}  {queries.full_name(code)}  ({LEVELS[region.level]})")
    if at:
        out.print(f"on {at:%Y-%m-%d}: {queries.name(code, at=at.date())}")
    out.print(f"in force: {region.valid_from or '…'} – {region.valid_to or '…'}")
    if region.valid_to:
        out.print(f"became: {', '.join(queries.now_called(code)) or '—'}")
    for row in queries.history(code):
        out.print(f"{row.on}  {row.kind}  {row.old_code or '—'} {row.old_name} → {row.new_code or '—'} {row.new_name}")
    for level, number in queries.count_by_level(code).items():
        if level > region.level and number:
            out.print(f"{LEVELS[level]}: {number:,}")


def _bar() -> Progress:
    return Progress(TextColumn("{task.description:<20}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), console=out)


class _wording:  # noqa: N801  # reads as the statement it is
    """Shows a refusal as a sentence instead of a trace."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, Refused):
            raise click.ClickException(f"{fault.code}: {', '.join(f'{key} {value}' for key, value in fault.values.items())}") from fault
