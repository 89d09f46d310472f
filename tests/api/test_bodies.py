"""What is no JSON object in UTF-8 of a decent size is named exactly, and by field where it has fields."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import RequestFactory

from yiwang.api.bodies import MOST_BYTES, json_object
from yiwang.kernel.refusals import BadInput, Refused


def post(raw: bytes, kind: str = "application/json", **more):
    return RequestFactory().post("/api/v1/matters", raw, content_type=kind, **more)


def refused(request) -> Refused:
    with pytest.raises(Refused) as caught:
        json_object(request)
    return caught.value


def test_an_object():
    assert json_object(post('{"a": "一网", "b": [1, null]}'.encode())) == {"a": "一网", "b": [1, None]}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b" ", "malformed_json"),
        (b"{", "malformed_json"),
        (b'{"a": NaN}', "malformed_json"),
        (b"[1]", "not_an_object"),
        (b'"text"', "not_an_object"),
        ('{"a": "一网"}'.encode("gb18030"), "bad_encoding"),
        ('{"a": "x"}'.encode("utf-16"), "bad_encoding"),
        (b'{"a": "\\ud800"}', "malformed_json"),
        (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", "malformed_json"),
    ],
)
def test_what_cannot_be_read(raw, code):
    assert refused(post(raw)).code == code


def test_malformed_json_says_where():
    refusal = refused(post(b'{"a": 1,\n "b" 2}'))
    assert (refusal.values["line"], refusal.values["column"]) == (2, 6)


def test_other_content_types_are_told_which():
    assert refused(post(b"{}", "text/plain")).code == "wrong_media_type"
    assert refused(post(b"a=1", "application/x-www-form-urlencoded")).code == "wrong_media_type"
    assert refused(post(b"{}", "application/json; charset=gbk")).code == "bad_encoding"


def test_too_large_is_said_before_it_is_read():
    request = post(b'{"a": "' + b"x" * MOST_BYTES + b'"}')
    assert refused(request).code == "too_large"
    assert not hasattr(request, "_body")


def test_half_a_request_is_no_request():
    request = post(b'{"a": 1}', CONTENT_LENGTH="500", **{"wsgi.input": BytesIO(b'{"a": 1}')})
    assert refused(request).code == "broken_off"


def test_a_body_without_a_length_is_not_taken_for_an_empty_one():
    assert refused(post(b"{}", HTTP_TRANSFER_ENCODING="chunked")).code == "length_required"


def test_nul_characters_are_named_by_field():
    refusal = refused(post(b'{"a": "x\\u0000", "b": {"c": ["y", "z\\u0000"]}, "d": "fine"}'))
    assert isinstance(refusal, BadInput)
    assert [(e.field, e.code) for e in refusal.errors] == [("a", "control_character"), ("b.c.1", "control_character")]
