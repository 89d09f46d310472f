"""A photo on its way over a line that breaks: it goes on where it ended, and the form that was sent too early waits for it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.factories import bring
from tests.files.conftest import picture
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_photo_goes_ahead_of_its_form_over_a_line_that_breaks(stage, town) -> None:
    number = bring(town, at=now()).number
    page, tries = stage.page("county"), []

    def bad_line(route: Route) -> None:
        tries.append(route.request.method)
        if tries.count("PATCH") == 2 and tries[-1] == "PATCH":
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/sending/*/", bad_line)
    page.goto(f"/matters/{number}/acts/attach/")
    photo = picture(size=(1600, 1200), quality=100)
    page.set_input_files("input[type=file]", files=[{"name": "漏水.jpg", "mimeType": "image/jpeg", "buffer": photo + bytes(700_000)}])
    page.get_by_role("button", name="上传材料").click()
    expect(page.locator(".file-hold")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/matters/{number}/$"), timeout=20_000)
    expect(page.locator("main")).to_contain_text("漏水.jpg")
    assert "GET" in tries, "it was never asked how far the file had come"
    assert [trouble for trouble in stage.troubles if "CONNECTION_RESET" not in trouble] == []
    stage.troubles.clear()  # the line was broken on purpose
