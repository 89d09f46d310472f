"""The life of an answer: drafted, published, withdrawn; and who may publish."""

from __future__ import annotations

from datetime import date, timedelta

from yiwang.centers.domain.words import STAFF_ROLES, Role
from yiwang.kernel.labels import Labelled


class State(Labelled):
    """How far an answer is."""

    DRAFT = "draft", "草稿", "Draft"
    PUBLISHED = "published", "已发布", "Published"
    WITHDRAWN = "withdrawn", "已撤下", "Withdrawn"


WRITERS = STAFF_ROLES
"""Whoever handles matters may draft for their unit."""
PUBLISHERS = frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.UNIT_HEAD})
"""Who answers for what their unit publishes."""
REVIEW_AFTER = timedelta(days=180)
"""An answer is looked at again after half a year unless another day is given."""
SOON = timedelta(days=14)


def due(review_on: date | None, today: date) -> str:
    """Say whether a published answer has to be looked at again: "late", "soon" or ""."""
    if review_on is None or review_on > today + SOON:
        return ""
    return "late" if review_on <= today else "soon"
