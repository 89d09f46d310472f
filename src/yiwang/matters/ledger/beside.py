"""What stands beside the ledger and repeats or serves it, held to it by `verify`: columns of the matter, rows, parties, attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from yiwang.audit.queries import shown
from yiwang.centers import queries as centers
from yiwang.privacy.blind import blind
from yiwang.privacy.sealing import Unsealable

from ..access import Sight, sight
from ..domain.acts import SPECS, Act
from ..domain.case import Case
from ..operations.files import visible_to_person
from ..operations.parties import blindable
from ..operations.projection import BlockRow, CardRow, ClockRow, LinkRow, OrderRow, TodoRow, columns, project
from ..queries.policy import policy_at
from ..sealed import open_party
from .entries import Entry
from .findings import Kind
from .reading import Row, Told
from .texts import ERASED_NAME, open_text

_CLOCK = tuple(name for name in ClockRow._fields if name not in ("wake", "raise_at", "card_at"))
"""`wake` and what it is the earlier of follow from the policy in force when it was written."""
_CARD = tuple(name for name in CardRow._fields if name != "area")
_TODO = tuple(name for name in TodoRow._fields if name != "platform")
_CASE = ("number", "channel", "registrar", "registered_by", "registered", "anonymous")
"""Columns written once, at registration, under the name they have in the case."""
_PROJECTED = (
    "state", "nature", "procedure", "category", "holder", "place", "due", "suspended_until", "served", "cards", "listed", "blocked",
    "parties",
)  # fmt: skip
_LAST = {"updated": "at", "last_act": "act", "last_unit": "unit_id", "version": "seq"}
"""Columns that repeat the last entry: column → its field."""

Wrong = tuple[Kind, str]


class _Nobody:
    """A net without units: what a case says by itself, without the successors and lines of today."""

    def unit(self, unit: int, /) -> None:
        """There is none."""

    def discipline_body(self, unit: int, /) -> None:
        """There is none."""


class Projected:
    """The projection that `matters.operations` writes with every act."""

    # not area and above, nor the platform: they follow from the organisation and the categories, and rightly change with them
    columns = (*_CASE, *_PROJECTED, *_LAST, "stakes", "title", "rated")
    tables: Mapping[str, tuple[str, ...]] = {
        "matter_order": OrderRow._fields,
        "matter_clock": _CLOCK,
        "matter_todo": _TODO,
        "matter_link": LinkRow._fields,
        "matter_card": _CARD,
        "matter_block": BlockRow._fields,
        "matter_party": ("no", "sealed", "name_blind", "phone_blind", "document_blind"),
        "matter_file": ("seq", "file_id", "visible"),
    }

    def __init__(self, at: datetime) -> None:
        self._policy = policy_at(at)
        self._net = centers.net(at)

    def wrong(self, told: Told, row: Row) -> Iterator[Wrong]:
        """Yield what is not as the entries of the matter, and the case they add up to, say."""
        try:
            case = msgspec.convert(row.case_doc, Case)
        except msgspec.ValidationError as problem:
            yield Kind.ALTERED_CASE, f"the case cannot be read: {problem}"
            return
        seen = sight(case, _Nobody())  # type: ignore[arg-type]  # all that `sight` asks of a net
        names = [*self._columns(case, seen, told, row), *self._rows(case, seen, told)]
        if names:
            yield Kind.ALTERED_CASE, f"does not repeat the case: {', '.join(sorted(names))}"
        yield from _looks(told, row)
        yield from _parties(told, case.parties)
        yield from _attachments(told)

    def _columns(self, case: Case, seen: Sight, told: Told, row: Row) -> Iterator[str]:
        said = {**columns(case, seen), **{name: getattr(case, name) for name in _CASE}}
        said = {name: said[name] for name in (*_CASE, *_PROJECTED)}
        if told.entries:
            last = told.entries[-1]
            said |= {name: getattr(last, field) for name, field in _LAST.items()} | {"rated": _rated(told.entries)}
            title = _title(told)
            said |= {"title": title} if title is not None else {}
        yield from (name for name, value in said.items() if row.columns[name] != value)
        bodies = (body for body in map(self._net.discipline_body, case.accused) if body is not None)
        if not self._same(set(row.columns["stakes"]), {*seen.stakes}, {*seen.stakes, *bodies}):
            yield "stakes"

    def _rows(self, case: Case, seen: Sight, told: Told) -> Iterator[str]:
        rows = project(case, seen, "", self._policy)
        expected = {
            "matter_order": {tuple(each) for each in rows.orders},
            "matter_clock": {tuple(getattr(each, name) for name in _CLOCK) for each in rows.clocks},
            "matter_todo": {tuple(getattr(each, name) for name in _TODO) for each in rows.todo},
            "matter_link": {tuple(each) for each in rows.links},
            "matter_card": {tuple(getattr(each, name) for name in _CARD) for each in rows.cards},
        }
        yield from (name for name, wanted in expected.items() if told.repeated[name] != wanted)
        blocks = {tuple(each) for each in rows.blocks}
        units = {unit for _, unit, _, _ in told.repeated["matter_block"] if unit is not None}
        users = {each for each in told.repeated["matter_block"] if each[1] is None}
        if not blocks <= told.repeated["matter_block"] or not users <= blocks or not self._same(units, set(), set(seen.blocked_units)):
            yield "matter_block"

    def _same(self, here: set[int], least: set[int], most: set[int]) -> bool:
        """Say whether units stand there that must, and besides them only whoever took over from them."""
        heirs = {facts.id for unit in most if (facts := self._net.unit(unit))}
        others = here - most
        return least <= here and all((facts := self._net.unit(unit)) is not None and facts.id in heirs for unit in others)


def _rated(entries: list[Entry]) -> int | None:
    """Return the stars given last."""
    return next((entry.data["stars"] for entry in reversed(entries) if entry.act == Act.RATE), None)


def _title(told: Told) -> str | None:
    """Return the title as it stands after corrections; None where its text is told to be wrong elsewhere."""
    names = {entry.seq: "title" for entry in told.entries if entry.act == Act.REGISTER} | {
        entry.seq: "text" for entry in told.entries if entry.act == Act.CORRECT and entry.data.get("part") == "title"
    }
    if not names:
        return None
    seq = max(names)
    found = next((text for text in told.texts if (text.seq, text.name) == (seq, names[seq])), None)
    if found is None:
        return None
    try:
        opened = open_text(found, county=told.county, matter_id=told.matter_id)
    except Unsealable:
        return None
    return opened.text[:200] if opened else ERASED_NAME


def _looks(told: Told, row: Row) -> Iterator[Wrong]:
    """Compare the reveals with the looks that the access log has of them."""
    reveals = sum(entry.act == Act.REVEAL for entry in told.entries)
    if reveals and reveals > (looks := shown(county=told.county, matter=row.number, part="parties")):
        yield Kind.UNNOTED_LOOK, f"the persons were revealed {reveals} times, the access log knows of {looks}"


def _parties(told: Told, named: int) -> Iterator[Wrong]:
    """Compare the parties with how many the case has named, and each with its blind indexes."""
    rows = {values[0]: values[1:] for values in told.repeated["matter_party"]}
    missing = sorted({*range(1, named + 1)} ^ rows.keys())
    if missing:
        yield Kind.ALTERED_PARTY, f"{named} parties were named, here are {len(rows)}: {', '.join(map(str, missing))}"
    for no, (sealed, *blinds) in sorted(rows.items()):
        if sealed is None:
            if f"party.{no}" not in told.erased:
                yield Kind.ALTERED_PARTY, f"party {no}: its fields are gone, without having been erased"
            continue
        try:
            fields = open_party(sealed, county=told.county, matter_id=told.matter_id, no=no)
        except Unsealable as problem:
            yield Kind.ALTERED_PARTY, f"party {no}: cannot be opened ({problem.code})"
            continue
        if blinds != [blind(kind, value) if value else None for kind, value in blindable(fields)]:
            yield Kind.ALTERED_PARTY, f"party {no}: would not be found by what its fields say"


def _attachments(told: Told) -> Iterator[Wrong]:
    """Compare the attachments with those the entries name, and whether the person may open them."""
    named = {
        (entry.seq, file_id, visible_to_person(None if entry.act == Act.REGISTER else SPECS[Act(entry.act)], entry.data))
        for entry in told.entries
        for file_id in entry.data.get("files", ())
    }
    here = {(seq, str(file_id), visible) for seq, file_id, visible in told.repeated["matter_file"]}
    if named != here:
        which = ", ".join(sorted({file_id for _, file_id, _ in named ^ here}))
        yield Kind.ALTERED_FILE, f"{len(named)} attachments were taken, {len(here)} are here; not alike: {which}"
