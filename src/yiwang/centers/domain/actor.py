"""Who acts, and under which post: the value every deed carries."""

from __future__ import annotations

import msgspec

from .words import Role


class Actor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who acts, under which post; the person and the system are actors too."""

    role: Role
    user: int | None = None
    post: int | None = None
    """Appointment under which the deed is done."""
    unit: int | None = None
    seconded_from: tuple[int, ...] = ()
    """Units this user is seconded from or also serves; an accusation against them blocks the user."""
    instead_of: int | None = None
    """User whose place is held for a time (代班): what blocks that one blocks the deed."""
    party: str = ""
    """For the person: which party of the matter speaks."""
