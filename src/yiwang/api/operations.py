"""Deeds on tokens: issue, revoke, note that one is in use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from django.db import IntegrityError, transaction

from yiwang.centers import queries as centers
from yiwang.infra.readonly import writing
from yiwang.kernel.refusals import BadInput, Refused

from . import queries
from .domain.scopes import Scope
from .domain.secrets import digest_of, new_secret
from .models import ApiToken

LONGEST = timedelta(days=366)
"""A token lives a year at most: whoever still needs it says so once a year."""
_LONGEST_NAME = 60
_USED_STEP = timedelta(minutes=10)


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A fresh token; the secret exists only here."""

    id: int
    secret: str


def issue_token(
    *, name: str, appointment: int, scopes: Iterable[str], at: datetime, lifetime: timedelta = timedelta(days=90), per_minute: int = 1200
) -> Issued:
    """Make a token for that appointment and return its secret, which is shown once and stored nowhere.

    Raises BadInput by field: an unknown scope, an appointment that is not in force, a lifetime beyond a year, a name in use.
    """
    wanted = sorted(set(scopes))
    errors = [*_wrong(name=name, wanted=wanted, lifetime=lifetime, per_minute=per_minute)]
    if centers.actor(appointment, at) is None:
        errors.append(Refused("no_such_appointment", field="appointment"))
    if errors:
        raise BadInput(errors)
    secret = new_secret()
    try:
        with transaction.atomic():
            row = ApiToken.objects.create(
                name=name.strip(),
                digest=digest_of(secret),
                appointment_id=appointment,
                scopes=wanted,
                per_minute=per_minute,
                created=at,
                expires=at + lifetime,
            )
    except IntegrityError as taken:
        raise BadInput([Refused("name_in_use", field="name")]) from taken
    return Issued(id=row.pk, secret=secret)


def revoke_token(*, token_id: int, at: datetime) -> None:
    """End a token now; raises Refused("no_such_token") when it does not exist or has ended before."""
    if not ApiToken.objects.filter(pk=token_id, revoked=None).update(revoked=at):
        raise Refused("no_such_token", field="token")
    queries.forget()


def note_use(*, token: queries.Token, at: datetime) -> None:
    """Write down that the token is in use, at most once in ten minutes."""
    if token.last_used is None or at - token.last_used >= _USED_STEP:
        with writing():  # also when the request itself only reads
            ApiToken.objects.filter(pk=token.id).update(last_used=at)
        queries.forget()


def _wrong(*, name: str, wanted: list[str], lifetime: timedelta, per_minute: int) -> Iterable[Refused]:
    if not name.strip():
        yield Refused("required", field="name")
    if len(name.strip()) > _LONGEST_NAME:
        yield Refused("too_long", field="name", longest=_LONGEST_NAME)
    if not wanted:
        yield Refused("required", field="scopes")
    for scope in wanted:
        if scope not in set(Scope):
            yield Refused("no_such_scope", field="scopes", scope=scope)
    if not timedelta(0) < lifetime <= LONGEST:
        yield Refused("lifetime_too_long", field="lifetime", days=LONGEST.days)
    if per_minute < 1:
        yield Refused("out_of_range", field="per_minute")
