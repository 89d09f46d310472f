"""Tickets that cannot be forged, and a hub that tells each page exactly what its reader may know, in whatever order they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from yiwang.live.domain import news, tickets
from yiwang.live.domain.news import News, Since
from yiwang.live.domain.tickets import Ticket, Who
from yiwang.live.hub import MOST_OF_ONE, REMEMBERED, WAITING, Client, Hub

KEY = b"k"


def ticket(*, user: int = 1, topics: dict[str, str] | None = None, rights: object = None, shared: tuple[str, ...] = ()) -> Ticket:
    heard = {"matter:A": "matter:A", "unit:1": "queue"} if topics is None else topics
    return Ticket(topics=heard, rights=rights, who=Who(user, f"人{user}", "办理员"), shared=shared, origin="http://here", until=1000.0)


def told(number: int, *, key: str = "A", topics: tuple[str, ...] = ("matter:A", "unit:1"), audience: object = None) -> News:
    return News(id=number, at=float(number), key=key, topics=topics, body={"number": key, "version": number}, audience=audience)


def hub(*, last: int = 0) -> Hub:
    """A hub whose audiences name the rights that are admitted."""
    made = Hub(lambda rights: lambda audience: rights in audience)
    made.begin(last=last, at=float(last))
    return made


def events(client: Client) -> list[tuple[str, str]]:
    """Kind and data of what waits for a page."""
    frames = [frame.split("\n") for frame in client.take().decode().split("\n\n") if frame]
    return [
        (next(line[7:] for line in lines if line.startswith("event: ")), next(line for line in lines if line.startswith("data: ")))
        for lines in frames
    ]


def kinds(client: Client) -> list[str]:
    return [kind for kind, _ in events(client)]


def looped(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(test())  # type: ignore[arg-type]


def test_a_ticket_is_good_whole_and_for_its_time_only() -> None:
    text = tickets.sign(ticket(), key=KEY)
    assert tickets.opened(text, key=KEY, at=999.0) == ticket()
    assert tickets.opened(text, key=KEY, at=1000.0) is None
    assert tickets.opened(text, key=b"another", at=0.0) is None
    forged = msgspec.structs.replace(ticket(), topics={"unit:2": "queue"})
    assert tickets.opened(tickets.sign(forged, key=b"x").split(".")[0] + "." + text.split(".")[1], key=KEY, at=0.0) is None
    for nonsense in ("", ".", "a.b", "票", text[:-1], "x" * 20_000):
        assert tickets.opened(nonsense, key=KEY, at=0.0) is None, nonsense[:20]


def test_what_a_page_has_heard_is_read_or_taken_as_nothing() -> None:
    assert news.since("17") == Since(id=17)
    assert news.since("@17") == Since(at=17.0)
    for nonsense in ("", "-1", "@", "@x", "²", "9" * 30, "@" + "9" * 30, "1 OR 1"):
        assert news.since(nonsense) == Since(), nonsense


def test_news_reach_who_listens_and_may_know_each_name_once() -> None:
    async def test() -> None:
        made = hub()
        may = made.join(ticket(rights="a"), Since())
        may_not = made.join(ticket(rights="b"), Since())
        elsewhere = made.join(ticket(topics={"unit:9": "queue"}, rights="a"), Since())
        for client in (may, may_not, elsewhere):
            assert kinds(client) == ["hello"]
        made.hear([told(1, audience=["a"])])
        assert kinds(may) == ["matter", "queue"]
        assert kinds(may_not) == kinds(elsewhere) == []
        made.leave(may)
        made.hear([told(2, audience=["a"])])
        assert kinds(may) == []

    looped(test)


def test_who_comes_back_hears_what_was_missed_by_id_and_by_time() -> None:
    async def test() -> None:
        made = hub()
        made.hear([told(1), told(2), told(3)])
        assert [data for kind, data in events(made.join(ticket(), Since(id=1))) if kind == "queue"] == [
            'data: {"topic":"queue","number":"A","version":2}',
            'data: {"topic":"queue","number":"A","version":3}',
        ]
        assert kinds(made.join(ticket(), Since(at=3.0))) == ["matter", "queue", "hello"]
        assert kinds(made.join(ticket(), Since())) == ["hello"]

    looped(test)


def test_what_may_no_longer_be_known_is_not_told_again() -> None:
    async def test() -> None:
        made = hub()
        made.hear([told(1, audience=["a"]), told(2, audience=["b"])])  # in between its reader was blocked
        assert kinds(made.join(ticket(rights="a"), Since(id=0))) == ["hello"]

    looped(test)


def test_what_anybody_may_know_about_a_matter_opens_nothing_else_about_it() -> None:
    async def test() -> None:
        made = hub()
        made.hear([told(1, audience=["a"]), told(2, topics=("user:7",), audience=None)])  # a message to one account, about the same
        assert kinds(made.join(ticket(rights="b"), Since(id=0))) == ["hello"]
        assert kinds(made.join(ticket(rights="b", topics={"user:7": "notice"}), Since(id=0))) == ["notice", "hello"]

    looped(test)


def test_too_long_away_and_too_slow_are_told_to_draw_anew_and_nothing_piles_up() -> None:
    async def test() -> None:
        made = hub(last=50)
        assert kinds(made.join(ticket(), Since(id=49))) == ["reset", "hello"]
        slow = made.join(ticket(), Since())
        made.hear(told(51 + turn) for turn in range(WAITING * 3))
        assert len(slow.waiting) <= WAITING
        assert kinds(slow)[0] == "reset"
        made.hear(told(1000 + turn, key=str(turn)) for turn in range(REMEMBERED * 3))
        assert len(made._news) == REMEMBERED
        assert len(made._audiences) <= 2 * REMEMBERED
        assert kinds(made.join(ticket(), Since(id=900))) == ["reset", "hello"]

    looped(test)


def test_colleagues_on_one_matter_see_each_other_and_nobody_else(monkeypatch) -> None:
    monkeypatch.setattr("yiwang.live.hub.LINGER", 0.0)

    async def test() -> None:
        made = hub()
        first = made.join(ticket(user=1, shared=("matter:A",)), Since())
        second = made.join(ticket(user=2, shared=("matter:A",)), Since())
        again = made.join(ticket(user=2, shared=("matter:A",)), Since())  # a second page of the same person
        outside = made.join(ticket(user=3, topics={"unit:1": "queue"}), Since())
        assert events(first)[-1] == ("presence", 'data: {"topic":"presence","of":"matter:A","who":[{"name":"人2","post":"办理员"}]}')
        assert '"人1"' in events(second)[-1][1]
        assert kinds(outside) == ["hello"]
        made.leave(again)
        made.leave(second)
        await asyncio.sleep(0.01)
        assert events(first)[-1][1].endswith('"who":[]}')

    looped(test)


def test_nobody_opens_pages_without_end() -> None:
    async def test() -> None:
        made = hub()
        for _ in range(MOST_OF_ONE):
            assert not made.full(ticket())
            made.join(ticket(), Since())
        assert made.full(ticket())
        assert not made.full(ticket(user=2))

    looped(test)
