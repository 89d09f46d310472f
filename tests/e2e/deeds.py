"""What people do on the pages, as a tester's hand does it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def fill(page: Page, root: str, values: dict[str, str]) -> None:
    """Fill a form by the names of its fields: units and places are looked for by name, choices clicked by their words."""
    for name, value in values.items():
        look_up = page.locator(f'{root} [name="find_{name}"]')
        if look_up.count():
            with page.expect_response(lambda answer: "/choices/" in answer.url or "/categories/" in answer.url):
                look_up.fill(value)
            page.locator(f"{root} #f-{name}-list label", has_text=value).first.locator("input").check()
            continue
        field = page.locator(f'{root} [name="{name}"]').first
        kind = field.evaluate("node => node.type || node.tagName.toLowerCase()")
        if kind in ("radio", "checkbox") and value == "on":
            field.check(force=True)
        elif kind in ("radio", "checkbox"):
            page.locator(f"{root} label", has_text=value).first.locator("input").check(force=True)
        elif kind == "select-one":
            field.select_option(index=int(value)) if value.isdigit() else field.select_option(label=value)
        else:
            field.fill(value)


def act(page: Page, number: str, deed: str, *, about: str = "", **values: str) -> None:
    """Do an act on the matter page: press its button, fill the dialog, send it; `about` picks the order by its unit's name."""
    page.goto(f"/matters/{number}/")
    scope = page.locator(".order", has_text=about) if about else page.locator("#detail")
    button = scope.locator(f'a[href*="/acts/{deed}/"]').first
    if not button.is_visible():
        page.locator("details.menu summary.btn").click()
    button.click()
    dialog = page.locator("#act-dialog[open]")
    expect(dialog).to_be_visible()
    fill(page, "#act-dialog", values)
    dialog.locator("button[type=submit]").last.click()
    expect(page.locator(".note-green").first).to_contain_text(number)


def bring(page: Page, *, kind: str, category: str, title: str, story: str, place: str, name: str = "", phone: str = "") -> tuple[str, str]:
    """Bring a matter as a resident, one question a page; returns number and query code."""

    def onward() -> None:
        page.locator(".phone-f button").click()

    page.goto("/")
    page.locator(".bignav a.is-main").click()
    page.locator("label.option", has_text=kind).locator("input").check()
    onward()
    page.fill("#f-q", category)
    page.click("button[name=find]")
    page.locator("label.option").first.locator("input").check()
    onward()
    page.fill("[name=title]", title)
    page.fill("[name=story]", story)
    onward()
    page.fill("#f-q", place)
    page.click("button[name=find]")
    page.locator("label.option", has_text=place).first.locator("input").check()
    page.fill("[name=address]", "北一路安泰小区3号楼")
    onward()
    if name:
        page.fill("[name=name]", name)
        page.fill("[name=phone]", phone)
    else:
        page.locator('input[name=way][value="anonymous"]').check()
    onward()
    page.check("[name=truth]")
    onward()
    return page.locator(".refno").inner_text().strip(), page.locator(".qcode").inner_text().strip()


def follow(page: Page, number: str, code: str) -> None:
    """Open a matter by number and query code."""
    page.goto("/follow/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main button[type=submit]")
