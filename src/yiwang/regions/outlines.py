"""Outlines of regions, where an installation has them: what a map draws, and which region a point lies in."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from yiwang.kernel.refusals import Refused

FOLDER = Path(__file__).parent / "data" / "outlines"
"""One file a city, named by its code, with its datum and source said inside."""
DATUMS = ("CGCS2000", "WGS84")
"""They differ by less than a metre. A point in GCJ-02 would land hundreds of metres off and is not taken."""


class Outlines(NamedTuple):
    """The outlines of a city and its counties as GeoJSON."""

    text: str
    datum: str
    source: str


def outlines_for(code: str) -> Outlines | None:
    """Return the outlines of the city a region lies in, None where there are none."""
    return _read(code[:4]) if len(code) >= 4 else None


def region_at(*, code: str, lon: float, lat: float, datum: str) -> str:
    """Return the smallest region with an outline, in the city of `code`, that a point lies in; "" when it lies in none.

    Refused `unknown_datum`.
    """
    if datum not in DATUMS:
        raise Refused("unknown_datum", field="datum")
    from shapely import Point  # geometry is needed for a click on a map only, and costs a start of every process otherwise

    hits = [region for region, shape in _shapes(code[:4]) if shape.covers(Point(lon, lat))]
    return max(hits, key=len, default="")


@lru_cache(maxsize=64)
def _read(city: str) -> Outlines | None:
    file = FOLDER / f"{city}.geojson"
    if not city.isdigit() or not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    told = json.loads(text)
    return Outlines(text, str(told["datum"]), str(told["source"]))


@lru_cache(maxsize=64)
def _shapes(city: str) -> tuple[tuple[str, Any], ...]:
    from shapely import prepare  # see `region_at`
    from shapely.geometry import shape

    found = _read(city)
    made = [(str(each["properties"]["code"]), shape(each["geometry"])) for each in json.loads(found.text)["features"]] if found else []
    for _code, geometry in made:
        prepare(geometry)
    return tuple(made)
