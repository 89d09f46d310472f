"""Every act has its icon and its words: a deed somebody did is never the one a page cannot draw."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from tests.factories import bring, walk
from yiwang import web
from yiwang.infra.clock import now
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.web.presenters.deeds import ICONS, KEYS, PERSON_EN, PERSON_ZH, deed_name, told
from yiwang.web.presenters.offers import MOST_BUTTONS


def test_every_act_can_be_drawn_and_told() -> None:
    assert set(ICONS) == set(Act)
    for language in ("zh-hans", "en"):
        with override(language):
            assert all(deed_name(act) and told(act) for act in Act)
    public = {act for act, spec in SPECS.items() if spec.public}
    assert public <= set(PERSON_ZH)
    assert set(PERSON_ZH) == set(PERSON_EN)


def test_every_icon_is_in_the_sprite() -> None:
    sprite = Path(web.__path__[0]) / "static/yiwang/vendor/icons/sprite.svg"
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite.read_text()))
    assert set(ICONS.values()) <= drawn


def test_no_letter_stands_for_two_acts() -> None:
    assert len(set(KEYS.values())) == len(KEYS)
    assert not {"j", "k", "/", "?"} & set(KEYS.values())


@pytest.mark.django_db
def test_the_head_is_calm_and_the_rest_is_one_step_away(town, signed_in) -> None:
    number = bring(town, at=now()).number
    walk(town, number, "accepted", at=now())
    head = signed_in("county").get(f"/matters/{number}/").content.decode().split('role="toolbar"')[1].split('class="det"')[0]
    row, more = head.split("<details", 1)
    assert 1 <= row.count("hx-get=") <= MOST_BUTTONS
    assert row.count("btn-primary") == 1
    for address in ("ledger/", "receipt/", "why/"):
        assert f"/matters/{number}/{address}" in more


@pytest.mark.django_db
def test_dispatching_to_more_units_is_not_the_next_step(town, signed_in) -> None:
    number = bring(town, at=now()).number
    walk(town, number, "handling", at=now())
    head = signed_in("county").get(f"/matters/{number}/").content.decode().split('role="toolbar"')[1].split("<details")[0]
    assert not re.search(r'btn-primary"[^>]*acts/dispatch/', head)
