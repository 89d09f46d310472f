"""Three fields on a market day, completed later by the ordinary lawful acts; a visitor's earlier matter on a button only."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.statements import statements
from tests.web.test_window_drafts import category
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.infra.clock import now
from yiwang.matters.queries import matter_page
from yiwang.matters.queries.incomplete import incomplete

pytestmark = pytest.mark.django_db


def quickly(browser, name: str = "李秀英", **more: str) -> str:
    """Register with the three fields that the quick form shows; the place is the window's own region, as it stands there."""
    three = {
        "quick": "1",
        "key": str(uuid4()),
        "name": name,
        "category": category(browser),
        "narrative": "摊位前的井盖坏了，老人差点掉下去。",
    }
    answer = browser.post("/window/", {**three, "place": "370502", **more})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].endswith("?quick=1")
    return answer["Location"].split("/")[2]


def test_the_quick_form_has_its_place_and_asks_for_three_fields(signed_in) -> None:
    page = signed_in("clerk").get("/window/?quick=1").content.decode()
    assert "is-quick" in page
    assert 'name="place" value="370502" checked' in page
    full = signed_in("clerk").post("/window/", {"quick": "1", "name": "李秀英", "look_up": "full"}).content.decode()
    assert "is-quick" not in full
    assert 'value="李秀英"' in full


def test_what_lacks_something_waits_to_be_completed_and_leaves_once_it_is(signed_in, town) -> None:
    browser = signed_in("clerk")
    number = quickly(browser)
    page = browser.get("/window/incomplete/").content.decode()
    assert number in page
    assert "联系电话" in page
    given = {"key": "c-1", "name": "李秀英", "phone": "13905461111", "place": "370502001001", "spot": "集市东口", "text": "井盖是通信井。"}
    answer = browser.post(f"/window/incomplete/{number}/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert number not in browser.get("/window/incomplete/").content.decode().replace(f"{number}：", "")
    actor = Actor(role=Role.COORDINATOR, user=town.users["county"], post=town.appointments["county"], unit=town.units["370502"])
    case = matter_page(number=number, actor=actor, at=now()).case
    assert case.place == "370502001001"


def test_nothing_filled_in_and_a_wrong_phone_are_told(signed_in) -> None:
    browser = signed_in("clerk")
    number = quickly(browser)
    assert browser.post(f"/window/incomplete/{number}/", {"key": "c-2"}).status_code == 422
    wrong = browser.post(f"/window/incomplete/{number}/", {"key": "c-3", "name": "李秀英", "phone": "abc", "text": "井盖是通信井。"})
    assert wrong.status_code == 422
    assert "井盖是通信井。" in wrong.content.decode()


def test_the_list_is_one_statement_and_shows_only_ones_own_units(signed_in, town) -> None:
    browser = signed_in("clerk")
    quickly(browser)
    actor = Actor(role=Role.CLERK, user=town.users["clerk"], post=town.appointments["clerk"], unit=town.units["370502"])
    incomplete(actor=actor, at=now())  # units are read into the process once
    for more in (0, 2):
        for _ in range(more):
            quickly(browser)
        with statements() as seen:
            assert len(incomplete(actor=actor, at=now()).rows) == 1 + more
        assert len(seen) == 1, seen
    assert "井盖" not in signed_in("other_county").get("/window/incomplete/").content.decode()


def test_an_earlier_matter_is_looked_for_on_the_button_and_written_down(signed_in) -> None:
    browser = signed_in("clerk")
    number = quickly(browser, phone="13905467777")
    before = sql.scalar("SELECT count(*) FROM access_log")
    found = browser.post("/window/earlier/", {"phone": "13905467777"}).content.decode()
    assert number in found
    assert sql.scalar("SELECT count(*) FROM access_log") == before + 1
    assert "没有参与过" in browser.post("/window/earlier/", {"phone": "13900000000"}).content.decode()
    assert "red" in browser.post("/window/earlier/", {}).content.decode()
    browser.post("/window/live/", {"phone": "13905467777", "key": str(uuid4())})
    assert sql.scalar("SELECT count(*) FROM access_log") == before + 2
