"""The pages of the system officer: every list, every form, refused input that comes back, and who does not get in."""

from __future__ import annotations

import re

import pytest

from yiwang.accounts.models import User
from yiwang.audit import changes
from yiwang.centers import operations as centers
from yiwang.centers import queries
from yiwang.centers.domain.words import Role
from yiwang.centers.models import DutyItem, Post, Unit
from yiwang.infra.clock import now
from yiwang.policy import drafting
from yiwang.policy import queries as packs
from yiwang.web.access_table import GATES, Gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("system_admin")


@pytest.fixture
def city_officer(town, signed_in):
    """The officer who answers for the whole installation."""
    user = User.objects.create(
        username="city.admin", name="市管理员", created=town.start, password=User.objects.get(username="city").password
    )
    post = centers.create_post(unit_id=town.units["3705"], role=Role.SYSTEM_ADMIN)
    centers.appoint(user_id=user.pk, post_id=post.pk, starts=town.start)
    return signed_in("city.admin")


def test_work_of_the_system_officer_begins_at_the_administration(town, signed_in, officer) -> None:
    assert officer.post("/sign-in/", {"username": "system_admin", "password": "open-sesame"})["Location"] == "/administration/"
    for path in ("", "units/", "people/", "duties/", "duties/?general=1", "rules/", "state/", "log/", "units/new/", "units/new-center/"):
        answer = officer.get(f"/administration/{path}")
        assert answer.status_code == 200, path
        assert "测试clerk" not in answer.content.decode() or path == "people/", path


def test_units_beyond_the_subtree_do_not_exist(town, officer) -> None:
    for beyond in ("housing_city", "3705", "370503"):
        for path in ("", "rename/", "close/", "post/"):
            assert officer.get(f"/administration/units/{town.units[beyond]}/{path}").status_code == 404
    assert officer.get(f"/administration/people/{town.users['other_county']}/").status_code == 404
    assert officer.get(f"/administration/items/end-appointment/{town.appointments['other_county']}/").status_code == 404
    assert "河口区" not in officer.get("/administration/units/").content.decode()
    assert officer.get("/administration/units/999999999999/").status_code == 404


def test_a_unit_is_founded_given_a_post_and_somebody_signs_in(town, officer, client) -> None:
    wrong = officer.post("/administration/units/new/", {"name": "", "kind": "department", "region": "370503"})
    assert wrong.status_code == 422
    assert "error-summary" in wrong.content.decode()
    made = officer.post("/administration/units/new/", {"name": "东营区民政局", "kind": "department", "region": "370502", "branch": ""})
    assert made.status_code == 302
    unit = Unit.objects.get(name="东营区民政局")
    assert officer.post(f"/administration/units/{unit.pk}/post/", {"role": "handler"}).status_code == 302
    post = Post.objects.get(unit=unit)
    refused = officer.post(f"/administration/people/new/?post={post.pk}", {"name": "赵一", "username": "Z"})
    assert refused.status_code == 422
    assert 'value="赵一"' in refused.content.decode()
    once = officer.post(f"/administration/people/new/?post={post.pk}", {"name": "赵一", "username": "zhao.yi"})
    assert once["Cache-Control"] == "no-store"
    password = re.search(r'id="start-password">([^<]+)<', once.content.decode())[1]
    assert client.post("/sign-in/", {"username": "zhao.yi", "password": password})["Location"] == "/password/"
    page = officer.get(f"/administration/units/{unit.pk}/").content.decode()
    assert "赵一" in page
    assert password not in page
    assert password not in officer.get("/administration/log/").content.decode()


def test_nobody_makes_themself_anything_on_the_page_either(town, officer) -> None:
    own = town.users["system_admin"]
    post = Post.objects.get(unit_id=town.units["370502"], role="coordinator")
    answer = officer.post(f"/administration/people/appoint/?post={post.pk}", {"user": own})
    assert answer.status_code == 422
    assert "不能给自己任职" in answer.content.decode()
    for deed in ("lock", "reset"):
        assert officer.post(f"/administration/people/{own}/{deed}/").status_code == 422
    assert [row.role for row in queries.appointments_of(own, now())] == [Role.SYSTEM_ADMIN]


def test_an_appointment_is_ended_after_one_more_question(town, officer) -> None:
    path = f"/administration/items/end-appointment/{town.appointments['clerk']}/"
    assert "测试clerk" in officer.get(path).content.decode()
    assert officer.post(path).status_code == 302
    assert queries.actor(town.appointments["clerk"], now()) is None
    assert officer.get(path).status_code == 404


def test_a_duty_line_says_what_it_changes_before_it_is_written(town, officer) -> None:
    path = f"/administration/duties/new/?unit={town.units['housing']}"
    line = {"category": "01-01", "mode": "main", "since": "2099-01-01", "source": "清单"}
    preview = officer.post(path, line)
    assert preview.status_code == 200
    assert "会改变什么" in preview.content.decode()
    assert not DutyItem.objects.exists()
    assert officer.post(path, line | {"sure": "1"}).status_code == 302
    assert DutyItem.objects.get().category == "01-01"
    assert "尚未生效" in officer.get(f"/administration/duties/?unit={town.units['housing']}").content.decode()
    for wrong in ({"since": "x"}, {"category": "77"}, {"mode": "x"}, {"source": ""}):
        assert officer.post(path, line | wrong).status_code == 422, wrong
    assert officer.get("/administration/duties/new/").status_code == 404  # the lists of all are for the officer of the whole


def test_rules_are_read_by_every_system_officer_and_changed_by_one(town, officer) -> None:
    for path in ("rules/clocks/", "rules/clocks/versions/statutory-2026/?part=rules/handling", "rules/clocks/compare/"):
        assert officer.get(f"/administration/{path}").status_code == 200, path
    for path in ("draft/", "draft/text/", "draft/effect/", "draft/piece/?part=rules/handling"):
        assert officer.get(f"/administration/rules/clocks/{path}").status_code == 404, path
    assert officer.get("/administration/rules/nothing/").status_code == 404
    assert officer.get("/administration/rules/clocks/versions/statutory-2026/?part=no/such").status_code == 404


def test_a_faulty_pack_shows_where_and_does_not_take_effect(city_officer) -> None:
    root = "/administration/rules/clocks/draft/"
    begun = {"version": "city-2027", "valid_from": "2099-01-01", "source": "市综治〔2026〕1号"}
    assert city_officer.post(root, begun | {"valid_from": "soon"}).status_code == 422
    assert city_officer.post(root, begun).status_code == 302
    assert "可以生效" in city_officer.get(root).content.decode()
    piece = f"{root}piece/?part=rules/card"
    form = city_officer.get(piece).content.decode()
    names = re.findall(r'name="(v\.[^"]+)"', form)
    values = {name: "" for name in names if not name.endswith("statutory")}
    assert city_officer.post(piece, values | {"v.rules.card.*.limit": "bald", "v.rules.card.*.basis": "x"}).status_code == 302
    page = city_officer.get(root).content.decode()
    assert "督办回复期限 › 其他程序 › 时限" in page
    assert "“bald”不是期限" in page
    answer = city_officer.post(f"{root}effect/")
    assert answer.status_code == 422
    assert packs.version("clocks", "city-2027") is None
    body = drafting.plain_body(packs.packs("clocks")[-1])
    body["rules"]["card"]["*"]["limit"] = "9w"
    import json

    assert city_officer.post(f"{root}text/", {"body": "{"}).status_code == 422
    assert city_officer.post(f"{root}text/", {"body": json.dumps(body)}).status_code == 302
    compared = city_officer.get("/administration/rules/clocks/compare/").content.decode()
    assert "9 个工作日" in compared
    assert city_officer.post(f"{root}effect/").status_code == 302
    assert packs.version("clocks", "city-2027").body.rules["card"]["*"].limit == "9w"


def test_the_audit_officer_reads_the_log_and_nothing_else_of_it(town, signed_in, officer) -> None:
    officer.post(f"/administration/units/{town.units['labour']}/rename/", {"name": "东营区人社局"})
    page = signed_in("auditor").get("/administration/log/").content.decode()
    assert "东营区人力资源和社会保障局" in page
    assert "东营区人社局" in page
    assert changes.changes().changes[0].deed == "rename_unit"
    assert signed_in("auditor").get("/administration/").status_code == 404


def test_a_place_stands_in_the_side_once_and_not_where_the_header_has_it(signed_in, officer) -> None:
    for reader in (officer, signed_in("auditor")):
        side = re.search(r'<nav class="side".*?</nav>', reader.get("/administration/log/").content.decode(), re.DOTALL)
        assert side is not None
        assert side[0].count('href="/administration/log/"') == 1
        assert 'href="/messages/"' not in side[0]


def test_a_few_statements_whatever_the_length(town, officer, statements) -> None:
    for path in ("units/", "people/", "duties/", "rules/", "log/"):
        officer.get(f"/administration/{path}")
        with statements() as seen:
            officer.get(f"/administration/{path}")
        assert len(seen) <= 5, f"{path}\n{seen}"


def test_every_page_of_it_is_closed_to_all_others() -> None:
    assert {GATES[name] for name in GATES if name.startswith("administration")} == {Gate.ADMINISTRATORS, Gate.CHANGES}
