"""What is brought: the input of `register`, and what must be right about it before anything is written."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from yiwang.kernel.refusals import BadInput, Refused
from yiwang.regions import queries as regions

from ..domain.policy import MatterPolicy
from ..domain.words import Channel, Nature, Procedure

PARTS = ("reporter", "agent", "claimant", "representative", "counterpart", "accused")
SPEAKING = ("reporter", "representative", "claimant")
"""Parts of those who may have brought it on their own account; an agent speaks for another."""
KINDS = ("person", "organization")
TITLE_LENGTH = 60
_LONGEST = {
    "narrative": 20_000,
    "title": TITLE_LENGTH,
    "address": 200,
    "room": 100,
    "name": 100,
    "phone": 40,
    "document": 40,
    "relation": 40,
}
_PHONE = re.compile(r"\+?[\d\s\-()]{5,40}")
_LEEWAY = timedelta(minutes=5)
"""Clocks of phones go a little fast."""
VISITING = 5
SEEN_BY_STAFF = frozenset({Channel.GRID, Channel.VILLAGE, Channel.TRANSFER})
"""Channels by which those on duty bring what they saw themselves or were handed: nobody else need stand behind it."""


class PartyIn(msgspec.Struct, frozen=True, kw_only=True):
    """A person or organization of the matter, as given: nothing of it is stored in clear."""

    part: str = "reporter"
    """reporter 反映人 · agent 代办人 · claimant 当事群众 · representative 代表 · counterpart 对方 · accused 被反映人."""
    kind: str = "person"
    name: str = ""
    phone: str = ""
    document: str = ""
    address: str = ""
    relation: str = ""
    """What an agent or representative is to whom they speak for."""
    visiting: bool = False
    """Comes in person for a group: five at most."""


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody brings. Three fields are enough on a market day: category, place and narrative."""

    category: str
    place: str
    """Region code of where it happened."""
    narrative: str
    nature: str = ""
    """Empty: the first nature the category can have."""
    title: str = ""
    """Empty: the narrative's first sentence."""
    channel: str = Channel.WINDOW
    address: str = ""
    """Down to the building, in clear, for routing."""
    room: str = ""
    occurred_at: datetime | None = None
    parties: tuple[PartyIn, ...] = ()
    anonymous: bool = False
    accused_units: tuple[int, ...] = ()
    accused_users: tuple[int, ...] = ()
    claimants: int = 0
    """How many people a group matter stands for; 0: it is none."""
    files: tuple[UUID, ...] = ()


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """An intake that may be registered."""

    intake: Intake
    nature: Nature
    procedure: Procedure
    title: str
    own_contact: bool


def check(intake: Intake, *, policy: MatterPolicy, at: datetime) -> Checked:
    """Return the intake with what follows from it, or raise BadInput with one refusal per wrong field."""
    errors = [*_text_errors(intake), *_party_errors(intake), *_group_errors(intake)]
    nature, procedure = _classified(intake, policy, errors)
    if regions.region(intake.place) is None:
        errors.append(Refused("unknown_place", field="place"))
    if intake.channel not in set(Channel):
        errors.append(Refused("unknown_choice", field="channel"))
    if intake.occurred_at is not None and intake.occurred_at > at + _LEEWAY:
        errors.append(Refused("in_the_future", field="occurred_at"))
    if errors or nature is None or procedure is None:
        raise BadInput(errors)
    return Checked(
        intake=intake,
        nature=nature,
        procedure=procedure,
        title=intake.title.strip() or first_sentence(intake.narrative),
        own_contact=any(party.phone.strip() or party.address.strip() for party in intake.parties if party.part != "counterpart")
        or (not intake.anonymous and intake.channel == Channel.WEB),
    )


def _classified(intake: Intake, policy: MatterPolicy, errors: list[Refused]) -> tuple[Nature | None, Procedure | None]:
    """Return nature and procedure of the category, or note what is wrong."""
    facts = policy.categories.get(intake.category)
    if facts is None:
        errors.append(Refused("unknown_category", field="category"))
        return None, None
    try:
        nature = Nature(intake.nature) if intake.nature else facts.natures[0]
    except ValueError:
        errors.append(Refused("unknown_choice", field="nature"))
        return None, None
    procedure = policy.procedure_of(intake.category, nature)
    if procedure is None:
        errors.append(Refused("nature_not_of_category", field="nature"))
    if nature == Nature.ACCUSATION and not (intake.accused_units or intake.accused_users):
        errors.append(Refused("accused_missing", field="accused_units"))
    if nature != Nature.ACCUSATION and (intake.accused_units or intake.accused_users):
        errors.append(Refused("accused_without_accusation", field="accused_units"))
    return nature, procedure


def _text_errors(intake: Intake) -> list[Refused]:
    errors = [Refused("required", field=name) for name in ("narrative", "category", "place") if not getattr(intake, name).strip()]
    for name in ("narrative", "title", "address", "room"):
        errors += text_errors(getattr(intake, name), field=name, longest=_LONGEST[name])
    return errors


def text_errors(value: str, *, field: str, longest: int) -> list[Refused]:
    """Return what is wrong with a text: too long, or characters that are no text."""
    if len(value) > longest:
        return [Refused("too_long", field=field, longest=longest)]
    if any(unicodedata.category(c) in ("Cs", "Cc") and c not in "\n\r\t" for c in value):
        return [Refused("bad_characters", field=field)]
    return []


def _party_errors(intake: Intake) -> list[Refused]:
    return [
        error
        for i, party in enumerate(intake.parties)
        for error in party_errors(party, where=f"parties.{i}.", nameless=intake.anonymous and party.part == "reporter")
    ]


def party_errors(party: PartyIn, *, where: str, nameless: bool = False) -> list[Refused]:
    """Return what is wrong with one party, its fields named after `where`; a name is needed unless `nameless`."""
    errors: list[Refused] = []
    if party.part not in PARTS:
        errors.append(Refused("unknown_choice", field=f"{where}part"))
    if party.kind not in KINDS:
        errors.append(Refused("unknown_choice", field=f"{where}kind"))
    if not party.name.strip() and not nameless:
        errors.append(Refused("required", field=f"{where}name"))
    if party.phone.strip() and not _PHONE.fullmatch(unicodedata.normalize("NFKC", party.phone).strip()):
        errors.append(Refused("bad_phone", field=f"{where}phone"))
    for name in ("name", "phone", "document", "address", "relation"):
        errors += text_errors(getattr(party, name), field=f"{where}{name}", longest=_LONGEST[name])
    return errors


def _group_errors(intake: Intake) -> list[Refused]:
    errors: list[Refused] = []
    if sum(party.visiting for party in intake.parties) > VISITING:
        errors.append(Refused("too_many_representatives", field="parties", most=VISITING))
    claimants = sum(party.part in ("claimant", "representative") for party in intake.parties)
    if intake.claimants < 0 or intake.claimants > 100_000:
        errors.append(Refused("out_of_range", field="claimants"))
    elif intake.claimants and intake.claimants < claimants:
        errors.append(Refused("fewer_than_named", field="claimants", named=claimants))
    brought = any(party.part in ("reporter", "representative", "agent") for party in intake.parties)
    if not brought and not intake.anonymous and intake.channel not in SEEN_BY_STAFF:
        errors.append(Refused("reporter_missing", field="parties"))
    return errors


def first_sentence(text: str) -> str:
    """Return a title from a narrative: its first sentence, cut to what a list shows."""
    sentence = re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0].strip() or text.strip()
    return sentence if len(sentence) <= TITLE_LENGTH else sentence[: TITLE_LENGTH - 1] + "…"
