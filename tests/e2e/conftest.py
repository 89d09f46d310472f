"""A real browser before a served town: each member of the cast signs in with a browser of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.factories import Town, build_town

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium, for one file: playwright keeps an event loop in this thread, which other tests want for themselves."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _plain_static() -> Iterator[None]:
    from yiwang.web.presenters import marks

    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": storage},
        INSTALLATION_NAME="东营市综治中心",
    ):
        marks.asset_url.cache_clear()
        yield
        marks.asset_url.cache_clear()


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Five levels of one city with its cast."""
    return build_town()


class Stage:
    """The served town: opens pages for people and notes what the browser complains of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self.address = browser, address
        self._contexts: dict[str, BrowserContext] = {}
        self.troubles: list[str] = []

    def page(self, who: str = "", *, size: str = "desk", script: bool = True, locale: str = "zh-CN") -> Page:
        """Return a page of somebody's own browser, signed in when `who` is given; the same browser the next time."""
        key = f"{who}/{size}/{script}/{locale}"
        if key not in self._contexts:
            width, height = WIDTHS[size]
            context = self._browser.new_context(
                viewport={"width": width, "height": height},
                locale=locale,
                timezone_id="Asia/Shanghai",
                java_script_enabled=script,
                base_url=self.address,
            )
            context.set_default_timeout(10_000)
            self._contexts[key] = context
            page = context.new_page()
            page.on("console", self._note)
            page.on("pageerror", lambda error: self.troubles.append(str(error)))
            if who:
                page.goto("/sign-in/")
                page.fill("#username", who)
                page.fill("#password", "open-sesame")
                page.click("main button[type=submit]")
        return self._contexts[key].pages[0]

    def _note(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of, but for forms that came back (409, 422) and requests that a newer one replaced."""
        meant = ("status of 409", "status of 422", "htmx:sendAbort", "htmx:afterRequest")
        if message.type == "error" and not any(words in message.text for words in meant):
            self.troubles.append(message.text)

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture
def stage(browser: Browser, live_server, town: Town) -> Iterator[Stage]:
    """The town, served."""
    stage = Stage(browser, live_server.url)
    yield stage
    stage.close()
    assert stage.troubles == []


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Check that nothing on a page that stands still overflows sideways; `script/pictures` takes the pictures of the documents."""

    def look(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} overflows sideways"

    return look
