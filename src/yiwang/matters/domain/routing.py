"""Who should handle it, and why: the duty list first, then what happened to similar matters, then what was learned; a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from .likeness import Reason, Why

LISTED = {"main": 1.0, "assist": 0.45, "": 0.0, "withdrawn": -1.0, "off": -1.0}
"""What the duty list says of a unit and the category."""
COVERS, OWN_LEVEL, RESIDES, IN_CHARGE, HISTORY, LEARNED = 0.3, 0.06, 0.02, 0.25, 0.8, 0.6
FEWEST = 2
"""Similar matters from which history speaks."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as routing looks at it."""

    unit: int
    region: str
    duty: str = ""
    """What the duty list says: main, assist, withdrawn, off, or nothing."""
    resident: bool = False
    own_level: bool = False
    """Stands at the level of the center that dispatches: it is asked before those below it."""
    in_charge: bool = False
    """Its line is the one in charge of the category."""
    handled: float = 0.0
    """Likeness of the similar matters that units like it led, added up."""
    handled_count: int = 0
    handled_of_all: float = 0.0
    """The same of all units together."""
    learned: float = 0.0
    """Probability by the model, 0 where there is none."""
    learned_words: tuple[str, ...] = ()


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its place in the order and the reasons for it."""

    unit: int
    score: float
    part: str
    """lead or assist."""
    reasons: tuple[Reason, ...]


def rank(candidates: Sequence[Candidate], *, place: str, load: Mapping[int, int]) -> list[Ranked]:
    """Return the candidates that something speaks for, best first; of equals the one with less to do."""
    ranked = [_judged(candidate, place=place) for candidate in candidates if LISTED[candidate.duty] >= 0]
    spoken_for = [each for each in ranked if any(reason.why in _SPEAK for reason in each.reasons)]
    return sorted(spoken_for, key=lambda each: (-round(each.score, 3), load.get(each.unit, 0), each.unit))


_SPEAK = frozenset({Why.ON_DUTY_LIST, Why.ASSISTS_BY_LIST, Why.HANDLED_SIMILAR, Why.LEARNED})
"""Without one of these a unit is only one of many."""
LEAST_LEARNED = 0.15


def _judged(candidate: Candidate, *, place: str) -> Ranked:
    covers = place.startswith(candidate.region) and bool(candidate.region)
    reasons, score = [], LISTED[candidate.duty]
    if candidate.duty in {"main", "assist"}:
        reasons.append(Reason(why=Why.ON_DUTY_LIST if candidate.duty == "main" else Why.ASSISTS_BY_LIST))
    if candidate.in_charge:
        score += IN_CHARGE
        reasons.append(Reason(why=Why.IN_CHARGE))
    if candidate.handled_count >= FEWEST:
        score += HISTORY * candidate.handled / (candidate.handled_of_all or 1.0)
        reasons.append(Reason(why=Why.HANDLED_SIMILAR, count=candidate.handled_count))
    if candidate.learned >= LEAST_LEARNED:
        score += LEARNED * candidate.learned
        reasons.append(Reason(why=Why.LEARNED, words=candidate.learned_words))
    if covers:
        score += COVERS + (OWN_LEVEL if candidate.own_level else 0.0)
        reasons.append(Reason(why=Why.OF_THE_PLACE))
    elif not candidate.region.startswith(place):
        score -= 1.0  # another township's
    if candidate.resident:
        score += RESIDES
        reasons.append(Reason(why=Why.RESIDENT))
    return Ranked(unit=candidate.unit, score=score, part="assist" if candidate.duty == "assist" else "lead", reasons=tuple(reasons))
