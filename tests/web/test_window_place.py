"""Where it happened: by words, level by level, or by a point of the map; without outlines or a script words and levels remain."""

from __future__ import annotations

import json

import pytest

from yiwang.regions import outlines

pytestmark = pytest.mark.django_db


def test_levels_are_walked_down_with_and_without_a_script(signed_in) -> None:
    browser = signed_in("clerk")
    page = browser.get("/window/places/?under=370502").content.decode()
    assert "就选到这一级" in page
    assert 'value="370502001"' in page
    assert "的下一级" in page
    deeper = browser.get("/window/places/?under=370502001").content.decode()
    assert 'name="place" value="370502001001"' in deeper
    whole = browser.post("/window/", {"under": "370502001", "name": "李秀英"}).content.decode()
    assert 'name="place" value="370502001001"' in whole
    assert 'value="李秀英"' in whole


def test_a_point_of_the_map_brings_the_levels_below_its_county(signed_in) -> None:
    browser = signed_in("clerk")
    told = json.loads(browser.get("/window/outlines/").content)
    assert told["datum"] == "CGCS2000"
    found = browser.post("/window/point/", {"lon": "118.582", "lat": "37.449", "datum": "CGCS2000"}).content.decode()
    assert 'value="370502001"' in found
    for wrong in (
        {"lon": "x", "lat": "1"},
        {"lon": "nan", "lat": "inf", "datum": "CGCS2000"},
        {"lon": "118.5", "lat": "37.4", "datum": "GCJ02"},
    ):
        answer = browser.post("/window/point/", wrong)
        assert answer.status_code == 200
        assert "没有找到" in answer.content.decode()


def test_without_outlines_there_is_no_map_and_words_remain(signed_in, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(outlines, "FOLDER", tmp_path)
    outlines._read.cache_clear()
    outlines._shapes.cache_clear()
    browser = signed_in("clerk")
    page = browser.get("/window/").content.decode()
    assert "map-open" not in page
    assert 'id="f-place-q"' in page
    assert browser.get("/window/outlines/").status_code == 404
    outlines._read.cache_clear()
    outlines._shapes.cache_clear()
