"""Nothing personal stands in clear in any column of any table, whatever way it came in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.infra import sql
from yiwang.matters.operations import PartyIn, reveal
from yiwang.matters.queries import follow, matter_page

pytestmark = pytest.mark.django_db

SECRETS = ("李秀英", "王大明", "13905461111", "13805461234", "370502196503121249", "2单元302", "302室")


def test_no_column_holds_a_name_a_phone_or_a_document_number() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(
        town,
        at=at,
        key="k",
        title="李秀英家被王大明家泡了",
        address="文汇街道安泰小区3号楼2单元302室",
        parties=(
            PartyIn(name="李秀英", phone="139 0546 1111", document="370502196503121249", address="安泰小区3号楼2单元302室"),
            PartyIn(part="counterpart", name="王大明", phone="13805461234"),
        ),
    )
    walk(town, done.number, "received", at=at)
    do(
        town,
        done.number,
        "note",
        "county",
        at=at + timedelta(hours=5),
        text="已联系王大明（13805461234），其称李秀英也有责任，302室漏水属实",
    )
    tables = [row["t"] for row in sql.rows("SELECT tablename AS t FROM pg_tables WHERE schemaname = 'public'")]
    for table in tables:
        for row in sql.rows(f'SELECT t::text AS said FROM "{table}" t'):
            for secret in SECRETS:
                assert secret not in row["said"], (table, secret)


def test_staff_see_masked_persons_until_they_reveal_and_the_person_sees_what_they_said() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at)
    walk(town, done.number, "handling", at=at)
    page = matter_page(number=done.number, actor=town.actor("county"), at=at)
    assert [party.name for party in page.parties] == ["李**", "王**"]
    assert page.parties[0].phone == "139 **** 1111"
    assert "王**" in page.narrative and "王大明" not in page.narrative
    shown = reveal(number=done.number, actor=town.actor("county"), at=at + timedelta(hours=3), reason="call_back")
    assert shown.parties[0].phone == "13905461111"
    assert shown.text(1, "narrative").startswith("我家楼上王大明装修漏水，电话13805461234")
    assert sql.scalar("SELECT count(*) FROM access_log WHERE matter = %s", [done.number]) == 1
    followed = follow(number=done.number, query_code=done.query_code, at=at)
    assert [entry.act for entry in followed.timeline] == ["register", "accept", "dispatch"]
    assert all(entry.user is None and not entry.user_name for entry in followed.timeline)
