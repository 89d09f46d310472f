"""`erase`: what the law lets a person have erased goes for ever; that it went, when and on what ground stays in the access log.

The matter's ledger is not touched: digests of what is gone can be matched with nothing, and the chain stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yiwang.audit.domain.grounds import Ground
from yiwang.audit.operations import record_erasure
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.files import operations as files
from yiwang.infra import outbox, sql
from yiwang.kernel.refusals import Refused

from .. import numbers
from ..domain.acts import Act
from ..domain.words import OPEN_STATES
from ..ledger import texts
from .indexing import index
from .locking import Locked, deed, lock
from .looks import viewer_of

_PART = re.compile(r"text\.(?P<seq>\d{1,9})\.(?P<name>[a-z_]{1,40})|party\.(?P<no>\d{1,4})|file\.(?P<file>[0-9a-f-]{36})")


def erase(*, number: str, parts: Sequence[str], ground: Ground, actor: Actor, at: datetime) -> list[str]:
    """Erase parts of a matter that has ended, all of what is there when none are named; return what went, by name.

    Parts are named `text.<entry>.<name>`, `party.<no>`, `file.<id>`. One that is gone already is left out. Refused `no_such_matter`,
    `matter_open` (what is still worked on is kept), `no_such_part`, `legal_hold`; then nothing is erased. Whoever keeps words about
    the matter beside it hears of it (`matter.erased`).
    Source: Personal Information Protection Law §47.
    """
    with deed():
        held = lock(numbers.parse(number))
        if held is None:
            raise Refused("no_such_matter", field="number")
        if held.case().state in OPEN_STATES:
            raise Refused("matter_open", field="number")
        facts = centers.net(at).unit(held.case().holder)  # nobody's post: told to the officer of the place that held it
        viewer = viewer_of(actor, at)._replace(place=facts.region if facts else "")
        gone = [part for part in (parts or _all(held)) if _erased(held, part, at)]
        index([held.number])  # what is erased is found no more, from this very moment
        for part in gone:
            record_erasure(county=held.county, viewer=viewer, matter=held.number, part=part, ground=str(ground), at=at)
        if gone:
            body = {"parts": gone}
            outbox.append([outbox.Event(county=held.county, topic="matter.erased", key=held.number, body=body, at=at)])
    return gone


def _all(held: Locked) -> list[str]:
    """Return the names of all parts that are there."""
    rows = sql.rows("SELECT file_id FROM matter_file WHERE county = %s AND matter_id = %s ORDER BY seq, file_id", [held.county, held.id])
    said = texts.load(county=held.county, matter_id=held.id)
    return [
        *(f"text.{text.seq}.{text.name}" for text in said),
        *(f"party.{no}" for no in range(1, len(held.parties) + 1)),
        *(f"file.{row['file_id']}" for row in rows),
    ]


def _erased(held: Locked, part: str, at: datetime) -> bool:
    """Erase one part; False when it is gone already."""
    named = _PART.fullmatch(part)
    if named is None:
        raise Refused("no_such_part", field="part", part=part)
    if named["no"]:
        return _party(held, int(named["no"]), part)
    if named["file"]:
        return _file(held, UUID(named["file"]), part, at)
    return _text(held, int(named["seq"]), named["name"], part, at)


def _text(held: Locked, seq: int, name: str, part: str, at: datetime) -> bool:
    row = next((text for text in texts.load(county=held.county, matter_id=held.id, names=[name]) if text.seq == seq), None)
    if row is None:
        raise Refused("no_such_part", field="part", part=part)
    gone = texts.erase(county=held.county, matter_id=held.id, seq=seq, name=name, at=at)
    if gone and seq == _titled_by(held) and name in ("title", "text"):
        sql.execute("UPDATE matter SET title = %s WHERE county = %s AND id = %s", [texts.ERASED_NAME, held.county, held.id])
    return gone


def _titled_by(held: Locked) -> int:
    """Return the number of the entry whose text is the title now."""
    return sql.scalar(
        "SELECT max(seq) FROM ledger_entry WHERE county = %s AND matter_id = %s AND (act = %s OR (act = %s AND data->>'part' = 'title'))",
        [held.county, held.id, str(Act.REGISTER), str(Act.CORRECT)],
    )


def _party(held: Locked, no: int, part: str) -> bool:
    if not 0 < no <= len(held.parties):
        raise Refused("no_such_part", field="part", part=part)
    return bool(
        sql.execute(
            "UPDATE matter_party SET sealed = NULL, name_blind = NULL, phone_blind = NULL, document_blind = NULL"
            " WHERE county = %s AND matter_id = %s AND no = %s AND sealed IS NOT NULL",
            [held.county, held.id, no],
        )
    )


def _file(held: Locked, file_id: UUID, part: str, at: datetime) -> bool:
    named = sql.execute(
        "UPDATE matter_file SET name = %s WHERE county = %s AND matter_id = %s AND file_id = %s",
        [texts.ERASED_NAME, held.county, held.id, file_id],
    )
    if not named:
        raise Refused("no_such_part", field="part", part=part)
    return files.erase(county=held.county, file_id=file_id, at=at)
