"""One run: serve the city, warm up, measure case after case, and the limit beside the writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

from yiwang.infra.postgres.base import the_server

from . import client, limit, statements
from .cases import Case, Doors
from .city import City
from .meters import busy_share, cpu_seconds, machine_cpu
from .report import Row
from .server import serving

_WARM = 60


def measure(city: City, *, seconds: float, most: int, connections: int, workers: int, only: str, home: Path) -> list[Row]:
    """Return a row per case."""
    connection.ensure_connection()
    call_command("collectstatic", interactive=False, verbosity=0)
    database = _postmaster()
    with serving(workers=workers, log=home / "web.log", probe="/healthz") as (port, web):
        doors = Doors(city)
        return [
            _one(case, doors, port=port, web=web, database=database, seconds=seconds, most=most, connections=connections)
            for case in doors.all()
            if only.lower() in case.name.lower() or (case.limit == "register" and "act" in only.lower())
        ]


def _postmaster() -> int:
    """Return the process id of the database server, whose children are the backends."""
    server = the_server()
    if server is None:
        return 0  # a server of one's own: its CPU cannot be seen from here
    lines = Path(server.home, "data", "postmaster.pid").read_text().splitlines()
    return int(lines[0])


def _one(case: Case, doors: Doors, *, port: int, web: int, database: int, seconds: float, most: int, connections: int) -> Row:
    requests = case.requests()
    client.run(requests, port=port, connections=connections, seconds=3, most=_WARM, heard=case.heard)
    before = cpu_seconds(web), cpu_seconds(database), machine_cpu()
    load = client.run(requests, port=port, connections=connections, seconds=seconds, most=min(most, case.most), heard=case.heard)
    after = cpu_seconds(web), cpu_seconds(database), machine_cpu()
    done = max(1, len(load.milliseconds))
    row = Row(
        name=case.name,
        per_second=load.per_second,
        p50=load.at(0.5),
        p99=load.at(0.99),
        web_ms=(after[0] - before[0]) * 1000 / done,
        database_ms=(after[1] - before[1]) * 1000 / done,
        statements=statements.of(case),
        aim=case.aim,
        limit_ms=_limit(case, doors, database=database, connections=connections) if case.limit else None,
        failed=len(load.unexpected),
    )
    _say(row, load, busy_share(before[2], after[2]))
    return row


def _say(row: Row, load: client.Load, busy: float) -> None:
    print(
        f"  {row.name}: {len(load.milliseconds)} requests, p95 {load.at(0.95):.1f} ms, {row.total_ms:.2f} CPU-ms, machine {busy:.0%} busy",
        flush=True,
    )
    for status, body in load.unexpected[:2]:
        print(f"    answered {status}: {body[:300].decode(errors='replace')}")


def _limit(case: Case, doors: Doors, *, database: int, connections: int) -> float | None:
    """Return the CPU-ms (client and database) of bare psycopg for the rows of this case's deed."""
    numbers = [number for number, _ in doors.fresh[:64]] if case.limit == "register" else doors.accepted[:64]
    url = _address()
    with psycopg.connect(**url) as plain:
        samples = limit.sample(plain, numbers=numbers)
    count = 1600 // connections * connections
    before = cpu_seconds(database)
    load, own = limit.write(url, samples, deed=case.limit, count=count, connections=connections)
    print(f"    bare psycopg, the same rows: {load.per_second:.0f} a second, p50 {load.at(0.5):.1f} ms", flush=True)
    return (cpu_seconds(database) - before + own) * 1000 / count


def _address() -> dict[str, Any]:
    settings = connection.settings_dict
    return {
        name: value
        for name, value in (
            ("host", settings["HOST"]),
            ("port", settings["PORT"]),
            ("user", settings["USER"]),
            ("password", settings["PASSWORD"]),
            ("dbname", settings["NAME"]),
        )
        if value
    }
