"""Sending: once, at its time, tried again, and never twice where nobody looks at ids."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.test import override_settings

from yiwang.infra import sql
from yiwang.notices import operations, queries
from yiwang.notices.installation import _made
from yiwang.notices.operations import choose, send_again, send_due, tell, tell_person
from yiwang.notices.senders import Letter, Undelivered

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
NUMBER = "370502-20261125-7K42-C"
OUT: list[Letter] = []
TROUBLES: list[Exception] = []


class Plain:
    """A sender that delivers whatever it is handed, twice if it is asked twice."""

    repeatable = False

    def send(self, letter: Letter) -> None:
        """Deliver, or do what the test asks for."""
        if TROUBLES and isinstance(TROUBLES[0], Undelivered):
            raise TROUBLES.pop(0)
        OUT.append(letter)
        if TROUBLES:
            raise TROUBLES.pop(0)


class ById(Plain):
    """A gateway that keeps ids from coming twice."""

    repeatable = True


def addresses(*, number: str, party: int, channel: str, at: datetime) -> str:
    """Stand for those who hold the address of a person."""
    return "13905461111" if number == NUMBER and party == 1 else ""


ADDRESSES = (f"{__name__}.addresses",)


@pytest.fixture(autouse=True)
def _senders() -> Iterator[None]:
    OUT.clear()
    TROUBLES.clear()
    _made.cache_clear()
    names = {"mail": f"{__name__}.Plain", "sms": f"{__name__}.ById", "voice": f"{__name__}.Plain"}
    with override_settings(NOTICE_SENDERS=names, NOTICE_ADDRESSES=f"{__name__}.ADDRESSES", PUBLIC_ADDRESS="https://zz.example"):
        yield
    _made.cache_clear()


def told(event: str = "order_new", *, users: tuple[int, ...] = (7,), at: datetime = NOON, key: str = "", **more: object) -> int:
    return tell(users=users, event=event, values={"number": NUMBER}, href=f"/matters/{NUMBER}/", at=at, key=key, **more)  # type: ignore[arg-type]


def wish(user: int = 7, ways: tuple[str, ...] = ("mail",), **more: object) -> None:
    choose(user=user, mail="li@example.cn", phone="13905460000", channels={"work": ways}, at=NOON, **more)  # type: ignore[arg-type]


def states() -> list[str]:
    return [row["state"] for row in sql.rows("SELECT state FROM notice_message ORDER BY at, id")]


def test_on_the_page_at_once_and_nowhere_else_unless_chosen() -> None:
    assert told() == 1
    assert queries.unread(user=7).count == 1
    assert states() == []


def test_the_same_is_told_once() -> None:
    wish()
    assert [told(key="e1"), told(key="e1"), told(key="e2")] == [1, 0, 1]
    assert queries.unread(user=7).count == 2
    assert len(states()) == 2


def test_goes_out_by_the_ways_chosen_and_is_noted() -> None:
    wish(ways=("mail", "sms"))
    told()
    assert send_due(at=NOON).sent == 2
    assert {letter.channel: letter.address for letter in OUT} == {"mail": "li@example.cn", "sms": "13905460000"}
    assert f"https://zz.example/matters/{NUMBER}/" in OUT[0].body
    assert states() == ["sent", "sent"]
    assert send_due(at=NOON + timedelta(hours=1)).sent == 0


def test_a_sealed_matter_goes_out_by_its_number_whatever_the_template_says() -> None:
    wish()
    operations.save_template(event="order_new", channel="mail", language="zh", subject="工单", body="{number}的工单", by=1, at=NOON)
    told(sensitive=True)
    told(at=NOON + timedelta(seconds=1))
    send_due(at=NOON + timedelta(seconds=1))
    sealed, plain = OUT
    assert "工单" not in sealed.subject + sealed.body
    assert NUMBER in sealed.body
    assert (plain.subject, plain.body) == ("工单", f"{NUMBER}的工单")


def test_night_waits_for_the_morning_unless_it_is_urgent() -> None:
    wish()
    night = NOON + timedelta(hours=12)
    told(at=night)
    told(at=night, urgent=True)
    assert send_due(at=night).sent == 1
    assert send_due(at=night + timedelta(hours=6)).sent == 0
    assert send_due(at=night + timedelta(hours=8)).sent == 1


def test_what_was_due_by_day_does_not_ring_by_night_when_the_sender_is_late() -> None:
    wish()
    told()
    told(urgent=True)
    late = NOON + timedelta(hours=12)
    assert send_due(at=late).sent == 1
    assert send_due(at=late + timedelta(hours=8)).sent == 1


def test_a_failure_in_the_evening_is_tried_again_in_the_morning() -> None:
    wish()
    evening = NOON + timedelta(hours=9, minutes=59, seconds=50)  # ten seconds before ten
    told(at=evening)
    TROUBLES.append(Undelivered("away"))
    assert send_due(at=evening).failed == 1
    assert send_due(at=evening + timedelta(hours=1)) == (0, 0, False)
    assert send_due(at=evening + timedelta(hours=9, minutes=1)).sent == 1


def test_an_immediate_report_rings_wherever_a_phone_is_known() -> None:
    wish(ways=())
    tell(users=[7, 8], event="report_up", values={"number": NUMBER, "what": "x", "place": "y"}, href="/", at=NOON + timedelta(hours=12))
    assert send_due(at=NOON + timedelta(hours=12)).sent == 2
    assert sorted(letter.channel for letter in OUT) == ["sms", "voice"]


def test_a_digest_is_one_letter() -> None:
    wish(digest="hourly")
    for event in ("order_new", "to_verify", "order_back"):
        told(event)
    assert send_due(at=NOON + timedelta(minutes=59)).sent == 0
    assert send_due(at=NOON + timedelta(minutes=60)).sent == 1
    assert OUT[0].subject.endswith("您有 3 条新消息")
    assert OUT[0].body.count(NUMBER) == 6
    assert states() == ["sent"] * 3


def test_a_refusal_is_tried_again_later_and_later_and_then_shown() -> None:
    wish()
    told()
    TROUBLES.extend(Undelivered("away") for _ in range(20))
    at, tries = NOON, 0
    while states() == ["waiting"]:
        tries += send_due(at=at).failed
        at += timedelta(hours=2)
        if at.hour >= 13:
            at += timedelta(hours=12)  # nothing is tried at night
    assert states() == ["failed"]
    assert tries == 8
    row = queries.failed().rows[0]
    assert (row.trouble, row.channel, row.to_person) == ("away", "mail", False)
    TROUBLES.clear()
    assert send_again(county=row.county, message=row.id, at=at)
    assert not send_again(county=row.county, message=row.id, at=at)
    assert send_due(at=at).sent == 1


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


@pytest.mark.parametrize(("way", "deliveries", "end"), [("sms", ["same", "same"], "sent"), ("mail", ["same"], "unsure")])
def test_killed_between_handing_over_and_noting(way, deliveries, end) -> None:
    """A gateway that looks at ids is asked again with the same one; one that does not is not asked, and a person decides."""
    wish(ways=(way,))
    told()
    TROUBLES.append(Killed())  # type: ignore[arg-type]
    with pytest.raises(Killed):
        send_due(at=NOON)
    assert states() == ["sending"]
    assert send_due(at=NOON + timedelta(minutes=1)).sent == 0, "somebody may still be at it"
    send_due(at=NOON + timedelta(minutes=6))
    assert ["same" if letter.id == OUT[0].id else "other" for letter in OUT] == deliveries
    assert states() == [end]


def test_an_answer_that_was_lost_is_not_repeated_without_ids() -> None:
    wish(ways=("mail", "sms"))
    told()
    TROUBLES.extend([Undelivered("broke_off", unsure=True), Undelivered("broke_off", unsure=True)])
    send_due(at=NOON)
    assert sorted(states()) == ["unsure", "waiting"]


def test_the_person_is_told_by_day_at_the_sealed_address() -> None:
    night = NOON + timedelta(hours=12)
    for _ in range(2):
        tell_person(number=NUMBER, party=1, event="person_accepted", values={}, href=f"/follow/{NUMBER}/", at=night, key="e1")
    tell_person(number=NUMBER, party=2, event="person_accepted", values={}, href="", at=night, key="e1")
    assert send_due(at=night).sent == 0
    assert send_due(at=night + timedelta(hours=8)) == (1, 1, False)
    assert OUT[0].address == "13905461111"
    assert "13905461111" not in json.dumps(sql.rows("SELECT * FROM notice_message"), default=str)
    assert sorted(states()) == ["failed", "sent"], "no address is no address, and is not tried again"


def test_taken_back_is_gone_from_the_page_and_does_not_go_out() -> None:
    wish()
    told(users=(7, 8))
    assert operations.take_back(number=NUMBER, users=[7]) == 1
    assert [queries.unread(user=user).count for user in (7, 8)] == [0, 1]
    assert send_due(at=NOON).sent == 0


def test_addresses_are_sealed() -> None:
    wish()
    row = sql.one("SELECT mail, phone FROM notice_reader")
    assert row is not None
    assert b"li@example.cn" not in bytes(row["mail"])
    assert queries.reader(7).phone == "13905460000"


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", DEFAULT_FROM_EMAIL="zz@example.cn", EMAIL_DOMAIN="example.cn"
)
def test_mail_goes_through_djangos_backend() -> None:
    with override_settings(NOTICE_SENDERS={"mail": "yiwang.notices.senders.mail.Mail"}):
        wish()
        told()
        assert send_due(at=NOON).sent == 1
    (one,) = mail.outbox
    assert one.to == ["li@example.cn"]
    assert one.extra_headers["Message-ID"].endswith("@example.cn>")


@contextmanager
def gateway(*answers: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Run a gateway that answers as told and remembers what it was asked."""
    asked: list[dict[str, str]] = []
    wanted = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append({**body, "key": self.headers["Idempotency-Key"], "token": self.headers["Authorization"]})
            answer = wanted.pop(0)
            if answer:
                self.send_response(answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "repeatable", "state"),
    [
        (200, False, "sent"),
        (400, False, "failed"),
        (429, False, "waiting"),
        (503, False, "waiting"),
        (0, False, "unsure"),
        (0, True, "waiting"),
    ],
)
def test_what_a_gateway_answers_decides(answer, repeatable, state) -> None:
    with gateway(answer) as (address, asked):
        told_it = {"address": address, "token": "secret", "sign": "综治中心", "repeatable": repeatable, "timeout": 5.0}
        with override_settings(NOTICE_SENDERS={"sms": "yiwang.notices.senders.gateway.Gateway"}, SMS_GATEWAY=told_it):
            wish(ways=("sms",))
            told()
            send_due(at=NOON)
    assert states() == [state]
    assert [(one["to"], one["token"], one["sender"]) for one in asked] == [("13905460000", "Bearer secret", "综治中心")]
    assert asked[0]["id"] == asked[0]["key"]


def test_a_gateway_that_is_away_took_nothing_over() -> None:
    told_it = {"address": "http://127.0.0.1:9/", "token": "", "sign": "", "repeatable": False, "timeout": 5.0}
    with override_settings(NOTICE_SENDERS={"sms": "yiwang.notices.senders.gateway.Gateway"}, SMS_GATEWAY=told_it):
        wish(ways=("sms",))
        told()
        send_due(at=NOON)
    assert states() == ["waiting"]
