"""Files sent ahead over a bad line: the form takes them by their token, whoever else holds it."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from tests.factories import bring
from tests.files.conftest import JPEG
from tests.web.test_bring import answer_all
from yiwang.infra.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def piece(browser: Client, address: str, offset: int, octets: bytes):
    return browser.generic("PATCH", address, octets, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)})


def sent(browser: Client, *, door: str = "") -> str:
    """Send a photo in two pieces, the first answer lost; return the form's token."""
    address = f"/sending/{browser.post(f'/sending/{door}', {'name': '漏水.jpg', 'size': len(JPEG)}).json()['id']}/{door}"
    piece(browser, address, 0, JPEG[:100])
    assert browser.get(address).json() == {"received": 100}
    answer = piece(browser, address, 100, JPEG[100:])
    assert answer.status_code == 200, answer.content
    return answer.json()["token"]


def test_an_act_takes_what_was_sent_ahead(town, signed_in) -> None:
    number, clerk = bring(town, at=now()).number, signed_in("clerk")
    answer = clerk.post(f"/matters/{number}/acts/attach/", {"kept_files": sent(clerk), "seen": "1", "subject": "m"})
    assert answer.status_code in (302, 204), answer.content.decode()
    assert "漏水.jpg" in signed_in("county").get(f"/matters/{number}/").content.decode()


@pytest.mark.parametrize("somebody", ["nobody", "clerk"])
def test_a_resident_sends_ahead_too_whoever_is_signed_in(somebody, town, signed_in) -> None:
    resident = Client() if somebody == "nobody" else signed_in(somebody)
    answer_all(resident)
    what = {"title": "楼顶漏水没人修", "story": "三号楼楼顶漏水，找物业两次没有下文。", "kept_files": sent(resident, door="?resident")}
    assert resident.post("/bring/what/", what).status_code == 302
    assert "漏水.jpg" in resident.get("/bring/what/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', resident.get("/bring/check/").content.decode())
    assert key is not None
    assert resident.post("/bring/check/", {"key": key[1], "truth": "1"}).status_code == 302
    number = re.search(r'class="refno">([^<]+)<', resident.get("/bring/done/").content.decode())
    assert number is not None
    assert "漏水.jpg" in signed_in("county").get(f"/matters/{number[1]}/").content.decode()


def test_refusals_are_worded_and_strangers_find_nothing(town, signed_in) -> None:
    clerk = signed_in("clerk")
    refused = clerk.post("/sending/", {"name": "程序.exe", "size": "10"})
    assert (refused.status_code, "程序.exe" in json.loads(refused.content)["said"]) == (422, True)
    assert clerk.post("/sending/", {"name": "a.jpg", "size": "x"}).status_code == 422
    address = f"/sending/{clerk.post('/sending/', {'name': 'a.jpg', 'size': '9'}).json()['id']}/"
    assert signed_in("county").get(address).status_code == 404
    assert piece(Client(), address, 0, b"x").status_code == 404
    assert clerk.generic("PATCH", address, b"123", content_type="application/octet-stream").json() == {"received": 0}
    assert piece(clerk, address, 0, b"x" * (1024 * 1024 + 1)).status_code == 413
    assert clerk.get("/sending/").status_code == 405
