"""The pages of meetings: calling by form, minutes, decisions; without JavaScript, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import bring, walk
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.meetings import operations, queries
from yiwang.web.forms.meetings import days

pytestmark = pytest.mark.django_db


def _called(town, browser, *, title="本周工作例会", **more):
    answer = browser.post(
        "/meetings/new/",
        {"kind": "regular", "title": title, "day": days(now(), first=1)[0].value, "time": "09:00", "units": town.units["housing"], **more},
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"]


def test_a_meeting_is_called_minuted_signed_and_its_task_followed_to_the_end(town, signed_in) -> None:
    keeper, head = signed_in("county"), signed_in("housing_head")
    href = _called(town, keeper)
    assert keeper.post(f"{href}items/", {"topic": "冬季供暖准备"}).status_code == 302
    task = {"item": "1", "kind": "task", "unit": town.units["housing"], "text": "排查供暖管线"}
    refused = keeper.post(f"{href}decide/", task)
    assert refused.status_code == 422
    assert "排查供暖管线" in refused.content.decode()
    assert keeper.post(f"{href}decide/", {**task, "due": days(now(), first=1)[3].value}).status_code == 302
    form = keeper.get(f"{href}minutes/").content.decode()
    assert "冬季供暖准备" in form
    said = {"general": "与会单位认真研究。", "point1": "由住建局牵头排查。", "version": "3", "came": [f"u{town.units['housing']}"]}
    assert keeper.post(f"{href}minutes/", {**said, "version": "1"}).status_code == 422
    assert keeper.post(f"{href}minutes/", said).status_code == 302
    assert keeper.post(f"{href}sign/").status_code == 302
    page = head.get(href).content.decode()
    assert "由住建局牵头排查。" in page
    assert "SHA-256" in page
    assert "写纪要" not in page
    assert "排查供暖管线" in head.get("/meetings/decisions/").content.decode()
    assert head.post(f"{href}decisions/1/", {"deed": "report", "proof": "已排查 30 公里"}).status_code == 302
    assert "已排查 30 公里" in keeper.get("/meetings/decisions/").content.decode()
    assert keeper.post(f"{href}decisions/1/", {"deed": "confirm"}).status_code == 302
    assert "没有待落实的决定" in keeper.get("/meetings/decisions/").content.decode()
    assert "会议材料" in head.get(f"{href}papers/").content.decode()
    printed = head.get(f"{href}papers.pdf")
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")


def test_a_conference_is_called_from_its_matter(town, signed_in) -> None:
    at = now() - timedelta(days=3)
    number = bring(town, at=at).number
    walk(town, number, "received", at=at)
    keeper, labour = signed_in("county"), signed_in("labour_head")
    assert labour.get(f"/matters/{number}/").status_code == 404
    assert keeper.get(f"/matters/{number}/acts/confer/")["Location"] == f"/meetings/new/?matter={number}"
    form = keeper.get("/meetings/new/", {"matter": number}).content.decode()
    assert "受邀单位从现在起可以查看这件事项" in form
    href = _called(town, keeper, title="怎么修", matter=number, units=town.units["labour"])
    assert labour.get(f"/matters/{number}/").status_code == 200
    assert number in labour.get(href).content.decode()
    assert signed_in("police_head").get(href).status_code == 404
    assert signed_in("labour_head").get("/meetings/new/").status_code == 404


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(town, signed_in) -> None:
    keeper = signed_in("county")
    answer = keeper.post("/meetings/new/", {"kind": "regular", "title": "例会", "day": "yesterday", "time": "9"})
    assert answer.status_code == 422
    assert 'value="例会"' in answer.content.decode()
    href = _called(town, keeper)
    missing = keeper.post(f"{href}items/", {"numbers": "370502-20260101-AAAA-A"})
    assert missing.status_code == 422
    assert "370502-20260101-AAAA-A" in missing.content.decode()
    assert keeper.post(f"{href}call-off/", {"reason": ""}).status_code == 422
    assert keeper.post(f"{href}sign/").status_code == 422
    assert keeper.post(f"{href}decisions/1/", {"deed": "confirm"}).status_code == 404
    assert keeper.get("/meetings/", {"after": "x"}).status_code == 302


def _cost(browser, address) -> int:
    """Count the statements of a page; what processes remember is asked again from time to time, so the least of a few counts."""
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)


def test_lists_and_pages_cost_the_same_however_much_is_on_them(town, signed_in) -> None:
    keeper = signed_in("county")
    at = now() - timedelta(days=3)
    href = _called(town, keeper)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            number = bring(town, at=at).number
            keeper.post(f"{href}items/", {"numbers": number})
            _called(town, keeper)
        costs += [min(_cost(keeper, address) for _ in range(3)) for address in ("/meetings/", href)]
    assert costs[:2] == costs[2:]
    county, meeting = href.strip("/").split("/")[1:]
    with CaptureQueriesContext(connection) as asked:
        queries.meeting_page(county=county, meeting=UUID(meeting), actor=town.actor("county", now()), at=now())
    assert len(asked) <= 5


def test_a_late_task_shows(town, signed_in) -> None:
    at = now() - timedelta(days=20)
    actor = town.actor("county", at)
    made = operations.call(kind="regular", title="例会", starts=at + timedelta(days=1), units=[town.units["housing"]], actor=actor, at=at)
    given = {"kind": "task", "text": "补齐台账", "unit": town.units["housing"], "due": day_of(at + timedelta(days=5))}
    operations.decide(county=made.county, meeting=made.id, actor=actor, at=at, **given)
    assert "逾期" in signed_in("housing_head").get("/meetings/decisions/").content.decode()
