"""The hall's furniture set up by the system officer: opened, services and windows added, changed and taken away, each written down."""

from __future__ import annotations

import re

import pytest

from yiwang.audit import changes
from yiwang.infra.clock import now
from yiwang.reception import operations as reception
from yiwang.reception import queries
from yiwang.reception.domain.words import Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("system_admin")


@pytest.fixture
def center(town) -> int:
    return town.center("370502")


@pytest.fixture
def root(center) -> str:
    return f"/administration/units/{center}/hall/"


@pytest.fixture
def furnished(town, center, root, officer):
    """A hall set up on the pages: services A (booked) and B, window 01 for A, window 02 for both."""
    assert officer.post(f"{root}open/").status_code == 302
    for letter, name, minutes in (("A", "综合受理", "30"), ("B", "法律咨询", "0")):
        service = {"letter": letter, "name": name, "slot_minutes": minutes, "slot_places": "2"}
        assert officer.post(f"{root}service/", service).status_code == 302
    a, b = (one.id for one in queries.services(center))
    for number, takes in (("01", [a]), ("02", [a, b])):
        assert officer.post(f"{root}window/", {"number": number, "name": "接待窗口", "takes": takes}).status_code == 302
    return officer


def deeds(center: int) -> list[str]:
    return [row.deed for row in changes.changes(subject=f"unit.{center}").changes]


def services(center: int) -> dict[str, int]:
    return {one.letter: one.id for one in queries.services(center)}


def windows(center: int) -> dict[str, int]:
    return {one.number: one.id for one in queries.windows(center)}


def test_a_hall_is_opened_and_furnished_and_people_can_take_a_number(town, center, root, officer, client) -> None:
    assert root in officer.get(f"/administration/units/{center}/").content.decode()
    empty = officer.get(root).content.decode()
    assert f"{root}open/" in empty
    assert f"{root}service/" not in empty
    for early in ("keys/", "service/", "window/"):
        assert officer.post(f"{root}{early}").status_code == 404
    assert officer.get(f"{root}open/").status_code == 200
    assert queries.keys(center) is None
    officer.post(f"{root}open/")
    assert officer.get(f"{root}window/")["Location"] == root  # a window takes services, and there is none yet
    wide = {"letter": "ａ", "name": "综合受理", "slot_minutes": "３０", "slot_places": "2"}
    assert officer.post(f"{root}service/", wide).status_code == 302
    made = queries.services(center)[0]
    assert (made.letter, made.slot_minutes, made.slot_places) == ("A", 30, 2)
    assert "没有窗口受理" in officer.get(root).content.decode()
    assert officer.post(f"{root}window/", {"number": "01", "name": "接待窗口", "takes": [made.id]}).status_code == 302
    page = officer.get(root).content.decode()
    assert "没有窗口受理" not in page
    for address in re.findall(r'data-copy="http://testserver([^"]+)"', page):
        assert client.get(address).status_code == 200, address
    assert deeds(center) == ["add_window", "add_service", "open_hall"]


def test_the_log_says_what_stood_there_before_and_never_a_key(center, root, furnished) -> None:
    before = queries.keys(center)
    service, window = services(center)["A"], windows(center)["02"]
    changed = {"name": "来访接待", "slot_minutes": "20", "slot_places": "3"}
    assert furnished.post(f"{root}service/{service}/", changed).status_code == 302
    assert furnished.post(f"{root}service/{service}/", changed).status_code == 302  # nothing changes, nothing is written
    assert furnished.post(f"{root}window/{window}/", {"number": "12", "name": "夜间窗口", "takes": [service]}).status_code == 302
    assert furnished.post(f"{root}keys/").status_code == 302
    assert deeds(center)[:4] == ["renew_hall_keys", "change_window", "change_service", "add_window"]
    keys = queries.keys(center)
    assert before is not None
    assert keys is not None
    assert {keys.screen, keys.kiosk}.isdisjoint({before.screen, before.kiosk})
    log = furnished.get("/administration/log/").content.decode()
    for said in ("更换大厅网址", "更改窗口", "接待窗口", "夜间窗口", "A B", "来访接待", "综合受理"):
        assert said in log, said
    for key in (keys.screen, keys.kiosk, before.screen, before.kiosk):
        assert key not in log
    assert [row.place for row in changes.changes(deed="renew_hall_keys").changes] == ["370502"]


def test_bad_input_is_named_by_field_and_what_was_typed_comes_back(center, root, furnished) -> None:
    wrong = furnished.post(f"{root}service/", {"letter": "1", "name": "", "slot_minutes": "半小时", "slot_places": "99"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    for field in ("letter", "name", "slot_minutes", "slot_places"):
        assert f'href="#f-{field}"' in page, field
    assert 'value="半小时"' in page
    taken = furnished.post(f"{root}service/", {"letter": "B", "name": "再来", "slot_minutes": "", "slot_places": ""})
    assert "这个字母已经用于另一项业务" in taken.content.decode()
    page = furnished.post(f"{root}window/", {"number": "1234567", "name": "长" * 31}).content.decode()
    for field in ("number", "name", "takes"):
        assert f'href="#f-{field}"' in page, field
    a = services(center)["A"]
    twice = furnished.post(f"{root}window/", {"number": "01", "name": "又一个", "takes": [a, "x"]})
    assert "没有这项业务" in twice.content.decode()
    twice = furnished.post(f"{root}window/{windows(center)['02']}/", {"number": "01", "name": "又一个", "takes": [a]})
    assert twice.status_code == 422
    assert 'href="#f-number"' in twice.content.decode()
    assert [w.number for w in queries.windows(center)] == ["01", "02"]
    assert len(queries.services(center)) == 2


def test_a_service_ends_only_when_nobody_is_left_waiting_for_nobody(town, center, root, furnished) -> None:
    a, b = services(center)["A"], services(center)["B"]
    assert "窗口 01 只受理这项业务" in furnished.post(f"{root}retire-service/{a}/").content.decode()
    assert a in queries.windows(center)[1].takes  # refused as a whole: window 02 still takes it
    waiting = reception.issue(center=center, ask=reception.Ask(service=b), way=Way.KIOSK, at=now())
    assert "等接待完再停办" in furnished.post(f"{root}retire-service/{b}/").content.decode()
    reception.sit_down(actor=town.actor("county"), window=windows(center)["02"], at=now())
    reception.call_next(actor=town.actor("county"), at=now())
    assert furnished.post(f"{root}retire-service/{b}/").status_code == 422  # at the window, and could still be missed and wait again
    reception.begin(actor=town.actor("county"), ticket=waiting.id, at=now())
    reception.finish(actor=town.actor("county"), ticket=waiting.id, at=now())
    assert furnished.post(f"{root}retire-service/{b}/").status_code == 302
    assert list(services(center)) == ["A"]
    assert queries.windows(center)[1].takes == (a,)
    assert furnished.get(f"{root}retire-service/{b}/").status_code == 404
    assert furnished.post(f"{root}service/", {"letter": "B", "name": "另一项"}).status_code == 302  # the letter is free again


def test_a_booked_service_stays_until_its_bookings_are_over(center, root, furnished) -> None:
    a = services(center)["A"]
    day = queries.bookable_days(now())[-1]
    slot = queries.free_slots(center=center, service=a, day=day, at=now())[0]
    reception.book(center=center, wish=reception.Wish(service=a, slot=slot.at, phone="13905461234"), at=now())
    page = furnished.post(f"{root}retire-service/{a}/").content.decode()
    assert day.isoformat() in page


def test_a_window_is_taken_away_when_nobody_sits_there(town, center, root, furnished) -> None:
    window = windows(center)["01"]
    reception.sit_down(actor=town.actor("clerk"), window=window, at=now())
    page = furnished.get(root).content.decode()
    assert "有人" in page
    assert "测试clerk" not in page  # the furniture, never who sits where
    assert furnished.post(f"{root}retire-window/{window}/").status_code == 422
    reception.leave(actor=town.actor("clerk"), at=now())
    assert furnished.post(f"{root}retire-window/{window}/").status_code == 302
    assert list(windows(center)) == ["02"]
    assert furnished.get(f"{root}window/{window}/").status_code == 404
    assert deeds(center)[0] == "retire_window"


def test_halls_beyond_the_subtree_and_pages_of_others_do_not_exist(town, center, root, furnished, signed_in) -> None:
    service = services(center)["A"]
    paths = ("", "open/", "keys/", "service/", "window/", f"service/{service}/", f"retire-service/{service}/")
    for elsewhere in (town.units["housing"], town.center("3705"), 999999999999):
        for path in paths:
            assert furnished.get(f"/administration/units/{elsewhere}/hall/{path}").status_code == 404, path
    street = town.center("370502001")
    furnished.post(f"/administration/units/{street}/hall/open/")
    for path in (f"service/{service}/", f"retire-service/{service}/", "service/x/", "nothing/"):
        assert furnished.get(f"/administration/units/{street}/hall/{path}").status_code == 404, path
    before = deeds(center)
    for who in ("county_head", "clerk", "auditor"):
        browser = signed_in(who)
        for path in paths:
            assert browser.get(f"{root}{path}").status_code == 404, (who, path)
            assert browser.post(f"{root}{path}").status_code in {404, 405}, (who, path)
    assert deeds(center) == before


def test_the_page_costs_the_same_however_much_there_is(center, root, furnished, django_assert_max_num_queries) -> None:
    furnished.get(root)  # the net of units was just changed: read once
    with django_assert_max_num_queries(5) as few:
        furnished.get(root)
        asked = len(few)
    assert asked
    a = services(center)["A"]
    for letter in "CDE":
        furnished.post(f"{root}service/", {"letter": letter, "name": "更多"})
        furnished.post(f"{root}window/", {"number": f"1{letter}", "name": "更多", "takes": [a]})
    with django_assert_max_num_queries(asked):
        furnished.get(root)
