"""Who may open an attachment: whoever may see the matter; the person, what is theirs or meant for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.infra.clock import now

from ..access import visible_to


def may_open(*, viewer: Any, county: str, file_id: UUID) -> bool:
    """Say whether an actor may open a file of a matter (`files.access.MayOpen`); False for anybody else."""
    if not isinstance(viewer, Actor):
        return False
    if viewer.role == Role.PERSON:
        seen, values = "f.visible AND m.number = %s", [viewer.party]
    else:
        seen, values = visible_to(viewer, centers.net(now()))
    found = sql.scalar(
        "SELECT 1 FROM matter_file f JOIN matter m ON m.county = f.county AND m.id = f.matter_id"  # noqa: S608
        f" WHERE f.county = %s AND f.file_id = %s AND {seen}",
        [county, file_id, *values],
    )
    return found is not None
