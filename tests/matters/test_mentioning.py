"""Followers hear of what others did, whoever is named after @ in an internal note hears of it; nobody who may not see the matter does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.accounts import queries as accounts
from yiwang.centers import queries as centers
from yiwang.infra import outbox, sql
from yiwang.infra.clock import now
from yiwang.matters.operations import follow_matter, tell_mentioned

pytestmark = pytest.mark.django_db


def told(town, who: str, event: str) -> int:
    return sql.scalar("SELECT count(*) FROM notice WHERE user_id = %s AND event = %s", [town.users[who], event])


def hear(at) -> None:
    while outbox.dispatch(at=at + timedelta(hours=1)):
        pass


def test_followers_hear_of_what_others_did_while_they_may_see_it() -> None:
    town, at = build_town(), now()
    number = bring(town, at=at).number
    for who in ("county", "county_second"):
        follow_matter(number=number, actor=town.actor(who), follow=True, at=at)
    hear(at)
    before = told(town, "county_second", "followed")
    do(town, number, "accept", "county", at=at)
    hear(at)
    assert told(town, "county_second", "followed") == before + 1
    assert told(town, "county", "followed") == before, "not of one's own deed"
    do(town, number, "recuse", "county", at=at, user=town.users["county_second"], reason="当事人是我亲戚")
    hear(at)
    gone = told(town, "county_second", "followed")
    do(town, number, "note", "county", at=at, text="已电话联系")
    hear(at)
    assert told(town, "county_second", "followed") == gone


def test_colleagues_and_units_are_called_by_name_in_a_note() -> None:
    town, at = build_town(), now()
    number = bring(town, at=at).number
    walk(town, number, "received", at=at)
    names = accounts.names([town.users["county_second"], town.users["other_county"]])
    second, stranger = names[town.users["county_second"]], names[town.users["other_county"]]
    housing = centers.unit(town.units["housing"])
    text = f"请@{second} 与@{housing.name} 今天联系，@{stranger} 知悉"
    assert tell_mentioned(number=number, text=text, actor=town.actor("county"), seq=5, at=at) >= 2
    assert told(town, "county_second", "mention") == 1
    assert told(town, "housing_handler", "mention") == 1
    assert told(town, "other_county", "mention") == told(town, "county", "mention") == 0
    assert tell_mentioned(number=number, text=text, actor=town.actor("county"), seq=5, at=at) == 0, "told once"
