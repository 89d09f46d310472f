"""Answers and templates on their pages, and inserted into the form of an act without a script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.factories import bring, walk
from yiwang.infra.clock import now
from yiwang.knowledge import operations
from yiwang.knowledge.models import Article, ReplyTemplate

pytestmark = pytest.mark.django_db


def test_an_answer_from_draft_to_the_public(town, signed_in, client) -> None:
    handler, head = signed_in("housing_handler"), signed_in("housing_head")
    answer = handler.post("/knowledge/new/", {"title": "维修基金怎么用", "body": "业主表决通过后申请。", "public": "1", "category": "01"})
    key = Article.objects.get().pk
    assert answer["Location"] == f"/knowledge/{key}/"
    refused = handler.post("/knowledge/new/", {"title": "", "body": "手机13905461234"})
    assert refused.status_code == 422
    assert "手机13905461234" in refused.content.decode()
    assert client.get(f"/answers/{key}/").status_code == 404
    assert handler.post(f"/knowledge/{key}/publish/", {"review_on": "2099-01-01"}).status_code == 422
    assert head.post(f"/knowledge/{key}/publish/", {"review_on": "2099-01-01"}).status_code == 302
    assert "维修基金怎么用" in client.get("/answers/", {"q": "维修基金"}).content.decode()
    assert "业主表决通过后申请" in client.get(f"/answers/{key}/").content.decode()
    assert "维修基金怎么用" not in client.get("/answers/", {"q": "路灯"}).content.decode()
    assert signed_in("labour_handler").get(f"/knowledge/{key}/").status_code == 404
    for path in ("/knowledge/", "/knowledge/?show=due", "/knowledge/?show=drafts", f"/knowledge/{key}/", f"/knowledge/{key}/edit/"):
        assert head.get(path).status_code == 200, path
    assert head.get("/knowledge/?show=x").status_code == 404
    assert head.get("/knowledge/?after=x").status_code == 302


def test_a_template_with_an_unknown_variable_comes_back_naming_the_nearest(town, signed_in) -> None:
    head = signed_in("housing_head")
    answer = head.post("/knowledge/templates/new/", {"name": "告知", "text": "请在{期线}前来电。", "acts": ["report_result"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有变量“{期线}”，是不是“{期限}”" in page
    assert "请在{期线}前来电。" in page
    assert not ReplyTemplate.objects.exists()
    preview = head.post("/knowledge/templates/new/", {"name": "告知", "text": "请在{期限}前来电{电话}。", "preview": "1"})
    assert "请在2026年12月14日前来电0546-8221234。" in preview.content.decode()
    assert not ReplyTemplate.objects.exists()
    assert head.post("/knowledge/templates/new/", {"name": "告知", "text": "请在{期限}前来电。"}).status_code == 302
    assert signed_in("housing_handler").get("/knowledge/templates/new/").status_code == 404
    assert "告知" in signed_in("housing_handler").get("/knowledge/templates/").content.decode()


@pytest.fixture
def report(town):
    """An order in the hands of the housing handler: the address of its report, and the order."""
    number = bring(town).number
    order = walk(town, number, "received", at=now() - timedelta(days=1))
    text = "您反映的事项（编号{编号}）由{单位}办理，电话{电话}。"
    operations.save_template(actor=town.actor("housing_head"), name="办结答复", text=text, acts=["report_result"], category="", at=now())
    return f"/matters/{number}/acts/report_result/", order, number


def test_a_template_is_inserted_with_its_variables_filled_and_nothing_typed_is_lost(town, signed_in, report) -> None:
    address, order, number = report
    handler = signed_in("housing_handler")
    form = handler.get(address, {"subject": order}).content.decode()
    key = re.search(r'<option value="(t\d+)"', form)[1]
    typed = {"subject": order, "result": "现场已核实。", "phrase_reply": key, "insert_phrase": "reply", "reply": "您好！"}
    answer = handler.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "现场已核实。" in page
    assert f"您好！\n您反映的事项（编号{number}）由东营区住房和城乡建设局办理，电话＿＿＿＿。" in page
    other = bring(town, at=now()).number
    assert "办结答复" not in signed_in("county").get(f"/matters/{other}/acts/accept/").content.decode()


def test_few_statements(town, signed_in, report, statements) -> None:
    handler = signed_in("housing_handler")
    for path in ("/knowledge/", "/knowledge/templates/", "/answers/"):
        handler.get(path)
        with statements() as seen:
            handler.get(path)
        assert len(seen) <= 5, f"{path}\n{seen}"
