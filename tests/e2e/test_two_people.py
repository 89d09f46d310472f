"""Two browsers on one matter: each sees that the other is there and what they do, and neither loses what is being typed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from tests.factories import bring, do
from yiwang.infra import jobs, ticks
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECT = Path(__file__).resolve().parents[2]
GENEROUS = 20_000
"""Milliseconds that a loaded machine is given; how long it took is printed."""


@pytest.fixture
def stream(town, monkeypatch) -> Iterator[None]:
    """The live stream as it is served, on this test's database, and the tick that feeds it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = connection.settings_dict
    address = f"postgres://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{quote(database['HOST'], safe='')}"
    url = f"{address}:{database['PORT']}/{database['NAME']}" if database["HOST"] else f"{address}/{database['NAME']}"
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--workers-kill-timeout", "1"]
    environment = os.environ | {"DATABASE_URL": url, "YIWANG_SECRET_KEY": settings.SECRET_KEY, "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
    process = subprocess.Popen([*command, "--log-level", "warning", "config.live:application"], cwd=PROJECT, env=environment)
    stop = threading.Event()
    outbox = next(tick for tick in ticks.registered() if tick.deed is jobs.hand_events_on)
    worker = threading.Thread(target=ticks.run, args=(outbox, stop))
    policy = settings.PAGE_HEADERS["Content-Security-Policy"].replace("connect-src 'self'", f"connect-src 'self' http://localhost:{port}")
    monkeypatch.setattr(settings, "LIVE", f":{port}")
    monkeypatch.setattr(settings, "PAGE_HEADERS", settings.PAGE_HEADERS | {"Content-Security-Policy": policy})
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        worker.start()
        yield
    finally:
        stop.set()
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        worker.join(20)


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the stream did not come up")


def listening(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-live-state", "stream", timeout=GENEROUS)


def test_each_sees_what_the_other_does_and_nothing_typed_is_lost(stream, stage, town, record_property) -> None:
    number = bring(town, at=now()).number
    first, second = stage.page("county"), stage.page("county_second")
    for page in (first, second):
        page.goto(f"/matters/{number}/")
        listening(page)
    expect(first.locator("#m-presence")).to_contain_text("协调员", timeout=GENEROUS)
    expect(second.locator("#m-presence")).to_contain_text("协调员", timeout=GENEROUS)

    second.fill("#compose-t", "与街道核实过，")
    second.locator('#detail a[href*="/acts/decline/"], #detail a[href*="/acts/escalate/"]').first.evaluate("link => link.click()")
    expect(second.locator("#act-dialog[open]")).to_be_visible()
    field = second.locator("#act-dialog textarea").first
    field.fill("写到一半的理由")

    first.fill("#compose-t", "已电话联系，明天上门。")
    begun = time.monotonic()
    first.locator("#compose .btn-primary").click()
    expect(second.locator("#act-dialog [data-dialog-news]")).to_contain_text("备注", timeout=GENEROUS)
    took = time.monotonic() - begun
    record_property("printed", f"two people on one matter: the second saw the note {took * 1000:.0f} ms after the first pressed the button")
    expect(second.locator("#m-tl")).to_contain_text("已电话联系，明天上门。")
    expect(second.locator("#m-news")).to_contain_text("备注")
    expect(field).to_have_value("写到一半的理由")
    expect(second.locator("#compose-t")).to_have_value("与街道核实过，")
    expect(first.locator("#compose-t")).to_have_value("")
    expect(first.locator("#m-tl")).to_contain_text("已电话联系，明天上门。", timeout=GENEROUS)

    second.keyboard.press("Escape")
    second.keyboard.press("Escape")
    second.reload()  # what is being written survives even that
    expect(second.locator("#compose-t")).to_have_value("与街道核实过，")
    listening(second)
    do(town, number, "accept", "county", at=now())
    expect(second.locator("#m-head .tag").filter(has_text="待分派")).to_be_visible(timeout=GENEROUS)
    expect(second.locator("#compose-t")).to_have_value("与街道核实过，")


def test_words_that_label_people_are_told_while_writing_and_never_forbidden(stage, town) -> None:
    number = bring(town, at=now()).number
    county = stage.page("county")
    county.goto(f"/matters/{number}/")
    county.fill("#compose-t", "此人是老上访户")
    expect(county.locator("#compose-w")).to_contain_text("老上访户")
    county.fill("#compose-t", "本月第三次到窗口，要求公布停水原因")
    expect(county.locator("#compose-w")).to_be_empty()
    county.fill("#compose-t", "此人是老上访户")
    county.locator("#compose .btn-primary").click()
    expect(county.locator("#m-tl")).to_contain_text("此人是老上访户")
    expect(county.locator("#compose-t")).to_have_value("")


def test_without_a_stream_the_page_asks_and_is_told_all_the_same(stage, town, monkeypatch) -> None:
    number = bring(town, at=now()).number
    county = stage.page("county")
    county.goto(f"/matters/{number}/")
    expect(county.locator("html")).to_have_attribute("data-live-state", "poll", timeout=GENEROUS)
    do(town, number, "accept", "county_second", at=now())
    jobs.hand_events_on(now())
    expect(county.locator("#m-head .tag").filter(has_text="待分派")).to_be_visible(timeout=GENEROUS)
