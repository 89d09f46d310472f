"""A small town for the pages, and browsers signed in as its cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings

from tests.factories import Town, build_town


@pytest.fixture(autouse=True)
def _plain_static() -> Iterator[None]:
    """Static files by their plain names: nobody collects them for a test."""
    from yiwang.web.presenters import marks

    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": storage}):
        marks.asset_url.cache_clear()
        yield
        marks.asset_url.cache_clear()


@pytest.fixture
def town(db: None) -> Town:
    """Five levels of one city with its cast."""
    return build_town()


@pytest.fixture
def signed_in(town: Town) -> Callable[[str], Client]:
    """Return a browser in which somebody of the cast has signed in through the page."""

    def open_browser(who: str) -> Client:
        browser = Client()
        answer = browser.post("/sign-in/", {"username": who, "password": "open-sesame"})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    return open_browser
