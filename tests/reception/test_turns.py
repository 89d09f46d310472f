"""Whose turn it is: the rule by example, and by property that nobody starves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from yiwang.reception.domain.turns import RULES, Waiting, in_turn, turn

NINE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def waits(no: int, *, since: int = 0, service: int = 1, **more: object) -> Waiting:
    return Waiting(id=UUID(int=no), service=service, since=NINE + since * MINUTE, **more)  # type: ignore[arg-type]


def order(
    line: Sequence[Waiting], *, at: datetime = NINE + 60 * MINUTE, window: int = 1, takes: frozenset[int] = frozenset({1})
) -> list[int]:
    return [one.id.int for one in in_turn(line, window=window, takes=takes, at=at, most=99)]


def test_who_came_first_is_called_first_and_only_for_what_the_window_takes() -> None:
    line = [waits(3, since=2), waits(1, since=0), waits(2, since=1), waits(4, since=0, service=2)]
    assert order(line) == [1, 2, 3]
    assert order(line, takes=frozenset({2})) == [4]
    assert turn([], window=1, takes=frozenset({1}), at=NINE) is None


def test_a_need_goes_ahead_but_the_first_in_line_is_passed_only_so_often() -> None:
    line = [waits(1), waits(2, since=1), *(waits(n, since=n, need=True) for n in range(10, 16))]
    assert RULES.ahead == 2
    assert order(line) == [10, 11, 1, 12, 13, 2, 14, 15]


def test_a_booking_is_due_at_its_time_and_before_that_waits_like_others() -> None:
    line = [waits(1), waits(2, since=1, need=True), waits(3, since=2, slot=NINE + 30 * MINUTE)]
    assert order(line, at=NINE + 30 * MINUTE) == [3, 2, 1]
    assert order(line, at=NINE + 25 * MINUTE) == [3, 2, 1]
    assert order(line, at=NINE + 24 * MINUTE) == [2, 1, 3]


def test_who_was_missed_waits_a_while_and_who_was_handed_over_waits_for_that_window() -> None:
    line = [waits(1, ready=NINE + 10 * MINUTE), waits(2, since=5, window=7, service=3), waits(3, since=6)]
    assert order(line, at=NINE + 7 * MINUTE) == [3]
    assert order(line, at=NINE + 10 * MINUTE) == [1, 3]
    assert order(line, window=7, at=NINE + 7 * MINUTE) == [2, 3]


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.integers(1, 3), st.booleans(), st.booleans()),
        st.tuples(st.just("call"), st.integers(0, 2), st.just(False), st.just(False)),
    ),
    max_size=120,
)
WINDOWS = (frozenset({1}), frozenset({1, 2}), frozenset({1, 2, 3}))
"""What three windows take: their lines overlap."""


@given(EVENTS)
def test_nobody_starves_however_many_claims_there_are(events: list[tuple[str, int, bool, bool]]) -> None:
    """The bound of `domain.turns`, counted by those that windows of their line call."""
    line: dict[UUID, Waiting] = {}
    left: dict[UUID, int] = {}
    for minute, (event, number, need, booked) in enumerate(events):
        at = NINE + minute * MINUTE
        if event == "come":
            one = waits(minute, since=minute, service=number, need=need, slot=at if booked else None)
            before = sum(not other.goes_ahead(at, RULES) for other in line.values())
            line[one.id] = one
            if not one.goes_ahead(at, RULES):
                left[one.id] = (before + 1) * (RULES.ahead + 1) + len(line) - 1 - before
            continue
        takes = WINDOWS[number]
        found = turn(line.values(), window=number, takes=takes, at=at)
        here = {one.id for one in line.values() if one.service in takes}
        assert (found is None) == (not here), "a window stands idle while somebody waits for it"
        if found is None:
            continue
        assert found.next.id in here
        for key in here & left.keys():
            left[key] -= 1
            assert left[key] >= 0, "somebody starves"
        if found.passed is not None:
            line[found.passed.id] = replace(found.passed, passed=found.passed.passed + 1)
            assert line[found.passed.id].passed <= RULES.ahead
        del line[found.next.id]
        left.pop(found.next.id, None)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_everybody_is_called_exactly_once_and_a_need_never_makes_it_later(needs: list[bool]) -> None:
    line = [waits(no, since=no, need=need) for no, need in enumerate(needs)]
    called = order(line)
    assert sorted(called) == list(range(len(needs)))
    for no, need in enumerate(needs):
        if need:
            plain = order([replace(one, need=False) if one.id.int == no else one for one in line])
            assert called.index(no) <= plain.index(no)
