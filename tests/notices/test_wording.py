"""Sentences and templates: every kind speaks both languages, and no unknown name is ever saved."""

from __future__ import annotations

import re

import pytest

from yiwang.kernel.refusals import BadInput
from yiwang.notices.domain.kinds import EVERYWHERE, KINDS, Channel
from yiwang.notices.domain.wording import LONGEST, Wording, allowed, check, default, fill, sentence


@pytest.mark.parametrize("event", KINDS)
def test_shipped_words_pass_their_own_check(event) -> None:
    for channel in Channel:
        for language in ("zh", "en"):
            wording = default(event, channel, language)
            check(event=event, channel=channel, language=language, wording=wording)
            assert len(wording.body) <= LONGEST[channel]


@pytest.mark.parametrize("event", KINDS)
def test_a_sealed_matter_is_told_by_number_alone(event) -> None:
    for channel in Channel:
        names = set(re.findall(r"\{(\w+)\}", "".join(default(event, channel, "zh", sensitive=True))))
        assert names <= set(EVERYWHERE)
    assert sentence(event, {"number": "x"}, "zh", sensitive=True) in ("有一件事项等您查看", "您反映的事项有了新的进展")


def test_names_are_filled_by_language() -> None:
    values = {"card": ["黄牌", "yellow card"], "due": "2026-11-25T10:00:00+00:00"}
    assert sentence("card", values, "zh") == "收到黄牌，请按时回复"
    assert sentence("due_soon", values, "zh") == "即将到期：11月25日 18:00"
    assert sentence("due_soon", values, "en") == "Due soon: 25 Nov 18:00"
    assert fill("{number}{gone}", {"number": "1"}, "zh") == "1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("您好{phone}", "template_unknown_name"),
        ("您好{number", "template_stray_brace"),
        ("{}", "template_unknown_name"),
        ("{number.__class__}", "template_unknown_name"),
        ("", "required"),
        ("长" * 301, "too_long"),
    ],
)
def test_a_template_that_would_not_fill_is_not_saved(body, code) -> None:
    with pytest.raises(BadInput) as refused:
        check(event="order_new", channel="sms", language="zh", wording=Wording("", body))
    assert code in {error.code for error in refused.value.errors}
    assert "number" in allowed("order_new")


def test_unknown_events_channels_and_languages_are_refused_by_field() -> None:
    with pytest.raises(BadInput) as refused:
        check(event="nothing", channel="pigeon", language="la", wording=Wording("", "x"))
    assert [error.field for error in refused.value.errors] == ["event", "channel", "language"]
