"""Who hears what: upward needs of the packages are registered here, and only here."""

from __future__ import annotations

LISTENERS: dict[str, tuple[str, ...]] = {
    "matter.changed": (
        "yiwang.reports.operations.by_rule",
        "yiwang.matters.operations.informing.heard",
        "yiwang.matters.operations.mentioning.heard",
        "yiwang.matters.operations.telling.tell_pages",
        "yiwang.matters.operations.indexing.heard",
        "yiwang.meetings.operations.follow",
        "yiwang.matters.operations.judging.heard",
    ),
    "matter.erased": ("yiwang.reports.operations.forget_words",),
    "live.told": ("yiwang.live.operations.hear",),
}
"""Topic of an outbox event → dotted names of the functions that take a list of such events (`infra.outbox`)."""

FILE_ACCESS: tuple[str, ...] = ("yiwang.matters.queries.files.may_open",)
"""Dotted names of functions that say who may open a file (`files.access.MayOpen`)."""

NOTICE_ADDRESSES: tuple[str, ...] = ("yiwang.matters.operations.reaching.phone_of",)
"""Dotted names of functions that open the address of a person who brought a matter, for one sending (`notices.installation.AddressOf`)."""

LIVE_ADMITS = "yiwang.matters.access.admits"
"""Dotted name of the function that says who may know of what the live stream tells (`live.domain.news.Admits`)."""
