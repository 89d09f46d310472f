"""`correct_party`: what was written down of a person is put right; the ledger says that it was, never what it is."""

from __future__ import annotations

from datetime import datetime

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused

from .. import numbers
from ..domain.acts import Act
from ..sealed import open_party
from .acting import Done, act
from .intake import VISITING, PartyIn, party_errors
from .locking import Locked, deed, lock
from .parties import sealed_row

_FIELDS = (("name", "姓名"), ("phone", "电话"), ("document", "证件"), ("address", "住址"))


def correct_party(*, number: str, no: int, party: PartyIn, actor: Actor, at: datetime, reason: str, key: str | None = None) -> Done:
    """Put the fields of a party right (all of them are replaced), or raise Refused, and then nothing has changed.

    `no` is the number in its placeholder 〔当事人no〕. Earlier texts keep their placeholders and so name the party rightly. Refused
    `no_such_party`, BadInput by field, and whatever `correct` is refused for.
    """
    errors = party_errors(party, where="")
    if errors:
        raise BadInput(errors)
    said = f"〔当事人{no}〕" + "、".join(zh for name, zh in _FIELDS if getattr(party, name).strip())
    with deed():
        done = act(number=number, act=Act.CORRECT, actor=actor, at=at, data={"part": "party", "text": said, "reason": reason}, key=key)
        held = lock(numbers.parse(done.number))
        if held is None or not 0 < no <= len(held.parties):
            raise Refused("no_such_party", field="no")
        before = open_party(held.parties[no - 1], county=held.county, matter_id=held.id, no=no)
        if party.visiting and _others_visiting(held, no) >= VISITING:
            raise BadInput([Refused("too_many_representatives", field="visiting", most=VISITING)])
        row = sealed_row(party, no=no, county=held.county, matter_id=held.id, room=before.room)
        sql.execute(
            "UPDATE matter_party SET part = %s, kind = %s, visiting = %s, sealed = %s,"
            " name_blind = %s, phone_blind = %s, document_blind = %s WHERE county = %s AND matter_id = %s AND no = %s",
            [*row[1:], held.county, held.id, no],
        )
    return done


def _others_visiting(held: Locked, no: int) -> int:
    """Return how many other parties of the matter come in person."""
    count = "SELECT count(*) FROM matter_party WHERE county = %s AND matter_id = %s AND visiting AND no <> %s"
    return int(sql.scalar(count, [held.county, held.id, no]))
