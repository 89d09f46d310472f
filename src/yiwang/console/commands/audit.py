"""`yiwang audit`: the access log, for the audit officer; deeds, never content."""

from __future__ import annotations

from pathlib import Path

import click

from yiwang.audit import changes, queries


@click.group()
def command() -> None:
    """The access log: who looked at what of a person, and why."""


class Head(click.ParamType):
    """Where the log of a county ended, as `yiwang audit heads` printed it: `370502:118:9f86d0…`."""

    name = "county:number:hash"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int, bytes]:
        """Read the county, the number and the 64 hexadecimal digits."""
        if isinstance(value, tuple):
            return value
        try:
            county, number, digits = str(value).strip().split(":")
            kept = county, int(number), bytes.fromhex(digits)
        except ValueError:
            kept = None
        if kept is None or len(kept[2]) != 32:
            self.fail(f"{value!r} is not such as 370502:118:9f86d0… (64 digits)", param, ctx)
        return kept


@command.command()
@click.option("--head", "kept", type=Head(), multiple=True, help="Where a county's log once ended, kept elsewhere; several times.")
@click.option("--heads", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of such heads, a line each.")
def verify(kept: tuple[tuple[str, int, bytes], ...], file: Path | None) -> None:
    """Recompute the chains of the access log and of the administration log. Ends with 1 when anything is wrong.

    With a head kept elsewhere it shows that nothing up to it was altered or dropped, the last rows included.
    """
    lines = file.read_text().splitlines() if file else []
    kept = (*kept, *(Head().convert(line, None, None) for line in lines if line.strip()))
    found = [f"{broken.county} {broken.seq}: {broken.what}" for broken in queries.broken()]
    found += [f"administration {seq}: {what}" for seq, what in changes.broken()]
    found += [
        f"{county} {seq}: is not what was kept elsewhere, or is gone" for county, seq, head in kept
        if not queries.holds(county=county, seq=seq, head=head)
    ]  # fmt: skip
    for line in found:
        click.echo(line)
    clean = "clean" if kept else "clean, as far as can be said without a head kept elsewhere"
    click.echo(clean if not found else f"NOT clean: {len(found)} places")
    raise SystemExit(1 if found else 0)


@command.command()
def heads() -> None:
    """Print where the log of every county ends, a line each, to be kept elsewhere."""
    for county, seq, head in queries.heads():
        click.echo(f"{county}:{seq}:{head.hex()}")


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
