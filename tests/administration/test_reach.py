"""How far a system officer reaches: within their subtree, never themself, never the officers beside them; and all is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import Town, build_town
from yiwang.accounts.models import User
from yiwang.accounts.queries import signing_in
from yiwang.administration import operations as ops
from yiwang.administration.operations.duties import Whose
from yiwang.administration.queries import duties, people, units
from yiwang.audit import changes
from yiwang.centers import operations as centers
from yiwang.centers import queries
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.centers.models import Appointment, Post
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def officer(town: Town) -> Actor:
    return town.actor("system_admin")


def post_of(town: Town, unit: str, role: Role) -> int:
    return Post.objects.get(unit_id=town.units[unit], role=role.value).pk


def refused(deed, **given) -> str:
    with pytest.raises(Refused) as refusal:
        deed(**given)
    return refusal.value.code


def test_nobody_but_the_system_officer_and_nothing_beyond_their_subtree(town, officer) -> None:
    at = now()
    for who in ("county_head", "county", "auditor", "security", "housing_head"):
        assert refused(ops.rename_unit, by=town.actor(who), unit_id=town.units["housing"], name="新名", at=at) == "not_your_right"
    for beyond in ("housing_city", "3705", "370503", "discipline_city"):
        assert refused(ops.rename_unit, by=officer, unit_id=town.units[beyond], name="新名", at=at) == "no_such_unit"
    assert refused(ops.found_unit, by=officer, kind=UnitKind.DEPARTMENT, name="某局", region="370503", at=at) == "no_such_region"
    assert (
        refused(ops.appoint, by=officer, user_id=town.users["clerk"], post_id=post_of(town, "370503", Role.COORDINATOR), at=at)
        == "no_such_unit"
    )
    assert refused(ops.reset_password, by=officer, user_id=town.users["other_county"], at=at) == "no_such_user"
    assert changes.changes().changes == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLERK, Role.CENTER_HEAD, Role.SYSTEM_ADMIN])
def test_a_system_officer_gives_themself_nothing(town, officer, role) -> None:
    post = Post.objects.filter(unit_id=town.units["370502"], role=role.value).first()
    assert refused(ops.appoint, by=officer, user_id=officer.user, post_id=post.pk, at=now()) == "not_oneself"
    assert refused(ops.reset_password, by=officer, user_id=officer.user, at=now()) == "not_oneself"
    assert refused(ops.unlock, by=officer, user_id=officer.user, at=now()) == "not_oneself"
    assert refused(ops.end_appointment, by=officer, appointment_id=officer.post, at=now()) == "not_oneself"


def test_the_officers_of_one_place_do_not_make_or_break_each_other(town, officer) -> None:
    at = now()
    for who, role in (("auditor", Role.AUDITOR), ("security", Role.SECURITY)):
        post = post_of(town, "370502", role)
        assert refused(ops.enrol, by=officer, username="second", name="第二人", post_id=post, at=at) == "officers_from_above"
        assert refused(ops.end_appointment, by=officer, appointment_id=town.appointments[who], at=at) == "officers_from_above"
        assert refused(ops.reset_password, by=officer, user_id=town.users[who], at=at) == "officers_from_above"
        assert refused(ops.lock, by=officer, user_id=town.users[who], at=at) == "officers_from_above"
    assert not User.objects.filter(username="second").exists()


def test_officers_stay_apart_from_every_other_post(town, officer) -> None:
    post = ops.create_post(by=officer, unit_id=town.units["370502001"], role=Role.AUDITOR, at=now())
    assert refused(ops.appoint, by=officer, user_id=town.users["township"], post_id=post, at=now()) == "officers_apart"


def test_somebody_who_also_serves_beyond_reach_is_not_reset_here(town, officer) -> None:
    post = post_of(town, "370503", Role.COORDINATOR)
    centers.appoint(user_id=town.users["clerk"], post_id=post, starts=now() - timedelta(days=1))
    assert refused(ops.reset_password, by=officer, user_id=town.users["clerk"], at=now()) == "also_elsewhere"
    assert refused(ops.lock, by=officer, user_id=town.users["clerk"], at=now()) == "also_elsewhere"


def test_a_start_password_opens_once_and_is_written_nowhere(town, officer) -> None:
    made = ops.enrol(by=officer, username="New.Clerk", name="新来的", post_id=post_of(town, "370502", Role.CLERK), at=now())
    user = signing_in(username="new.clerk", password=made.password)
    assert user is not None and user.must_change_password and user.initials == "xld"
    assert made.password not in str(changes.changes().changes)
    assert [row.deed for row in changes.changes().changes] == ["appoint", "enrol"]
    acting = queries.appointments_of(user.pk, now())
    assert [(row.role, row.unit) for row in acting] == [(Role.CLERK, town.units["370502"])]


def test_lock_ends_acting_and_unlock_gives_it_back(town, officer) -> None:
    ops.lock(by=officer, user_id=town.users["clerk"], at=now())
    assert queries.actor(town.appointments["clerk"], now()) is None
    assert signing_in(username="clerk", password="open-sesame") is None
    ops.unlock(by=officer, user_id=town.users["clerk"], at=now())
    assert queries.actor(town.appointments["clerk"], now()) is not None


def test_units_are_renamed_moved_and_closed_with_what_stood_before(town, officer) -> None:
    at, station = now(), town.units["housing_station"]
    ops.rename_unit(by=officer, unit_id=station, name="文汇街道城市建设办公室", short="城建办", at=at)
    ops.move_unit(by=officer, unit_id=station, region="370502002", parent_id=town.units["housing"], at=at)
    assert queries.units([station])[station].region == "370502002"
    assert refused(ops.move_unit, by=officer, unit_id=town.units["housing"], region="370502", parent_id=station, at=at) == "superior_below"
    assert refused(ops.move_unit, by=officer, unit_id=town.units["370502001"], region="370502002", parent_id=None, at=at) == "center_stays"
    ops.close_unit(by=officer, unit_id=station, successor_id=town.units["housing"], at=at)
    assert queries.net(at).unit(station).id == town.units["housing"]
    assert Appointment.objects.get(pk=town.appointments["housing_station_handler"]).ends == at
    rows = changes.changes(subject=f"unit.{station}").changes
    assert [row.deed for row in rows] == ["close_unit", "move_unit", "rename_unit"]
    assert rows[2].before["name"] == "文汇街道城建办"
    assert rows[1].after == {"region": "370502002", "parent": "东营区住房和城乡建设局"}


def test_a_whole_line_follows_a_unit_that_moved(town, officer) -> None:
    ops.move_unit(by=officer, unit_id=town.units["housing"], region="370502", parent_id=town.units["housing_province"], at=now())
    assert queries.net().unit(town.units["housing_station"]).line == (town.units["housing"], town.units["housing_province"])


def test_a_duty_holds_from_its_day_and_is_taken_back_before_it(town, officer) -> None:
    at, unit, category = now(), town.units["housing"], "01-01"
    whose, today = Whose(unit=unit), day_of(now())
    ops.set_duty(by=officer, whose=whose, category=category, mode="main", since=today, source="清单一", at=at)
    seen = duties.effects(unit=unit, kind="", branch="", level=None, category=category, mode="assist", at=at)
    assert [(one.before, one.after) for one in seen.shown] == [("main", "assist")]
    ops.set_duty(by=officer, whose=whose, category=category, mode="assist", since=today + timedelta(days=5), source="清单二", at=at)
    assert queries.net(at).duty(unit, "01-01-01") == "main"
    assert queries.net(at + timedelta(days=6)).duty(unit, "01-01-01") == "assist"
    planned = next(row for row in duties.lines(unit=unit).rows if row.mode == "assist")
    ops.strike_duty(by=officer, duty_id=planned.id, at=at)
    assert queries.net(at + timedelta(days=6)).duty(unit, "01-01-01") == "main"
    assert refused(ops.set_duty, by=officer, whose=whose, category="77", mode="main", since=today, source="x", at=at) == "no_such_category"
    general = Whose(kind="department", branch="housing", level=3)
    assert (
        refused(ops.set_duty, by=officer, whose=general, category=category, mode="main", since=today, source="x", at=at) == "rules_of_all"
    )


def test_a_general_line_changes_all_but_those_with_a_list_of_their_own(town, officer) -> None:
    at = now()
    values = {"kind": "department", "branch": "housing", "level": 3, "category": "01-01", "mode": "main", "at": at, "unit": None}
    assert (duties.effects(**values).units, duties.effects(**values).changed) == (1, 1)
    ops.set_duty(by=officer, whose=Whose(unit=town.units["housing"]), category="01", mode="assist", since=day_of(now()), source="一", at=at)
    assert duties.effects(**values).changed == 0


def test_units_and_people_are_found_by_initials_and_page_by_page(town) -> None:
    at = now()
    assert [row.name for row in units.units(realm="370502", text="dyqrlzy", at=at).rows] == ["东营区人力资源和社会保障局"]
    first = units.units(realm="370502", at=at, limit=5)
    second = units.units(realm="370502", at=at, limit=50, after=first.after)
    names = [row.id for row in (*first.rows, *second.rows)]
    assert len(names) == len(set(names)) and all(row.region.startswith("370502") for row in (*first.rows, *second.rows))
    found = people.people(realm="370502", text="文汇派出所", at=at).rows
    assert [row.username for row in found] == ["police_handler"]
    assert people.people(realm="370503", text="clerk", at=at).rows == []


def test_the_log_is_chained(town, officer) -> None:
    from django.db import connection

    for name in ("甲局", "乙局", "丙局"):
        ops.rename_unit(by=officer, unit_id=town.units["labour"], name=name, at=now())
    assert list(changes.broken()) == []
    with connection.cursor() as cursor:
        cursor.execute('UPDATE administration_log SET after = \'{"name": "丁局"}\' WHERE seq = 2')
    assert [seq for seq, _ in changes.broken()] == [2]
