"""Files that come with a deed: they must be the actor's own fresh uploads, and become attachments of the matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from yiwang.files.operations import claim
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.privacy.deidentify import Known
from yiwang.privacy.titles import deidentify_line

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
    digest: str
    """Salted: it proves the file while it is kept, and tells nothing once it is erased."""


def given(
    ids: Sequence[UUID | str], *, county: str, spec: ActSpec | None, data: Mapping[str, Any], actor: Actor, at: datetime
) -> tuple[Attached, ...]:
    """Take the files named in an act's input into the matter's keeping; raises BadInput for one that is not there, or not the actor's."""
    if not ids:
        return ()
    try:
        taken = claim(ids=[UUID(str(each)) for each in ids], county=county, by=actor.user, at=at)
    except (Refused, ValueError) as wrong:
        raise BadInput([Refused("no_such_file", field="files")]) from wrong
    visible = visible_to_person(spec, data)
    return tuple(Attached(file.id, file.name, file.media, file.size, visible, file.digest.hex()) for file in taken)


def noted(attached: Sequence[Attached]) -> dict[str, Any]:
    """Return what the ledger entry says of the files."""
    if not attached:
        return {}
    return {"files": [str(file.file_id) for file in attached], "file_digests": [file.digest for file in attached]}


def parts(target: Target, attached: Sequence[Attached], *, seq: int, known: Sequence[Known]) -> list[Part]:
    """Return the statements that attach the files, their names without the persons in them."""
    if not attached:
        return []
    rows = [(f.file_id, seq, deidentify_line(f.name, known, file=True).text, f.kind, f.size, f.visible) for f in attached]
    return [upsert(FILE, target, rows)]


def visible_to_person(spec: ActSpec | None, data: Mapping[str, Any]) -> bool:
    """Say whether the person may open what comes with this act: their own additions, and what is marked so."""
    return spec is None or spec.act == Act.SUPPLEMENT or data.get("visible") is True
