"""Several people at once, the same request twice, half a request: one wins, the others are told, nothing is half done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.factories import Town, bring, build_town, do
from tests.factories.matters import category_for
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import act, register, writing
from yiwang.matters.queries import matter_page

together = pytest.mark.django_db(transaction=True)
alone = pytest.mark.django_db


def at_once(count: int, deed: Callable[[int], Any]) -> list[Any]:
    """Run a deed in so many threads at the same moment, each on its own connection; refusals come back as answers."""
    gate, answers = threading.Barrier(count), []

    def run(index: int) -> None:
        gate.wait()
        try:
            answers.append(deed(index))
        except Refused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def ledger_of(number: str) -> list[str]:
    return [
        row["act"]
        for row in sql.rows(
            "SELECT e.act FROM ledger_entry e JOIN matter m ON m.county = e.county AND m.id = e.matter_id"
            " WHERE m.county = %s AND m.number = %s ORDER BY e.seq",
            [number[:6], number],
        )
    ]


@together
def test_of_eight_who_accept_at_once_one_wins_and_seven_are_told_what_changed() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    actor = town.actor("county")
    answers = at_once(8, lambda _: act(number=number, act="accept", actor=actor, at=at, seen_version=1))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 7
    assert Counter(refusal.code for refusal in refused) == {"changed_meanwhile": 7}
    assert all(refusal.values == {**refusal.values, "act": "accept", "unit": actor.unit, "version": 2} for refusal in refused)
    assert ledger_of(number) == ["register", "accept"]


@together
def test_without_a_version_seen_the_late_are_refused_by_the_state() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    answers = at_once(8, lambda _: act(number=number, act="accept", actor=town.actor("county"), at=at))
    assert Counter(a.code for a in answers if isinstance(a, Refused)) == {"wrong_state": 7}
    assert ledger_of(number) == ["register", "accept"]


@together
def test_the_same_request_at_once_is_done_once_and_answered_alike() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    brought = at_once(6, lambda _: bring(town, at=at, key="phone-7"))
    assert len({(done.number, done.query_code) for done in brought}) == 1
    assert sql.scalar("SELECT count(*) FROM matter") == 1
    number = brought[0].number
    actor = town.actor("county")
    accepted = at_once(6, lambda _: act(number=number, act="accept", actor=actor, at=at, key="k1", seen_version=1))
    assert len({(done.version, done.seq) for done in accepted}) == 1, accepted
    assert ledger_of(number) == ["register", "accept"]


@together
def test_merging_two_ways_at_once_waits_in_no_circle() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    one, two = bring(town, at=at).number, bring(town, at=at).number
    for number in (one, two):
        do(town, number, "accept", "county", at=at)
    pairs = [(one, two), (two, one)]
    answers = at_once(
        8,
        lambda i: act(
            number=pairs[i % 2][0], act="merge", actor=town.actor("county"), at=at, data={"master": pairs[i % 2][1], "reason": "同一件事"}
        ),
    )
    assert sum(not isinstance(answer, Refused) for answer in answers) == 1, answers
    states = {row["number"]: row["state"] for row in sql.rows("SELECT number, state FROM matter")}
    assert sorted(states.values()) == ["accepted", "merged"]


@together
def test_of_eight_who_do_eight_different_things_one_wins_and_each_is_told_of_it() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    wishes: list[tuple[str, dict[str, Any]]] = [
        ("accept", {}),
        ("decline", {"reason_code": "court", "answer": "请向法院起诉。"}),
        ("escalate", {"reason": "涉及两县"}),
        ("hand_down", {"center": town.units["370502001"], "reason": "就近办理"}),
        ("transfer_out", {"body": "县法院", "proof": "移送函", "answer": "已移送。"}),
        ("ask", {"question": "什么时候开始漏的？"}),
        ("request_correction", {"question": "请补身份证明。"}),
        ("reclassify", {"category": category_for("help", at), "nature": "help", "reason": "归类有误"}),
    ]
    actor = town.actor("county")
    answers = at_once(8, lambda i: act(number=number, act=wishes[i][0], actor=actor, at=at, data=wishes[i][1], seen_version=1))
    won = [answer for answer in answers if not isinstance(answer, Refused)]
    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(won) == 1 and won[0].version == 2
    assert {refusal.code for refusal in told} == {"changed_meanwhile"}
    assert {refusal.values["act"] for refusal in told} == {ledger_of(number)[-1]}
    assert len(ledger_of(number)) == 2


@together
def test_a_merge_and_an_act_on_the_same_matter_wait_for_one_another() -> None:
    """Merged away while somebody dispatches it, or dispatched while somebody merges it away: never both from the same page."""
    town = build_town()
    at = town.start + timedelta(days=31)
    actor, results = town.actor("county"), Counter[str]()
    for _ in range(4):
        master, member = bring(town, at=at).number, bring(town, at=at).number
        for number in (master, member):
            do(town, number, "accept", "county", at=at)

        def deed(index: int, master: str = master, member: str = member) -> Any:
            if index % 2:
                data: dict[str, Any] = {"unit": town.units["housing"]}
                return act(number=(member, master)[index // 2 % 2], act="dispatch", actor=actor, at=at, data=data, seen_version=2)
            return act(number=member, act="merge", actor=actor, at=at, data={"master": master, "reason": "同一件事"}, seen_version=2)

        answers = at_once(4, deed)
        assert {answer.code for answer in answers if isinstance(answer, Refused)} <= {"changed_meanwhile", "busy"}
        acts = ledger_of(member)[2:]
        assert acts in (["merge"], ["dispatch"])
        assert ledger_of(master).count("merge") == acts.count("merge")
        assert ledger_of(master).count("dispatch") <= 1
        results.update(acts)
    assert sum(results.values()) == 4
    assert verify().findings == []


@together
def test_one_key_from_two_threads_for_two_different_things_is_one_deed() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    texts = ("第一条", "第二条")
    answers = at_once(2, lambda i: act(number=number, act="note", actor=town.actor("county"), at=at, data={"text": texts[i]}, key="k9"))
    assert Counter(answer.code for answer in answers if isinstance(answer, Refused)) == {"key_reused": 1}
    assert ledger_of(number) == ["register", "note"]


@together
def test_random_deeds_of_many_leave_every_matter_with_an_unbroken_ledger() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    numbers = [bring(town, at=at).number for _ in range(3)]

    def some(index: int) -> None:
        for turn in range(6):
            number = numbers[(index + turn) % 3]
            try:
                do(town, number, ("note", "chase", "note")[turn % 3], "county", at=at, text=f"第{turn}次")
            except Refused as refusal:
                assert refusal.code not in {"busy", "chain_broken"}

    at_once(8, some)
    rows = sql.rows(
        "SELECT number, version, seq, (SELECT count(*) FROM ledger_entry e WHERE e.county = m.county AND e.matter_id = m.id) AS n"
        " FROM matter m"
    )
    assert all(row["version"] == row["seq"] == row["n"] for row in rows)


@alone
def test_a_key_used_again_with_other_content_is_refused() -> None:
    town = build_town()
    first = bring(town, key="a")
    assert bring(town, key="a") == first
    with pytest.raises(Refused, match="key_reused"):
        bring(town, key="a", narrative="另一件完全不同的事情。")


@alone
def test_when_the_last_statement_fails_nothing_is_left(monkeypatch) -> None:
    town = build_town()
    number = bring(town).number
    counted = "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM matter_text), (SELECT count(*) FROM matter_todo),"
    counted += " (SELECT count(*) FROM fact), (SELECT count(*) FROM outbox_event), (SELECT max(version) FROM matter)"
    with connection.cursor() as cursor:
        cursor.execute(counted)
        before = cursor.fetchone()

    def cut(*_: Any) -> bool:
        raise ConnectionError("the line is cut")

    monkeypatch.setattr(writing, "run", cut)
    with pytest.raises(ConnectionError):
        do(town, number, "accept", "county", at=town.start + timedelta(days=40), note="受理")
    with pytest.raises(ConnectionError):
        bring(town)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        assert cursor.fetchone() == before


@alone
def test_every_wrong_field_is_named_and_nothing_is_written() -> None:
    town = build_town()
    intake = bring_intake(town)
    with pytest.raises(BadInput) as told:
        register(intake=intake, actor=town.actor("clerk"), at=town.start)
    assert {(error.field, error.code) for error in told.value.errors} >= {
        ("category", "unknown_category"),
        ("place", "unknown_place"),
        ("narrative", "required"),
        ("parties.0.phone", "bad_phone"),
        ("occurred_at", "in_the_future"),
        ("channel", "unknown_choice"),
    }
    assert sql.scalar("SELECT count(*) FROM matter") == 0


def bring_intake(town: Town) -> Any:
    from tests.factories import intake_of
    from yiwang.matters.operations import PartyIn

    return intake_of(
        town,
        category="nonsense",
        place="99",
        narrative="  ",
        channel="pigeon",
        occurred_at=town.start + timedelta(days=3),
        parties=(PartyIn(name="张三", phone="one two"),),
    )


@alone
def test_an_act_that_is_not_lawful_changes_nothing_and_says_why() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    with pytest.raises(Refused, match="not_yours"):
        do(town, number, "accept", "county_leader", at=at)
    with pytest.raises(Refused, match="wrong_state"):
        do(town, number, "archive", "county", at=at)
    with pytest.raises(Refused, match="unknown_act"):
        do(town, number, "register", "county", at=at)
    with pytest.raises(Refused, match="unknown_act"):
        do(town, number, "fly", "county", at=at)
    with pytest.raises(Refused, match="not_yours"):
        do(town, number, "raise_clock", "county", at=at, clock="m.acceptance", level="late")
    with pytest.raises(Refused, match="number_mistyped"):
        do(town, number[:-1] + ("A" if number[-1] != "A" else "B"), "accept", "county", at=at)
    page = matter_page(number=number, actor=town.actor("county"), at=at, why_not=True)
    assert page.version == 1
    why = {offer.act: offer.refused for offer in page.offers}
    assert why["accept"] == "" and why["archive"] == "wrong_state"
