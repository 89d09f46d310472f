"""The shapes of the answers as the document publishes them. Answers are encoded straight from read models; tests hold them to these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Shape(Schema):
    """Base: nothing beyond the published fields is ever answered."""

    model_config = ConfigDict(extra="forbid")


class FieldError(Shape):
    """What is wrong with one field."""

    field: str = Field(description="Name of the field; a path with dots inside nested objects.")
    code: str
    detail: str = Field(description="A sentence in the language of Accept-Language (zh or en).")


class Problem(Shape):
    """RFC 9457 problem document. `code` is stable; branch on it, never on sentences."""

    type: str
    code: str
    title: str
    status: int
    errors: list[FieldError] = Field(default=[], description="One entry per wrong field; absent when none is to blame.")
    values: dict[str, str | int | float | bool | None] = Field(default={}, description="Values behind the sentence.")


class Region(Shape):
    """One division in force."""

    code: str = Field(description="2, 4, 6, 9 or 12 digits by level.")
    level: int = Field(ge=1, le=5, description="1 province, 2 prefecture, 3 county, 4 township, 5 village.")
    name: str
    parent: str = Field(description='Code of the division above, "" for a province.')
    cities: int = Field(description="Divisions in force below, by level.")
    counties: int
    townships: int
    villages: int


class RegionNode(Region):
    """One division with its way up and its validity."""

    full_name: str = Field(description="Name with those above, without grouping rows.")
    path: list[Region] = Field(description="From the province down to this division.")
    valid_from: date | None
    valid_to: date | None = Field(description="First day it is no longer in force; null while it is.")


class Regions(Shape):
    """A list of divisions, complete."""

    items: list[Region]


class Unit(Shape):
    """One unit that can hold an order."""

    id: int
    kind: str
    branch: str = Field(description='Its system, the same word at every level: "police", "housing"; may be empty.')
    name: str
    short: str
    region: str = Field(description="Code of the division it stands in.")
    region_name: str
    main_center: bool = Field(description="The main governance centre of its division.")
    open: bool = Field(description="False once abolished.")


class Units(Shape):
    """A page of units."""

    items: list[Unit]
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")


class Category(Shape):
    """One category of matters."""

    code: str
    zh: str
    en: str
    parent: str = Field(description='Code of the category above, "" at the top.')
    platform: str
    natures: list[str] = Field(description="Natures a matter of this category may have.")
    sensitive: str = Field(description='"family", "violence" or "minor": on no map and in no suggestion. "" otherwise.')


class Categories(Shape):
    """The category tree in force, parents before children."""

    version: str = Field(description="Version of the policy pack.")
    items: list[Category]


class Registered(Shape):
    """A registration; the query code is told here and never again."""

    number: str
    query_code: str
    version: int
    due: str | None = Field(description="The governing limit, UTC.")


class Done(Shape):
    """An act that was done."""

    number: str
    version: int
    state: str
    seq: int = Field(description="Number of its entry in the matter's ledger.")
    subject: str = Field(description="What it was done on, or the key of what it made.")


class MatterRow(Shape):
    """One matter in a list; nothing personal is in it."""

    number: str
    version: int
    title: str = Field(description="De-identified.")
    state: str
    nature: str
    procedure: str
    category: str
    platform: str
    channel: str
    place: str = Field(description="Code of the division it happened in.")
    place_name: str
    address: str = Field(description="Down to the building.")
    holder: int = Field(description="The centre that leads the procedure now.")
    lead_unit: int | None
    due: datetime | None = Field(description="The governing limit: the first moment that is late; null when none runs.")
    suspended_until: date | None
    registered: datetime
    updated: datetime
    last_act: str
    cards: str = Field(description='The gravest open card: "reminder", "yellow", "red" or "".')
    anonymous: bool
    sensitive: bool
    rated: int | None
    duty: str = Field(description="What waits, in a queue.")
    subject: str = Field(description="The part it waits on.")
    wait_due: datetime | None = Field(description="The limit of that part.")
    since: datetime | None = Field(description="Since when it waits.")
    unit_names: dict[str, str] = Field(description="Names of holder and lead unit by id.")
    claimants: int = Field(description="How many people a group matter stands for; 0 when it is none.")
    members: int = Field(description="How many matters were merged into it.")
    opened_version: int | None = Field(description="The version the token's account last opened on a page; null when it never did.")
    followed: bool = Field(description="The token's account follows it.")


class MatterList(Shape):
    """A page of matters."""

    items: list[MatterRow]
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")


class Count(Shape):
    """How much waits."""

    total: int
    late: int
    platforms: dict[str, int]


class Counts(Shape):
    """How much waits, by duty; duties with nothing are absent."""

    duties: dict[str, Count]


class Clock(Shape):
    """One limit."""

    key: str
    kind: str
    subject: str
    state: str = Field(description="running, frozen, met or void.")
    started: datetime
    due: datetime
    met: datetime | None
    limit: str = Field(description='As the policy pack writes it: "60d" calendar days, "5w" working days, "24h" hours.')
    extended: int
    provisional: bool = Field(description="Computed past the loaded calendar: recomputed when that arrives.")
    governs: bool


class Order(Shape):
    """One unit's undertaking, with those it passed down."""

    key: str
    unit: int
    unit_name: str
    lead: bool
    state: str
    outcome: str
    reworks: int
    mediation: bool
    from_matter: str
    clocks: list[Clock]
    children: list[Order]


class Party(Shape):
    """A person or organization of the matter, masked."""

    no: int
    part: str
    kind: str
    visiting: bool
    name: str
    phone: str
    document: str
    address: str
    relation: str = Field(description="What they are to whom they speak for; empty: they speak for themselves.")
    erased: bool


class Text(Shape):
    """A text of an entry; what it says of persons is masked."""

    name: str
    text: str
    public: bool
    erased: bool


class TimelineEntry(Shape):
    """One act as it happened."""

    seq: int
    at: datetime
    act: str
    subject: str
    user: int | None
    user_name: str
    instead_of: str = Field(description="Name of the absent one in whose place it was done; empty: in their own.")
    unit: int | None
    role: str
    data: dict[str, Any] = Field(description="Values of the act's input: codes, unit ids, days, numbers.")
    texts: list[Text]
    public: bool


class FileEntry(Shape):
    """An attachment."""

    id: str
    name: str
    kind: str
    size: int
    seq: int
    visible: bool = Field(description="The person can see it.")


class Link(Shape):
    """Another matter this one names."""

    kind: str = Field(description="master, member or linked.")
    number: str


class Matter(Shape):
    """One matter."""

    number: str
    version: int = Field(description="Give it as `seen_version` with an act.")
    state: str
    nature: str
    procedure: str
    category: str
    platform: str
    channel: str
    title: str
    narrative: str = Field(description="As it stands after corrections, persons masked.")
    place: str
    address: str
    occurred_at: datetime | None
    registered: datetime
    updated: datetime
    due: datetime | None
    suspended_until: date | None
    holder: int
    trail: list[int] = Field(description="Centres it has passed; the last is the holder.")
    registrar: int
    anonymous: bool
    sensitive: bool
    rated: int | None
    orders: list[Order]
    clocks: list[Clock]
    parties: list[Party]
    timeline: list[TimelineEntry] = Field(description="Oldest first.")
    files: list[FileEntry]
    links: list[Link]
    units: dict[str, str] = Field(description="Names of all units named here, by id.")
    head: str = Field(description="Hash of the last ledger entry.")


class ActInput(Shape):
    """One input of an act."""

    name: str
    kind: str
    zh: str
    en: str
    required: bool
    public: bool = Field(description="The person who brought the matter can read it.")
    choices: str | None = Field(default=None, description="Name of the list the code is taken from; a matter's `acts` holds its entries.")


class Choice(Shape):
    """One entry of a list."""

    code: str
    zh: str
    en: str


class Uploaded(Shape):
    """A file that waits for the deed that takes it."""

    id: str = Field(description="Name it in `files` of a registration or an act, within a day.")
    name: str
    kind: str = Field(description="Media type, told by the content.")
    size: int


class OfferInput(Shape):
    """One input of an act on this matter."""

    name: str
    kind: str
    zh: str
    en: str
    required: bool
    public: bool
    choices: list[Choice] | None = Field(description="Entries to choose from; null for other kinds.")


class Offer(Shape):
    """An act the token's post may do now, or why not."""

    act: str
    subject: str
    zh: str
    en: str
    refused: str | None = Field(description="Code of what stands against it; null when it may be done.")
    inputs: list[OfferInput]


class LawfulActs(Shape):
    """What may be done with a matter at this version."""

    number: str
    version: int
    items: list[Offer]


class ActEntry(Shape):
    """One act and what it takes."""

    act: str
    zh: str
    en: str
    on: str = Field(description="m matter, o order, q request, w whistle, c card, v review.")
    danger: bool
    public: bool
    inputs: list[ActInput]


class Acts(Shape):
    """All acts a program may ask for."""

    items: list[ActEntry]


class ProblemEntry(Shape):
    """One refusal."""

    code: str
    status: int | None = Field(description="HTTP status; null where it is 422 with a field and 409 without.")
    zh: str
    en: str


class Problems(Shape):
    """All refusals with their wording."""

    items: list[ProblemEntry]
