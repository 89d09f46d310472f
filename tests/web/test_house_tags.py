"""Tags that say something fixed: drawn once, yet in the reader's language and by the same rules as Django's own."""

from __future__ import annotations

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.urls import reverse
from django.utils.translation import override


def _drawn(text: str, **values: object) -> str:
    return engines["django"].engine.from_string("{% load i18n house %}" + text).render(Context(values))  # type: ignore[attr-defined]


def test_fixed_words_follow_the_language_of_each_reader() -> None:
    template = engines["django"].engine.from_string("{% load i18n house %}{% translate '查找事项' %}")  # type: ignore[attr-defined]
    told = []
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            told.append(template.render(Context()))
    assert told[0] == told[2] == "查找事项" and told[1] not in ("", "查找事项")


def test_other_forms_are_djangos_own() -> None:
    assert _drawn('{% translate "查找事项" as said %}{{ said }}') == "查找事项"
    assert _drawn("{% translate word %}", word="<b>") == "&lt;b&gt;"
    assert _drawn("{% translate '满 100% 才算 <b>' %}") == "满 100% 才算 <b>", "what stands in a template is ours"
    assert _drawn("{% url 'matter' number %}", number="1-2-3-4").startswith("/matters/")
    assert _drawn("{% url 'desk' %} {% url 'desk' as here %}{{ here }}") == f"{reverse('desk')} {reverse('desk')}"


def test_icons_and_assets() -> None:
    assert _drawn("{% icon name %}", name="check") == _drawn("{% icon 'check' %}")
    assert 'class="i i-s"' in _drawn('{% icon "check" "i-s" %}')
    assert "css/base.css" in _drawn("{% asset 'css/base.css' %}")
    with pytest.raises(TemplateSyntaxError):
        _drawn("{% asset name %}", name="css/base.css")
