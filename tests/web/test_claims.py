"""The claim sheet on the pages: lines masked, a party chosen by name, the person agrees for their own line, a place picked by its name."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import bring, do, walk
from yiwang.infra.clock import now
from yiwang.matters.operations import PartyIn

pytestmark = pytest.mark.django_db
CREW = (
    PartyIn(part="representative", name="李秀英", phone="13905461111"),
    PartyIn(part="claimant", name="周满仓", phone="13905462222"),
)


def test_a_sheet_is_written_paid_and_agreed_to_on_the_pages(town, signed_in) -> None:
    brought = bring(town, at=now(), parties=CREW, claimants=2)
    number = brought.number
    walk(town, number, "received", at=now())
    desk = signed_in("county")
    form = desk.get(f"/matters/{number}/acts/list_claim/").content.decode()
    assert re.findall(r'<option value="(\d)">([^<]*)<', form) == [("1", "1 李**"), ("2", "2 周**")]
    wrong = desk.post(f"/matters/{number}/acts/list_claim/", {"subject": "m", "party": "1", "owed": "1234.567"})
    assert wrong.status_code == 422 and 'value="1234.567"' in wrong.content.decode()
    desk.post(f"/matters/{number}/acts/list_claim/", {"subject": "m", "party": "1", "days": "12", "owed": "1,234.50"})
    page = desk.get(f"/matters/{number}/").content.decode()
    line = re.search(r"acts/pay_claim/\?subject=(l\d+)", page)
    assert line is not None and "1,234.50" in page and "李秀英" not in page
    again = desk.get(f"/matters/{number}/acts/list_claim/?subject={line[1]}").content.decode()
    assert 'name="owed"' in again and 'name="party"' not in again and 'name="phone"' not in again
    desk.post(f"/matters/{number}/acts/pay_claim/", {"subject": line[1], "paid": "1234.50", "proof": "回单"})

    person = Client()
    person.post("/follow/", {"number": number, "code": brought.query_code})
    page = person.get(f"/follow/{number}/").content.decode()
    assert f"/follow/{number}/agree_claim/?subject={line[1]}" in page and "1,234.50" in page
    assert 'name="proof"' not in person.get(f"/follow/{number}/agree_claim/?subject={line[1]}").content.decode()
    done = person.post(f"/follow/{number}/agree_claim/", {"subject": line[1], "agrees": "1"})
    assert done.status_code == 302
    assert "已落实 1 人" in desk.get(f"/matters/{number}/").content.decode()


def test_the_region_of_a_corrected_place_is_picked_by_name(town, signed_in) -> None:
    number = bring(town, at=now()).number
    desk = signed_in("county")
    found = desk.get(f"/matters/{number}/acts/correct/choices/", {"input": "place", "find_place": "370502001"}).content.decode()
    assert 'name="place" value="370502001"' in found
    data = {"subject": "m", "part": "place", "text": "文汇街道安泰小区5号楼", "place": "370502001", "reason": "写错"}
    assert desk.post(f"/matters/{number}/acts/correct/", data).status_code == 302
    assert "安泰小区5号楼" in desk.get(f"/matters/{number}/").content.decode()


def test_the_person_of_a_merged_matter_reads_how_far_it_is(town, signed_in) -> None:
    master, member = bring(town, at=now()).number, bring(town, at=now())
    for number in (master, member.number):
        do(town, number, "accept", "county", at=now())
    do(town, member.number, "merge", "county", at=now(), master=master, reason="同一件事")
    person = Client()
    person.post("/follow/", {"number": member.number, "code": member.query_code})
    page = person.get(f"/follow/{member.number}/").content.decode()
    assert "并在一起办理" in page and "正在确定由谁办" in page and "期限是" in page
    assert master not in page
    person.post(f"/follow/{member.number}/supplement/", {"subject": "m", "text": "今天又漏了。"})
    assert f"见并入事项 {member.number}" in signed_in("county").get(f"/matters/{master}/").content.decode()
