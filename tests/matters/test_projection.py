"""What stands in the rows is what the case says, and the case is what the ledger replays, wherever a matter has wandered."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import Town, bring, build_town
from tests.factories.wander import step
from yiwang.centers import queries as centers
from yiwang.infra import sql
from yiwang.kernel.chain import apply_patch
from yiwang.matters.access import sight
from yiwang.matters.domain.case import Case
from yiwang.matters.operations import projection, watch
from yiwang.matters.queries.policy import policy_at

pytestmark = pytest.mark.django_db

TABLES = {
    "orders": ("matter_order", projection.OrderRow),
    "clocks": ("matter_clock", projection.ClockRow),
    "todo": ("matter_todo", projection.TodoRow),
    "blocks": ("matter_block", projection.BlockRow),
    "links": ("matter_link", projection.LinkRow),
}


def wander(town: Town, seed: int, steps: int) -> Counter[str]:
    """Let the cast do lawful things at random on four matters, the watcher looking on; return what was done."""
    dice, at, did = random.Random(seed), town.start + timedelta(days=30), Counter[str]()
    natures = ["complaint", "help", "dispute", "hazard"]
    numbers = [bring(town, dice.choice(["clerk", "county", "person"]), at=at, nature=nature).number for nature in natures]
    for _ in range(steps):
        at += timedelta(hours=dice.choice([1, 5, 30]))
        number = dice.choice(numbers)
        if done := step(town, number, dice, at, [other for other in numbers if other != number]):
            did[_last_act(done.number)] += 1
        if dice.random() < 0.1:
            did["watched"] += sum(watch(at)[:3])
    return did


def _last_act(number: str) -> str:
    return sql.scalar("SELECT last_act FROM matter WHERE county = %s AND number = %s", [number[:6], number])


def stands_as_the_case_says() -> None:
    for row in sql.rows("SELECT * FROM matter"):
        case = msgspec.json.decode(row["case_doc"], type=Case)
        net, policy = centers.net(row["updated"]), policy_at(row["updated"])
        seen = sight(case, net)
        rows = projection.project(case, seen, row["platform"], policy)
        for field, (table, kind) in TABLES.items():
            stored = sql.rows(
                f"SELECT {', '.join(kind._fields)} FROM {table} WHERE county = %s AND matter_id = %s", [row["county"], row["id"]]
            )
            assert {kind(**each) for each in stored} == getattr(rows, field), (row["number"], table)
        for column, value in projection.columns(case, seen).items():
            assert row[column] == value, (row["number"], column)
        assert replayed(row["county"], row["id"]) == msgspec.json.decode(row["case_doc"]), row["number"]


def replayed(county: str, matter_id: object) -> dict[str, object]:
    """Fold the ledger's changes into a case."""
    doc: dict[str, object] = {}
    for row in sql.rows("SELECT change FROM ledger_entry WHERE county = %s AND matter_id = %s ORDER BY seq", [county, matter_id]):
        doc = apply_patch(doc, msgspec.json.decode(row["change"]))
    return doc


@pytest.mark.parametrize("seed", range(3))
def test_rows_and_replay_agree_after_a_random_walk(seed: int) -> None:
    did = wander(build_town(), seed, 100)
    assert sum(did.values()) >= 10, did
    stands_as_the_case_says()


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_rows_and_replay_agree_after_long_random_walks(seed: int) -> None:
    sql.execute("SET LOCAL transaction_timeout = 0")  # all examples share the transaction of the test
    sql.execute("DELETE FROM matter")
    for table in (
        "matter_order",
        "matter_clock",
        "matter_todo",
        "matter_block",
        "matter_link",
        "matter_party",
        "matter_text",
        "ledger_entry",
    ):
        sql.execute(f"DELETE FROM {table}")
    wander(_town(), seed, 250)
    stands_as_the_case_says()


_built: list[Town] = []


def _town() -> Town:
    from yiwang.accounts.models import User

    if not User.objects.exists():
        _built.clear()
    if not _built:
        _built.append(build_town())
    return _built[0]
