"""The exhaustive walk: in every case that can be reached inside a slice, every act is tried by everybody on everything.

A slice is a start and the acts that are followed further (so that the cases are finite); acts that are not followed are
tried all the same, and what they lead to is checked. Time stands still, or has leapt past every limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from yiwang.infra.wording import REFUSALS
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.acts import On
from yiwang.matters.domain.case import Case, Conference, Move
from yiwang.matters.domain.regulation import RULES
from yiwang.matters.domain.words import END_STATES, OPEN_ORDER_STATES, OrderState, Role
from yiwang.matters.domain.workflow import decide

from . import statements
from .by_whom import MAY, who_acted
from .canon import ALL_TEXTS, CAST, DUTIES, NET, NOW, WALK_POLICY, SmallNet
from .inputs import inputs_of

LATER = NOW + timedelta(days=400)


@dataclass(frozen=True)
class Slice:
    """Where a walk starts, which acts it follows, and against which other matter it merges."""

    name: str
    start: Callable[[], Iterable[Case]]
    follow: frozenset[str]
    net: SmallNet = NET
    other: Case | None = None
    late: bool = False
    """Also walk with the clock leapt past every limit."""
    by: frozenset[str] = frozenset()
    """Whose deeds are followed; by default everybody's but those of colleagues who could do the same."""
    gone: frozenset[str] = frozenset()
    """Of the cast, who has left: their posts are vacant, and they do not act."""
    most: int = 400
    """More cases than this mean that the slice is not bounded as meant."""


Pair = tuple[str, str]


@dataclass
class Report:
    """What a walk saw."""

    name: str
    cases: int = 0
    tried: int = 0
    lawful: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    pairs: Counter[Pair] = field(default_factory=Counter)
    """Lawful moves by act and state of the matter, by act and state of the order, by act and kind of request."""
    broken: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        self.cases += other.cases
        self.tried += other.tried
        self.lawful += other.lawful
        self.refused += other.refused
        self.acts += other.acts
        self.pairs += other.pairs
        self.broken += other.broken


@dataclass
class Node:
    """One reached case at one moment, and where its lawful moves lead inside the slice."""

    case: Case
    at: datetime
    path: tuple[str, ...]
    ways: set[bytes] = field(default_factory=set)
    by_office: set[bytes] = field(default_factory=set)
    office_may_move: bool = False
    may_end: bool = False
    """A deed of the office ends it at once."""


class Walk:
    """Breadth-first over the cases of one slice."""

    def __init__(self, slice_: Slice, *, stop_at_first: bool = False) -> None:
        self.slice = slice_
        self.report = Report(slice_.name)
        self.nodes: dict[bytes, Node] = {}
        self.checked: set[bytes] = set()
        self.stop_at_first = stop_at_first
        self.net = SmallNet(DUTIES, gone=slice_.gone) if slice_.gone else slice_.net
        self.cast = {name: actor for name, actor in CAST.items() if name not in slice_.gone}

    def run(self) -> Report:
        queue = [self._reach(case, NOW, (case.state.value,)) for case in self.slice.start()]
        for key in queue:
            if key is None:
                continue
            node = self.nodes[key]
            found = self._every_act(node)
            if self.slice.late and node.at == NOW:
                later = self._reach(node.case, LATER, (*node.path, "…later"))
                found.append(later)
                if later is None:
                    later = key_of(node.case, LATER)
                node.ways.add(later or b"")
                node.by_office.add(later or b"")
            queue.extend(found)
            if self.stop_at_first and self.report.broken:
                return self.report
            if len(self.nodes) > self.slice.most:
                self._broken(node, f"more than {self.slice.most} cases")
                return self.report
        self._ends_are_reachable()
        self.report.cases = len(self.nodes)
        return self.report

    def _reach(self, case: Case, at: datetime, path: tuple[str, ...]) -> bytes | None:
        """Add a case to the walk; None when it was reached before."""
        key = key_of(case, at)
        if key in self.nodes:
            return None
        self.nodes[key] = node = Node(case=case, at=at, path=path)
        self._check(node)
        return key

    def _check(self, node: Node) -> None:
        for statement in statements.OF_A_CASE:
            said = statement(node.case, self.net)
            if said:
                self._broken(node, said)

    def _broken(self, node: Node, said: str) -> None:
        self.report.broken.append(f"{self.slice.name}: {said}\n   after {' → '.join(node.path)}")

    def _every_act(self, node: Node) -> list[bytes | None]:
        whole = msgspec.json.encode(node.case)
        found: list[bytes | None] = []
        for name, actor in self.cast.items():
            for act, row in RULES.items():
                for subject in _subjects(row.on, row.also_on, node.case, stray=name == "county"):
                    self._every_input(node, name, Move(act=act.value, actor=actor, at=node.at, subject=subject, texts=ALL_TEXTS), found)
        if msgspec.json.encode(node.case) != whole:
            self._broken(node, "a refused act changed the case")
        return found

    def _every_input(self, node: Node, name: str, bare: Move, found: list[bytes | None]) -> None:
        lawful = 0
        for data in inputs_of(bare.act, node.case):
            move = replace(bare, data=data) if data else bare
            self.report.tried += 1
            try:
                decision = decide(node.case, move, self.net, WALK_POLICY, self.slice.other)
            except Refused as refused:
                self.report.refused[refused.code] += 1
                if refused.code not in REFUSALS:
                    self._broken(node, f"{name} {bare.act}: the code {refused.code} is not worded")
                if refused.code in STANDING:
                    return
                continue
            lawful += 1
            self.report.acts[bare.act] += 1
            self.report.pairs.update(pairs_of(node.case, bare))
            self._by(node.case, move)
            self._followed(node, name, move, decision.case, found, first=lawful == 1 or bare.act in BOTH_WAYS)
            for said in statements.of_a_move(node.case, move, decision, self.net, self.slice.other):
                self._broken(node, f"{name} {bare.act} {bare.subject} {data}: {said}")
        self.report.lawful += lawful

    def _by(self, case: Case, move: Move) -> None:
        """Note under which alternative somebody acted, where it was one alone."""
        acted = who_acted(case, move, self.net, self.slice.other)
        if len(acted) == 1:
            self.report.pairs[(move.act, f"by {acted[0]}")] += 1

    def _followed(self, node: Node, name: str, move: Move, after: Case, found: list[bytes | None], *, first: bool) -> None:
        key = key_of(after, node.at)
        path = (*node.path, f"{name} {move.act}")
        office = move.actor.role != Role.PERSON
        if office and move.actor.role != Role.SYSTEM and move.act in PROGRESS:
            node.office_may_move = True
        follow = "assist" if move.act == "dispatch" and node.case.state == "handling" else move.act
        walkers = self.slice.by or EVERYBODY
        node.may_end |= office and after.state in END_STATES
        if key not in self.nodes and first and follow in self.slice.follow and name in walkers:
            found.append(self._reach(after, node.at, path))
        elif key not in self.nodes and key not in self.checked:
            self.checked.add(key)
            self._check(Node(case=after, at=node.at, path=path))
        if key in self.nodes:
            node.ways.add(key)
            if office:
                node.by_office.add(key)

    def _ends_are_reachable(self) -> None:
        """From every reachable case an end is reachable by the office and the passing of time, and somebody there may move."""
        good = {key for key, node in self.nodes.items() if node.may_end or node.case.state in END_STATES}
        grown = True
        while grown:
            more = {key for key, node in self.nodes.items() if key not in good and not node.by_office.isdisjoint(good)}
            grown = bool(more)
            good |= more
        for key, node in self.nodes.items():
            if key not in good:
                self._broken(node, "no end can be reached from here")
            if node.case.state not in END_STATES and not node.office_may_move:
                self._broken(node, "nobody of the office may make the next move")


STANDING = frozenset({"not_yours", "wrong_state", "wrong_order_state", "request_closed", "suspended", "no_such_subject"})
"""Refusals that no input can change."""

BOTH_WAYS = frozenset({"rule_contest", "rule_extension", "rule_suspension", "rule_review", "raise_clock", "report_result"})
"""Acts whose answer may be yes or no: each is followed; of other acts the first lawful input is."""

PROGRESS = frozenset(
    {
        "accept", "decline", "dispatch", "receive", "contest", "rule_contest", "refer_ruling", "report_result", "confirm", "rework",
        "close",
        "transfer_out", "resume", "reassign", "cancel_order", "escalate", "hand_down", "to_mediation", "settle_on_spot",
    }
)  # fmt: skip
"""Acts that carry a matter on (a note does not)."""


def pairs_of(case: Case, move: Move) -> list[Pair]:
    """Say which cells of the table a move stands in."""
    found = [(move.act, case.state.value)]
    if move.subject in case.orders:
        found.append((move.act, f"order {case.orders[move.subject].state.value}"))
    if move.subject in case.requests:
        found.append((move.act, f"request {case.requests[move.subject].kind}"))
    return found


def pairs_of_the_table() -> set[Pair]:
    """Return every cell the table names: act and source state, order state or kind of request; and who may do it, as `MAY` says."""
    found = {(act, f"by {name}") for act, alternatives in MAY.items() for name, _ in alternatives}
    for act, row in RULES.items():
        found |= {(act.value, state.value) for state in row.states}
        found |= {(act.value, f"order {state.value}") for state in row.orders}
        found |= {(act.value, f"request {kind}") for kind in row.requests}
    return found


_PARTS = {
    On.ORDER: "orders",
    On.REQUEST: "requests",
    On.WHISTLE: "whistles",
    On.CARD: "cards",
    On.REVIEW: "reviews",
    On.CLAIM: "claims",
    On.CONFERENCE: "conferences",
}
COLLEAGUES = frozenset(
    {
        "water_head",
        "build_head",
        "township_head",
        "township_clerk",
        "county_clerk",
        "county_head",
        "city_second",
        "province_second",
        "grid_worker",
    }
)
"""Who could do what another of the cast does: their deeds are tried everywhere, and followed where a slice names them."""
EVERYBODY = frozenset(CAST) - COLLEAGUES


def _subjects(on: On, also_on: On | None, case: Case, *, stray: bool) -> Iterable[str]:
    yield from (getattr(case, _PARTS[on]) if on in _PARTS else ("m",))
    if also_on is not None:
        yield from getattr(case, _PARTS[also_on])
    if on != On.MATTER and stray:
        yield "x0"  # what does not exist


def _conferences(case: Case) -> dict[str, Conference]:
    """Return the open conference, and one for all that are over: who was invited to those keeps a part."""
    called = [conference for conference in case.conferences.values() if conference.state == "called"]
    over = sorted({unit for conference in case.conferences.values() for unit in conference.units})
    past = [Conference(by_unit=0, units=tuple(over), state="concluded")] if over else []
    return {f"n{n}": conference for n, conference in enumerate((*called, *past))}


def key_of(case: Case, at: datetime) -> bytes:
    """Name a case by what its future depends on: dead parts counted, living parts renamed in a fixed order."""
    live = [
        k
        for k, o in case.orders.items()
        if o.state in OPEN_ORDER_STATES or (o.lead and o.state == OrderState.CONFIRMED and o.opening == case.closings)
    ]
    live.sort(key=lambda k: (case.orders[k].unit, not case.orders[k].lead))
    names = {key: f"o{n}" for n, key in enumerate(live)}
    asked = sorted(
        (k for k, r in case.requests.items() if r.state == "open"), key=lambda k: (case.requests[k].kind, case.requests[k].by_unit or 0)
    )
    names |= {key: f"q{n}" for n, key in enumerate(asked)}
    seen = {(c.unit, c.level, c.state): k for k, c in case.cards.items()}
    cards = [seen[card] for card in sorted(seen)]
    names |= {key: f"c{n}" for n, key in enumerate(cards)}
    whistles = sorted((k for k, w in case.whistles.items() if w.open), key=lambda k: case.whistles[k].units)
    names |= {key: f"w{n}" for n, key in enumerate(whistles)}
    names |= {key: f"v{n}" for n, key in enumerate(case.reviews)}
    lines = sorted(case.claims, key=lambda k: case.claims[k].party)
    names["m"] = "m"
    clocks = {
        f"{names[c.subject]}.{c.kind.value}": replace(c, subject=names[c.subject])
        for k, c in sorted(case.clocks.items())
        if (c.subject in names and c.state in {"running", "frozen"}) or c.kind == "handling"
    }
    small = replace(
        case,
        serial=0,
        new_facts=0,
        trips=0,
        visited=None,
        trail=(*sorted(set(case.trail)), case.trail[-1]),
        escalated=tuple(sorted(case.escalated)),
        handed_down=tuple(sorted(case.handed_down)),
        links=case.links[:1],
        orders={names[k]: replace(case.orders[k], parent=names.get(case.orders[k].parent, "")) for k in live},
        requests={names[k]: replace(case.requests[k], subject=names.get(case.requests[k].subject, "")) for k in asked},
        cards={names[k]: replace(case.cards[k], by_unit=0) for k in cards},
        whistles={names[k]: case.whistles[k] for k in whistles},
        conferences=_conferences(case),
        reviews={names[k]: v for k, v in case.reviews.items()},
        claims={f"l{n}": case.claims[k] for n, k in enumerate(lines)},
        clocks={k: clocks[k] for k in sorted(clocks)},
        handlers=tuple(sorted(case.handlers)),
        recused=tuple(sorted(case.recused)),
    )
    contests = sum(r.kind == "contest" for r in case.requests.values())
    return msgspec.json.encode((small, contests, at))
