"""What was done is told to whom it concerns, once, by their appointments, and never to anybody who may not see the matter."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.infra import outbox, sql
from yiwang.matters.operations import watch
from yiwang.matters.operations.informing import heard
from yiwang.matters.operations.reaching import phone_of
from yiwang.notices import queries
from yiwang.notices.operations import choose, send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    return build_town()


def hear(at) -> None:
    while outbox.dispatch(at=at + timedelta(days=1)):
        pass


def told(town, who: str) -> list[str]:
    return [row.event for row in reversed(queries.inbox(user=town.actor(who).user, limit=200).rows)]


def persons() -> list[str]:
    return [row["event"] for row in sql.rows("SELECT event FROM notice_message WHERE party > 0 ORDER BY at, id")]


def test_a_matter_on_its_way_is_told_to_each_whose_turn_it_is(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    hear(at)
    assert told(town, "county") == told(town, "county_second") == ["to_accept"]
    assert told(town, "housing_handler") == []
    walk(town, number, "closed", at=at + timedelta(hours=1))
    hear(at)
    assert told(town, "housing_handler") == ["order_new", "result_confirmed"]
    assert told(town, "county") == ["to_accept", "to_verify"], "who dispatched is not told that it waits to be dispatched"
    assert told(town, "county_second") == ["to_accept", "to_dispatch", "to_verify"]
    assert told(town, "labour_handler") == told(town, "city") == told(town, "auditor") == []


def test_heard_twice_is_told_once(town) -> None:
    at = town.start + timedelta(days=30)
    bring(town, at=at)
    events = [
        outbox.Event(**{**row, "body": json.loads(row["body"])})
        for row in sql.rows("SELECT county, id, topic, key, body, at FROM outbox_event")
    ]
    heard(events)
    heard(events)
    assert told(town, "county") == ["to_accept"]


def test_a_card_an_instruction_and_a_chase_are_told(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    walk(town, number, "received", at=at + timedelta(hours=1))
    do(town, number, "urge", "county_second", at=at + timedelta(hours=5), level="reminder", unit=town.units["housing"], reason="快到期了")
    hear(at)
    row = queries.inbox(user=town.actor("housing_head").user).rows[0]
    assert row.sentence("zh") == "收到督办提醒，请按时回复"
    assert row.sentence("en") == "A reminder received; answer in time"
    card = sql.scalar("SELECT subject FROM matter_todo WHERE duty = 'urging'")
    do(town, number, "answer_urge", "housing_head", at=at + timedelta(hours=6), subject=card, answer="今天办完")
    hear(at)
    assert "card_answered" in told(town, "county")


def test_limits_are_told_before_and_after(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    do(town, number, "accept", "county", at=at + timedelta(hours=1))
    do(town, number, "dispatch", "county", at=at + timedelta(hours=2), unit=town.units["housing"])
    for day in range(1, 60):
        watch(at + timedelta(days=day))
    hear(at + timedelta(days=60))
    events = told(town, "housing_handler")
    assert {"due_soon", "overdue"} <= set(events)
    assert events.index("due_soon") < events.index("overdue")
    row = next(row for row in queries.inbox(user=town.actor("housing_head").user).rows if row.event == "overdue")
    assert "月" in row.sentence("zh"), "the limit stands in it"


def test_nobody_hears_of_an_accusation_against_their_own_line(town) -> None:
    at = town.start + timedelta(days=30)
    bring(town, "person", at=at, nature="accusation", accused_units=(town.units["housing"],), channel="web")
    hear(at)
    blocked = [who for who in town.users if who.startswith("housing") or who in {"county", "county_second", "clerk"}]
    assert all(not told(town, who) for who in blocked if who.startswith("housing"))
    heard_of = [who for who in town.users if told(town, who)]
    assert heard_of
    for who in heard_of:
        row = queries.inbox(user=town.actor(who).user).rows[0]
        assert row.sensitive
        assert row.sentence("zh") == "有一件事项等您查看"
        assert set(row.values) == {"number"}


def test_what_was_told_is_taken_back_from_somebody_recused(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    walk(town, number, "handling", at=at + timedelta(hours=1))
    hear(at)
    assert told(town, "housing_handler") == ["order_new"]
    do(town, number, "recuse", "county", at=at + timedelta(hours=4), user=town.users["housing_handler"], reason="亲属")
    hear(at)
    assert told(town, "housing_handler") == []
    assert told(town, "county_second") != []


def test_the_person_hears_of_each_step_once_and_only_with_a_phone(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    hear(at)
    walk(town, number, "closed", at=at + timedelta(hours=1))
    hear(at)
    assert persons() == ["person_registered", "person_accepted", "person_dispatched", "person_answered"]
    sql.execute("DELETE FROM notice_message")
    bring(town, at=at, parties=(), anonymous=True)
    hear(at)
    assert persons() == []


def test_the_phone_is_opened_for_the_sending_alone_and_the_log_says_so(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    hear(at)
    dump = str(sql.rows("SELECT * FROM notice_message")) + str(sql.rows("SELECT * FROM notice"))
    assert "13905461111" not in dump
    assert "李秀英" not in dump
    assert sql.scalar("SELECT count(*) FROM access_log") == 0
    assert send_due(at=at + timedelta(days=1)).sent == 1
    row = sql.one("SELECT role, user_id, part, reason, odd FROM access_log")
    assert row == {"role": "system", "user_id": None, "part": "party.1.phone", "reason": "notify", "odd": []}
    assert phone_of(number=number, party=1, channel="sms", at=at) == "13905461111"
    assert phone_of(number=number, party=9, channel="sms", at=at) == ""
    assert phone_of(number=number, party=1, channel="mail", at=at) == ""


def test_a_sensitive_matter_is_told_to_the_person_by_its_number(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    sql.execute("UPDATE matter SET sensitive = true WHERE county = %s AND number = %s", [number[:6], number])
    walk(town, number, "handling", at=at + timedelta(hours=1))
    hear(at)
    rows = sql.rows('SELECT sensitive, "values" FROM notice_message WHERE party > 0')
    assert {row["sensitive"] for row in rows} == {True}
    assert all(number in row["values"] and "unit" not in row["values"] for row in rows)


def test_the_outbox_names_nobody_and_staff_are_told_outside_as_they_chose(town) -> None:
    at = town.start + timedelta(days=30)
    choose(user=town.actor("county").user, mail="zhang@example.cn", phone="", channels={"work": ["mail"]}, at=at)
    bring(town, at=at)
    body = str(sql.rows("SELECT body FROM outbox_event"))
    assert "李秀英" not in body
    hear(at)
    assert sql.scalar("SELECT count(*) FROM notice_message WHERE user_id = %s", [town.actor("county").user]) == 1
