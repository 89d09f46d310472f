"""Units: those of a region or subtree, and one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yiwang.centers import queries
from yiwang.centers.domain.words import UnitKind
from yiwang.centers.listing import units_below
from yiwang.kernel.refusals import BadInput, Refused

from ..domain.scopes import Scope
from ..doors import PLACE, answer, door
from ..schemas import Unit, Units

router = Router(tags=["units"])


@router.get("", operation_id="list_units", **door(Scope.REGIONS_READ, Units))
def units(
    request: HttpRequest,
    *,
    region: str = Query("", pattern=PLACE, description="This division and all below it; empty: the country."),
    direct: bool = Query(False, description="Only units of this very division."),
    kind: str = Query("", description=f"One of {', '.join(UnitKind)}."),
    after: str = Query("", max_length=600),
    limit: int = Query(50, ge=1, le=200),
) -> HttpResponse:
    """Open units in the order of their places."""
    if kind and kind not in set(UnitKind):
        raise BadInput([Refused("unknown_choice", field="kind")])
    page = units_below(region=region, kind=kind, direct=direct, after=after, limit=limit)
    return answer({"items": [shape(row) for row in page.rows], "next": page.after or None}, cache="private, max-age=60")


@router.get("/{unit_id}", operation_id="read_unit", **door(Scope.REGIONS_READ, Unit))
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit, in being or abolished."""
    row = queries.unit(unit_id) if 0 < unit_id < 2**62 else None
    if row is None:
        raise Refused("not_found")
    return answer(shape(row), cache="private, max-age=60")


def shape(row: queries.UnitRow) -> dict[str, Any]:
    """Return what is published of a unit."""
    return {
        "id": row.id,
        "kind": row.kind,
        "branch": row.branch,
        "name": row.name,
        "short": row.short,
        "region": row.region,
        "region_name": row.region_name,
        "main_center": row.main_center,
        "open": row.open,
    }
