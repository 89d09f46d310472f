"""`yiwang tokens`: give a program a token that acts under one appointment, list tokens, revoke them."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from yiwang.accounts.models import User
from yiwang.api import operations, queries
from yiwang.api.domain.scopes import Scope
from yiwang.centers import queries as centers
from yiwang.infra import clock
from yiwang.infra.wording import worded
from yiwang.kernel.refusals import BadInput, Refused

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@click.group()
def command() -> None:
    """Tokens of the JSON API."""


@command.command()
@click.argument("name")
@click.option("--user", "username", required=True, help="Sign-in name of the person whose appointment the token acts under.")
@click.option("--appointment", type=int, help="Which appointment; needed when the person holds several.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice([str(scope) for scope in Scope]), help="May be given several times.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, operations.LONGEST.days), help="How many days it lives.")
@click.option(
    "--per-minute",
    default=1200,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="How many requests a minute each server process lets through.",
)
def create(name: str, username: str, appointment: int | None, scopes: tuple[str, ...], days: int, per_minute: int) -> None:
    """Make a token and print its secret, once."""
    at = clock.now()
    try:
        issued = operations.issue_token(
            name=name,
            appointment=_appointment(username, appointment, at),
            scopes=scopes or tuple(str(scope) for scope in Scope),
            lifetime=timedelta(days=days),
            per_minute=per_minute,
            at=at,
        )
    except Refused as refusal:
        raise click.ClickException(_told(refusal)) from None
    click.echo(issued.secret)
    click.echo(f"Token {issued.id}. The secret above is shown this once and stored nowhere.", err=True)


@command.command("list")
def list_() -> None:
    """All tokens, the newest first."""
    at = clock.now()
    table = Table("id", "name", "appointment", "scopes", "per minute", "expires", "last used", "state")
    for token in queries.tokens():
        state = "good" if token.good(at) else "revoked" if token.revoked else "expired"
        used = _day(token.last_used) if token.last_used else "never"
        scopes = " ".join(sorted(token.scopes))
        table.add_row(str(token.id), token.name, str(token.appointment), scopes, str(token.per_minute), _day(token.expires), used, state)
    Console(width=None if sys.stdout.isatty() else 200).print(table)


@command.command()
@click.argument("token_id", type=int)
def revoke(token_id: int) -> None:
    """End a token now; every server process refuses it within a second."""
    try:
        operations.revoke_token(token_id=token_id, at=clock.now())
    except Refused as refusal:
        raise click.ClickException(_told(refusal)) from None
    click.echo(f"Token {token_id} is revoked.")


def _appointment(username: str, wanted: int | None, at: datetime) -> int:
    user = User.objects.filter(username=username.strip().lower()).first()
    if user is None:
        raise click.ClickException(f"There is no user {username}.")
    held = centers.appointments_of(user.pk, at)
    if wanted is None and len(held) == 1:
        return held[0].id
    if wanted is None:
        lines = "\n".join(f"  --appointment {row.id}   {row.label}" for row in held)
        raise click.ClickException(f"{username} holds {len(held)} appointments; say which:\n{lines}")
    if wanted not in {row.id for row in held}:
        raise click.ClickException(f"Appointment {wanted} is not one {username} holds now.")
    return wanted


def _told(refusal: Refused) -> str:
    parts = refusal.errors if isinstance(refusal, BadInput) else [refusal]
    return "; ".join(f"{part.field}: {worded(part, 'en')}" if part.field else worded(part, "en") for part in parts)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(_SHANGHAI):%Y-%m-%d %H:%M}"
