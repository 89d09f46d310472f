"""The next version of the rules: drafted, compared, checked; with a gap or an overlap it does not take effect, and says where."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import Town, build_town
from yiwang.accounts.models import User
from yiwang.administration import operations as ops
from yiwang.audit import changes
from yiwang.centers import operations as centers
from yiwang.centers import queries
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.policy import drafting
from yiwang.policy import operations as policy
from yiwang.policy import queries as packs
from yiwang.policy.domain.pack import Pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def city_officer(town: Town) -> Actor:
    """The system officer of the city, whose region holds the whole installation."""
    user = User.objects.create(username="city.admin", name="市管理员", created=town.start)
    post = centers.create_post(unit_id=town.units["3705"], role=Role.SYSTEM_ADMIN)
    row = centers.appoint(user_id=user.pk, post_id=post.pk, starts=town.start)
    found = queries.actor(row.pk, now())
    assert found is not None
    return found


def drafted(by: Actor, body, *, days: int = 10, source: str = "东综治〔2026〕9号") -> None:
    ops.save_draft(
        by=by, kind="clocks", version="next", valid_from=day_of(now()) + timedelta(days=days), source=source, body=body, at=now()
    )


def clocks():
    return drafting.plain_body(packs.packs("clocks")[-1])


def test_only_who_answers_for_all_of_it_changes_the_rules_of_all(town, city_officer) -> None:
    with pytest.raises(Refused, match="rules_of_all"):
        drafted(town.actor("system_admin"), clocks())
    drafted(city_officer, clocks())
    with pytest.raises(Refused, match="rules_of_all"):
        ops.take_effect(by=town.actor("system_admin"), kind="clocks", at=now())


def test_a_gap_keeps_a_pack_from_taking_effect_and_is_shown(city_officer) -> None:
    body = clocks()
    del body["rules"]["handling"]["*"]
    drafted(city_officer, body)
    with pytest.raises(Refused) as refusal:
        ops.take_effect(by=city_officer, kind="clocks", at=now())
    assert refusal.value.code == "pack_faulty"
    assert refusal.value.values["where"].startswith("rules · handling · ")
    assert packs.version("clocks", "next") is None
    assert drafting.draft_of("clocks") is not None


def test_an_overlap_in_days_or_in_words_keeps_it_too(city_officer) -> None:
    body = clocks()
    body["special"] = [*body["special"], body["special"][0]]
    drafted(city_officer, body, source="")
    draft = drafting.draft_of("clocks")
    from yiwang.administration.operations.packs import beside

    codes = {one.code for one in drafting.check_draft(draft=draft, at=now(), beside=beside())}
    assert codes == {"pack_without_source", "pack_overlap_special"}
    drafted(city_officer, clocks(), days=-1)
    with pytest.raises(Refused, match="pack_faulty"):
        ops.take_effect(by=city_officer, kind="clocks", at=now())


def test_no_other_way_lets_a_faulty_pack_in(city_officer) -> None:
    body = clocks()
    del body["rules"]["card"]
    pack = Pack(kind="clocks", version="by-hand", valid_from=day_of(now()), source="手工", body=body)
    with pytest.raises(Refused, match="pack_faulty"):
        policy.put_in_force(pack=pack, at=now())


def test_a_body_that_is_not_built_as_its_kind_asks_says_where(city_officer) -> None:
    body = clocks()
    body["rules"]["handling"]["*"] = {"limit": 15, "basis": "x", "basis_en": "x"}
    drafted(city_officer, body)
    with pytest.raises(Refused) as refusal:
        ops.take_effect(by=city_officer, kind="clocks", at=now())
    assert refusal.value.code == "pack_faulty"


def test_what_takes_effect_holds_from_its_day_and_is_never_altered(city_officer) -> None:
    body = clocks()
    body["rules"]["card"]["*"]["limit"] = "2w"
    drafted(city_officer, body)
    pack = ops.take_effect(by=city_officer, kind="clocks", at=now())
    assert packs.pack("clocks", now()).version != "next"
    later = packs.pack("clocks", pack.valid_from)
    assert later.version == "next"
    assert later.body.rules["card"]["*"].limit == "2w"
    assert drafting.draft_of("clocks") is None
    with pytest.raises(BadInput):
        drafted(city_officer, body)
    assert [row.deed for row in changes.changes(subject="policy.clocks").changes] == ["put_in_force", "draft_pack"]


def test_a_calendar_has_provisional_limits_counted_anew(city_officer) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    body = drafting.plain_body(packs.packs("calendar")[-1])
    for name in ("next-1", "next-2"):
        first = max(packs.packs("calendar")[-1].valid_from, day_of(now())) + timedelta(days=1)
        ops.save_draft(by=city_officer, kind="calendar", version=name, valid_from=first, source="国办通知", body=body, at=now())
        ops.take_effect(by=city_officer, kind="calendar", at=now())
    assert ProcrastinateJob.objects.filter(task_name__endswith="recompute_limits").count() == 1
