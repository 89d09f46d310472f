from datetime import date, timedelta

import pytest
from django.db import connection

from yiwang.centers import cache, operations, queries
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.kernel.refusals import Refused


def test_the_parent_center_is_the_nearest_region_above_that_has_one(centers):
    ids = centers("37", "370502", "370502001001")
    net = queries.net()
    assert net.center_of("370502") == ids["370502"]
    assert net.center_of("3705") is None
    assert net.parent_center(ids["370502001001"]) == ids["370502"]
    assert net.parent_center(ids["370502"]) == ids["37"]
    assert net.parent_center(ids["37"]) is None
    assert net.unit(ids["370502001001"]).line == (ids["370502"], ids["37"])
    assert centers("3705")["3705"] == net.parent_center(ids["370502"])  # a new center in between is seen at once


def test_a_sub_center_stands_under_the_main_center_of_its_place(centers, at):
    ids = centers("3705", "370502")
    sub = operations.open_center(region="370502", at=at, built_on=date(2024, 1, 1), name="园区分中心", main=False).unit_id
    net = queries.net()
    assert net.parent_center(sub) == ids["370502"]
    assert net.unit(sub).line == (ids["370502"], ids["3705"])
    assert not net.unit(sub).main_center


def test_superior_organs_and_common_superiors(centers, found):
    ids = centers("3705", "370502", "370502001")
    city = found("市住建局", "3705")
    county = found("区住建局", "370502", parent=city)
    alone = found("区残联", "370502")
    office = found("街道城建办", "370502001", parent=county)
    net = queries.net()
    assert net.superior_organ(county) == city
    assert net.superior_organ(alone) == ids["3705"]
    assert net.superior_organ(ids["370502"]) == ids["3705"]
    assert queries.common_superior(county, alone) == ids["370502"]
    assert queries.common_superior(county, ids["370502"]) == ids["3705"]
    assert queries.common_superior(office, ids["370502001"]) == ids["370502"]
    assert queries.common_superior(ids["3705"], county) is None


def test_accusations_go_to_a_discipline_body_above_never_to_itself(found):
    bodies = {region: found(f"{region}纪委", region, UnitKind.DISCIPLINE_BODY) for region in ("37", "3705", "370502")}
    county, village = found("区局", "370502"), found("村委会", "370502001001")
    net = queries.net()
    assert net.discipline_body(village) == bodies["370502"]
    assert net.discipline_body(county) == bodies["3705"]
    assert net.discipline_body(bodies["370502"]) == bodies["3705"]
    assert net.discipline_body(found("省厅", "37")) == bodies["37"]
    assert net.discipline_body(bodies["37"]) is None


def test_the_longest_line_of_the_units_own_duty_list_decides(found):
    office = found("区人社局", "370502", branch="labour")
    other = found("区住建局", "370502", branch="construction")
    day = date(2026, 1, 1)
    operations.set_duty(category="15", mode="main", since=day, unit_kind=UnitKind.DEPARTMENT, branch="labour", level=3)
    operations.set_duty(category="15-03", mode="assist", since=day, unit_id=office)
    operations.set_duty(category="15-03-05", mode="withdrawn", since=day, unit_id=office)
    net = queries.net()
    assert [net.duty(office, code) for code in ("15-01-01", "15-03-01", "15-03-05", "01-01-01")] == ["main", "assist", "withdrawn", None]
    assert net.has_duty_list(office)
    assert not net.has_duty_list(other)
    assert net.duty(other, "15-01-01") is None
    operations.set_duty(category="15-03-05", mode="main", since=date(2026, 6, 1), unit_id=office)
    assert net.duty(office, "15-03-05") == "main"


@pytest.mark.parametrize(
    ("more", "code"),
    [({}, "duty_of_whom"), ({"unit_kind": UnitKind.DEPARTMENT}, "duty_of_whom"), ({"unit_id": 9_999_999}, "no_such_unit")],
)
def test_a_duty_is_somebodys(more, code):
    with pytest.raises(Refused, match=code):
        operations.set_duty(category="15", mode="main", since=date(2026, 1, 1), **more)


def test_a_vacant_unit_is_known_to_be_vacant(centers, person, at):
    center = centers("370502")["370502"]
    post = operations.create_post(unit_id=center, role=Role.COORDINATOR)
    assert not queries.net(at).staffed(center)
    operations.appoint(user_id=person("zhang"), post_id=post.pk, starts=at, ends=at + timedelta(days=1))
    assert [staffer.role for staffer in queries.net(at).staff(center)] == [Role.COORDINATOR]
    assert not queries.net(at + timedelta(days=1)).staffed(center)


def test_what_is_known_costs_no_statement_and_a_change_elsewhere_is_seen_within_a_second(centers, found, statements, monkeypatch):
    ids = centers("3705", "370502")
    office = found("区局", "370502")
    net = queries.net()

    def ask_all():
        return (net.unit(office), net.parent_center(ids["370502"]), net.duty(office, "15"), net.staffed(office), queries.units([office]))

    ask_all()
    with statements() as seen:
        ask_all()
    assert len(seen) == 0, str(seen)
    with connection.cursor() as cursor:  # another process: the row and the mark change behind this one's back
        cursor.execute("UPDATE centers_unit SET region_id = '370503' WHERE id = %s", [office])
        cursor.execute("UPDATE centers_netversion SET mark = mark # 1")
    assert net.unit(office).region == "370502"
    monkeypatch.setattr(cache, "_asked", cache._asked - 1.1)
    assert net.unit(office).region == "370503"
