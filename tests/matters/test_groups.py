"""A group matter over the database: who joins is sealed like everybody, the ledger holds lines without a name, pages show them masked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories import Town, bring, build_town, do, walk
from tests.factories.matters import category_for
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.ledger.beside import Projected
from yiwang.matters.ledger.findings import Kind
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import PartyIn, act, correct_party
from yiwang.matters.queries import follow, matter_page

pytestmark = pytest.mark.django_db

CREW = (
    PartyIn(part="representative", name="李秀英", phone="13905461111", visiting=True),
    PartyIn(part="claimant", name="周满仓", phone="13905462222", visiting=True),
)


def _group(town: Town, at: datetime) -> tuple[str, str, str]:
    brought = bring(town, at=at, parties=CREW, claimants=2, category=category_for("complaint", at))
    order = walk(town, brought.number, "received", at=at)
    return brought.number, brought.query_code, order


def test_a_further_claimant_is_sealed_and_named_nowhere_in_clear() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number, _, _ = _group(town, at)
    later = at + timedelta(days=1)
    for party in (1, 2):
        do(town, number, "list_claim", "clerk", at=later, party=party)
    data = {"name": "吕望舒", "phone": "13905463333", "days": 12, "owed": "2400.50", "note": "吕望舒今天也来了，电话13905463333。"}
    key = do(town, number, "list_claim", "housing_handler", at=later, **data).subject
    page = matter_page(number=number, actor=town.actor("county"), at=later)
    line = page.case.claims[key]
    assert (line.party, line.days, line.owed, page.case.claimants) == (3, 12, 240_050, 3)
    assert [party.name for party in page.parties] == ["李**", "周**", "吕**"]
    entry = page.timeline[-1]
    assert "吕望舒" not in entry.texts[0].text and "13905463333" not in entry.texts[0].text
    assert entry.data == {"days": 12, "owed": 240_050}
    rows = "SELECT row(e.*)::text AS row FROM ledger_entry e UNION ALL SELECT row(m.*)::text FROM matter m"
    assert not [row for row in sql.rows(rows, []) if "吕望舒" in row["row"]]
    assert sql.scalar("SELECT parties FROM matter WHERE county = %s AND number = %s", [number[:6], number]) == 3
    full = do(town, number, "note", "county", at=later, text="已电话告知吕望舒。")  # the newcomer is known to later texts
    assert "吕望舒" not in matter_page(number=number, actor=town.actor("county"), at=later).timeline[full.seq - 1].texts[0].text
    assert verify(beside=Projected(later)).findings == [], "who joined is one of the parties that verifying expects"
    assert sql.execute("DELETE FROM matter_party WHERE county = %s AND no = 3", [number[:6]]) == 1
    assert set(verify(beside=Projected(later)).counts) == {Kind.ALTERED_PARTY}


def test_every_line_is_settled_before_it_closes_as_settled() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number, code, order = _group(town, at)
    at += timedelta(hours=5)
    mine = do(town, number, "list_claim", "clerk", at=at, party=1, owed="100").subject
    other = do(town, number, "list_claim", "clerk", at=at, party=2, owed="200").subject
    for key, paid in ((mine, "100"), (other, "200")):
        do(town, number, "pay_claim", "housing_handler", at=at, subject=key, paid=paid, proof="回单")
    do(town, number, "report_result", "housing_handler", at=at, subject=order, outcome="solved", result="已兑付。")
    do(town, number, "confirm", "county_second", at=at, subject=order)
    act(number=number, act="agree_claim", actor=Actor(role=Role.PERSON), at=at, subject=mine, data={"agrees": True}, query_code=code)
    page = follow(number=number, query_code=code, at=at)
    assert page.claim is not None and page.claim.settled
    assert {(str(offer.act), offer.subject) for offer in page.offers if offer.act == "agree_claim"} == {("agree_claim", mine)}
    with pytest.raises(Refused, match="claims_open"):
        do(town, number, "close", "county_second", at=at, result_class="solved", answer="已解决。")
    with pytest.raises(Refused, match="not_yours"):
        act(number=number, act="agree_claim", actor=Actor(role=Role.PERSON), at=at, subject=other, data={"agrees": True}, query_code=code)
    do(town, number, "agree_claim", "clerk", at=at, subject=other, agrees=True, proof="本人签字单")
    assert do(town, number, "close", "county_second", at=at, result_class="solved", answer="已解决。").state == "closed"
    assert verify().findings == []


def test_a_bad_phone_of_a_further_claimant_is_named_and_nothing_is_written() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number, _, _ = _group(town, at)
    with pytest.raises(BadInput) as told:
        do(town, number, "list_claim", "clerk", at=at, name="吕望舒", phone="一二三")
    assert [(error.field, error.code) for error in told.value.errors] == [("phone", "bad_phone")]
    assert sql.scalar("SELECT count(*) FROM matter_party") == 2


def test_at_most_five_come_in_person_at_first_and_after_corrections() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    six = tuple(PartyIn(part="representative", name=f"周{word}", phone="13905462222", visiting=True) for word in "甲乙丙丁戊己")
    with pytest.raises(BadInput) as told:
        bring(town, at=at, parties=six, claimants=6)
    assert {error.code for error in told.value.errors} == {"too_many_representatives"}
    seated = (*six[:5], PartyIn(part="representative", name="周己", phone="13905462222"))
    number = bring(town, at=at, parties=seated, claimants=6).number
    with pytest.raises(BadInput) as told:
        correct_party(number=number, no=6, party=six[5], actor=town.actor("clerk"), at=at, reason="来访")
    assert {error.code for error in told.value.errors} == {"too_many_representatives"}
    correct_party(number=number, no=5, party=six[4], actor=town.actor("clerk"), at=at, reason="姓名更正")
