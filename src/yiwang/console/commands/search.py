"""`yiwang search`: what search reads, made anew."""

from __future__ import annotations

import click

from yiwang.console import installation
from yiwang.infra import sql
from yiwang.matters.operations import indexing


@click.group()
def command() -> None:
    """What search reads of the matters: words without persons, kept beside them."""


@command.command()
def rebuild() -> None:
    """Read every matter anew. Search goes on meanwhile; deeds too."""
    total = int(sql.scalar("SELECT count(*) FROM matter") or 0)
    with installation.progress() as display:
        task = display.add_task("matters 事项", total=total or None)
        done = indexing.rebuild(progress=lambda read: display.update(task, completed=read))
    click.echo(f"{done:,} matters read")
