"""The policy in force, assembled from its packs into what the rules ask."""

from __future__ import annotations

from datetime import datetime

from yiwang.policy import queries as packs
from yiwang.policy.domain.categories import Category
from yiwang.policy.domain.supervision import SupervisionBody

from ..domain.policy import CategoryFacts, MatterPolicy

_built: dict[tuple[str, ...], MatterPolicy] = {}


def policy_at(at: datetime) -> MatterPolicy:
    """Return the policy in force at a moment; built once per combination of pack versions.

    The calendar is the newest that is loaded, whatever the moment: days off that have been announced count at once.
    """
    calendar = packs.packs("calendar")[-1]
    clocks, procedures, categories = (packs.pack(kind, at) for kind in ("clocks", "procedures", "categories"))
    urging = packs.pack("supervision", at) if packs.packs("supervision") else None
    key = (packs.fingerprint(), calendar.version, clocks.version, procedures.version, categories.version, urging.version if urging else "")
    if key not in _built:
        if len(_built) > 16:
            _built.clear()
        _built[key] = MatterPolicy(
            calendar=calendar.body.working_calendar(version=calendar.version),
            clocks=clocks.body,
            clocks_version=clocks.version,
            procedures=procedures.body,
            categories={node.code: CategoryFacts(natures=node.natures, procedures=node.procedures) for node in categories.body.leaves},
            supervision=urging.body if urging else SupervisionBody(),
        )
    return _built[key]


def category(code: str, at: datetime) -> Category | None:
    """Return the node of a category in the tree in force, or None."""
    found: Category | None = packs.pack("categories", at).body.get(code)
    return found
