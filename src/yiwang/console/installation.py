"""What makes a folder an installation: tables, rules in force, the country's divisions. Doing it again does no harm."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from yiwang.infra import clock
from yiwang.infra.postgres.base import make_sure, the_server
from yiwang.policy import operations as policy
from yiwang.regions import operations as regions

out = Console(highlight=False)


def unapplied() -> int:
    """Return how many migrations are still to be applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def progress() -> Progress:
    """Return the progress display of long commands: what, how far, how long."""
    return Progress(TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=out)


def prepare(*, divisions: bool = True, under: str = "") -> None:
    """Start the database, make the tables, put the shipped rules in force, load the divisions (only those `under` a code if given)."""
    make_sure(making=True)
    if server := the_server():
        out.print(f"database       embedded, in {server.home}")
    call_command("migrate", interactive=False, verbosity=0)
    out.print("tables         up to date")
    stored = policy.load_shipped()
    out.print(f"rules          {', '.join(stored) if stored else 'in force already'}")
    if divisions:
        _load_divisions(under)


def _load_divisions(under: str) -> None:
    with progress() as display:
        shown: dict[str, int] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in shown:
                shown[stage] = display.add_task(f"divisions: {stage}", total=total)
            display.update(shown[stage], completed=done, total=total)

        told: Callable[[str, int, int], None] = tell
        loaded = regions.load_divisions(on=clock.now().date(), under=under, progress=told)
        for bar in display.tasks:  # steps that found nothing to do are done as well
            display.update(bar.id, completed=bar.total)
    out.print(f"divisions      {loaded.read:,} read, {loaded.added:,} added, {loaded.renamed:,} renamed, {loaded.ended:,} ended")
