"""The pages of the hall: the panel, the supervisor's windows, the screen, the kiosk, bookings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import Town, bring
from tests.reception.conftest import Scene, set_up
from yiwang.infra import clock
from yiwang.kernel.refusals import Refused
from yiwang.reception import operations as hall
from yiwang.reception import queries
from yiwang.reception.domain.words import Way
from yiwang.reception.models import Booking, Ticket


@pytest.fixture
def scene(town: Town) -> Scene:
    """The hall as it stands now, by the clock of the pages."""
    scene = set_up(town)
    scene.at = clock.now() - timedelta(seconds=5)
    return scene


def take(scene: Scene, **more: str) -> Ticket:
    """Take a number now: the pages go by their own clock."""
    ask = hall.Ask(service=scene.services["A"], **more)
    return hall.issue(center=scene.center, ask=ask, way=Way.KIOSK, at=clock.now())


def test_a_visitor_from_call_to_finish(scene: Scene, signed_in: Callable[[str], Client]) -> None:
    first, second = take(scene, surname="欧阳", need="seat"), take(scene)
    browser = signed_in("clerk")
    page = browser.get("/hall/").content.decode()
    assert first.number in page
    assert "不便久等" in page
    called = browser.post("/hall/next/", HTTP_HX_REQUEST="true")
    assert "欧阳" in called.content.decode()
    assert browser.post("/hall/next/", HTTP_HX_REQUEST="true").status_code == 422
    assert browser.post("/hall/begin/", {"ticket": str(first.id)})["Location"] == "/hall/"
    number = bring(scene.town, at=clock.now()).number
    assert number in browser.get("/hall/").content.decode(), "what was registered meanwhile is offered"
    done = browser.post("/hall/finish-next/", {"ticket": str(first.id), "matter": number}, HTTP_HX_REQUEST="true").content.decode()
    assert f"{first.number} 接待完毕" in done
    assert f"请 {second.number}" in done
    assert Ticket.objects.get(county="370502", id=first.id).matter == number
    wrong = browser.post("/hall/finish/", {"ticket": str(second.id), "matter": "没有这个号"}, HTTP_HX_REQUEST="true")
    assert wrong.status_code == 422
    assert Ticket.objects.get(county="370502", id=second.id).state == "called"


def test_the_receipt_sends_the_visitor_home_and_calls_the_next(scene: Scene, signed_in: Callable[[str], Client]) -> None:
    first, second = take(scene), take(scene)
    browser = signed_in("clerk")
    browser.post("/hall/next/")
    browser.post("/hall/begin/", {"ticket": str(first.id)})
    number = bring(scene.town, at=clock.now()).number
    assert "A001 办完，叫下一位" in browser.get(f"/window/{number}/receipt/").content.decode()
    form = {"ticket": str(first.id), "matter": number, "back": "window"}
    assert browser.post("/hall/finish-next/", form)["Location"] == "/window/"
    states = [Ticket.objects.get(county="370502", id=ticket.id).state for ticket in (first, second)]
    assert states == ["finished", "called"]


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("miss", {"ticket": "x"}),
        ("hand", {"ticket": "00000000-0000-7000-8000-000000000000", "window": "²"}),
        ("issue", {"service": "-1"}),
        ("issue", {"service": "1", "need": "rich"}),
        ("sit", {}),
    ],
)
def test_bad_input_is_answered_and_changes_nothing(
    act: str, form: dict[str, str], scene: Scene, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("clerk").post(f"/hall/{act}/", form, HTTP_HX_REQUEST="true")
    assert answer.status_code == 422
    assert "note-red" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_windows_are_for_who_supervises_them(scene: Scene, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("clerk").get("/hall/windows/").status_code == 404
    assert "还没有接待大厅" in signed_in("township").get("/hall/windows/").content.decode()
    browser = signed_in("county_head")
    assert "测试clerk" in browser.get("/hall/windows/").content.decode()
    address = f"/hall/windows/{scene.windows['01']}/"
    browser.post(address, {"act": "pause"})
    assert "window_paused" in _refused(scene)
    browser.post(address, {"act": "assign", "user": str(scene.town.users["county_second"])})
    assert queries.overview(scene.center, clock.now()).windows[0].user == scene.town.users["county_second"]
    signed_in("township").post(address, {"act": "assign", "user": ""})
    assert queries.overview(scene.center, clock.now()).windows[0].user == scene.town.users["county_second"]


def _refused(scene: Scene) -> str:
    with pytest.raises(Refused) as caught:
        hall.call_next(actor=scene.town.actor("clerk"), at=clock.now())
    return caught.value.code


def test_screen_and_kiosk_open_with_their_keys_and_tell_nothing_of_a_person(scene: Scene) -> None:
    keys = queries.keys(scene.center)
    assert keys is not None
    visitor = Client()
    ticket = visitor.post(f"/kiosk/{keys.kiosk}/", {"service": str(scene.services["A"]), "need": "child", "surname": "欧阳"})
    slip = visitor.get(ticket["Location"]).content.decode()
    assert "A001" in slip
    assert "欧阳" not in slip
    hall.call_next(actor=scene.town.actor("clerk"), at=clock.now())
    screen = visitor.get(f"/screen/{keys.screen}/").content.decode()
    assert "A001" in screen
    assert "欧阳" not in screen
    assert '<noscript><meta http-equiv="refresh"' in screen
    part = visitor.get(f"/screen/{keys.screen}/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert visitor.get(f"/screen/{keys.kiosk}/").status_code == visitor.get(f"/kiosk/{keys.screen}/").status_code == 404
    assert visitor.post(f"/kiosk/{keys.kiosk}/", {"code": "12"}).status_code == 422


def test_a_booking_from_home_to_the_kiosk(scene: Scene) -> None:
    visitor, where = Client(), f"/book/{scene.center}/"
    assert str(scene.center) in visitor.get("/book/").content.decode()
    day = next(d for d in queries.bookable_days(clock.now()) if d > clock.now().date() + timedelta(days=1))
    page = visitor.get(where, {"service": scene.services["A"], "day": day.isoformat()}).content.decode()
    slot = re.search(r'name="slot" value="([^"]+)"', page)
    assert slot is not None
    form = {"service": str(scene.services["A"]), "day": day.isoformat(), "slot": slot[1], "phone": "13905461234"}
    wrong = visitor.post(where, form | {"phone": "无", "surname": "李"})
    assert wrong.status_code == 422
    assert 'value="李"' in wrong.content.decode()
    for bad in ("", "2026-01-01T09:00", "gestern"):
        assert visitor.post(where, form | {"slot": bad}).status_code == 422
    done = visitor.post(where, form, follow=True).content.decode()
    code = re.search(r'class="qcode">([\d ]+)<', done)
    assert code is not None
    assert Booking.objects.filter(county="370502", state="booked").count() == 1
    assert visitor.post(f"{where}cancel/", {"day": day.isoformat(), "code": "1"}).status_code == 422
    assert visitor.post(f"{where}cancel/", {"day": day.isoformat(), "code": code[1]}).status_code == 200
    assert not Booking.objects.filter(county="370502", phone__isnull=False).exists()
    answers = [visitor.post(where, form | {"phone": f"1390546{n:04d}"}).status_code for n in range(8)]
    assert answers[-1] == 422, "one address books only so often"


def test_a_page_of_the_hall_costs_a_handful_of_statements(scene: Scene, signed_in: Callable[[str], Client], statements) -> None:
    take(scene)
    browser = signed_in("clerk")
    browser.get("/hall/")
    with statements() as seen:
        browser.get("/hall/")
    assert len(seen) <= 5, str(seen)
