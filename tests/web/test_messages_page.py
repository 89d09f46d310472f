"""The page 消息 and its bell: one's own, by keyset, read by opening, never a title one may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring
from yiwang.infra.clock import now
from yiwang.notices import queries
from yiwang.notices.operations import tell

pytestmark = pytest.mark.django_db


def told(town, who: str, number: str, *, event: str = "order_new", ago: int = 0, **more: object) -> int:
    at = now() - timedelta(minutes=ago)
    return tell(users=[town.actor(who).user], event=event, values={"number": number}, href=f"/matters/{number}/", at=at, **more)  # type: ignore[arg-type]


def test_the_bell_counts_what_is_new_on_every_page(town, signed_in) -> None:
    browser, number = signed_in("county"), bring(town).number
    assert 'class="badge badge-red"' not in browser.get("/regions/").content.decode()
    told(town, "county", number)
    for page in ("/regions/", "/desk/", "/messages/bell/"):
        text = browser.get(page).content.decode()
        assert '<span aria-hidden="true">1</span><span class="sr">1 条未读</span>' in text, page
    assert "1 条未读" not in signed_in("county_second").get("/regions/").content.decode()


def test_opening_one_reads_it_and_leads_there(town, signed_in) -> None:
    browser, number = signed_in("county"), bring(town).number
    told(town, "county", number)
    row = queries.inbox(user=town.actor("county").user).rows[0]
    address = f"/messages/{row.county}/{row.id}/"
    assert address in browser.get("/messages/").content.decode()
    assert signed_in("county_second").get(address)["Location"] == "/messages/", "somebody else's"
    assert queries.unread(user=town.actor("county").user).count == 1
    assert browser.get(address)["Location"] == f"/matters/{number}/"
    assert queries.unread(user=town.actor("county").user).count == 0
    assert number in browser.get("/messages/?stand=read").content.decode()
    assert number not in browser.get("/messages/?stand=unread").content.decode()


def test_all_are_read_up_to_what_was_shown(town, signed_in) -> None:
    browser, number = signed_in("county"), bring(town).number
    for ago in (3, 2, 1):
        told(town, "county", number, ago=ago)
    shown = (now() - timedelta(seconds=90)).isoformat()
    assert browser.post("/messages/read/", {"until": shown}).status_code == 302
    assert queries.unread(user=town.actor("county").user).count == 1
    browser.post("/messages/read/", {"until": "nonsense"})
    assert queries.unread(user=town.actor("county").user).count == 0


def test_a_title_is_shown_to_those_who_may_see_the_matter_and_never_of_a_sealed_one(town, signed_in) -> None:
    number = bring(town, title="楼道灯不亮").number
    told(town, "county", number)
    told(town, "housing_handler", number)
    assert "楼道灯不亮" in signed_in("county").get("/messages/").content.decode()
    assert "楼道灯不亮" not in signed_in("housing_handler").get("/messages/").content.decode()
    told(town, "county_second", number, sensitive=True)
    page = signed_in("county_second").get("/messages/").content.decode()
    assert "有一件事项等您查看" in page
    assert "楼道灯不亮" not in page


def test_pages_follow_one_another_and_cost_the_same(town, signed_in, statements) -> None:
    browser, numbers = signed_in("county"), [bring(town).number for _ in range(3)]
    counts = []
    for more in (1, 29):
        for no in range(more):
            told(town, "county", numbers[no % 3], ago=no)
        browser.get("/messages/")
        with statements() as seen:
            page = browser.get("/messages/").content.decode()
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5
    assert page.count('class="msg ') == 25
    assert "我的待办" in page.split("</nav>")[0], "the side navigation stands beside it"
    after = page.split("&amp;after=")[1].split('"')[0]
    assert browser.get(f"/messages/?stand=all&after={after}").content.decode().count('class="msg ') == 5
    assert browser.get("/messages/?after=nonsense").status_code == 302
    assert browser.get("/messages/?stand=nonsense").status_code == 302
    assert browser.get("/messages/?group=limits").content.decode().count('class="msg ') == 0


def test_choices_are_kept_and_what_is_wrong_is_said_by_field(town, signed_in) -> None:
    browser = signed_in("county")
    good = {"mail": "zhang@example.cn", "phone": "", "digest": "hourly", "work": ["mail"], "quiet_from": "21:00", "quiet_until": "08:00"}
    assert browser.post("/messages/choices/", good).status_code == 302
    page = browser.get("/messages/choices/").content.decode()
    assert 'value="zhang@example.cn"' in page
    assert 'name="work" value="mail" checked' in page
    assert 'value="21:00"' in page
    wrong = browser.post("/messages/choices/", {**good, "mail": "zhang", "limits": ["sms"], "quiet_until": ""})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    for field in ("mail", "phone", "quiet_until"):
        assert f'href="#f-{field}"' in text, field
    assert 'value="zhang"' in text
    assert 'name="limits" value="sms" checked' in text


def test_an_open_page_alone_keeps_nobody_signed_in(town, signed_in, settings) -> None:
    browser = signed_in("county")
    settings.IDLE_END = timedelta(seconds=-1)
    assert browser.get("/messages/bell/", headers={"HX-Request": "true"}).status_code == 204, "nobody is led away from what they type"
    assert browser.get("/messages/").status_code == 302
