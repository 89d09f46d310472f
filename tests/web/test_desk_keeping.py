"""The desk's page: filters as chips, views, columns, ticking, marks; in as few statements as ever."""

from __future__ import annotations

import re

import pytest

from tests.factories import bring, do
from yiwang.infra.clock import now

pytestmark = pytest.mark.django_db


def test_filters_stand_in_the_address_as_chips(town, signed_in) -> None:
    browser = signed_in("county")
    leak, dispute = bring(town, at=now()).number, bring(town, at=now(), nature="dispute").number
    page = browser.get("/desk/?duty=held&nature=dispute&state=open").content.decode()
    assert dispute in page
    assert leak not in page
    assert 'href="/desk/?duty=held&amp;state=open"' in page, "the chip takes its filter away"
    assert browser.get("/desk/?duty=held&nature=dispute&state=&channel=")["Location"] == "/desk/?duty=held&nature=dispute"
    form = browser.get("/desk/filter/?duty=held&nature=dispute&find_place=文汇").content.decode()
    assert 'value="dispute" selected' in form
    assert "文汇街道" in form
    assert browser.get("/desk/filter/choices/?input=unit&find_unit=住建").status_code == 200
    assert browser.get("/desk/filter/choices/?input=party&find_party=李").status_code == 404


def test_a_list_is_saved_under_a_name_and_seen_as_a_table(town, signed_in, statements) -> None:
    browser = signed_in("county")
    bring(town, at=now(), claimants=23)
    browser.post("/desk/views/", {"query": "duty=held&group=1", "name": "群体", "shared": "1"})
    assert "常用筛选" in signed_in("county_second").get("/desk/").content.decode()
    assert browser.post("/desk/views/", {"query": "duty=held", "name": ""}).status_code == 422
    browser.post("/desk/layout/", {"query": "duty=held&group=1", "columns": ["number", "title", "place"], "look": "table"})
    page = browser.get("/desk/?duty=held&group=1").content.decode()
    assert "<h1>群体" in page
    assert re.findall(r'<th scope="col">(\w+)</th>', page) == ["编号", "标题", "发生地"]
    with statements() as seen:
        browser.get("/desk/?duty=held&group=1")
    assert len(seen) <= 5, str(seen)


def test_a_row_is_marked_until_it_is_opened_and_again_when_it_changes(town, signed_in) -> None:
    browser, number = signed_in("county"), bring(town, at=now()).number

    def marked() -> bool:
        return "qi unread" in browser.get("/desk/?duty=held").content.decode()

    assert marked()
    browser.get(f"/matters/{number}/")
    assert not marked()
    do(town, number, "note", "county_second", at=now(), text="已电话联系")
    assert marked()
    assert number not in browser.get("/desk/?duty=followed").content.decode()
    assert browser.post(f"/matters/{number}/follow/", {"follow": "1"}).status_code == 302
    assert number in browser.get("/desk/?duty=followed").content.decode()
    assert "已关注" in browser.get(f"/matters/{number}/").content.decode()
    assert number not in signed_in("county_second").get("/desk/?duty=followed").content.decode()
    assert signed_in("other_county").post(f"/matters/{number}/follow/", {"follow": "1"}).status_code == 404
    browser.post(f"/matters/{number}/follow/", {"follow": "0"})
    assert number not in browser.get("/desk/?duty=followed").content.decode()


def test_ticked_matters_are_accepted_together_with_a_report(town, signed_in) -> None:
    browser = signed_in("county")
    numbers = [bring(town, at=now()).number for _ in range(2)]
    ticked = [f"{number}@1" for number in numbers]
    page = browser.post("/desk/bulk/", {"n": ticked, "query": "duty=to_accept"}).content.decode()
    assert 'value="accept"' in page
    assert 'value="close"' not in page
    form = browser.post("/desk/bulk/", {"n": ticked, "act": "accept"}).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    sent = {"n": ticked, "act": "accept", "go": "1", "key": key, "query": "duty=to_accept"}
    for _ in range(2):
        answer = browser.post("/desk/bulk/", sent)
        assert answer["Location"] == f"/desk/bulk/{key}/?duty=to_accept"
    report = browser.get(answer["Location"]).content.decode()
    assert report.count("已办理") == 3, "the sum and two rows"
    assert signed_in("county_second").get(f"/desk/bulk/{key}/").status_code == 404
    assert browser.post("/desk/bulk/", {"n": []}).status_code == 422
    assert browser.post("/desk/bulk/", {"n": ticked, "act": "decline"}).status_code == 404
    missing = browser.post("/desk/bulk/", {"n": ticked, "act": "dispatch", "go": "1", "key": key})
    assert missing.status_code == 422


def test_only_the_one_who_asked_takes_the_file(town, signed_in, settings, tmp_path) -> None:
    from yiwang.desk.exporting import write

    settings.FILES_ROOT = str(tmp_path)
    browser = signed_in("county")
    bring(town, at=now())
    place = browser.post("/desk/export/", {"query": "duty=held", "kind": "csv"})["Location"]
    assert "排队中" in browser.get(place).content.decode()
    assert browser.get(f"{place}file/").status_code == 404
    write(export_id=place.split("/")[-2], at=now())
    assert "下载文件" in browser.get(place).content.decode()
    assert "文汇街道 安泰社区" in b"".join(browser.get(f"{place}file/").streaming_content).decode("utf-8-sig")
    other = signed_in("county_second")
    assert other.get(place).status_code == other.get(f"{place}file/").status_code == 404


def test_the_palette_tells_where_to_go_and_what_is_found(town, signed_in) -> None:
    browser, number = signed_in("county"), bring(town, at=now(), title="楼道灯不亮").number
    browser.post("/desk/views/", {"query": "duty=held&group=1", "name": "群体"})
    page = browser.get("/desk/palette/").content.decode()
    for told in ("待受理", "我关注的", "群体", "窗口登记", 'data-keys="dsl daishouli"', "&quot;督办&quot;: &quot;db duban&quot;"):
        assert told in page, told
    assert "系统管理" not in page, "no place that does not open for one"
    assert f'href="/matters/{number}/"' in browser.get("/desk/palette/", {"q": number.lower()}).content.decode()
    found = browser.get("/desk/palette/", {"q": "楼道"}).content.decode()
    assert "/search/?q=%E6%A5%BC%E9%81%93" in found
    assert "/desk/?duty=area&amp;unit=" in browser.get("/desk/palette/", {"q": "住房"}).content.decode()
    assert browser.get("/desk/palette/", {"q": "x" * 300}).status_code == 200


def test_many_are_a_job_with_progress_that_can_be_stopped(town, signed_in, monkeypatch) -> None:
    from yiwang.desk import bulk, jobs

    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    browser, numbers = signed_in("county"), [bring(town, at=now()).number for _ in range(2)]
    sent = {"n": [f"{number}@1" for number in numbers], "act": "accept", "go": "1", "key": "01a213ac-80bb-714b-8f4e-546dde4cc9a4"}
    place = browser.post("/desk/bulk/", sent)["Location"].split("?")[0]
    report = browser.get(place).content.decode()
    assert 'role="progressbar"' in report
    assert report.count("等待中") == 3, "the sum and two rows"
    jobs.act_on_many(run=sent["key"])
    assert browser.get(place).content.decode().count("已办理") == 3
    assert browser.post(f"{place}stop/").status_code == 302, "too late, and nothing comes of it"
    assert browser.get(place).content.decode().count("已办理") == 3
    assert signed_in("county_second").post(f"{place}stop/").status_code == 404
