"""Papers as PDF: who may print them, when there is which, and that a name is in them only by a look that is written down."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories import Town, bring, do, walk
from yiwang.infra import sql
from yiwang.matters import queries as matters
from yiwang.matters.operations import reveal
from yiwang.web import drafts
from yiwang.web.papers.press import Paper, pdf
from yiwang.web.presenters import papers as presenter
from yiwang.web.presenters.names import Names
from yiwang.web.views.receipts import FRESH

AT = datetime(2026, 10, 2, 2, 0, tzinfo=UTC)
NAME = "李秀英"


def kinds(town: Town, number: str) -> list[str]:
    page = matters.matter_page(number=number, actor=town.actor("county"), at=AT)
    return [view.kind for view in presenter.papers_of(page, Names(units=page.units, at=AT))]


def of(town: Town, number: str, kind: str) -> Paper:
    page = matters.matter_page(number=number, actor=town.actor("county"), at=AT)
    make = presenter.acceptance if kind == "acceptance" else presenter.decline
    return make(page, names=Names(units=page.units, at=AT), clerk="测试", revealed=None)


def test_there_is_a_paper_for_what_happened_and_for_nothing_else(town: Town) -> None:
    number = bring(town, at=AT - timedelta(days=2)).number
    assert kinds(town, number) == ["receipt"]
    walk(town, number, "received", at=AT - timedelta(days=1))
    assert kinds(town, number) == ["receipt", "acceptance"]
    paper = of(town, number, "acceptance")
    assert paper.issuer == "东营区住房和城乡建设局", "the competent unit tells it"
    assert len(paper.copies) == 2
    other = bring(town, at=AT - timedelta(days=2)).number
    way = "请向东营区人民法院起诉。\n也可以申请仲裁。"
    do(town, other, "decline", "county", at=AT - timedelta(days=1), reason_code="court", answer=way)
    assert kinds(town, other) == ["receipt", "decline"]
    declined = of(town, other, "decline")
    assert declined.paragraphs[1:] == ("请向东营区人民法院起诉。", "也可以申请仲裁。")
    assert NAME not in str(declined)


def test_a_name_is_printed_only_by_a_look_that_is_written_down(town: Town, signed_in: Callable[[str], Client]) -> None:
    number = bring(town).number
    walk(town, number, "received", at=AT)
    address = f"/matters/{number}/papers/acceptance.pdf"
    looks = "SELECT count(*) FROM access_log WHERE reason = 'serve'"
    browser = signed_in("county")
    plain = browser.get(address)
    assert plain["Content-Type"] == "application/pdf"
    assert plain.content.startswith(b"%PDF-")
    assert "no-store" in plain["Cache-Control"]
    assert sql.scalar(looks) == 0
    assert browser.post(address).content.startswith(b"%PDF-")
    assert sql.scalar(looks) == 1
    assert signed_in("county_leader").post(address).status_code in (404, 422)
    for who in ("other_county", "labour_handler", "auditor"):
        assert signed_in(who).get(address).status_code == 404, who
    assert browser.post(f"/matters/{number}/papers/receipt.pdf").status_code == 404
    assert browser.get(f"/matters/{number}/papers/decline.pdf").status_code == 404
    listed = browser.get(f"/matters/{number}/papers/").content.decode()
    assert "受理告知书" in listed
    assert f"/matters/{number}/papers/" in browser.get(f"/matters/{number}/").content.decode()


def test_the_receipt_bears_its_code_only_while_it_is_fresh(town: Town, signed_in: Callable[[str], Client]) -> None:
    done = bring(town)
    browser, address = signed_in("clerk"), f"/matters/{done.number}/papers/receipt.pdf"
    plain = browser.get(address).content
    session = browser.session
    drafts.add(session, FRESH, done.number, done.query_code, most=5)
    session.save()
    fresh = browser.get(address).content
    assert fresh.startswith(b"%PDF-")
    assert len(fresh) > len(plain) + 500, "the QR code is in it"


def test_the_receipt_of_what_was_settled_on_the_spot_promises_no_acceptance(town: Town, signed_in: Callable[[str], Client]) -> None:
    done = bring(town, nature="inquiry")
    browser, address = signed_in("clerk"), f"/matters/{done.number}/receipt/?paper=slip"
    assert "决定是否受理" in browser.get(address).content.decode()
    do(town, done.number, "settle_on_spot", "clerk", at=AT, answer="当场讲清了办理流程。")
    settled = browser.get(address).content.decode()
    assert "这件事已经办结" in settled
    assert "决定是否受理" not in settled
    assert "is-slip" in settled


def test_who_is_addressed_stands_in_the_named_copy_alone(town: Town) -> None:
    number = bring(town).number
    way = f"{NAME}，请向东营区人民法院起诉。"
    do(town, number, "decline", "county", at=AT, reason_code="court", answer=way)
    revealed = reveal(number=number, actor=town.actor("county"), reason="serve", at=AT + timedelta(hours=1))
    page = matters.matter_page(number=number, actor=town.actor("county"), at=AT + timedelta(hours=2))
    names = Names(units=page.units, at=AT)
    plain, full = (presenter.decline(page, names=names, clerk="测试", revealed=shown) for shown in (None, revealed))
    assert (plain.addressee, full.addressee) == ("", NAME)
    assert NAME not in str(plain.paragraphs)
    assert full.paragraphs[1] == way


def test_english_readers_get_an_english_paper(town: Town, signed_in: Callable[[str], Client]) -> None:
    number = bring(town).number
    walk(town, number, "received", at=AT)
    browser = signed_in("county")
    browser.post("/preferences/", {"language": "en", "next": "/"})
    assert browser.get(f"/matters/{number}/papers/acceptance.pdf").content.startswith(b"%PDF-")
    assert "Acceptance notice" in browser.get(f"/matters/{number}/papers/").content.decode()


@pytest.mark.parametrize("text", ["#panic() $x$ *粗* `code` @ref <label> \\ // 注释", "很长的说明。" * 900, "“引号”——破折号……", ""])
def test_whatever_is_told_is_text_and_breaks_over_pages(text: str) -> None:
    paper = Paper(
        lang="zh",
        issuer="某中心",
        title="不予受理告知书",
        docno="编号 1",
        addressee="",
        paragraphs=(text,),
        seal=("某中心", "2026年1月1日"),
    )
    assert pdf(paper, at=AT).startswith(b"%PDF-")


def test_papers_are_printed_by_several_threads_at_once() -> None:
    paper = Paper(lang="zh", issuer="某中心", title="登记回执", docno="编号 1", seal=("某中心", "2026年1月1日"))
    with ThreadPoolExecutor(4) as pool:
        assert len({len(made) for made in pool.map(lambda _: pdf(paper, at=AT), range(8))}) == 1
