"""A token acts under one appointment, within scopes, until it expires, is revoked, or the appointment ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yiwang.api import operations, queries
from yiwang.api.domain.scopes import Scope
from yiwang.api.models import ApiToken
from yiwang.centers import cache
from yiwang.centers import operations as centers
from yiwang.infra import clock
from yiwang.kernel.refusals import BadInput, Refused


def test_only_the_digest_is_stored(town):
    issued = operations.issue_token(name="hotline", appointment=town.appointments["clerk"], scopes=[Scope.REGIONS_READ], at=clock.now())
    row = ApiToken.objects.get(pk=issued.id)
    assert issued.secret.startswith("yiwang_") and len(issued.secret) == 50
    assert issued.secret not in repr(vars(row))
    assert len(bytes(row.digest)) == 32


def test_wrong_fields_are_all_named(town):
    with pytest.raises(BadInput) as refused:
        operations.issue_token(
            name=" ", appointment=10**9, scopes=["everything"], lifetime=timedelta(days=400), per_minute=0, at=clock.now()
        )
    assert {(e.field, e.code) for e in refused.value.errors} == {
        ("name", "required"),
        ("scopes", "no_such_scope"),
        ("lifetime", "lifetime_too_long"),
        ("per_minute", "out_of_range"),
        ("appointment", "no_such_appointment"),
    }


def test_a_name_is_in_use_once(town, caller):
    caller("clerk")
    with pytest.raises(BadInput) as refused:
        caller("clerk")
    assert refused.value.errors[0].code == "name_in_use"


def test_without_a_good_token_nothing_opens(town, client):
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
        answer = client.get("/api/v1/regions", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "no_token")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    for secret in ("yiwang_" + "A" * 43, "x", "yiwang_" + "A" * 42 + "é"):
        answer = client.get("/api/v1/regions", headers={"Authorization": f"Bearer {secret}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "token_not_good")


def test_expired_and_revoked(town, caller):
    old = caller("clerk", Scope.REGIONS_READ, at=clock.now() - timedelta(days=10), lifetime=timedelta(days=9))
    assert old.get("/regions").status_code == 401
    fresh = caller("handler", Scope.REGIONS_READ)
    assert fresh.get("/regions").status_code == 200
    number = next(token.id for token in queries.tokens() if token.name.startswith("handler"))
    operations.revoke_token(token_id=number, at=clock.now())
    assert fresh.get("/regions").json()["code"] == "token_not_good"
    with pytest.raises(Refused):
        operations.revoke_token(token_id=number, at=clock.now())


def test_it_ends_with_the_appointment(town, caller):
    program = caller("clerk")
    assert program.get("/regions").status_code == 200
    centers.end_appointment(appointment_id=town.appointments["clerk"], at=clock.now())
    cache.forget()
    assert program.get("/regions").json()["code"] == "token_not_good"


def test_a_scope_opens_one_door(town, caller):
    program = caller("clerk", Scope.REGIONS_READ)
    assert program.get("/regions").status_code == 200
    answer = program.get("/matters")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert answer.json()["values"] == {"scope": "matters:read"}


def test_too_fast(town, caller):
    program = caller("clerk", per_minute=6)
    codes = [program.get("/regions").status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    answer = program.get("/regions")
    assert 1 <= int(answer["Retry-After"]) <= 10


def test_use_is_noted_though_the_request_only_reads(town, caller):
    program = caller("clerk")
    program.get("/regions")
    used = ApiToken.objects.get().last_used
    assert used is not None
    program.get("/regions")
    assert ApiToken.objects.get().last_used == used
