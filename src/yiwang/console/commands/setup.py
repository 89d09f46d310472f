"""`yiwang setup`: makes this folder an installation; again, it brings it up to date."""

from __future__ import annotations

import click
from django.core.management import call_command

from yiwang.console import installation


@click.command("setup")
@click.option("--under", default="", metavar="CODE", help="Load only the divisions below this code (the whole country by default).")
@click.option("--without-divisions", is_flag=True, help="Load no divisions.")
def command(under: str, without_divisions: bool) -> None:
    """Make keys, database, tables, rules and divisions; harmless when they are there."""
    installation.prepare(divisions=not without_divisions, under=under)
    call_command("collectstatic", interactive=False, verbosity=0)
    installation.out.print("pages          ready")
