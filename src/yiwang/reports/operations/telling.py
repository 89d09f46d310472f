"""Telling of a report: the posts of a unit that may see the matter, on their page, by text message and by voice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.centers import queries as centers
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.live import operations as live
from yiwang.live.domain.news import user_topic
from yiwang.matters.operations.informing import concerned
from yiwang.matters.queries.grave import Grave
from yiwang.notices import operations as notices
from yiwang.policy import queries as policy
from yiwang.regions import queries as regions

from ..access import SIGNERS
from .writing import Held

Roles = tuple[frozenset[Role], ...]


def users_of(units: Iterable[int], matter: Grave, at: datetime, roles: Roles = SIGNERS) -> set[int]:
    """Return who of these units is told: their signers among those who may see the matter (a blocked leader is passed over)."""
    net = centers.net(at)
    return {user for unit in dict.fromkeys(units) for user in concerned(unit, roles, matter.case, net, at)}


def href(county: str, report: UUID) -> str:
    """Return the address of a report's page."""
    return f"/reports/{county}/{report}/"


def tell(held: Held, users: Iterable[int], event: str, *, at: datetime, key: str, **more: Any) -> None:
    """Tell users of a report; of a neutral one by the number of its matter alone."""
    sort = policy.pack("reports", at).body.sort(held.sort)
    values: dict[str, Any] = {"number": held.number, "what": [sort.zh, sort.en], **more}
    if event in {"report_up", "report_more", "report_over"}:
        values["place"] = regions.full_name(held.place, start=3)
    notices.tell(
        users=users,
        event=event,
        values=values,
        href=href(held.county, held.id),
        at=at,
        sensitive=held.neutral,
        key=f"report.{held.id}.{key}",
    )


def refresh(held: Held, matter: Grave, at: datetime) -> None:
    """Have the open pages of all whom a report concerns look at it anew."""
    units = [
        row["unit_id"]
        for row in sql.rows("SELECT unit_id FROM report_receipt WHERE county = %s AND report_id = %s", [held.county, held.id])
    ]
    users = users_of([*units, matter.case.holder, held.unit_id], matter, at) | ({held.raised_by} if held.raised_by else set())
    live.tell(county=held.county, topics=[user_topic(user) for user in sorted(users)], at=at, key=f"report {held.id}")
