"""The pages that need no account: they open in both languages, at every size of type, under a policy without any unsafe-*."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import Client

from tests.factories import bring, build_town
from yiwang.centers import queries as centers
from yiwang.console.commands.ledger import command
from yiwang.infra import sample
from yiwang.matters.ledger import seals

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


def test_the_name_over_the_door(client: Client, settings) -> None:
    build_town()
    assert '<span lang="zh-CN">东营市综治中心</span>' in client.get("/").content.decode()
    settings.INSTALLATION_NAME = "黄河口一网"
    page = client.get("/sign-in/").content.decode()
    assert '<span lang="zh-CN">黄河口一网</span>' in page
    assert "- 黄河口一网</title>" in page


def test_a_page_that_tells_of_a_lost_database_needs_none(client: Client, monkeypatch) -> None:
    def gone() -> None:
        raise OperationalError

    monkeypatch.setattr(centers, "house", gone)
    monkeypatch.setattr(sample, "label", gone)
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "综治中心</title>" in answer.content.decode()


def test_broken_encoding_is_told(client: Client) -> None:
    answer = client.get("/?q=%ff%fe")
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()


def test_daily_roots_are_published_in_the_form_that_verifying_takes(town, client: Client, tmp_path) -> None:
    assert client.get("/roots.txt").content == b""
    bring(town)
    made = seals.seal_days(now=town.start + timedelta(days=34))
    answer = client.get("/roots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [f"{seal.day}:{seal.root.hex()}" for seal in made]
    (tmp_path / "roots.txt").write_bytes(answer.content)
    assert CliRunner().invoke(command, ["verify", "--roots", str(tmp_path / "roots.txt")]).output.splitlines()[-1] == "clean"
    assert 'href="/roots.txt"' in client.get("/privacy/").content.decode()
