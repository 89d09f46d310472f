"""The pages that need no account: they open in both languages, at every size of type, under a policy without any unsafe-*."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_home_tells_emergencies_first(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.index("tel:110") < page.index('class="bignav"')
    for number in ("110", "119", "120", "122"):
        assert f'href="tel:{number}"' in page


def test_policy_knows_no_unsafe(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


def test_language_and_size_are_remembered(client: Client) -> None:
    assert 'lang="zh-CN"' in client.get("/").content.decode()
    client.post("/preferences/", {"language": "en", "size": "large", "next": "/privacy/"})
    page = client.get("/").content.decode()
    assert '<html lang="en" data-size="large">' in page


def test_preferences_never_lead_elsewhere(client: Client) -> None:
    assert client.post("/preferences/", {"next": "https://example.com/", "size": "large"})["Location"] == "/"
    assert client.post("/preferences/", {"next": "//example.com/", "size": "large"})["Location"] == "/"


def test_unknown_address_is_a_page_of_ours(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "tel:110" in answer.content.decode()


def test_broken_encoding_is_told(client: Client) -> None:
    answer = client.get("/?q=%ff%fe")
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()
