"""The shapes of the answers as the document publishes them. Answers are encoded straight from read models; tests hold them to these."""

from __future__ import annotations

from datetime import date

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
