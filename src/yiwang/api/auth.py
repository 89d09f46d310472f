"""Who calls: the bearer token, the appointment it acts under, and how often it may."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja.security import HttpBearer

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import clock
from yiwang.kernel.refusals import Refused

from . import operations, queries
from .domain.scopes import Scope
from .pace import Pace


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """The program behind a request, and the post in whose name it acts."""

    token: queries.Token
    actor: Actor
    at: datetime
    """The moment of the request: every deed of it carries this time."""

    @property
    def client(self) -> str:
        """Name under which its idempotency keys are kept apart from those of others."""
        return self.token.client


_PACE = Pace()


class Bearer(HttpBearer):
    """`Authorization: Bearer yiwang_…` with a scope; leaves a `Caller` in `request.auth`."""

    openapi_bearerFormat = "opaque"  # noqa: N815  (read by the library under this name)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """Return the caller; raises Refused no_token, token_not_good (401), scope_missing (403), too_many_requests (429)."""
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            raise Refused("no_token")
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return the caller behind that secret; see `__call__`."""
        at = clock.now()
        found = queries.token(token)
        if found is None or not found.good(at):
            raise Refused("token_not_good")
        actor = centers.actor(found.appointment, at)
        if actor is None:
            raise Refused("token_not_good")
        if self.scope not in found.scopes:
            raise Refused("scope_missing", scope=str(self.scope))
        wait = _PACE.wait(found.id, per_minute=found.per_minute)
        if wait:
            raise Refused("too_many_requests", retry_after=wait)
        operations.note_use(token=found, at=at)
        return Caller(token=found, actor=actor, at=at)
