"""Divisions: the provinces, one node, what lies below it, search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused
from yiwang.regions import queries

from ..domain.scopes import Scope
from ..doors import PLACE, answer, door
from ..schemas import RegionNode, Regions

router = Router(tags=["regions"])
_A_WHILE = "private, max-age=300"


@router.get("", operation_id="list_provinces", **door(Scope.REGIONS_READ, Regions))
def provinces(request: HttpRequest) -> HttpResponse:
    """All provinces in force."""
    return answer({"items": [shape(row) for row in queries.children("")]}, cache=_A_WHILE)


@router.get("/search", operation_id="search_regions", **door(Scope.REGIONS_READ, Regions))
def search(
    request: HttpRequest,
    *,
    q: str = Query(
        ..., min_length=1, max_length=60, description="Name or part of it, pinyin initials, pinyin, code; several words narrow."
    ),
    within: str = Query("", pattern=PLACE, description="Only inside this division."),
    limit: int = Query(20, ge=1, le=50),
) -> HttpResponse:
    """Divisions in force by name, sound or code, best first."""
    return answer({"items": [shape(row) for row in queries.search(q, within=within, limit=limit)]}, cache=_A_WHILE)


@router.get("/{code}", operation_id="read_region", **door(Scope.REGIONS_READ, RegionNode))
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One division, in force or not, with its way up."""
    steps = queries.path(_code(code))
    if not steps:
        raise Refused("not_found")
    node = steps[-1]
    more = {
        "full_name": queries.full_name(code),
        "path": [shape(step) for step in steps],
        "valid_from": node.valid_from,
        "valid_to": node.valid_to,
    }
    return answer(shape(node) | more, cache=_A_WHILE)


@router.get("/{code}/children", operation_id="list_children", **door(Scope.REGIONS_READ, Regions))
def children(request: HttpRequest, code: str) -> HttpResponse:
    """The divisions in force right below, in the order of their codes."""
    rows = queries.children(_code(code))
    if not rows and queries.region(code) is None:
        raise Refused("not_found")
    return answer({"items": [shape(row) for row in rows]}, cache=_A_WHILE)


def shape(row: queries.RegionRow) -> dict[str, Any]:
    """Return what is published of a division."""
    return {
        "code": row.code,
        "level": row.level,
        "name": row.name,
        "parent": row.parent,
        "cities": row.cities,
        "counties": row.counties,
        "townships": row.townships,
        "villages": row.villages,
    }


def _code(code: str) -> str:
    if not tree.is_code(code):
        raise Refused("not_found")
    return code
