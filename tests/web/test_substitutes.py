"""Absence on its page, the switch of posts that keeps the page, and whose name stands in the timeline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring
from yiwang.centers import operations as centers
from yiwang.centers.domain.words import Role
from yiwang.centers.models import Appointment, Post
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of

pytestmark = pytest.mark.django_db


def test_named_on_the_page_switched_to_and_told_in_the_timeline(town, signed_in) -> None:
    number = bring(town, at=now() - timedelta(hours=2)).number
    absent, substitute = signed_in("county"), signed_in("clerk")
    address = f"/posts/substitutes/{town.appointments['county']}/"
    days = {"starts": day_of(now()).isoformat(), "ends": (day_of(now()) + timedelta(days=3)).isoformat()}
    assert absent.post(address, days | {"user": "", "ends": "x"}).status_code == 422
    assert substitute.get(address).status_code == 404
    assert absent.post(address, days | {"user": town.users["clerk"], "reason": "休假"}).status_code == 302
    assert "测试clerk 代 测试county" in absent.get("/posts/substitutes/").content.decode()
    made = Appointment.objects.get(stands_in_for__isnull=False)
    matter = f"/matters/{number}/"
    answer = substitute.post("/posts/", {"appointment": made.pk, "next": matter})
    assert answer["Location"] == matter, "no new sign-in, and the page stays"
    assert "代 测试county" in substitute.get(matter).content.decode()
    form = substitute.post(f"{matter}acts/accept/", {"subject": "m"})
    assert form.status_code == 302, form.content.decode()
    page = substitute.get(matter).content.decode()
    assert "测试clerk 代 测试county" in page
    assert substitute.get(address).status_code == 404, "a post one stands in at is not handed on"
    assert absent.post(f"/posts/substitutes/{made.pk}/end/").status_code == 302
    assert substitute.get(matter).status_code == 302, "the post has ended: another is to be chosen"


def test_the_switch_keeps_the_page_only_where_the_other_post_may_see_it(town, signed_in) -> None:
    number = bring(town).number
    post = Post.objects.get(unit_id=town.units["370503"], role=Role.COORDINATOR.value)
    other = centers.appoint(user_id=town.users["county"], post_id=post.pk, starts=now() - timedelta(days=1))
    browser = signed_in("county")
    browser.post("/posts/", {"appointment": town.appointments["county"], "next": ""})
    for wanted, landed in (
        ("/desk/?duty=dispatch", "/desk/?duty=dispatch"),
        (f"/matters/{number}/", "/desk/"),
        ("/looks/", "/desk/"),
        ("/nowhere/", "/desk/"),
    ):
        assert browser.post("/posts/", {"appointment": other.pk, "next": wanted})["Location"] == landed
    assert browser.post("/posts/", {"appointment": town.appointments["clerk"], "next": "/desk/"}).status_code == 422
