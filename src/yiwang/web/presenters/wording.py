"""Refusals put into sentences, by field."""

from __future__ import annotations

from yiwang.infra.wording import worded
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.web.presenters.marks import english


def sentence(refusal: Refused) -> str:
    """Return the refusal in the reader's language."""
    return worded(refusal, "en" if english() else "zh")


def by_field(refusal: Refused) -> dict[str, str]:
    """Return one sentence per field; what concerns no field stands under ""."""
    errors = refusal.errors if isinstance(refusal, BadInput) else [refusal]
    named: dict[str, str] = {}
    for error in errors:
        named.setdefault(error.field, sentence(error))
    return named
