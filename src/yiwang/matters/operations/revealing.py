"""`reveal`: one click with a preset reason shows a matter's parties in full; written down before anything is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.kernel.refusals import Refused
from yiwang.privacy.deidentify import party_values, reidentify

from .. import numbers
from ..domain.acts import Act
from ..ledger.texts import load, open_text
from ..queries.page import PartyView, in_full, read_parties
from ..sealed import known_parties
from .acting import Done, act
from .locking import Locked, deed, lock
from .looks import note_look

UNKNOWN = frozenset({"no_such_matter", "number_malformed", "number_mistyped"})
"""Refusals that say nothing of a matter: there is nothing to write down about it."""


class Revealed(msgspec.Struct, frozen=True, kw_only=True):
    """What a reveal shows, for as long as the answer is on the screen."""

    done: Done
    parties: tuple[PartyView, ...]
    texts: dict[str, str]
    """"<entry>.<name>" → the text as it was given, letter by letter; erased ones are left out."""

    def text(self, seq: int, name: str) -> str:
        """Return one text in full, "" when it was erased."""
        return self.texts.get(f"{seq}.{name}", "")


def reveal(*, number: str, actor: Actor, reason: str, at: datetime) -> Revealed:
    """Show the parties and texts of a matter in full to somebody who works on it, or raise Refused.

    `reason` is a code of the policy's reveal reasons. One transaction writes the act to the ledger and the look to the access log; a
    refused attempt on a matter that exists is in the access log too.
    """
    try:
        with deed():
            done = act(number=number, act=Act.REVEAL, actor=actor, at=at, data={"reason_code": reason})
            held = lock(numbers.parse(done.number))
            assert held is not None
            return _shown(done, held)
    except Refused as refusal:
        if refusal.code not in UNKNOWN:
            note_look(number=str(numbers.parse(number)), actor=actor, reason=reason, at=at, outcome="refused")
        raise


def _shown(done: Done, held: Locked) -> Revealed:
    known = known_parties(held.parties, county=held.county, matter_id=held.id)
    values = party_values(known)
    return Revealed(
        done=done,
        parties=tuple(in_full(party, fields) for party, fields in read_parties(held.county, held.id)),
        texts=_texts(held, values),
    )


def _texts(held: Locked, values: Mapping[str, str]) -> dict[str, str]:
    texts = {}
    for row in load(county=held.county, matter_id=held.id):
        opened = open_text(row, county=held.county, matter_id=held.id)
        if opened:
            texts[f"{row.seq}.{row.name}"] = reidentify(opened.text, {**values, **opened.found})
    return texts
