"""`yiwang accounts`: make an account, set a password, close an account."""

from __future__ import annotations

import click

from yiwang.accounts import operations
from yiwang.centers import operations as centers
from yiwang.infra import clock
from yiwang.kernel.refusals import Refused


@click.group()
def command() -> None:
    """Accounts: who may sign in. What they may do follows from their appointments."""


def _fail(refusal: Refused) -> click.ClickException:
    reasons = refusal.values.get("reasons", [])
    return click.ClickException(f"{refusal.code} ({refusal.field}) {' '.join(reasons)}".strip())


@command.command()
@click.argument("username")
@click.argument("name")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if left out.")
def create(username: str, name: str, password: str) -> None:
    """Create an account for NAME, signing in as USERNAME."""
    try:
        user = operations.create_user(username=username, name=name, password=password, at=clock.now())
    except Refused as refusal:
        raise _fail(refusal) from refusal
    click.echo(f"{user.username} ({user.name}) can sign in, user {user.pk}")


@command.command()
@click.argument("username")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if left out.")
@click.option("--must-change", is_flag=True, help="To be changed at the next sign-in.")
def passwd(username: str, password: str, must_change: bool) -> None:
    """Set a new password."""
    try:
        operations.set_password(username=username, password=password, must_change=must_change)
    except Refused as refusal:
        raise _fail(refusal) from refusal
    click.echo(f"{username}: password set")


@command.command()
@click.argument("username")
def close(username: str) -> None:
    """Close an account: no sign-in, no act under any appointment."""
    try:
        operations.deactivate(username=username)
    except Refused as refusal:
        raise _fail(refusal) from refusal
    centers.staff_changed()
    click.echo(f"{username}: closed")
