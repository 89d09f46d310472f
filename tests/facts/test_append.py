"""Facts: appended with the deed, corrected on the original day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yiwang.facts.models import Fact
from yiwang.facts.operations import Measure, append, corrected

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_one_statement_whatever_the_number():
    facts = [Measure("registered", date(2026, 3, 2), {"unit": n, "category": "noise"}) for n in range(5)]
    with CaptureQueriesContext(connection) as seen:
        append(county="370502", at=AT, facts=facts)
    assert len(seen) == 1
    assert sorted(Fact.objects.values_list("county", "day", "measure", "delta", "dims__unit")) == [
        ("370502", date(2026, 3, 2), "registered", 1, n) for n in range(5)
    ]


def test_nothing_costs_nothing():
    with CaptureQueriesContext(connection) as seen:
        append(county="370502", at=AT, facts=[])
    assert not len(seen)


def test_a_correction_stays_on_its_day():
    was = Measure("registered", date(2026, 3, 2), {"category": "noise"})
    append(county="370502", at=AT, facts=corrected(was, Measure("registered", date(2026, 3, 9), {"category": "dust"})))
    assert sorted(Fact.objects.values_list("day", "delta", "dims__category")) == [
        (date(2026, 3, 2), -1, "noise"),
        (date(2026, 3, 2), 1, "dust"),
    ]
