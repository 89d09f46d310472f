"""A day in the hall, by the operations."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import bring, build_town, do
from yiwang.centers import operations as centers
from yiwang.infra import sql
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters import numbers
from yiwang.matters import queries as matters
from yiwang.reception import operations as hall
from yiwang.reception import queries
from yiwang.reception.domain.words import TicketState, Way
from yiwang.reception.models import Booking, HallWindow, Ticket

from .conftest import NINE, Scene, set_up


def refused(code: str):
    return pytest.raises(Refused, match=rf"^{code}\b")


def state(ticket: Ticket) -> str:
    return Ticket.objects.get(county=ticket.county, id=ticket.id).state


def test_numbers_run_by_service_and_day(scene: Scene) -> None:
    assert [scene.take(letter).number for letter in "AABA"] == ["A001", "A002", "B001", "A003"]
    scene.tick(24 * 60)
    assert scene.take("A").number == "A001"


def test_a_visitor_is_called_attended_and_counted_as_a_result(scene: Scene) -> None:
    first, second = scene.take(), scene.take()
    called = scene.next()
    assert called.id == first.id
    with refused("ticket_at_window"):
        scene.next()
    hall.call_again(actor=scene.town.actor("clerk"), ticket=called.id, at=scene.tick())
    scene.done(called)
    panel = queries.panel(actor=scene.town.actor("clerk"), at=scene.at)
    assert (panel.today.attended, panel.today.on_spot, panel.today.minutes) == (1, 0, 10)
    assert [t.id for t in panel.line] == [second.id]
    assert queries.panel(actor=scene.town.actor("county"), at=scene.at).today.attended == 0


def test_missed_comes_back_and_is_called_by_hand_when_there_after_all(scene: Scene) -> None:
    ticket, clerk = scene.take(), scene.town.actor("clerk")
    scene.next()
    hall.miss(actor=clerk, ticket=ticket.id, at=scene.tick())
    with refused("nobody_waits"):
        scene.next()
    hall.call_missed(actor=clerk, ticket=ticket.id, at=scene.tick())
    hall.miss(actor=clerk, ticket=ticket.id, at=scene.tick())
    scene.tick(10)
    assert scene.next().id == ticket.id
    hall.miss(actor=clerk, ticket=ticket.id, at=scene.tick())
    assert state(ticket) == TicketState.ABSENT


def test_a_ticket_handed_over_waits_for_that_window_by_when_it_came(scene: Scene) -> None:
    mine, clerk = scene.take(), scene.town.actor("clerk")
    scene.take("B")
    scene.next()
    with refused("window_empty"):
        hall.hand_over(actor=clerk, ticket=mine.id, window=scene.windows["03"], at=scene.tick())
    hall.hand_over(actor=clerk, ticket=mine.id, window=scene.windows["02"], at=scene.tick())
    with refused("nobody_waits"):
        scene.next()
    assert scene.next("county").id == mine.id


def test_whoever_was_handed_to_a_window_that_is_left_waits_for_any(scene: Scene) -> None:
    mine = scene.take()
    scene.next()
    hall.hand_over(actor=scene.town.actor("clerk"), ticket=mine.id, window=scene.windows["02"], at=scene.tick())
    hall.leave(actor=scene.town.actor("county"), at=scene.tick())
    assert scene.next().id == mine.id


def test_open_pages_of_the_hall_hear_of_every_deed(scene: Scene) -> None:
    before = sql.scalar("SELECT count(*) FROM outbox_event WHERE topic = 'live.told'")
    scene.take()
    told = sql.rows("SELECT body::text AS body FROM outbox_event WHERE topic = 'live.told' ORDER BY id DESC LIMIT 1")
    assert sql.scalar("SELECT count(*) FROM outbox_event WHERE topic = 'live.told'") == before + 1
    assert f"hall:{scene.center}" in told[0]["body"]


def test_seats_are_of_the_hall_and_supervised(scene: Scene) -> None:
    with refused("window_taken"):
        scene.sit("county_second", "01")
    with refused("no_hall_of_yours"):
        queries.panel(actor=scene.town.actor("auditor"), at=scene.at)
    with refused("not_yours"):
        hall.assign(actor=scene.town.actor("clerk"), window=scene.windows["03"], user=None, at=scene.tick())
    with refused("no_such_window"):
        hall.sit_down(actor=scene.town.actor("township"), window=scene.windows["03"], at=scene.tick())
    hall.assign(actor=scene.town.actor("county_head"), window=scene.windows["03"], user=scene.town.users["clerk"], at=scene.tick())
    assert HallWindow.objects.get(id=scene.windows["01"]).user is None
    hall.pause(actor=scene.town.actor("county_head"), window=scene.windows["03"], at=scene.tick())
    with refused("window_paused"):
        scene.next()
    hall.resume(actor=scene.town.actor("clerk"), at=scene.tick())
    with refused("not_of_this_hall"):
        hall.assign(actor=scene.town.actor("county"), window=scene.windows["01"], user=scene.town.users["township"], at=scene.tick())


def test_who_is_present_from_a_department_serves_in_the_hall(scene: Scene) -> None:
    handler = scene.town.actor("labour_handler")
    with refused("no_hall_of_yours"):
        hall.sit_down(actor=handler, window=scene.windows["03"], at=scene.tick())
    centers.move_in(center_id=scene.center, unit_id=scene.town.units["labour"], mode="permanent", since=NINE.date())
    hall.sit_down(actor=handler, window=scene.windows["03"], at=scene.tick())
    ticket = scene.take("B")
    assert scene.next("labour_handler").id == ticket.id
    with refused("not_yours"):
        hall.pause(actor=handler, window=scene.windows["01"], at=scene.tick())


def test_setting_up_is_for_who_arranges_the_hall_and_names_what_is_wrong(scene: Scene) -> None:
    new = hall.NewWindow(number="01", name="再来一个", takes=(scene.services["A"],))
    with refused("not_yours"):
        hall.add_window(actor=scene.town.actor("clerk"), center=scene.center, new=new, at=NINE)
    with refused("window_number_taken"):
        hall.add_window(actor=scene.town.actor("system_admin"), center=scene.center, new=new, at=NINE)
    with pytest.raises(BadInput) as caught:
        hall.add_window(actor=scene.town.actor("county"), center=scene.center, new=hall.NewWindow(number=" ", name="", takes=()), at=NINE)
    assert {(e.field, e.code) for e in caught.value.errors} == {
        ("number", "required"),
        ("name", "required"),
        ("takes", "required"),
    }
    hall.retire_window(actor=scene.town.actor("system_admin"), center=scene.center, window=scene.windows["03"], at=scene.tick())
    before = queries.keys(scene.center)
    hall.renew_keys(actor=scene.town.actor("county_head"), center=scene.center, at=scene.at)
    assert before is not None
    assert queries.by_screen_key(before.screen) is None


def test_a_booking_becomes_a_ticket_that_is_due_at_its_time(scene: Scene) -> None:
    slot = NINE + timedelta(hours=1)
    wish = hall.Wish(service=scene.services["A"], slot=slot, phone="13905461234", surname="李")
    booked = hall.book(center=scene.center, wish=wish, at=NINE - timedelta(days=1))
    row = Booking.objects.get(county="370502", id=booked.id)
    assert b"13905461234" not in bytes(row.phone)
    with refused("no_such_booking"):
        hall.arrive(center=scene.center, code="000000" if booked.code != "000000" else "111111", at=slot)
    scene.at = slot
    others = [scene.take() for _ in range(2)]
    mine = hall.arrive(center=scene.center, code=f" {booked.code[:3]} {booked.code[3:]}", at=scene.tick())
    with refused("no_such_booking"):
        hall.arrive(center=scene.center, code=booked.code, at=scene.tick())
    assert scene.next().id == mine.id
    assert scene.next("county").id == others[0].id


def test_slots_fill_up_and_come_free_again(scene: Scene) -> None:
    wish = hall.Wish(service=scene.services["A"], slot=NINE + timedelta(hours=1), phone="13905461234")
    codes = [hall.book(center=scene.center, wish=wish, at=NINE).code for _ in range(2)]
    with refused("slot_full"):
        hall.book(center=scene.center, wish=wish, at=NINE)
    hall.cancel_booking(center=scene.center, day=day_of(NINE), code=codes[0], at=NINE)
    hall.book(center=scene.center, wish=wish, at=NINE)
    with pytest.raises(BadInput):
        hall.book(center=scene.center, wish=hall.Wish(service=scene.services["A"], slot=NINE, phone="不给"), at=NINE)


def test_the_day_closes_itself_and_forgets_who_came(scene: Scene) -> None:
    left, named = scene.take(surname="欧阳"), scene.take(surname="李")
    assert bytes(named.surname)
    done = scene.done(scene.next())
    wish = hall.Wish(service=scene.services["A"], slot=NINE + timedelta(hours=2), phone="13905461234", surname="王")
    booked = hall.book(center=scene.center, wish=wish, at=scene.at)
    assert hall.close_days(at=scene.at) == 0
    tomorrow = NINE + timedelta(days=1)
    assert hall.close_days(at=tomorrow) == 1
    assert hall.close_days(at=tomorrow) == 0
    assert (state(done), state(named)) == (TicketState.FINISHED, TicketState.LAPSED)
    assert done.id == left.id
    assert not Ticket.objects.filter(county="370502", surname__isnull=False).exists()
    assert not Ticket.objects.filter(county="370502", clerk__isnull=False).exists(), "nobody's days are kept"
    row = Booking.objects.get(county="370502", id=booked.id)
    assert (row.state, row.phone, row.surname) == ("missed", None, None)
    assert not HallWindow.objects.filter(user__isnull=False).exists()


def test_a_visit_for_a_matter_is_one_trip_a_day(scene: Scene) -> None:
    scene.take()
    ticket = scene.next()
    matter = bring(scene.town, at=scene.tick())
    scene.done(ticket, matter=matter.number)

    def trips() -> int:
        return matters.matter_page(number=matter.number, actor=scene.town.actor("clerk"), at=scene.at).case.trips

    assert trips() == 1, "registering it at the window was this day's trip"
    scene.tick(24 * 60)
    scene.take()
    scene.done(scene.next(), matter=matter.number.lower())
    assert trips() == 2
    do(scene.town, matter.number, "supplement", "clerk", at=scene.tick(), text="又带来一张照片", in_person=True)
    assert trips() == 2
    with refused("trip_counted"):
        do(scene.town, matter.number, "visit", "clerk", at=scene.tick())
    scene.take()
    with refused("no_such_matter"):
        scene.done(scene.next(), matter=str(numbers.fresh(county="370502", at=scene.at)))


def test_what_is_settled_on_the_spot_is_a_result_of_the_day(scene: Scene) -> None:
    scene.take()
    ticket = scene.next()
    matter = bring(scene.town, at=scene.tick(), nature="inquiry")
    do(scene.town, matter.number, "settle_on_spot", "clerk", at=scene.tick(), answer="当场讲清了办理流程。")
    assert scene.done(ticket, matter=matter.number).on_spot
    assert queries.panel(actor=scene.town.actor("clerk"), at=scene.at).today.on_spot == 1


@pytest.mark.django_db(transaction=True)
def test_clerks_calling_at_once_never_get_the_same_ticket() -> None:
    scene = set_up(build_town())
    tickets = [scene.take() for _ in range(2)]
    at = scene.tick()
    actors = [scene.town.actor(who) for who in ("clerk", "county")]

    def call(actor):
        try:
            return hall.call_next(actor=actor, at=at).id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(call, actors)) == {ticket.id for ticket in tickets}
    with ThreadPoolExecutor(2) as pool:

        def take(_):
            try:
                return hall.issue(center=scene.center, ask=hall.Ask(service=scene.services["B"]), way=Way.KIOSK, at=at).number
            finally:
                connection.close()

        assert sorted(pool.map(take, range(4))) == ["B001", "B002", "B003", "B004"]


def test_the_panel_costs_the_same_however_many_wait(scene: Scene, statements) -> None:
    clerk, counts = scene.town.actor("clerk"), []
    for _ in (1, 3):
        scene.take()
        with statements() as seen:
            queries.panel(actor=clerk, at=scene.at)
        counts.append(len(seen))
        scene.take()
    assert counts == [2, 2], str(seen)
