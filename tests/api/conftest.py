"""A small town for the API's tests: five levels of division, a center in each, two departments, one person per post, and their tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yiwang.accounts.models import User
from yiwang.api import operations
from yiwang.api import queries as tokens
from yiwang.api.domain.scopes import Scope
from yiwang.centers import cache
from yiwang.centers import operations as centers
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.infra import clock
from yiwang.policy import operations as policy
from yiwang.policy import queries as packs
from yiwang.regions import operations as regions

DIVISIONS = {
    "37": "山东省",
    "3705": "东营市",
    "370502": "东营区",
    "370502001": "文汇街道",
    "370502001001": "辛兴社区居委会",
    "370503": "河口区",
}
FOUNDED = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass
class Town:
    """The ids of what stands in the town."""

    centers: dict[str, int] = field(default_factory=dict)
    housing: int = 0
    police: int = 0
    appointments: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass
class Caller:
    """A program with the token of one post."""

    secret: str
    client: Client = field(default_factory=Client)

    def headers(self, key: str | None, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **({"Idempotency-Key": key} if key else {}), **more}

    def get(self, path: str, **more: str):
        return self.client.get(f"/api/v1{path}", headers=self.headers(None, more))

    def post(self, path: str, body: Any, *, key: str | None = None, **more: str):
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.client.post(f"/api/v1{path}", raw, content_type="application/json", headers=self.headers(key, more))


def forget() -> None:
    cache.forget()
    packs.forget()
    tokens.forget()


@pytest.fixture
def town(db, tmp_path: Path) -> Town:
    forget()
    file = tmp_path / "divisions.csv"
    file.write_text("code,name\n" + "".join(f"{code},{name}\n" for code, name in DIVISIONS.items()))
    regions.load_divisions(file=file, on=FOUNDED.date())
    policy.load_shipped(at=FOUNDED)
    town = build()
    yield town
    forget()


def build() -> Town:
    town = Town()
    for code in DIVISIONS:
        town.centers[code] = centers.open_center(region=code, at=FOUNDED, built_on=date(2025, 1, 1)).unit_id
    town.housing = centers.found_unit(kind=UnitKind.DEPARTMENT, name="东营区住房和城乡建设局", region="370502", at=FOUNDED).id
    town.police = centers.found_unit(kind=UnitKind.POLICE_STATION, name="文汇派出所", region="370502001", at=FOUNDED).id
    county = town.centers["370502"]
    for name, unit, role in (
        ("clerk", county, Role.CLERK),
        ("coordinator", county, Role.COORDINATOR),
        ("handler", town.housing, Role.HANDLER),
        ("neighbour", town.centers["370503"], Role.COORDINATOR),
        ("auditor", county, Role.AUDITOR),
    ):
        town.appointments[name] = hired(name, unit, role)
    return town


def hired(name: str, unit: int, role: Role) -> int:
    user = User.objects.create_user(name, name=name, created=FOUNDED)
    post = centers.create_post(unit_id=unit, role=role, name=name)
    return centers.appoint(user_id=user.pk, post_id=post.pk, starts=FOUNDED).pk


@pytest.fixture
def caller(town: Town):
    """Make a caller by the name of a post, with all scopes unless told which."""

    def make(name: str, *scopes: Scope, **more: Any) -> Caller:
        issued = operations.issue_token(
            name=f"{name} {'+'.join(scopes)}",
            appointment=town.appointments[name],
            scopes=scopes or tuple(Scope),
            at=more.pop("at", clock.now()),
            per_minute=more.pop("per_minute", 100_000),
            **more,
        )
        return Caller(issued.secret)

    return make
