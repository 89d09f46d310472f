"""Matters follow the organisation: where a unit was abolished or stands in a region of another code, who may see them is written anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.net import Net
from yiwang.infra import sql

from ..access import sight
from ..domain.case import Case
from .indexing import index

BATCH = 500

_PART = """
SELECT county, id FROM matter WHERE holder = ANY(%(units)s::bigint[])
UNION SELECT county, matter_id FROM matter_order WHERE unit = ANY(%(units)s::bigint[])
UNION SELECT county, matter_id FROM matter_todo WHERE unit = ANY(%(units)s::bigint[])
ORDER BY 1, 2
"""


def follow_units(*, units: Sequence[int], at: datetime) -> int:
    """Write anew who may see the matters in which these units have a part; return how many there were.

    Nothing of a case changes, no number and no entry: `area`, `stakes` and `above` follow from the case and the organisation.
    """
    parts = [(row["county"], row["id"]) for row in sql.rows(_PART, {"units": list(units)})]
    net = centers.net(at)
    for start in range(0, len(parts), BATCH):
        _write(parts[start : start + BATCH], net)
    return len(parts)


@transaction.atomic
def _write(parts: Sequence[tuple[str, object]], net: Net) -> None:
    numbers = []
    for county, matter in parts:
        row = sql.one("SELECT number, case_doc FROM matter WHERE county = %s AND id = %s FOR NO KEY UPDATE", [county, matter])
        if row is None:
            continue
        seen = sight(msgspec.json.decode(row["case_doc"], type=Case), net)
        sql.execute(
            "UPDATE matter SET area = %s, stakes = %s, above = %s WHERE county = %s AND id = %s",
            [seen.area, list(seen.stakes), list(seen.above), county, matter],
        )
        numbers.append(row["number"])
    index(numbers)
