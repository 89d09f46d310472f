from datetime import date, timedelta

import pytest

from yiwang.centers import operations, queries
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.centers.models import Appointment, Center, Post, Residency, Unit
from yiwang.kernel.refusals import Refused


def test_one_main_center_a_region_but_any_number_of_sub_centers(centers, at):
    centers("370502")
    with pytest.raises(Refused, match="main_center_exists"):
        operations.open_center(region="370502", at=at, built_on=date(2021, 1, 1), name="又一个中心")
    operations.open_center(region="370502", at=at, built_on=date(2021, 1, 1), name="高新园区分中心", main=False)
    assert Center.objects.filter(main=True).count() == 1
    assert Unit.objects.count() == 2  # the refused one left no unit behind


def test_a_center_is_named_for_its_region(centers):
    ids = centers("370502", "370502001001")
    found = queries.units(ids.values())
    assert found[ids["370502"]].name == "东营区综治中心"
    assert found[ids["370502001001"]].short == "安泰社区中心"
    assert found[ids["370502"]].main_center and found[ids["370502"]].level == 3


def test_founding_many_is_all_or_nothing(at):
    new = [operations.NewUnit(kind=UnitKind.DEPARTMENT, name=name, region=region) for name, region in (("甲", "3705"), ("乙", "9999"))]
    with pytest.raises(Refused, match="no_such_region"):
        operations.found_units(new=new, at=at)
    assert not Unit.objects.exists()
    with pytest.raises(Refused, match="unit_name_taken"):
        operations.found_units(new=[new[0], new[0]], at=at)
    assert not Unit.objects.exists()


def test_a_line_goes_up_nearest_first(found):
    province = found("省住建厅", "37")
    city = found("市住建局", "3705", parent=province)
    county = found("区住建局", "370502", parent=city)
    assert queries.net().unit(county).line == (city, province)
    assert queries.below(province) == (city, county)


def test_a_department_moves_in_once_and_not_into_itself(centers, found):
    center, office = centers("370502")["370502"], found("区人社局", "370502")
    operations.move_in(center_id=center, unit_id=office, mode="permanent", since=date(2024, 1, 1), counter="3 号窗口")
    for unit, code in ((office, "already_resident"), (center, "resident_in_itself")):
        with pytest.raises(Refused, match=code):
            operations.move_in(center_id=center, unit_id=unit, mode="on_call", since=date(2024, 1, 1))
    with pytest.raises(Refused, match="bad_choice"):
        operations.move_in(center_id=center, unit_id=office, mode="sometimes", since=date(2024, 1, 1))
    assert Residency.objects.count() == 1
    operations.hang_plaque(center_id=center, name="矛盾调解中心", on=date(2024, 1, 1))
    with pytest.raises(Refused, match="plaque_exists"):
        operations.hang_plaque(center_id=center, name="矛盾调解中心", on=date(2024, 1, 1))


def test_one_person_several_posts_but_the_same_post_once_at_a_time(centers, person, at):
    ids, zhang = centers("370502001", "370502001001"), person("zhang")
    posts = [operations.create_post(unit_id=unit, role=Role.COORDINATOR) for unit in ids.values()]
    for post in posts:
        operations.appoint(user_id=zhang, post_id=post.pk, starts=at, ends=at + timedelta(days=10))
    assert [row.role for row in queries.appointments_of(zhang, at)] == [Role.COORDINATOR, Role.COORDINATOR]
    assert queries.appointments_of(zhang, at)[0].label == "协调员 · 文汇街道综治中心"
    with pytest.raises(Refused, match="already_appointed"):
        operations.appoint(user_id=zhang, post_id=posts[0].pk, starts=at + timedelta(days=9))
    operations.appoint(user_id=zhang, post_id=posts[0].pk, starts=at + timedelta(days=10))
    with pytest.raises(Refused, match="ends_before_start"):
        operations.appoint(user_id=person("wang"), post_id=posts[0].pk, starts=at, ends=at)
    assert Appointment.objects.count() == 3


def test_an_actor_is_who_holds_the_post_at_that_moment(centers, found, person, at):
    center, bureau, lent = centers("370502")["370502"], found("区住建局", "370502"), found("区信访局", "370502")
    zhang = person("zhang")
    first = operations.create_post(unit_id=center, role=Role.CLERK)
    second = operations.create_post(unit_id=bureau, role=Role.HANDLER)
    here = operations.appoint(user_id=zhang, post_id=first.pk, starts=at, seconded_from=lent)
    operations.appoint(user_id=zhang, post_id=second.pk, starts=at + timedelta(days=1))
    actor = queries.actor(here.pk, at)
    assert (actor.role, actor.user, actor.unit, actor.post) == (Role.CLERK, zhang, center, here.pk)
    assert actor.seconded_from == (lent,)
    assert queries.actor(here.pk, at + timedelta(days=1)).seconded_from == tuple(sorted((lent, bureau)))
    assert queries.actor(here.pk, at - timedelta(seconds=1)) is None
    assert queries.actor(999_999, at) is None
    operations.end_appointment(appointment_id=here.pk, at=at + timedelta(days=2))
    assert queries.actor(here.pk, at + timedelta(days=1)) is not None
    assert queries.actor(here.pk, at + timedelta(days=2)) is None
    with pytest.raises(Refused, match="no_such_appointment"):
        operations.end_appointment(appointment_id=here.pk, at=at + timedelta(days=3))


def test_a_closed_account_acts_no_more(centers, person, at):
    from yiwang.accounts.operations import deactivate

    post = operations.create_post(unit_id=centers("370502")["370502"], role=Role.CLERK)
    appointed = operations.appoint(user_id=person("zhang"), post_id=post.pk, starts=at)
    assert queries.actor(appointed.pk, at) is not None
    deactivate(username="zhang")
    operations.staff_changed()
    assert queries.actor(appointed.pk, at) is None
    assert not queries.net(at).staffed(post.unit_id)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (Role.AUDITOR, Role.SECURITY, True),
        (Role.SYSTEM_ADMIN, Role.AUDITOR, True),
        (Role.AUDITOR, Role.COORDINATOR, True),
        (Role.CLERK, Role.SYSTEM_ADMIN, True),
        (Role.CLERK, Role.COORDINATOR, False),
    ],
)
def test_the_three_officers_stay_apart(centers, person, at, first, second, apart):
    unit, zhang = centers("370502")["370502"], person("zhang")
    posts = [operations.create_post(unit_id=unit, role=role) for role in (first, second)]
    held = operations.appoint(user_id=zhang, post_id=posts[0].pk, starts=at)
    if apart:
        with pytest.raises(Refused, match="officers_apart"):
            operations.appoint(user_id=zhang, post_id=posts[1].pk, starts=at + timedelta(days=5))
        operations.end_appointment(appointment_id=held.pk, at=at + timedelta(days=5))
    operations.appoint(user_id=zhang, post_id=posts[1].pk, starts=at + timedelta(days=5))


def test_what_an_abolished_unit_held_goes_to_its_successor_else_up(centers, found, person, at):
    center = centers("370502")["370502"]
    superior = found("市局", "3705")
    old, new = found("旧局", "370502", parent=superior), found("新局", "370502", parent=superior)
    below = found("旧局分局", "370502001", parent=old)
    alone = found("独立办", "370502")
    post = operations.create_post(unit_id=old, role=Role.HANDLER)
    appointed = operations.appoint(user_id=person("zhang"), post_id=post.pk, starts=at)
    end = at + timedelta(days=30)
    operations.abolish_unit(unit_id=old, successor_id=new, at=end)
    operations.abolish_unit(unit_id=alone, at=end)
    net = queries.net(end)
    assert net.unit(old).id == new
    assert net.unit(alone).id == center
    assert net.unit(below).line == (new, superior)
    assert queries.actor(appointed.pk, end) is None
    assert not Post.objects.filter(unit=old, closed_on=None).exists()
    operations.abolish_unit(unit_id=new, at=end)
    assert net.unit(old).id == superior
    assert net.unit(below).line == (superior,)
    with pytest.raises(Refused, match="no_such_unit"):
        operations.abolish_unit(unit_id=old, at=end)


def test_a_closed_center_makes_room_for_a_new_one(centers, at):
    first = centers("37", "3705")["3705"]
    operations.abolish_unit(unit_id=first, at=at + timedelta(days=1))
    assert queries.net().center_of("3705") is None
    assert queries.net().unit(first).region == "37"
    again = operations.open_center(region="3705", at=at + timedelta(days=2), built_on=date(2026, 9, 3))
    assert queries.net().center_of("3705") == again.unit_id
