"""The `procedures` pack: per procedure who rules what, how often and how long, and the lists that inputs choose from."""

from __future__ import annotations

import msgspec

from .words import Nature, Procedure


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a list."""

    code: str
    zh: str
    en: str
    settles: bool = False
    """For outcomes and result classes: says that the thing is settled."""


class ExtensionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far and how often the handling limit may be prolonged, and who rules."""

    ruler: str = "holder"
    """"unit_head" head of the handling unit · "holder" the leading center."""
    times: int = 0
    days: int = 0
    """Most days in one extension; working days when the limit is in working days."""
    basis: str = ""
    basis_en: str = ""


class ProcedureRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one procedure allows."""

    extension: ExtensionRule = ExtensionRule()
    suspension_days: int = 0
    """Longest single suspension in calendar days; 0: the time stops for nothing."""
    suspension_reasons: tuple[Choice, ...] = ()
    on_spot: bool = False
    """May be settled on the spot without acceptance."""
    mediation: bool = False
    """May be given to a mediation committee."""
    review: bool = False
    """The person may ask for 复查 and 复核, so that the answer has to be served."""
    rating: bool = True
    dispatch: bool = True
    """False for accusations, which are handed over, never dispatched."""


class ProceduresBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of a `procedures` pack."""

    procedures: dict[Procedure, ProcedureRule]
    by_nature: dict[Nature, Procedure]
    """The procedure of a nature where the category names none."""
    lists: dict[str, tuple[Choice, ...]]
    contest_window: str
    contest_window_basis: str
    referral_default: str
    """What a referred contest is ruled when the superior lets the limit lapse: "refused" or "granted"."""
    visiting_representatives: int
    reopenings: int
    reworks: int
    contests: int
    """Contests over one matter; further ones are out of order."""
    review_hearing_days: int
    chase_hours: int
    archive_days: int
    """Days after closing before a matter without rating may be archived."""
