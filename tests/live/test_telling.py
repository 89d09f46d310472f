"""Who is told of a matter: exactly who may see it, by the stream's own question and by the poll; ids only."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import msgspec
import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.factories import Town, bring, build_town, do
from tests.web.conftest import signed_in  # noqa: F401 - the fixture
from yiwang.centers import queries as centers
from yiwang.infra import clock, outbox, sql
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.live.domain import news, tickets
from yiwang.live.domain.news import News, Since
from yiwang.live.hub import Hub
from yiwang.live.operations import tell
from yiwang.matters import access
from yiwang.matters.domain import topics
from yiwang.matters.queries import matter_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def hand_on() -> None:
    while outbox.dispatch(at=now()):
        pass


def published() -> list[News]:
    statement = (
        "SELECT id, extract(epoch FROM at)::float8 AS at, key, topics, body::text, audience::text FROM live_news"
        " WHERE starts_with(topics[1], 'matter:') ORDER BY id"
    )
    rows = sql.rows(statement)
    return [
        News(
            **{
                **row,
                "topics": tuple(row["topics"]),
                "body": json.loads(row["body"]),
                "audience": json.loads(row["audience"] or "null"),
            }
        )
        for row in rows
    ]


def sees(town: Town, who: str, number: str) -> bool:
    try:
        matter_page(number=number, actor=town.actor(who), at=now())
    except Refused:
        return False
    return True


def told_to(town: Town, who: str) -> set[str]:
    """Numbers told to a page of somebody that listens to every topic there is."""
    told = published()
    every = {topic: "queue" for one in told for topic in one.topics}
    rights = msgspec.to_builtins(access.standing(town.actor(who), centers.net(now())))

    async def listen() -> bytes:
        hub = Hub(access.admits)
        hub.hear(told)
        given = tickets.Ticket(topics=every, rights=rights, who=tickets.Who(1), origin="", until=0.0)
        return hub.join(given, Since(id=0)).take()

    frames = asyncio.run(listen()).decode().split("\n\n")
    return {json.loads(frame.split("data: ")[1])["number"] for frame in frames if "event: queue" in frame}


def test_whoever_may_see_a_matter_is_told_of_it_and_nobody_else(town) -> None:
    plain = bring(town, at=now()).number
    sealed = bring(town, at=now(), nature="accusation", accused_units=(town.units["housing"],)).number
    hand_on()
    for who in town.users:
        assert told_to(town, who) == {number for number in (plain, sealed) if sees(town, who, number)}, who


def test_a_person_recused_meanwhile_is_not_told_what_came_before(town) -> None:
    number = bring(town, at=now()).number
    hand_on()
    assert number in told_to(town, "county_second")
    do(town, number, "recuse", "county", at=now(), user=town.actor("county_second").user, reason="与当事人是亲属")
    hand_on()
    assert told_to(town, "county_second") == set()


def test_one_batch_tells_each_matter_once_and_says_nothing_but_ids(town) -> None:
    number = bring(town, at=now()).number
    do(town, number, "accept", "county", at=now())
    hand_on()
    (one,) = published()
    assert one.body == {"number": number, "version": 2}
    assert set(one.topics) >= {
        topics.of_matter(number),
        topics.of_unit(town.center("370502")),
        "area:37",
        "area:370502",
    }


def test_a_deed_may_tell_one_account(town, signed_in) -> None:  # noqa: F811
    user = town.actor("county").user
    assert user is not None
    tell(county="370502", topics=[news.user_topic(user)], at=now(), body={"id": 7})
    hand_on()
    asked = f"/live/news/?after=@{int(now().timestamp()) - 5}&on=notice"
    mine = signed_in("county").get(asked).json()
    assert mine["news"] == [{"event": "notice", "topic": "notice", "id": 7}]
    assert signed_in("clerk").get(asked).json()["news"] == []


def test_a_ticket_and_a_poll_grant_what_the_reader_may_see(town, signed_in) -> None:  # noqa: F811
    number = bring(town, at=now()).number
    hand_on()
    asked = f"?after=@{int(now().timestamp()) - 5}&on=queue&on=area&on=matter:{number}&on=matter:nonsense&on=user:1&on=unit:1"
    with override_settings(LIVE=":8100"):
        for who, may in (("county", True), ("other_county", False), ("housing_handler", False)):
            answer = signed_in(who).get("/live/ticket/" + asked).json()
            opened = tickets.opened(answer["ticket"], key=_key(), at=now().timestamp())
            assert opened is not None
            assert (number in answer["versions"]) is (f"matter:{number}" in opened.topics) is may, who
            assert set(opened.topics.values()) <= {"queue", "area", f"matter:{number}"}
            assert answer["stream"] == "http://testserver:8100/"
            heard = {one["topic"] for one in signed_in(who).get("/live/news/" + asked).json()["news"]}
            assert (f"matter:{number}" in heard) is ("queue" in heard) is may, who


def _key() -> bytes:
    return settings.SECRET_KEY.encode()


def test_a_page_that_waits_is_no_sign_of_life(town, signed_in, monkeypatch) -> None:  # noqa: F811
    browser, begun = signed_in("county"), clock.now()
    for minutes in range(0, int(settings.IDLE_END.total_seconds() // 60), 10):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: begun + timedelta(minutes=minutes))
        assert browser.get("/live/ticket/?on=queue").status_code == 200
        assert browser.get("/desk/", headers={"X-By-Itself": "1"}).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: begun + settings.IDLE_END)
    assert browser.get("/live/ticket/?on=queue").status_code == 302


def test_asking_costs_few_statements_whatever_happened(town, signed_in, statements) -> None:  # noqa: F811
    browser: Client = signed_in("county")
    costs = []
    for _ in (1, 2):
        number = bring(town, at=now()).number
        hand_on()
        for address in (
            f"/live/ticket/?on=queue&on=matter:{number}",
            f"/live/news/?after=@{int(now().timestamp()) - 5}&on=queue&on=matter:{number}",
        ):
            browser.get(address)
            with statements() as seen:
                browser.get(address)
            costs.append(len(seen))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 5
