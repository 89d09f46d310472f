"""What fits no door of the API is told as a problem with a stable code, whatever was asked and however."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from tests.api.conftest import Caller
from yiwang.api.endpoints import regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/openapi.json", 405, "method_not_allowed"),
        ("/api/v1/problems", 405, "method_not_allowed"),
    ],
)
def test_every_method_at_every_address(anybody: Client, method: str, address: str, status: int, code: str) -> None:
    answer = getattr(anybody, method)(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert status == 404 or "GET" in answer["Allow"]


@pytest.mark.parametrize(
    ("address", "host", "code"), [("/api/", "testserver", "not_found"), ("/api/v1/problems", "evil.example", "bad_request")]
)
def test_what_never_reaches_a_view_has_a_code_too(anybody: Client, address: str, host: str, code: str) -> None:
    answer = anybody.get(address, headers={"host": host})
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain", ";;="])
def test_other_kinds_of_content(town, caller, kind: str) -> None:
    clerk: Caller = caller("clerk")
    answer = clerk.client.post("/api/v1/matters", b"{}", content_type=kind, headers=clerk.headers(None, {}))
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_media_type")


def test_a_filter_with_a_typing_error_lists_nothing(town, caller) -> None:
    answer = caller("coordinator").get("/matters?sate=open&duty=held")
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("sate", "unknown_field")]


@pytest.mark.parametrize(
    "day", ["0", "1764000000", "2026-2-3", "20261125", "２０２６-11-25", "2026-11-25T00:00:00", "2026-02-30", "10000-01-01"]
)
def test_a_day_is_written_in_one_way(town, caller, day: str) -> None:
    answer = caller("coordinator").get(f"/matters?since={day}")
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("since", "bad_format")]


@pytest.mark.parametrize("place", ["3", "37050", "３７", "37%25", "370502001001001"])
def test_a_place_is_a_code(town, caller, place: str) -> None:
    answer = caller("coordinator").get(f"/matters?place={place}")
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("place", "bad_format")]


def test_a_key_that_is_none_says_what_one_is(town, caller) -> None:
    answer = caller("clerk").post("/matters/370502-20261123-7K42-C/acts/note", {}, key="short")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "Idempotency-Key")
    assert "8 到 160" in answer.json()["title"]


def test_a_fault_of_ours_is_logged_without_what_was_asked(
    town, caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_code: str) -> None:
        raise RuntimeError("王秀兰 13800138000")

    monkeypatch.setattr(regions.queries, "path", fails)
    with caplog.at_level(logging.INFO):
        clerk: Caller = caller("clerk")
        clerk.client = Client(raise_request_exception=False)
        answer = clerk.get("/regions/370502")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    told = [str({k: v for k, v in record.msg.items() if k != "exc_info"}) for record in caplog.records if isinstance(record.msg, dict)]
    assert any("api.fault" in line for line in told)
    assert not any("370502" in line or "王秀兰" in line for line in told)
