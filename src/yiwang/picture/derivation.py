"""The facts of everything that was done, derived anew by replaying the ledger: what the counts are checked against."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.facts.operations import Measure
from yiwang.kernel.chain import apply_patch
from yiwang.matters.domain.case import Case, Move
from yiwang.matters.ledger.entries import Entry
from yiwang.matters.ledger.reading import entries, one_moment
from yiwang.matters.operations.counting import facts as counted
from yiwang.matters.queries.policy import category


def facts() -> Iterator[Measure]:
    """Yield every fact the ledger's entries give, matter by matter, in a bounded amount of memory."""
    with one_moment():
        for _, told in groupby(entries(), key=lambda entry: (entry.county, entry.matter_id)):
            yield from _of_matter(told)


def _of_matter(told: Iterator[Entry]) -> Iterator[Measure]:
    before: Case | None = None
    document: object = {}
    platform = ""
    for entry in told:
        document = apply_patch(document, entry.change)
        after = msgspec.convert(document, Case)
        was_platform = platform
        if before is None or before.category != after.category:  # a later pack does not move what was filed before
            node = category(after.category, entry.at)
            platform = str(node.platform) if node else platform
        yield from counted(before, after, _move(entry), was_platform=was_platform, platform=platform)
        before = after


def _move(entry: Entry) -> Move:
    actor = Actor(role=Role(entry.role), user=entry.user_id, post=entry.post_id, unit=entry.unit_id)  # type: ignore[call-arg]
    return Move(act=entry.act, actor=actor, at=entry.at, subject=entry.subject, data=dict(entry.data))
