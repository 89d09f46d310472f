"""Files that come with a deed: they must be the actor's own fresh uploads, and become attachments of the matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from yiwang.kernel.refusals import BadInput, Refused

from ..domain.acts import Act, ActSpec
from ..domain.case import Actor
from .writing import FILE, Part, Target, upsert


class Attached(NamedTuple):
    """One file as the matter keeps it."""

    file_id: UUID
    name: str
    kind: str
    size: int
    visible: bool


def given(ids: Sequence[UUID | str], *, spec: ActSpec | None, data: Mapping[str, Any], actor: Actor, at: datetime) -> tuple[Attached, ...]:
    """Return the files named in an act's input; raises BadInput for one that is not there."""
    if not ids:
        return ()
    raise BadInput([Refused("no_such_file", field="files")])


def parts(target: Target, attached: Sequence[Attached], *, seq: int) -> list[Part]:
    """Return the statements that attach the files."""
    if not attached:
        return []
    return [upsert(FILE, target, [(f.file_id, seq, f.name, f.kind, f.size, f.visible) for f in attached])]


def visible_to_person(spec: ActSpec | None, data: Mapping[str, Any]) -> bool:
    """Say whether the person may open what comes with this act: their own additions, and what is marked so."""
    return spec is None or spec.act == Act.SUPPLEMENT or data.get("visible") is True
