"""The first page shows the city alive: counts of its own place and of those below, never of another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import bring, build_town, walk
from yiwang.centers import queries as centers
from yiwang.infra import clock
from yiwang.picture import operations as picture

pytestmark = pytest.mark.django_db


def test_the_city_is_counted_on_the_first_page(monkeypatch):
    town = build_town()
    walk(town, bring(town).number, "closed", at=town.start + timedelta(days=31))
    bring(town, nature="dispute")
    picture.fold_all()
    monkeypatch.setattr(clock, "now", lambda: town.start + timedelta(days=40))
    page = Client().get("/")
    city = page.context["city"]
    assert city.code == centers.seat()
    assert [row.registered for row in city.rows] == [2]
    assert [tile.value for tile in city.tiles][2:4] == ["1", "100%"]
    assert city.chart.count("<g>") == 30


def test_a_place_outside_is_not_shown():
    town = build_town()
    bring(town)
    picture.fold_all()
    for place in ("44", "37", "370502001001", "3705029", "x"):
        page = Client().get("/", {"place": place})
        assert page.status_code == 200
        assert page.context["city"] is None or page.context["city"].code == centers.seat(), place


def test_head_is_answered():
    assert Client().head("/").status_code == 200
