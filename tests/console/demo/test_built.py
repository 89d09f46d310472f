"""A small part of the city in the database: founded, signed in to, lived in, searched for leaks, and wiped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password

from tests.console.demo.rehearsal import places
from yiwang.accounts.models import User
from yiwang.centers import queries as centers
from yiwang.centers import staffing
from yiwang.centers.domain.words import Role
from yiwang.console.demo import county_worker, leaks, phases, rates
from yiwang.console.demo.assumptions import load
from yiwang.console.demo.build import PASSWORD
from yiwang.console.demo.cast import CAST, COUNTY, TOWN, VILLAGE
from yiwang.console.demo.crew import Crew
from yiwang.console.demo.life import Plan
from yiwang.infra import partitions, sample, sql
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger.verify import verify
from yiwang.picture import derivation, indicators, queries
from yiwang.picture import operations as picture
from yiwang.regions.operations import load_divisions

pytestmark = pytest.mark.django_db

UNTIL = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FEW = ("37", "3705", COUNTY, TOWN, VILLAGE, "370502001013", "370502001027")


def silent(stage: str, done: int, total: int) -> None:
    """No display in tests."""


@pytest.fixture(name="crew")
def _crew(tmp_path: Path) -> Iterator[Crew]:
    file = tmp_path / "divisions.csv"
    file.write_text("code,name\n" + "".join(f"{code},{places()[code].name}\n" for code in FEW), encoding="utf-8")
    load_divisions(file=file, on=UNTIL.date())
    sample.begin(seed=7, matters=40, until=UNTIL, at=UNTIL)
    yield phases.found_city(seed=7, at=UNTIL - timedelta(days=300), progress=silent)


def test_the_cast_can_sign_in_and_nobody_else(crew: Crew) -> None:
    users = {user.username: user for user in User.objects.all()}
    assert {member.username for member in CAST} <= set(users)
    assert check_password(PASSWORD, users["clerk"].password)
    others = [user for name, user in users.items() if name not in {member.username for member in CAST}]
    assert others
    assert not any(user.has_usable_password() for user in others)


def test_the_organisation_answers_the_rules(crew: Crew) -> None:
    net = centers.net(UNTIL)
    village, town = crew.units[f"{VILLAGE}/center"], crew.units[f"{TOWN}/center"]
    assert net.parent_center(village) == town
    assert crew.parent_center(village) == town
    assert net.duty(crew.units[f"{TOWN}/civil"], "09-08-01") == "main"
    assert net.superior_organ(crew.units[f"{TOWN}/civil"]) == crew.units[f"{COUNTY}/civil"]
    secretary = [actor for actor in crew.actors[village] if actor.role == Role.COORDINATOR]
    assert secretary == list(centers.holders_of(village, Role.COORDINATOR, UNTIL)), "bulk and single reading agree"


def test_the_three_officers_stay_apart_in_bulk_too(crew: Crew) -> None:
    auditor = User.objects.get(username="auditor")
    city = crew.units["3705/center"]
    with pytest.raises(Refused) as refused:
        staffing.staff(holders=[staffing.NewHolder(unit=city, role=Role.CLERK, user=auditor.pk)], at=UNTIL)
    assert refused.value.code == "officers_apart"


def test_a_month_through_the_real_operations(crew: Crew) -> None:
    partitions.ensure_all(UNTIL)
    plan = Plan(seed=7, matters=40, until=UNTIL, days=31, build="test")
    share = county_worker.Share(
        plan=plan, crew=crew, shards=(COUNTY, "370500", "370000"), all_counties=(COUNTY,), banned=frozenset(), showcases=""
    )
    simulation, people = county_worker._prepare(share)
    simulation.run(UNTIL)
    assert simulation.registered == 40
    done = sum(simulation.world.acts.values())
    assert done > 200
    assert sum(simulation.refusals.values()) <= 0.02 * done, simulation.refusals
    assert not verify().findings
    assert not list(leaks.find((p.name, p.phone, p.document) for each in people for p in each.made))
    picture.fold_all()
    assert picture.recount_from(facts=derivation.facts()).wrong == 0
    first, last = day_of(UNTIL - timedelta(days=31)), day_of(UNTIL)
    told = {rate.name: rate for rate in rates.measure(load(), first=first, last=last)}
    assert told["匿名"].whole == 40
    shown = queries.at(region="3705", first=first, last=last)
    assert shown is not None
    on_time = indicators.ON_TIME.of(shown.place.period)
    assert told["超期（1 − 按期办结率）"].part == on_time.whole - on_time.part
    reached = sql.scalar("SELECT count(*) FROM ledger_entry WHERE act = 'follow_up' AND (data->>'reached')::boolean")
    assert told[indicators.SATISFIED.zh].whole == reached


def test_a_sample_is_labelled_and_starting_over_leaves_the_country_alone(crew: Crew) -> None:
    assert phases.stands() == "partial"
    assert sample.building()
    sample.finish(at=UNTIL)
    assert phases.stands() == "finished"
    assert not sample.building()
    phases.wipe()
    assert phases.stands() == "empty"
    assert sql.scalar("SELECT count(*) FROM regions_region") == len(FEW)
    assert sql.scalar("SELECT count(*) FROM centers_unit") == 0


def test_what_is_no_sample_is_never_touched(crew: Crew) -> None:
    sql.execute("DELETE FROM sample")
    with pytest.raises(phases.NotASample):
        phases.stands()
    with pytest.raises(phases.NotASample):
        phases.wipe()
