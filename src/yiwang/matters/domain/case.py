"""The case: everything the rules know of one matter, as one immutable value that is stored whole.

No text and no person's data is in it, only codes, unit ids and dates: it may be hashed into the ledger and replayed.
Defaults are left out when it is written, so that a change is an RFC 7396 merge patch without nulls of its own.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from yiwang.centers.domain.actor import Actor

from .words import Channel, ClockKind, Nature, OrderState, Procedure, State

__all__ = [
    "Actor",
    "Card",
    "Case",
    "ClaimLine",
    "Clock",
    "ClockState",
    "Conference",
    "Listing",
    "Move",
    "Order",
    "Request",
    "Review",
    "Service",
    "Suspension",
    "Value",
    "Whistle",
]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all parts of a case: immutable, compared by content, defaults not written."""


class ClockState(StrEnum):
    """A clock runs, stands still, was met in time or not, or no longer counts."""

    RUNNING = "running"
    FROZEN = "frozen"
    MET = "met"
    VOID = "void"


class Clock(Value, frozen=True, kw_only=True):
    """One running limit of the matter ("m") or of an order, whistle, review, card or request (DESIGN §4.5)."""

    kind: ClockKind
    subject: str = "m"
    limit: str
    """As the policy pack writes it: "60d" calendar days, "5w" working days, "24h" hours, "1m" a month; "" when a date was set."""
    started: datetime
    base: date | None = None
    """The unrolled last day of a day limit; an extension adds to this."""
    due: datetime
    state: ClockState = ClockState.RUNNING
    met: datetime | None = None
    frozen: datetime | None = None
    extended: int = 0
    """Days (working days for a limit in working days) added by extensions."""
    extensions: int = 0
    """How many extensions were granted."""
    paused: int = 0
    """Days (working days likewise) added because the clock stood still."""
    provisional: bool = False
    """Computed past the loaded calendar: recomputed when that calendar arrives."""
    pack: str
    raised: str = ""
    """"" · "soon" · "late": what the watcher has already raised."""
    carded: str = ""
    """The gravest card sent while this limit ran, by hand or by rule: the rule goes on from there."""


class Order(Value, frozen=True, kw_only=True):
    """One unit's undertaking inside the matter; orders form a tree by `parent` (DESIGN §4.2)."""

    unit: int
    lead: bool = False
    parent: str = ""
    """Order key of the parent, "" for a root order whose sender is the holder."""
    state: OrderState = OrderState.SENT
    received_by: int | None = None
    handlers: tuple[int, ...] = ()
    """Users who received, worked or reported: they may not verify."""
    reworks: int = 0
    outcome: str = ""
    passed_down: bool = False
    mediation: bool = False
    opening: int = 0
    """How often the matter had been closed when it was sent: an order belongs to one opening."""
    from_matter: str = ""
    """Number of the merged matter it came from."""


class Request(Value, frozen=True, kw_only=True):
    """Something asked that waits for a ruling or an answer; lapses at an end."""

    kind: str
    """"extension" · "suspension" · "contest" · "correction" · "question"."""
    subject: str = "m"
    by_unit: int | None = None
    by_user: int | None = None
    days: int = 0
    until: date | None = None
    reason: str = ""
    proposed_unit: int | None = None
    ruler: int | None = None
    """The unit that rules it; for a referred contest the common superior center."""
    duty_item: str = ""
    state: str = "open"
    """"open" · "granted" · "refused" · "answered" · "lapsed"."""


class Suspension(Value, frozen=True, kw_only=True):
    """Clocks stand still until `until` (end of that day), for a reason of the procedure's own list."""

    reason: str
    since: datetime
    until: date
    approver: int


class Whistle(Value, frozen=True, kw_only=True):
    """A township calls departments to the spot; they arrive, or it shows."""

    caller: int
    units: tuple[int, ...]
    arrived: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    open: bool = True


class Card(Value, frozen=True, kw_only=True):
    """Urging from above: reminder, yellow card, red card; addressed to a unit and its person in charge."""

    level: str
    """"reminder" · "yellow" · "red"."""
    unit: int
    by_unit: int
    subject: str = "m"
    state: str = "open"
    """"open" · "answered" · "lapsed" (not answered in time) · "told" (a reminder that asks for no answer)."""
    at: datetime | None = None
    """When it was sent."""
    by_rule: bool = False
    """Sent by the rules in force in the name of `by_unit`, not by a person."""
    above: int = 0
    """The unit one level up, which must see to the answer since it did not come in time; 0: it has not risen."""


class Listing(Value, frozen=True, kw_only=True):
    """挂牌督办: proposed by a center, decided by the joint meeting, lifted by it."""

    state: str
    """"proposed" · "listed" · "refused" · "lifted"."""
    by_unit: int
    """The center that proposed it."""
    unit: int = 0
    """The unit answerable for it."""
    since: date | None = None
    until: date | None = None


class Conference(Value, frozen=True, kw_only=True):
    """会商 on the matter: who called it, which units were invited and so may read the matter."""

    by_unit: int
    units: tuple[int, ...]
    state: str = "called"
    """"called" · "concluded" · "called_off"."""


class Review(Value, frozen=True, kw_only=True):
    """复查 / 复核 asked for by the person; a row of its own with clocks from service."""

    kind: str
    """"fucha" (first) · "fuhe" (second and final)."""
    organ: int
    """The unit that decides: the superior organ of the handling unit."""
    state: str = "asked"
    """"asked" · "ruled"."""
    outcome: str = ""
    """"upheld" · "changed" · "revoked"."""
    closing: int = 1
    """Which closing of the matter it is about."""
    served: date | None = None
    hearing: Suspension | None = None
    """The only thing a review's limit stops for."""


class ClaimLine(Value, frozen=True, kw_only=True):
    """One line of the claim sheet: a claimant by the number of their placeholder, what is owed to them and what was paid."""

    party: int
    """The n of 〔当事人n〕; who that is stands sealed with the party."""
    days: int = 0
    """Days of work the claim is for, 0 where it is for none."""
    owed: int = 0
    """In fen 分."""
    paid: int = 0
    """In fen 分, all payments together."""
    agreed: bool = False
    """This claimant agreed, for themselves alone."""

    @property
    def settled(self) -> bool:
        """Whether all that is owed was paid and the claimant agrees."""
        return self.agreed and self.paid >= self.owed


class Service(Value, frozen=True, kw_only=True):
    """Proof that an answer or opinion was served (送达): what, when, how."""

    subject: str
    """"m" for the matter's answer, else a review's key."""
    on: date
    way: str
    closing: int = 1
    """Which closing of the matter it belongs to."""


class Case(Value, frozen=True, kw_only=True):
    """One matter as the rules see it."""

    number: str = ""
    """Its public number, so that merged and linked matters can name each other."""
    state: State
    nature: Nature
    procedure: Procedure
    category: str
    channel: Channel
    place: str
    """Region code of where it happened (2 to 12 digits)."""
    trail: tuple[int, ...]
    """Centers passed through; the last is the holder."""
    registrar: int
    """Unit that registered: answerable until somebody receives (首问负责)."""
    registered_by: int | None = None
    registered: datetime
    anonymous: bool = False
    own_contact: bool = True
    """False when nobody can be asked or served (anonymous without contact)."""
    serial: int = 0
    """Last number given to an order, request, whistle, card or review of this case."""
    orders: dict[str, Order] = {}
    clocks: dict[str, Clock] = {}
    requests: dict[str, Request] = {}
    whistles: dict[str, Whistle] = {}
    cards: dict[str, Card] = {}
    conferences: dict[str, Conference] = {}
    listing: Listing | None = None
    reviews: dict[str, Review] = {}
    services: tuple[Service, ...] = ()
    suspension: Suspension | None = None
    accused: tuple[int, ...] = ()
    """Units complained of by accusation: they, their line below and their seconded staff are blocked."""
    accused_users: tuple[int, ...] = ()
    """Officials complained of by accusation: blocked likewise."""
    recused: tuple[int, ...] = ()
    """Users who recused themselves or were recused."""
    bound: tuple[int, ...] = ()
    """Units whose contest was ruled unfounded: they may neither contest again nor be reassigned away from."""
    freed: tuple[int, ...] = ()
    """Units whose contest was upheld: not dispatched to again without new facts."""
    escalated: tuple[int, ...] = ()
    """Centers that have escalated since the last new facts (once per direction)."""
    handed_down: tuple[int, ...] = ()
    new_facts: int = 0
    accepted_once: bool = False
    answered: bool = False
    """A text that the person can read says how it ended."""
    handlers: tuple[int, ...] = ()
    """Users who handled any order since the last opening."""
    closings: int = 0
    closed: datetime | None = None
    """When it was last closed."""
    reopenings: int = 0
    rated: int = 0
    """Number of the closing the person last rated."""
    followed_up: int = 0
    chased: datetime | None = None
    lain: datetime | None = None
    """Since when it has lain with the unit it waits for; None: since it was registered."""
    grade: str = ""
    in_charge: int | None = None
    """User who took charge (包案)."""
    master: str = ""
    """Number of the matter this one was merged into."""
    members: tuple[str, ...] = ()
    """Numbers of the matters merged into this one."""
    unstoppable: bool = False
    """A petition was merged into it, whose time stops for nothing."""
    before_merge: State | None = None
    links: tuple[str, ...] = ()
    parties: int = 0
    """Number of the last placeholder 〔当事人n〕 given."""
    reporter: int = 0
    """Number of the party who brought it and holds the query code (0: nobody named)."""
    claimants: int = 0
    """How many people the group matter stands for (0: not a group matter)."""
    claims: dict[str, ClaimLine] = {}
    """The claim sheet: one line for each claimant."""
    trips: int = 0
    """How often the person came to a window for it, registration included: several times on one day count once (最多跑一次)."""
    visited: date | None = None
    """The last day counted."""
    person_gone: bool = False
    """The person withdrew; a hazard or accusation goes on without them."""

    @property
    def holder(self) -> int:
        """The center that leads the procedure now."""
        return self.trail[-1]

    @property
    def claims_settled(self) -> int:
        """How many lines of the claim sheet are settled."""
        return sum(line.settled for line in self.claims.values())


class Move(Value, frozen=True, kw_only=True):
    """One deed somebody wants to do: the act, on what, with which input (texts are held apart, only named here)."""

    act: str
    actor: Actor
    at: datetime
    subject: str = "m"
    data: dict[str, object] = {}
    texts: frozenset[str] = frozenset()
