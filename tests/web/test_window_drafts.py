"""The window keeps what is typed: one's own alone, under one's own post, sealed at rest, ended by the registration."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.statements import statements
from tests.web.test_window import GOOD
from yiwang.files.operations import forget_unclaimed
from yiwang.infra.clock import now
from yiwang.matters.operations import forget_drafts

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[bytes | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, done FROM intake_draft ORDER BY saved")
        return cursor.fetchall()


def category(browser, word: str = "物业") -> str:
    found = re.search(r'name="category" value="([^"]+)"', browser.get(f"/window/categories/?find_category={word}").content.decode())
    assert found is not None
    return found[1]


def test_a_pause_keeps_the_form_sealed_and_signing_out_loses_nothing(signed_in) -> None:
    key, browser = str(uuid4()), signed_in("clerk")
    answer = browser.post("/window/live/", {**GOOD, "key": key})
    assert answer.status_code == 200
    assert "已存" in answer.content.decode()
    ((sealed, done),) = rows()
    assert not done
    assert sealed is not None
    assert "李秀英".encode() not in bytes(sealed)
    browser.post("/sign-out/")
    again = signed_in("clerk")
    page = again.get(f"/window/?draft={key}").content.decode()
    assert 'value="李秀英"' in page
    assert "三号楼楼顶漏水" in page
    assert f"?draft={key}" in again.get("/window/").content.decode()


def test_a_draft_is_nobody_elses(signed_in) -> None:
    key = str(uuid4())
    signed_in("clerk").post("/window/live/", {**GOOD, "key": key})
    other = signed_in("county")
    assert "李秀英" not in other.get(f"/window/?draft={key}").content.decode()
    assert other.post("/window/live/", {**GOOD, "name": "张三", "key": key}).status_code == 204
    assert other.post(f"/window/drafts/{key}/drop/").status_code == 404
    assert 'value="李秀英"' in signed_in("clerk").get(f"/window/?draft={key}").content.decode()


def test_without_a_script_a_button_keeps_it_and_another_throws_it_away(signed_in) -> None:
    key, browser = str(uuid4()), signed_in("clerk")
    kept = browser.post("/window/", {**GOOD, "key": key, "save": "1"})
    assert kept.status_code == 302
    assert 'value="李秀英"' in browser.get(kept["Location"]).content.decode()
    browser.post(f"/window/drafts/{key}/drop/")
    assert rows() == []


def test_registering_ends_the_draft_and_a_late_pause_does_not_bring_it_back(signed_in) -> None:
    key, browser = str(uuid4()), signed_in("clerk")
    form = {**GOOD, "key": key}
    browser.post("/window/live/", form)
    assert browser.post("/window/", {**form, "category": category(browser)}).status_code == 302
    assert rows() == [(None, True)]
    assert browser.post("/window/live/", form).status_code == 204
    assert rows() == [(None, True)]
    assert "正在填的" not in browser.get("/window/").content.decode()


def test_abandoned_drafts_are_forgotten_after_some_days(signed_in) -> None:
    signed_in("clerk").post("/window/live/", {**GOOD, "key": str(uuid4())})
    assert forget_drafts(at=now() + timedelta(days=6)) == 0
    assert forget_drafts(at=now() + timedelta(days=8)) == 1


def test_a_file_waits_as_long_as_the_form_that_names_it(signed_in) -> None:
    browser, key = signed_in("clerk"), str(uuid4())
    sheet = SimpleUploadedFile("诉求清单.txt", "张三 三千元\n李四 四千元".encode())
    kept = browser.post("/window/", {**GOOD, "key": key, "save": "1", "files": sheet})
    page = browser.get(kept["Location"]).content.decode()
    assert "诉求清单.txt" in page
    token = re.search(r'name="kept_files" value="([^"]+)"', page)
    assert token is not None
    assert forget_unclaimed(at=now() + timedelta(days=6)) == 0
    answer = browser.post("/window/", {**GOOD, "key": key, "category": category(browser), "kept_files": token[1]})
    assert answer.status_code == 302, answer.content.decode()
    assert (
        "诉求清单" in signed_in("county").get(answer["Location"].replace("/window/", "/matters/").replace("receipt/", "")).content.decode()
    )


def test_a_form_that_is_too_large_for_a_draft_is_told_so(signed_in) -> None:
    answer = signed_in("clerk").post("/window/live/", {**GOOD, "key": str(uuid4()), "narrative": "漏" * 70_000})
    assert answer.status_code == 200
    assert rows() == []


def drawn_for(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(same_for|side_for)" value="(\w+)"', page))


def test_a_pause_costs_the_same_however_many_forms_are_open_and_draws_only_what_changed(signed_in) -> None:
    browser = signed_in("county")
    form = {**GOOD, "category": category(browser), "key": str(uuid4())}
    marks = drawn_for(browser.post("/window/live/", form).content.decode())  # the first one reads policy and units into the process
    for no in range(2):
        with statements() as whole:
            browser.post("/window/live/", {**form, "key": str(uuid4())})
        assert len(whole) <= 9, (no, whole)
    with statements() as name_typed:
        page = browser.post("/window/live/", {**form, **marks, "name": "李秀"}).content.decode()
    assert len(name_typed) == 2, name_typed
    assert 'id="routes"' not in page
    with statements() as text_typed:
        page = browser.post("/window/live/", {**form, **marks, "narrative": "三号楼楼顶漏水，找物业三次。"}).content.decode()
    assert len(text_typed) <= 5, text_typed
    assert 'id="same"' in page


def test_a_form_registers_in_seven_statements_and_ends_its_draft_on_the_way(signed_in) -> None:
    browser = signed_in("clerk")
    form = {**GOOD, "category": category(browser)}
    browser.post("/window/", {**form, "key": str(uuid4())})
    with statements() as seen:
        browser.post("/window/", {**form, "key": str(uuid4())})
    assert len(seen) == 7, seen
    assert sum("intake_draft" in one for one in seen) == 1, seen
