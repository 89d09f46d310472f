"""What lists show of a matter: the columns read, the row they become, and the filters every list understands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from yiwang.kernel import tree
from yiwang.kernel.calendar import SHANGHAI
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.regions.queries import FORMER

from ..domain.words import OPEN_STATES, Channel, Nature, Platform, Procedure, State

COLUMNS = (
    "m.number, m.version, m.title, m.state, m.nature, m.procedure, m.category, m.platform, m.channel, m.place, m.address, m.holder,"
    " m.due, m.suspended_until, m.registered, m.updated, m.last_act, m.cards, m.anonymous, m.sensitive, m.rated,"
    " (SELECT o.unit FROM matter_order o WHERE o.county = m.county AND o.matter_id = m.id AND o.lead"
    " AND o.state NOT IN ('cancelled', 'upheld') ORDER BY o.key DESC LIMIT 1) AS lead_unit"
)


class MatterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One matter in a list; nothing personal is in it."""

    number: str
    version: int
    title: str
    state: State
    nature: Nature
    procedure: Procedure
    category: str
    platform: str
    channel: str
    place: str
    address: str
    holder: int
    lead_unit: int | None
    due: datetime | None
    """The governing limit: the first moment that is late; None when none runs."""
    suspended_until: date | None
    registered: datetime
    updated: datetime
    last_act: str
    cards: str
    anonymous: bool
    sensitive: bool
    rated: int | None
    duty: str = ""
    """What waits (`queues.DUTIES`), in a queue."""
    subject: str = "m"
    """The part it waits on."""
    wait_due: datetime | None = None
    """The limit of that part."""
    since: datetime | None = None
    unit_names: dict[int, str] = {}
    """Names of holder and lead unit."""
    place_name: str = ""
    claimants: int = 0
    """How many people a group matter stands for."""
    members: int = 0
    """How many matters were merged into it."""
    opened_version: int | None = None
    """The version the reader last opened; None: never, or too long ago."""
    followed: bool = False


NEAR = timedelta(days=1)
"""What falls due within this is due soon."""
_FLAGS = {
    "group": "(m.case_doc->>'claimants')::int > 0",
    "urged": "m.cards <> ''",
    "sensitive": "m.sensitive",
    "suspended": "m.suspended_until IS NOT NULL",
}


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is narrowed; empty means no narrowing."""

    state: str = ""
    """A state, or "open"."""
    nature: str = ""
    category: str = ""
    """A category or the root of a subtree of them."""
    platform: str = ""
    procedure: str = ""
    unit: int | None = None
    """Holder, or unit with an order."""
    place: str = ""
    """Region code: it and all below."""
    since: date | None = None
    until: date | None = None
    """Days of registration in Asia/Shanghai, both included."""
    number: str = ""
    """A number or its beginning."""
    words: str = ""
    """Words of the de-identified title or of the building-level address."""
    overdue: bool = False
    channel: str = ""
    soon: bool = False
    """Due within a day from now, and not late yet."""
    group: bool = False
    urged: bool = False
    """Under an open card."""
    sensitive: bool = False
    suspended: bool = False

    def sql(self, at: datetime) -> tuple[str, list[Any]]:
        """Return the condition about `matter m`, beginning with AND; raises BadInput for unknown codes."""
        self._check()
        parts: list[tuple[str, list[Any]]] = []
        if self.state == "open":
            parts.append(("m.state = ANY(%s)", [sorted(OPEN_STATES)]))
        for column in ("state", "nature", "platform", "procedure", "channel"):
            value = getattr(self, column)
            if value and value != "open":
                parts.append((f"m.{column} = %s", [value]))
        if self.category:
            parts.append(("(m.category = %s OR starts_with(m.category, %s))", [self.category, f"{self.category}-"]))
        if self.unit is not None:
            parts.append(("%s::bigint = ANY(m.stakes)", [self.unit]))
        if self.place:
            range_ = list(tree.code_range(self.place))
            parts.append((f"(m.place >= %s AND m.place < %s OR m.place IN {FORMER})", [*range_, *range_]))
        parts += self._times(at)
        parts += [(condition, []) for name, condition in _FLAGS.items() if getattr(self, name)]
        if self.number:
            parts.append(("starts_with(m.number, %s)", [self.number.strip().upper()]))
        if self.words:
            pattern = "%" + self.words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            parts.append(("(m.title LIKE %s OR m.address LIKE %s)", [pattern, pattern]))
        return "".join(f" AND {text}" for text, _ in parts), [value for _, values in parts for value in values]

    def _times(self, at: datetime) -> list[tuple[str, list[Any]]]:
        parts: list[tuple[str, list[Any]]] = []
        if self.since:
            parts.append(("m.registered >= %s", [datetime(self.since.year, self.since.month, self.since.day, tzinfo=SHANGHAI)]))
        if self.until:
            start = datetime(self.until.year, self.until.month, self.until.day, tzinfo=SHANGHAI)
            parts.append(("m.registered < %s::timestamptz + interval '1 day'", [start]))
        if self.overdue:
            parts.append(("m.due < %s", [at]))
        if self.soon:
            parts.append(("m.due >= %s AND m.due < %s", [at, at + NEAR]))
        return parts

    def _check(self) -> None:
        known = {
            "state": {*State, "open"},
            "nature": set(Nature),
            "platform": set(Platform),
            "procedure": set(Procedure),
            "channel": set(Channel),
        }
        errors = [
            Refused("unknown_choice", field=name)
            for name, codes in known.items()
            if getattr(self, name) and getattr(self, name) not in codes
        ]
        if self.place and not tree.is_code(self.place):
            errors.append(Refused("bad_region_code", field="place", code=self.place))
        errors += [Refused("bad_characters", field=name) for name in ("words", "number", "category") if "\x00" in getattr(self, name)]
        if errors:
            raise BadInput(errors)
