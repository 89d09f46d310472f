"""`yiwang audit`: the access log, for the audit officer; deeds, never content."""

from __future__ import annotations

import click

from yiwang.audit import queries


@click.group()
def command() -> None:
    """The access log: who looked at what of a person, and why."""


@command.command()
def verify() -> None:
    """Recompute the chain of the access log. Ends with 1 when anything is wrong."""
    found = list(queries.broken())
    for broken in found:
        click.echo(f"{broken.county} {broken.seq}: {broken.what}")
    click.echo("clean" if not found else f"NOT clean: {len(found)} places")
    raise SystemExit(1 if found else 0)


@command.command()
@click.option("--odd", is_flag=True, help="Only looks that are odd.")
@click.option("--matter", default="", help="Public number of a matter.")
@click.option("--user", type=int, help="Number of a user.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
def looks(odd: bool, matter: str, user: int | None, limit: int) -> None:
    """List looks, newest first."""
    for row in queries.looks(odd_only=odd, matter=matter, user=user, limit=limit).looks:
        click.echo(
            f"{row.at:%Y-%m-%d %H:%M:%S}Z user {row.user_id} post {row.post_id} {row.role:12} {row.matter} {row.part:10} "
            f"{row.reason:10} {row.outcome} {' '.join(row.odd)}"
        )
