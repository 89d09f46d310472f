"""`script/bench`: build the bench city once, serve it, measure every door, print the table. Bounded in time and count, 127.0.0.1 only."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("YIWANG_BENCH_HOME", ROOT / ".yiwang" / "bench"))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seconds", default=6.0, show_default=True, help="Longest time for one case.")
@click.option("--most", default=3000, show_default=True, help="Most requests for one case.")
@click.option("--connections", default=8, show_default=True, help="Requests under way at once.")
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--matters", default=800, show_default=True, help="Matters walked by real operations when the city is built.")
@click.option("--copies", default=24, show_default=True, help="Copies of each of them, so that lists have something to find.")
@click.option(
    "--total", default=0, show_default=True, help="Matters in all: what has ended is copied back into the past until there are as many."
)
@click.option("--only", default="", help="Only cases whose name contains this.")
@click.option("--fresh", is_flag=True, help="Build the city anew.")
@click.option("--markdown", is_flag=True, help="Print the table in Markdown.")
def main(
    *,
    seconds: float,
    most: int,
    connections: int,
    workers: int,
    matters: int,
    copies: int,
    total: int,
    only: str,
    fresh: bool,
    markdown: bool,
) -> None:
    """Measure requests a second, latencies and CPU a request of every hot door, with bare psycopg as the limit."""
    if fresh:
        shutil.rmtree(HOME, ignore_errors=True)
    os.environ |= {"YIWANG_HOME": str(HOME), "YIWANG_PG_HOME": str(HOME / "postgres"), "YIWANG_LOG_LEVEL": "WARNING"}
    os.environ["YIWANG_TRANSACTION_TIMEOUT"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from .report import table
    from .run import measure

    city = _city(own=matters, copies=copies, total=total)
    click.echo(f"{city.matters:,} matters, {len(city.villages):,} villages; {workers} web processes, {connections} connections", err=True)
    rows = measure(city, seconds=seconds, most=most, connections=connections, workers=workers, only=only, home=HOME)
    click.echo(table(rows, markdown=markdown))


def _city(*, own: int, copies: int, total: int) -> Any:
    """Return the city built before with these numbers, or build it (a minute or two)."""
    from .city import City, build

    kept = HOME / "city.json"
    if kept.exists():
        told = json.loads(kept.read_text())
        if told.pop("asked") == [own, copies, total]:
            return City(**told)
        raise click.ClickException("the bench city was built with other numbers; say --fresh to build it anew")
    begun = time.monotonic()

    def tell(what: str, done: int, total: int) -> None:
        if done % 25 == 0 or done == total:
            click.echo(f"\r{what} {done:,} of {total:,}  {time.monotonic() - begun:.0f} s ", nl=done == total, err=True)

    city = build(own=own, copies=copies, tell=tell, total=total)
    kept.write_text(json.dumps(city.plain() | {"asked": [own, copies, total]}))
    return city


if __name__ == "__main__":
    main()
