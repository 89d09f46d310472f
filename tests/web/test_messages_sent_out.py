"""What the system officer sees of messages that went out, and the words they use: no address, no text that was sent, nothing unfillable."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yiwang.administration import access
from yiwang.audit import changes
from yiwang.infra.clock import now
from yiwang.notices import queries
from yiwang.notices.operations import choose, send_due, tell
from yiwang.notices.senders import Undelivered
from yiwang.notices.senders.console import Console

pytestmark = pytest.mark.django_db
HERE = "/administration/messages/"


@pytest.fixture
def failed(town, monkeypatch):
    """A mail that a server refused for good."""
    at = now() - timedelta(hours=1)
    choose(user=town.actor("county").user, mail="zhang@example.cn", phone="", channels={"work": ["mail"]}, at=at)

    def refuse(self: Console, letter: object) -> None:
        raise Undelivered("mail_address_refused", final=True)

    with monkeypatch.context() as patch:
        patch.setattr(Console, "send", refuse)
        tell(
            users=[town.actor("county").user], event="order_new", values={"number": "370502-20261125-7K42-C"}, href="/", at=at, urgent=True
        )
        send_due(at=at)


def test_failures_are_shown_without_address_or_text_and_sent_again(failed, signed_in, monkeypatch) -> None:
    monkeypatch.setattr(access.centers, "seat", lambda: "370502")
    browser = signed_in("system_admin")
    page = browser.get(HERE).content.decode()
    for part in ("新工单待签收", "mail_address_refused", "发送失败 1"):
        assert part in page, part
    for part in ("zhang@example.cn", "370502-20261125-7K42-C"):
        assert part not in page, part
    row = queries.failed().rows[0]
    address = f"{HERE}{row.county}/{row.id}/again/"
    assert f'action="{address}"' in page
    assert browser.post(address).status_code == 302
    assert len(queries.failed(state="waiting").rows) == 1
    assert "没有这条消息" in browser.post(address, follow=True).content.decode()
    assert browser.get(f"{HERE}?state=nonsense").status_code == 302
    assert browser.get(f"{HERE}?after=nonsense").status_code == 302


def test_only_the_system_officer_sees_it_and_only_that_of_the_whole_changes_it(failed, signed_in, monkeypatch) -> None:
    monkeypatch.setattr(access.centers, "seat", lambda: "37")
    browser, row = signed_in("system_admin"), queries.failed().rows[0]
    assert "/again/" not in browser.get(HERE).content.decode()
    assert browser.post(f"{HERE}{row.county}/{row.id}/again/").status_code == 404
    assert browser.post(f"{HERE}words/order_new/", {"channel": "sms", "language": "zh", "body": "新"}).status_code == 422
    assert queries.templates() == {}
    for who in ("county", "auditor", "security"):
        assert signed_in(who).get(HERE).status_code == 404


def test_words_are_saved_written_down_and_refused_when_they_would_not_fill(town, signed_in, monkeypatch) -> None:
    monkeypatch.setattr(access.centers, "seat", lambda: "370502")
    browser, address = signed_in("system_admin"), f"{HERE}words/order_new/"
    assert address in browser.get(f"{HERE}words/").content.decode()
    wrong = browser.post(address, {"channel": "sms", "language": "zh", "body": "新工单{phone}"})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "新工单{phone}" in text
    assert "“{phone}”不能用在这里" in text
    assert queries.templates() == {}
    assert browser.post(address, {"channel": "sms", "language": "zh", "body": "新工单{number}"}).status_code == 302
    assert queries.templates()["order_new", "sms", "zh"].body == "新工单{number}"
    assert changes.changes(place="").changes[0].deed == "word_message"
    assert browser.post(address, {"channel": "sms", "language": "zh", "subject": "", "body": " "}).status_code == 302
    assert queries.templates() == {}
    assert browser.get(f"{HERE}words/nonsense/").status_code == 404
