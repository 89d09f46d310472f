"""Reading the country's tree: counts, child lists, ways up and searches, each many times; needs the whole country loaded.

python -m bench.regions [--rounds 200]

Prints statements, median, 99th percentile and CPU-ms of the database's backend for one call.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

WORDS = ("东营", "朝阳", "人民路", "胜利", "新华", "dy", "bj", "cyq", "dongying", "3705", "东营区 胜利", "王家庄")
_TICK = os.sysconf("SC_CLK_TCK")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", default=200, show_default=True, help="Calls of each kind.")
def main(rounds: int) -> None:
    """Measure the tree."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from yiwang.regions import queries

    counted = queries.count_by_level()
    if counted[5] < 600_000:
        raise click.ClickException("the whole country is not loaded: yiwang regions load")
    dice = random.Random(7)
    codes = {level: _some(level, dice) for level in (1, 2, 3, 4, 5)}
    table = Table(title=f"{sum(counted.values()):,} divisions, {rounds} calls each")
    for column in ("read", "SQL", "p50 ms", "p99 ms", "CPU-ms database"):
        table.add_column(column, justify="left" if column == "read" else "right")
    for name, call in _reads(codes, dice):
        table.add_row(name, *_measured(call, rounds))
    Console().print(table)


def _some(level: int, dice: random.Random) -> list[str]:
    from yiwang.regions.models import Region

    codes = list(Region.objects.filter(level=level, valid_to=None).order_by("code").values_list("code", flat=True))
    return dice.sample(codes, min(100, len(codes)))


def _reads(codes: dict[int, list[str]], dice: random.Random) -> list[tuple[str, Callable[[], object]]]:
    from yiwang.regions import queries

    names = {1: "province", 2: "city", 3: "county", 4: "township"}
    reads: list[tuple[str, Callable[[], object]]] = [("count by level, the country", queries.count_by_level)]
    for level, name in names.items():
        reads.append((f"count by level, a {name}", lambda level=level: queries.count_by_level(dice.choice(codes[level]))))
        reads.append((f"children of a {name}", lambda level=level: queries.children(dice.choice(codes[level]))))
    reads += [
        ("way up from a village", lambda: queries.path(dice.choice(codes[5]))),
        ("search, the country", lambda: queries.search(dice.choice(WORDS))),
        ("search, a province", lambda: queries.search(dice.choice(WORDS), within=dice.choice(codes[1]))),
        ("search, a city", lambda: queries.search(dice.choice(WORDS), within=dice.choice(codes[2]))),
        ("search, a county", lambda: queries.search(dice.choice(WORDS), within=dice.choice(codes[3]))),
    ]
    return reads


def _measured(call: Callable[[], object], rounds: int) -> tuple[str, str, str, str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(5):
        call()
    with CaptureQueriesContext(connection) as seen:
        call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    before, times = _cpu(backend), []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    spent = (_cpu(backend) - before) * 1000 / rounds
    return str(len(seen)), f"{times[len(times) // 2]:.2f}", f"{times[int(len(times) * 0.99)]:.2f}", f"{spent:.2f}"


def _cpu(pid: int) -> float:
    """Return the CPU seconds a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


if __name__ == "__main__":
    main()
