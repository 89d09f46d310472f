"""Answers and templates: who writes, who publishes, where they are read, how they are found, what an act is offered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import Town, build_town
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.knowledge import operations as ops
from yiwang.knowledge import queries
from yiwang.knowledge.models import ArticleVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def written(**changes) -> ops.Written:
    plain = {"title": "欠薪怎么办", "body": "先到劳动保障监察大队投诉，带上工资条和考勤记录。", "category": "15"}
    return ops.Written(**{**plain, **changes})


def published(town: Town, who: str = "county", **changes) -> int:
    key = ops.write(actor=town.actor(who), written=written(**changes), at=now())
    ops.publish(actor=town.actor(who), key=key, at=now())
    return key


def titles(town: Town, who: str, **asked) -> list[str]:
    return [row.title for row in queries.articles(actor=town.actor(who), at=now(), **asked).rows]


def test_drafted_by_a_handler_published_by_the_head(town) -> None:
    key = ops.write(actor=town.actor("housing_handler"), written=written(), at=now())
    assert titles(town, "housing_head", show="drafts") == ["欠薪怎么办"]
    assert titles(town, "housing_station_handler") == []
    with pytest.raises(Refused, match="not_your_right"):
        ops.publish(actor=town.actor("housing_handler"), key=key, at=now())
    ops.publish(actor=town.actor("housing_head"), key=key, at=now())
    assert titles(town, "housing_handler") == ["欠薪怎么办"]
    with pytest.raises(Refused, match="not_your_right"):
        ops.write(actor=town.actor("housing_handler"), written=written(title="改了"), at=now(), key=key)


def test_read_in_the_unit_and_below_and_nowhere_else(town) -> None:
    published(town)
    for who in ("clerk", "township", "village", "housing_handler", "police_handler"):
        assert titles(town, who) == ["欠薪怎么办"], who
    for who in ("city", "other_county"):
        assert titles(town, who) == [], who
    published(town, "housing_head", title="房屋维修基金怎么用", category="01")
    assert "房屋维修基金怎么用" in titles(town, "housing_station_handler")
    assert "房屋维修基金怎么用" not in titles(town, "labour_handler")


@pytest.mark.parametrize("text", ["工资条", "欠薪", "qxzmb", "欠薪 投诉"])
def test_found_by_words_title_and_initials(town, text) -> None:
    published(town)
    published(town, title="路灯不亮", body="拨打市政热线。", category="")
    assert titles(town, "clerk", text=text) == ["欠薪怎么办"]


def test_everybody_reads_what_is_public_and_published_and_nothing_else(town) -> None:
    inside, outside = published(town), published(town, title="怎样申请低保", public=True)
    draft = ops.write(actor=town.actor("county"), written=written(title="草稿", public=True), at=now())
    assert [row.title for row in queries.public_articles().rows] == ["怎样申请低保"]
    assert queries.article(actor=None, key=outside, at=now()) is not None
    assert queries.article(actor=None, key=inside, at=now()) is None
    assert queries.article(actor=None, key=draft, at=now()) is None
    ops.withdraw(actor=town.actor("county"), key=outside, at=now())
    assert queries.article(actor=None, key=outside, at=now()) is None


def test_versions_stay_and_the_review_day_comes(town) -> None:
    key = published(town)
    ops.write(actor=town.actor("county"), written=written(body="新办法。"), at=now(), key=key)
    assert list(ArticleVersion.objects.order_by("version").values_list("version", "body")) == [(1, written().body), (2, "新办法。")]
    assert queries.due_count(actor=town.actor("county"), at=now()) == 0
    later = now() + timedelta(days=200)
    assert queries.due_count(actor=town.actor("county"), at=later) == 1
    assert [row.id for row in queries.articles(actor=town.actor("county"), at=later, show="due").rows] == [key]
    ops.publish(actor=town.actor("county"), key=key, at=later, review_on=day_of(later) + timedelta(days=90))
    assert queries.due_count(actor=town.actor("county"), at=later) == 0
    with pytest.raises(Refused, match="in_the_past"):
        ops.publish(actor=town.actor("county"), key=key, at=later, review_on=day_of(later))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "required"),
        ({"body": "找老王，13905461234"}, "names_nobody"),
        ({"category": "77"}, "no_such_category"),
        ({"title": "长" * 121}, "too_long"),
    ],
)
def test_an_answer_that_cannot_be_saved(town, changes, code) -> None:
    with pytest.raises(BadInput) as refusal:
        ops.write(actor=town.actor("county"), written=written(**changes), at=now())
    assert [one.code for one in refusal.value.errors] == [code]


def save(town: Town, who: str = "housing_head", **changes) -> int:
    plain = {"name": "办结答复", "text": "您反映的{标题}已办结，编号{编号}。", "acts": ["report_result"], "category": ""}
    return ops.save_template(actor=town.actor(who), at=now(), **{**plain, **changes})


def offered(town: Town, who: str, act: str = "report_result", category: str = "01-01-01") -> list[str]:
    return [one.name for one in queries.phrases(actor=town.actor(who), act=act, category=category, at=now())]


def test_a_template_with_an_unknown_variable_cannot_be_saved(town) -> None:
    with pytest.raises(BadInput) as refusal:
        save(town, text="您好，{编号码}")
    (one,) = refusal.value.errors
    assert (one.code, one.field, one.values["near"]) == ("reply_unknown_variable", "text", "编号")
    assert queries.templates(actor=town.actor("housing_head"), at=now()) == []


def test_a_template_is_offered_by_act_category_and_unit(town) -> None:
    save(town)
    save(town, name="安全生产", category="01-01", acts=[])
    save(town, "county", name="中心通用", acts=[])
    assert offered(town, "housing_handler") == ["安全生产", "办结答复", "中心通用"]
    assert offered(town, "housing_handler", category="15-03") == ["办结答复", "中心通用"]
    assert offered(town, "housing_handler", act="note") == ["安全生产", "中心通用"]
    assert offered(town, "labour_handler") == ["中心通用"]
    assert offered(town, "other_county") == []
    key = save(town, name="要停用的")
    with pytest.raises(Refused, match="name_in_use"):
        save(town, name="要停用的")
    ops.retire_template(actor=town.actor("housing_head"), key=key, at=now())
    assert "要停用的" not in offered(town, "housing_handler")
    with pytest.raises(Refused, match="no_such_template"):
        ops.retire_template(actor=town.actor("county"), key=key, at=now())


def test_an_officer_without_matters_reads_and_writes_nothing(town) -> None:
    published(town)
    for who in ("auditor", "security", "system_admin"):
        assert titles(town, who) == []
        with pytest.raises(Refused, match="not_your_right"):
            ops.write(actor=town.actor(who), written=written(), at=now())
