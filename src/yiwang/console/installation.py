"""What makes a folder an installation: tables, rules in force, the country's divisions. Doing it again does no harm."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeElapsedColumn

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
    """Return the progress display of long commands: what, how far, how long; bars on a terminal, a line now and then elsewhere."""
    kind = Progress if out.is_terminal else Lines
    return kind(TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=out)


class Lines(Progress):
    """Progress for a log: nothing moves there, so a line is written every few seconds."""

    EVERY = 10.0
    """Seconds between two lines."""

    def __init__(self, *columns: ProgressColumn, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(*columns, console=console)
        self._clock = clock
        self._told = clock()

    def update(self, task_id: TaskID, **changes: Any) -> None:
        """Take the change, and tell how far it is if nothing was told lately."""
        super().update(task_id, **changes)
        if self._clock() - self._told < self.EVERY:
            return
        self._told = self._clock()
        task = self.tasks[task_id]
        of = f" / {task.total:,.0f}" if task.total else ""
        self.console.print(f"{task.description:<28} {task.completed:,.0f}{of}")


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
        shown: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in shown:
                shown[stage] = display.add_task(f"divisions: {stage}", total=total)
            display.update(shown[stage], completed=done, total=total)

        told: Callable[[str, int, int], None] = tell
        loaded = regions.load_divisions(on=clock.now().date(), under=under, progress=told)
        for bar in display.tasks:  # steps that found nothing to do are done as well
            display.update(bar.id, completed=bar.total)
    out.print(f"divisions      {loaded.read:,} read, {loaded.added:,} added, {loaded.renamed:,} renamed, {loaded.ended:,} ended")
