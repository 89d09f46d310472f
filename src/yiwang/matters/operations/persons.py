"""What an act changes of the sealed persons beside its case: a further claimant, a corrected place with its room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import msgspec

from yiwang.privacy.deidentify import Known
from yiwang.privacy.sealing import context, seal_bytes

from ..domain.acts import Act
from ..domain.case import Case, Move
from ..sealed import known_parties, open_party
from .intake import PartyIn
from .locking import Locked
from .parties import Where, sealed_row, split
from .writing import PARTY, Part, Target, upsert


class _Given(Protocol):
    """The checked input of an act, as far as it is about persons."""

    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def personal(self) -> Mapping[str, str]: ...


class Persons(NamedTuple):
    """One act, looked at for whom it names."""

    held: Locked
    before: Case
    after: Case
    move: Move
    given: _Given | None

    def known(self) -> list[Known]:
        """Return what the act's texts must not say in clear: the parties there are, the one that joins, the room that is corrected."""
        held = self.held
        known = known_parties(held.parties, county=held.county, matter_id=held.id)
        if self._joins():
            party = self._newcomer()
            known.append(Known(self.after.parties, party.name, _some(party.phone), _some(party.document)))
        if known and (place := self._place(known)) is not None:
            known[0] = known[0]._replace(room=place.detail)
        return known

    def columns(self) -> dict[str, Any]:
        """Return the clear address of a corrected place: down to the building, without anybody's name."""
        held = self.held
        place = self._place(known_parties(held.parties, county=held.county, matter_id=held.id)) if self._corrects_place() else None
        return {} if place is None else {"address": place.building}

    def parts(self, target: Target) -> list[Part]:
        """Return the statements that write the row of a further party, or the room of a corrected place into the first party's."""
        if self._joins():
            row = sealed_row(self._newcomer(), no=self.after.parties, county=target.county, matter_id=target.matter_id)
            return [upsert(PARTY, target, [row])]
        sealed = self.held.parties[0] if self.held.parties else None
        if not self._corrects_place() or sealed is None:
            return []
        place = self._place(known_parties(self.held.parties, county=target.county, matter_id=target.matter_id))
        fields = open_party(sealed, county=target.county, matter_id=target.matter_id, no=1)
        moved = msgspec.structs.replace(fields, room=place.detail if place else "")
        again = seal_bytes(msgspec.json.encode(moved), context(target.county, target.matter_id, "party", 1))
        text = "UPDATE matter_party SET sealed = %s FROM wrote WHERE county = %s AND matter_id = %s AND no = 1 RETURNING 1"
        return [Part(text, [again, target.county, target.matter_id])]

    def _joins(self) -> bool:
        return self.move.act == Act.LIST_CLAIM and self.after.parties > self.before.parties

    def _newcomer(self) -> PartyIn:
        return PartyIn(part="claimant", **(self.given.personal if self.given else {}))

    def _corrects_place(self) -> bool:
        return self.move.act == Act.CORRECT and self.move.data.get("part") == "place"

    def _place(self, known: list[Known]) -> Where | None:
        if self.given is None or not self._corrects_place():
            return None
        return split(self.given.texts["text"], known)


def _some(value: str) -> tuple[str, ...]:
    return (value.strip(),) if value.strip() else ()
