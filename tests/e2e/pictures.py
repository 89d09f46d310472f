"""The pictures of the README, taken from a served demo by `script/pictures`; a matter is brought and moved on the way."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.deeds import act, bring, follow

TO = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
PASSWORD = "yiwang-demo"  # printed by the demo


class Camera:
    """Opens pages of the demo for people of its cast and takes pictures of them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._open: dict[str, Page] = {}

    def page(self, who: str = "", *, size: str = "desk") -> Page:
        """Return a page in a browser of somebody's own, signed in when a name is given; the same one the next time."""
        if who in self._open:
            return self._open[who]
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=self._address
        )
        page = self._open[who] = context.new_page()
        if who:
            page.goto("/sign-in/")
            page.fill("#username", who)
            page.fill("#password", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    @staticmethod
    def take(page: Page, name: str) -> None:
        """Write the page as it is seen, without its scrolled-off parts."""
        page.wait_for_load_state("load")
        page.wait_for_function("document.querySelector('.htmx-request') === null")  # the live stream never rests, requests do
        page.screenshot(path=TO / f"{name}.png")


def resident(camera: Camera) -> None:
    """The first page, and a matter followed after the center and the labour bureau took it up."""
    phone = camera.page(size="phone")
    phone.goto("/")
    camera.take(phone, "home")
    number, code = bring(
        phone,
        kind="和人有纠纷",
        category="工资",
        title="饭店拖欠三个月工资",
        story="我在安泰小区门口的饭店当服务员，三个月工资一万二没有发，老板把店转让了，电话也不接。请帮忙要回工资。",
        place="东营区",
        name="李秀英",
        phone="13905461111",
    )
    coordinator = camera.page("coordinator")
    act(coordinator, number, "accept")
    act(coordinator, number, "dispatch", unit="东营区人力资源和社会保障局")
    act(camera.page("handler"), number, "receive")
    phone.goto("/")
    follow(phone, number, code)
    camera.take(phone, "follow")


def desk(camera: Camera) -> None:
    """The queue with a matter beside it, a matter of its own page, and the form of an act over it."""
    page = camera.page("coordinator")
    page.goto("/desk/?duty=held")
    page.locator("[data-row]", has_text="办理中").nth(1).click()
    page.locator("#detail h1").wait_for()
    camera.take(page, "desk")
    page.goto("/desk/?duty=to_rule")
    page.goto(page.locator("[data-row]").first.get_attribute("href") or "")
    camera.take(page, "matter")
    page.goto("/desk/?duty=to_dispatch")
    page.locator("[data-row]").first.click()
    page.locator('#detail a[href*="/acts/dispatch/"]').first.click()
    page.locator("#act-dialog[open] [name=unit]").first.check()
    camera.take(page, "act")


def window(camera: Camera) -> None:
    """The window while a visitor speaks, by keyboard alone, and the receipt they take home."""
    page = camera.page("clerk")
    page.goto("/window/")
    keys = page.keyboard
    for words in ("王建国", "13805462222", "", "", "三号楼楼顶漏水没人修"):
        keys.type(words)
        keys.press("Enter")
    for words, then in (("wyfw", "三号楼楼顶漏水，六楼三户都在滴水，找物业两次没有下文，希望协调维修。"), ("安泰", "北一路安泰小区3号楼")):
        keys.type(words)
        page.locator(".combo.is-open").wait_for()
        keys.press("ArrowDown")
        keys.press("Enter")
        keys.type(then)
        keys.press("Tab")
    page.locator("#end", has_text="登记并分派给").wait_for()
    page.evaluate("document.querySelectorAll('.desk, .desk-form, main').forEach((pane) => { pane.scrollTop = 0 })")
    camera.take(page, "window")
    keys.press("Control+Enter")
    page.locator(".sheet h1").wait_for()
    page.set_viewport_size({"width": 1000, "height": 1240})
    camera.take(page, "receipt")


def above(camera: Camera) -> None:
    """The board of supervision, and a weekly meeting that was held."""
    page = camera.page("coordinator")
    page.set_viewport_size({"width": SIZES["desk"][0], "height": SIZES["desk"][1]})
    page.goto("/supervision/")
    camera.take(page, "supervision")
    page.goto("/meetings/?past=1")
    page.locator(".is-title a", has_text="例会").first.click()
    camera.take(page, "meeting")


def main() -> None:
    """Take all pictures of the demo at the address given."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    chromium = os.environ.get("YIWANG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    TO.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        camera = Camera(browser, address)
        for scene in (resident, desk, window, above):
            scene(camera)
        browser.close()
    for file in sorted(TO.glob("*.png")):
        sys.stdout.write(f"{file.name}  {file.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()
