"""Public numbers: what people type is read, what is wrong is told; query codes tell nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import bring, build_town
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters.operations import act, registering
from yiwang.matters.queries import follow, person

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)

made = st.builds(
    numbers.Number,
    county=st.integers(110000, 659999).map(str),
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    serial=st.text(numbers.ALPHABET, min_size=4, max_size=4),
)


def test_the_day_is_the_one_in_shanghai() -> None:
    assert numbers.fresh(county="460108", at=AT).day == date(2026, 11, 24)
    assert str(numbers.Number("460108", date(2026, 11, 23), "7K42"))[:20] == "460108-20261123-7K42"


@given(made)
def test_a_number_is_read_back_however_it_is_typed(number: numbers.Number) -> None:
    text = str(number)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    for typed in (text, text.lower(), text.replace("-", ""), f" {text.replace('-', ' ')} ", wide):
        assert numbers.parse(typed) == number


@given(made, st.data())
def test_one_wrong_character_or_two_swapped_are_noticed(number: numbers.Number, data: st.DataObject) -> None:
    text = str(number)
    place = data.draw(st.sampled_from([i for i, c in enumerate(text) if c != "-" and i > 5]))
    wrong = data.draw(st.sampled_from("0123456789" if text[:15][place:] else numbers.ALPHABET))
    changed = text[:place] + wrong + text[place + 1 :]
    if changed != text:
        with pytest.raises(Refused, match="number_"):
            numbers.parse(changed)
    first, second = data.draw(st.sampled_from([(16, 17), (17, 18), (18, 19), (13, 14), (4, 5)]))
    swapped = list(text)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    if "".join(swapped) != text:
        with pytest.raises(Refused, match="number_"):
            numbers.parse("".join(swapped))


@pytest.mark.parametrize("typed", ["", "12345", "460108-20261323-7K42-C", "460108-20261123-7K4O-C", "号码", "\x00" * 19, "4" * 10_000])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="number_malformed"):
        numbers.parse(typed)


@pytest.mark.django_db
def test_a_taken_serial_is_tried_again(monkeypatch) -> None:
    town = build_town()
    taken = numbers.parse(bring(town).number)
    free = numbers.Number(taken.county, taken.day, "ZZZZ")
    tried = iter([taken, taken, free])
    monkeypatch.setattr(registering.numbers, "fresh", lambda **_: next(tried))
    assert bring(town).number == str(free)
    assert sql.scalar("SELECT count(*) FROM ledger_entry") == 2


@pytest.mark.django_db
def test_the_code_is_stored_nowhere_and_a_wrong_one_tells_nothing() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at, key="k")
    everything = " ".join(
        str(row)
        for table in ("matter", "idempotency_key", "ledger_entry", "outbox_event")
        for row in sql.rows(f"SELECT t::text AS row FROM {table} t")
    )
    assert done.query_code not in everything and done.query_code.replace("-", "") not in everything
    assert follow(number=done.number, query_code=done.query_code.lower().replace("-", " "), at=at).number == done.number
    unknown = str(numbers.fresh(county="370502", at=at))
    told = []
    for number in (done.number, unknown):
        with pytest.raises(Refused) as refusal:
            follow(number=number, query_code="AAAA-AAAA", at=at)
        told.append((refusal.value.code, refusal.value.field, refusal.value.values))
    assert told[0] == told[1]


@pytest.mark.django_db
def test_guessing_is_slowed_down_and_the_right_code_still_works() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at)
    codes = []
    for _ in range(12):
        with pytest.raises(Refused) as refusal:
            follow(number=done.number, query_code="AAAA-AAAA", at=at, source="10.0.0.9")
        codes.append(refusal.value.code)
    assert codes == ["no_such_matter"] * 10 + ["too_many_requests"] * 2
    with pytest.raises(Refused, match="too_many_requests"):
        follow(number=done.number, query_code=done.query_code, at=at, source="10.0.0.9")
    assert follow(number=done.number, query_code=done.query_code, at=at, source="10.0.0.8").number == done.number, "nobody is locked out"
    later = at + timedelta(minutes=16)
    assert follow(number=done.number, query_code=done.query_code, at=later).number == done.number


@pytest.mark.django_db
def test_the_person_acts_on_their_own_matter_and_on_no_other() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    mine, other = bring(town, at=at), bring(town, at=at)
    me = person(number=mine.number, query_code=mine.query_code, at=at)
    act(number=mine.number, act="supplement", actor=me, at=at, data={"text": "楼下也漏了"})
    with pytest.raises(Refused, match="no_such_matter"):
        act(number=other.number, act="supplement", actor=me, at=at, data={"text": "楼下也漏了"})
    with pytest.raises(Refused, match="no_such_matter"):
        act(number=other.number, act="supplement", actor=me, at=at, data={"text": "x"}, query_code=mine.query_code)
