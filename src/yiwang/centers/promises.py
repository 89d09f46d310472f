"""Turning a broken promise of the database into a refusal in the field's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from yiwang.kernel.refusals import Refused

_REFUSALS = {
    "unit_name_once_in_region": ("unit_name_taken", "name"),
    "center_one_main_in_region": ("main_center_exists", "region"),
    "plaque_once": ("plaque_exists", "name"),
    "residency_once": ("already_resident", "unit"),
    "residency_not_in_itself": ("resident_in_itself", "unit"),
    "post_once": ("post_exists", "name"),
    "appointment_no_overlap": ("already_appointed", "user"),
    "appointment_one_substitute": ("substitute_taken", "starts"),
    "appointment_ends_after_start": ("ends_before_start", "ends"),
    "duty_once_for_unit": ("duty_listed", "category"),
    "duty_once_for_kind": ("duty_listed", "category"),
}
"""Constraint → code and field: what the database promises is refused in the field's words."""


@contextmanager
def refusing() -> Iterator[None]:
    """Refuse by its own code what a constraint of this package forbids; the surrounding transaction goes on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        broken = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
        if broken not in _REFUSALS:
            raise
        code, field = _REFUSALS[broken]
        raise Refused(code, field=field) from fault
