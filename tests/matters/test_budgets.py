"""How many statements a deed or a page costs, whatever the length of the list or the matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.matters.queries import DUTIES, follow, matter_page, queue, queue_counts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_changes_meanwhile(monkeypatch) -> None:
    """Once a second a process asks whether the organisation or a policy changed; a slow machine would see it in these counts."""
    monkeypatch.setattr("yiwang.centers.cache._LOOK_AGAIN", 3600)
    monkeypatch.setattr("yiwang.policy.queries._LOOK_AGAIN", 3600)


def test_a_registration_is_five_statements_with_its_key(statements) -> None:
    town = build_town()
    bring(town)
    with statements() as plain:
        bring(town)
    with statements() as keyed:
        bring(town, key="k")
    assert len(plain) <= 3, str(plain)  # the place, the entry, everything else
    assert len(keyed) <= 5, str(keyed)  # and whether it came before, and that it came


def test_an_act_is_three_statements(statements) -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number, warm = bring(town, at=at).number, bring(town, at=at).number
    walk(town, warm, "handling", at=at, data={"assisting": [town.units["labour"]]})
    for name, who, data in (
        ("accept", "county", {}),
        ("dispatch", "county", {"unit": town.units["housing"], "assisting": [town.units["labour"]], "note": "请尽快处理"}),
        ("note", "county", {"text": "已电话联系李秀英13905461111"}),
    ):
        with statements() as seen:
            do(town, number, name, who, at=at, **data)
        assert len(seen) <= 3, str(seen)  # lock, entry with texts, everything else


def test_a_matter_page_and_the_persons_page_cost_the_same_however_long(statements) -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at)
    actor = town.actor("county")
    matter_page(number=done.number, actor=actor, at=at)
    with statements() as short:
        matter_page(number=done.number, actor=actor, at=at)
    walk(town, done.number, "closed", at=at)
    for turn in range(10):
        do(town, done.number, "note", "county", at=at + timedelta(days=2), text=f"第{turn}次回访")
    matter_page(number=done.number, actor=actor, at=at)
    with statements() as long:
        matter_page(number=done.number, actor=actor, at=at)
    assert len(long) == len(short) == 2, str(long)
    with statements() as followed:
        follow(number=done.number, query_code=done.query_code, at=at)
    assert len(followed) <= 4, str(followed)


def test_every_queue_costs_two_statements_for_one_row_or_three(statements) -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    actors = [town.actor("county"), town.actor("housing_handler")]
    numbers = [bring(town, at=at).number for _ in range(2)]
    for number in numbers:
        walk(town, number, "received", at=at)
    costs = []
    for extra in (0, 2):
        for _ in range(extra):
            walk(town, bring(town, at=at).number, "received", at=at)
        for actor in actors:
            for duty in DUTIES:
                queue(actor=actor, duty=duty, at=at)
                with statements() as seen:
                    queue(actor=actor, duty=duty, at=at)
                    queue_counts(actor=actor, at=at)
                costs.append(len(seen))
    assert set(costs) == {2}


def test_pages_of_a_queue_follow_each_other_without_gap_or_double() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    brought = [bring(town, at=at + timedelta(minutes=turn % 3)) for turn in range(11)]
    numbers = {done.number for done in brought}
    near = min(done.due for done in brought if done.due) - timedelta(hours=12)
    actor = town.actor("county")
    for duty in ("to_accept", "held", "area", "due_soon"):
        seen, after = [], ""
        while True:
            page = queue(actor=actor, duty=duty, at=near, after=after, limit=4)
            seen += [row.number for row in page.rows]
            after = page.after
            if not after:
                break
        assert sorted(seen) == sorted(numbers), duty
