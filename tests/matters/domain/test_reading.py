"""Raw input is read field by field: everything wrong is told at once, nothing is dropped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yiwang.kernel.refusals import BadInput
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.domain.reading import read_input


def _errors(act: Act, **raw: object) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        read_input(SPECS[act], raw)
    return {error.field: error.code for error in caught.value.errors}


def test_a_form_and_json_are_read_alike() -> None:
    form = {"unit": ["11"], "assisting": ["12", "13"], "due": ["2026-03-05"], "note": [" 请尽快 "]}
    json = {"unit": 11, "assisting": [12, 13], "due": "2026-03-05", "note": "请尽快"}
    expected = ({"unit": 11, "assisting": (12, 13), "due": date(2026, 3, 5)}, {"note": "请尽快"})
    assert read_input(SPECS[Act.DISPATCH], form) == read_input(SPECS[Act.DISPATCH], json) == expected


def test_every_wrong_field_is_told_at_once() -> None:
    assert _errors(Act.DISPATCH, unit="eleven", due="tomorrow", extra=1) == {
        "unit": "not_a_number",
        "due": "not_a_date",
        "extra": "unknown_field",
    }
    assert _errors(Act.SERVE, on="1890-01-01", way="phone") == {"on": "date_out_of_range", "proof": "required"}
    assert _errors(Act.RATE, stars=6, solved="maybe") == {"stars": "number_out_of_range", "solved": "not_yes_or_no"}
    assert _errors(Act.DISPATCH, unit=11, assisting="12,12") == {"assisting": "same_unit_twice"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("a\x00b", "bad_character"),
        ("a\ud800b", "bad_character"),
        ("x" * 10_001, "too_long"),
        (7, "not_a_text"),
    ],
)
def test_texts_that_cannot_be_kept(text: object, code: str) -> None:
    assert _errors(Act.NOTE, text=text) == {"text": code}


def test_texts_stay_apart_from_data() -> None:
    data, texts = read_input(SPECS[Act.SUPPLEMENT], {"text": "又漏水了\r\n楼道也湿", "new_facts": "on"})
    assert (data, texts) == ({"new_facts": True}, {"text": "又漏水了\n楼道也湿"})


def test_optional_fields_may_be_left_empty() -> None:
    assert read_input(SPECS[Act.ACCEPT], {"note": ""}) == ({}, {})
    assert read_input(SPECS[Act.DISPATCH], {"unit": "", "assisting": []}) == ({}, {})


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.text(), max_size=3),
    st.dictionaries(st.text(), st.text(), max_size=2),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(SPECS.values())), st.data())
def test_junk_is_refused_by_field_and_never_breaks(spec, data) -> None:
    raw = {field.name: data.draw(_JUNK) for field in spec.inputs}
    try:
        values, texts = read_input(spec, raw)
    except BadInput as bad:
        assert all(error.field in raw and error.code for error in bad.errors)
    else:
        assert set(values) | set(texts) <= set(raw)
