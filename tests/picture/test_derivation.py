from collections import Counter
from datetime import timedelta

import pytest

from tests.factories import bring, build_town, walk
from yiwang.facts.models import Fact
from yiwang.picture import derivation, operations, queries

pytestmark = pytest.mark.django_db


def written():
    return Counter((fact.day, fact.measure, fact.delta, str(sorted(fact.dims.items()))) for fact in Fact.objects.all())


def derived():
    return Counter((fact.day, fact.measure, fact.delta, str(sorted(fact.dims.items()))) for fact in derivation.facts())


def test_the_ledger_gives_the_facts_that_were_written():
    town = build_town()
    at = town.start + timedelta(days=31)
    walk(town, bring(town).number, "closed", at=at)
    walk(town, bring(town, nature="dispute").number, "received", at=at)
    bring(town, nature="accusation", accused_units=(town.units["housing"],))
    bring(town, "person", channel="web")
    assert written() == derived()
    assert not any("accusation" in str(fact) for fact in written())
    operations.fold_all()
    assert operations.recount_from(facts=derivation.facts()).wrong == 0
    picture = queries.at(region="370502", first=town.start.date(), last=(at + timedelta(days=2)).date())
    assert (picture.place.period["registered"], picture.place.period["closed"], picture.place.stock["open"]) == (3, 1, 2)
    assert picture.children[0].period["registered"] == 3
