"""Registration: numbers, codes, what is stored and what is not."""

from __future__ import annotations

import pytest

from tests.factories import bring, build_town

pytestmark = pytest.mark.django_db


def test_a_matter_gets_a_number_of_its_county_and_day(statements) -> None:
    town = build_town()
    bring(town)
    with statements() as seen:
        done = bring(town)
    assert len(seen) <= 5, str(seen)
    assert done.number.startswith("370502-2026")
