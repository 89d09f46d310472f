"""Which texts of a matter search reads, and how much each counts."""

from __future__ import annotations

from .domain.acts import SPECS, Act, Kind

_UNREAD = frozenset({Act.RECUSE, Act.REVEAL})
"""Acts whose texts speak of the staff themselves."""
READ = {(act, field.name): "D" for act, spec in SPECS.items() if act not in _UNREAD for field in spec.inputs if field.kind == Kind.TEXT} | {
    (Act.REGISTER, "narrative"): "C"
}
"""Act and name of a text → its weight."""
NAMES = sorted({name for _, name in READ})


def weight_of(act: str, name: str, part: str | None) -> str:
    """Return the weight of a text; "" when it is not read (a corrected title or place is read from the matter's row)."""
    if act == Act.CORRECT and name == "text":
        return "C" if part == "narrative" else ""
    return READ.get((Act(act), name), "")
