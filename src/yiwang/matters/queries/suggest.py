"""While somebody registers: matters that may be the same, and who should handle it; each with its reasons. A person decides.

Candidates come out of what the one rule of access lets the actor see, before anything is counted; matters of family, violence and
minors and accusations are in none, neither as what is suggested nor as what it is suggested for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.infra import sql
from yiwang.kernel import chinese, tree

from ..access import READERS, rule, visible_to
from ..domain.alike import others
from ..domain.likeness import FORGOTTEN, LEAST, Described, Likeness, Reason, alike, likeness, weights_of
from ..domain.naming import Guess
from ..domain.routing import Candidate, rank
from ..domain.wording import place_marks
from ..domain.words import Nature, State
from .learned import UNIT, learned
from .policy import category as category_at
from .windows import each_window, windows

_LOOKED_AT = 200
"""Candidates that are compared, the newest first."""
_TELLING = 24
"""Words that candidates are looked for by, the rarest first."""
_ADDRESS = 200
_CHOICES = 400


class Same(msgspec.Struct, frozen=True, kw_only=True):
    """A matter that may be the same."""

    number: str
    title: str
    state: State
    category: str
    place: str
    address: str
    registered: datetime
    holder: int
    lead_unit: int | None
    score: float
    """0 to 1."""
    reasons: tuple[Reason, ...]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that should handle it."""

    unit: int
    name: str
    part: str
    """lead or assist."""
    load: int
    """Orders it has open now, as far as everybody may count them."""
    score: float
    reasons: tuple[Reason, ...]


_SAME = """
    SELECT m.number, m.title, m.state, m.category, m.place, m.address, m.registered, m.holder, m.id,
           tsvector_to_array(ts_filter(s.words, '{{a,c}}')) AS words,
           (SELECT o.unit FROM matter_order o WHERE o.county = m.county AND o.matter_id = m.id AND o.lead
            AND o.state NOT IN ('cancelled', 'upheld') ORDER BY o.key DESC LIMIT 1) AS lead_unit
    FROM matter_search s JOIN matter m ON m.county = s.county AND m.id = s.matter_id
    WHERE s.matter_id >= '{{low}}' AND s.matter_id < '{{high}}' AND {found} AND NOT m.sensitive AND m.nature <> 'accusation'
      AND m.state NOT IN ('declined', 'withdrawn', 'merged') AND m.registered < %s AND {seen}
    ORDER BY s.matter_id DESC LIMIT %s
"""


def same_matters(
    *, actor: Actor, place: str, category: str, text: str, at: datetime, address: str = "", limit: int = 5, besides: str = ""
) -> tuple[Same, ...]:
    """Return matters that may be what is being brought, the likeliest first; none for family, violence, minors and accusations.

    `text` is what was said so far (title and narrative), `place` a region code ("" while unknown), `category` a code or "";
    `besides` is the matter itself where it is registered already. Three statements.
    """
    words = frozenset(chinese.told(text))
    if not words or actor.role not in READERS or _silent(category, at):
        return ()
    net = centers.net(at)
    seen = words_seen()
    new = Described(words=words, place=place, category=category, day=at.toordinal(), address=_plain(address))
    rows = _candidates(actor, net, new, seen, since=at - timedelta(days=FORGOTTEN), at=at)
    judged = [(likeness(new, _described(row), seen), row) for row in rows if row["number"] != besides]
    best = sorted((each for each in judged if each[0].score >= LEAST), key=lambda each: (-each[0].score, -each[1]["id"].int))
    return tuple(_same(found, row) for found, row in best[:limit])


def _silent(category: str, at: datetime) -> bool:
    """Say whether nothing is suggested for this category: the sensitive ones, and those that can only be an accusation."""
    node = category_at(category, at) if category else None
    return node is not None and (bool(node.sensitive) or node.natures == (Nature.ACCUSATION,))


class _Counted:
    """What this process remembers of the words that were counted, and the mark of that count."""

    mark = ""
    seen: dict[str, int] = {}


def words_seen() -> dict[str, int]:
    """Return in how many matters each word stands, under "" how many were counted; remembered until they are counted anew."""
    mark = sql.scalar("SELECT xmin::text || ':' || seen FROM search_word WHERE word = ''") or ""
    if mark != _Counted.mark:
        _Counted.seen = {row["word"]: row["seen"] for row in sql.rows("SELECT word, seen FROM search_word")} if mark else {}
        _Counted.mark = mark
    return _Counted.seen


def any_of(words: Iterable[str]) -> str:
    """Return the tsquery that any of the words meets."""
    return " | ".join(f"'{word}'" for word in words)


def _candidates(actor: Actor, net: Net, new: Described, seen: Mapping[str, int], *, since: datetime, at: datetime) -> list[dict[str, Any]]:
    """Return visible matters around the place that share a telling word, the newest first."""
    weight = weights_of(new.words, seen)
    telling = sorted(new.words, key=lambda word: (-weight[word], word))[:_TELLING]
    wanted = dict.fromkeys(name for word in telling for name in (word, *others(word)))
    kind = f"c{new.category[:5]}"
    found, values = "(s.words @@ %s::tsquery OR s.marks && %s::text[])", [any_of(wanted), [kind] if new.category and new.place else []]
    for marks in (around(new.place), rule(actor, net).marks()):
        if marks is not None:
            found, values = f"{found} AND s.marks && %s::text[]", [*values, sorted(marks)]
    allowed, allowed_values = visible_to(actor, net)
    asked = windows(at, since=since)
    statement = f"SELECT h.* FROM ({each_window(_SAME.format(found=found, seen=allowed), asked)}) h LIMIT %s"  # noqa: S608  # ours
    return sql.rows(statement, [*[*values, at, *allowed_values, _LOOKED_AT] * len(asked), _LOOKED_AT])


def around(place: str) -> frozenset[str] | None:
    """Return the marks of matters near a place: of its township (or its county where no township is known), and of regions around it."""
    if not place:
        return None
    around_it = next((code for code in reversed(tree.lineage(place)) if len(code) in (6, 9)), place)
    return frozenset({f"l{around_it}", *(f"e{code}" for code in tree.ancestors(place))})


def _described(row: Mapping[str, Any]) -> Described:
    return Described(
        words=frozenset(row["words"]),
        place=row["place"],
        category=row["category"],
        day=row["registered"].toordinal(),
        address=_plain(row["address"]),
    )


def _plain(address: str) -> str:
    return "".join(chinese.plain(address[:_ADDRESS]).split())


def _same(found: Likeness, row: Mapping[str, Any]) -> Same:
    fields = {name: row[name] for name in Same.__struct_fields__ if name in row}
    return Same(**{**fields, "state": State.of(row["state"])}, score=round(min(1.0, found.score), 3), reasons=found.reasons)


_LED = """
    SELECT o.unit, m.category, tsvector_to_array(ts_filter(s.words, '{{a,c}}')) AS words
    FROM matter_search s JOIN matter m ON m.county = s.county AND m.id = s.matter_id
    JOIN matter_order o ON o.county = m.county AND o.matter_id = m.id AND o.lead AND o.parent = '' AND o.state = 'confirmed'
    WHERE s.matter_id >= '{{low}}' AND s.matter_id < '{{high}}' AND s.marks && %s::text[] AND s.marks && %s::text[]
      AND NOT m.sensitive AND m.nature <> 'accusation' AND m.state IN ('closed', 'archived') AND m.updated < %s AND {seen}
    ORDER BY s.matter_id DESC LIMIT %s
"""
_LOAD = """
SELECT t.unit, count(*) AS n FROM matter_todo t
WHERE t.unit = ANY(%s::bigint[]) AND t.duty IN ('to_receive', 'handling', 'rework') AND NOT t.guarded GROUP BY 1
"""
_ELSEWHERE = 0.4
"""What a matter of the same group of categories counts for beside one of the same category."""


def routes(
    *, actor: Actor, place: str, category: str, text: str, at: datetime, limit: int = 5, with_learned: bool = True
) -> tuple[Route, ...]:
    """Return the units that should handle it, best first: by duty list, then by what happened to similar matters, then as learned.

    Similar matters speak for units of the same kind, line and level as the one that led them: what one township's station handles, the
    next one's does. For family, violence and minors the duty list alone speaks; for what can only be an accusation nobody is suggested.
    Without `with_learned` the trained model is not asked: to see what the rest is worth.
    """
    net = centers.net(at)
    asking = _asking(actor, net)
    node = category_at(category, at) if category else None
    if asking is None or actor.role not in READERS or node is None or node.natures == (Nature.ACCUSATION,):
        return ()
    facts = net.unit(asking)
    level = tree.level_of(facts.region) if facts else 0
    listed = centers.choices(purpose=centers.Purpose.DISPATCH, asking=asking, category=category, limit=_CHOICES)
    words = frozenset(chinese.told(text))
    led = {} if node.sensitive else _led(actor, category, words, at)
    taught = {guess.label: guess for guess in (learned(UNIT, words, 20) if with_learned and not node.sensitive else ())}
    candidates = {choice.id: _candidate(choice, node.branch, level, led, taught) for choice in listed}
    likely = [each.unit for each in rank(list(candidates.values()), place=place, load={})[: 4 * limit]]
    load = loads(likely)
    names = {choice.id: choice.short or choice.name for choice in listed}
    return tuple(
        Route(
            unit=each.unit,
            name=names[each.unit],
            part=each.part,
            load=load.get(each.unit, 0),
            score=round(each.score, 3),
            reasons=each.reasons,
        )
        for each in rank([candidates[unit] for unit in likely], place=place, load=load)[:limit]
    )


def _candidate(
    choice: centers.Choice, branch: str, level: int, led: Mapping[str, Sequence[float]], taught: Mapping[str, Guess]
) -> Candidate:
    like = profile(choice)
    guess = taught.get(like)
    return Candidate(
        unit=choice.id,
        region=choice.region,
        duty=choice.duty,
        resident=bool(choice.residency),
        own_level=choice.level == level,
        in_charge=bool(branch) and choice.branch == branch,
        handled=sum(led.get(like, ())),
        handled_count=len(led.get(like, ())),
        handled_of_all=sum(map(sum, led.values())),
        learned=guess.share if guess else 0.0,
        learned_words=guess.words if guess else (),
    )


def profile(unit: centers.UnitRow) -> str:
    """Return what units of different places have in common: kind, line and level."""
    return f"{unit.kind}/{unit.branch}/{unit.level}"


def _asking(actor: Actor, net: Net) -> int | None:
    """Return the center that would dispatch: the actor's own, else that of their unit's region or above."""
    facts = net.unit(actor.unit) if actor.unit is not None and actor.role != Role.PERSON else None
    if facts is None or facts.kind == UnitKind.CENTER:
        return facts.id if facts else None
    return next((center for code in reversed(tree.lineage(facts.region)) if (center := net.center_of(code)) is not None), None)


def _led(actor: Actor, category: str, words: frozenset[str], at: datetime) -> dict[str, list[float]]:
    """Return which kinds of unit led similar matters to their end, each with how alike those were; of what the actor may see."""
    net = centers.net(at)
    marks = rule(actor, net).marks()
    about = [f"c{category[:5]}"]
    allowed, allowed_values = visible_to(actor, net)
    asked = windows(at, since=at - timedelta(days=365))
    wanted = sorted(marks) if marks is not None else about
    statement = f"SELECT h.* FROM ({each_window(_LED.format(seen=allowed), asked)}) h LIMIT %s"  # noqa: S608  # ours
    rows = sql.rows(statement, [*[about, wanted, at, *allowed_values, _LOOKED_AT] * len(asked), _LOOKED_AT])
    units = centers.units({row["unit"] for row in rows})
    seen = words_seen() if rows else {}
    led: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        nearness = 1.0 if row["category"] == category else _ELSEWHERE
        if row["unit"] in units:
            led[profile(units[row["unit"]])].append(nearness * (0.2 + alike(words, row["words"], seen)))
    return dict(led)


def loads(units: Sequence[int]) -> dict[int, int]:
    """Return how many orders each unit has open; those that are not for everybody's eyes are not counted."""
    return {row["unit"]: row["n"] for row in sql.rows(_LOAD, [list(units)])} if units else {}


__all__ = ["Reason", "Route", "Same", "around", "place_marks", "routes", "same_matters"]
