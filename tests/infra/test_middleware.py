"""The door: no text, too much, a database away, and pages that read cannot write."""

import json
import logging
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from yiwang.infra import health, sql
from yiwang.infra.middleware import body_limit
from yiwang.infra.readonly import may_write, writing


def say(request: HttpRequest) -> HttpResponse:
    return HttpResponse("|".join([*request.GET.values(), *request.POST.values()]))


def lose(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection: 张三")


def fail(request: HttpRequest) -> HttpResponse:
    raise ValueError("words of 张三")


def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(sql.execute("INSERT INTO heartbeat (name, at, took_ms, trouble) VALUES ('page', now(), 0, '')")))


def look(request: HttpRequest) -> HttpResponse:
    with writing():
        write(request)
    return HttpResponse(str(sql.scalar("SHOW default_transaction_read_only")))


@may_write
def count(request: HttpRequest) -> HttpResponse:
    return write(request)


@body_limit(10)
def small(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("say", say),
    path("lose", lose),
    path("api/v1/lose", lose),
    path("write", write),
    path("fail", fail),
    path("api/v1/fail", fail),
    path("look", look),
    path("count", count),
    path("small", small),
    path("readyz", health.readyz),
    path("healthz", health.healthz),
]
handler500 = "yiwang.infra.middleware.server_error"
_OURS = [name for name in settings.MIDDLEWARE if not name.startswith("yiwang.web")]
here = override_settings(ROOT_URLCONF=__name__, FAULT_PAGE="", MIDDLEWARE=_OURS)


@here
@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%B9%F3%D6%DD", "%C0=1", "q=a%00b"])
def test_a_query_that_is_no_text(client: Client, query: str) -> None:
    response = client.get(f"/say?{query}")
    assert response.status_code == 400
    assert "UTF-8" in response.content.decode()


@here
@pytest.mark.parametrize("body", [b"q=%B9%F3%D6%DD", "q=贵州".encode("gbk"), b"q=a%00b"])
def test_a_form_that_is_no_text(client: Client, body: bytes) -> None:
    assert client.post("/say", body, content_type="application/x-www-form-urlencoded").status_code == 400


@here
def test_a_form_in_another_charset_or_with_broken_parts(client: Client) -> None:
    gbk = client.post("/say", "q=贵州", content_type="application/x-www-form-urlencoded; charset=gbk")
    part = b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\n\xb9\xf3\r\n--x--\r\n'
    assert gbk.status_code == 400
    assert client.post("/say", part, content_type="multipart/form-data; boundary=x").status_code == 400


_PARTS = (
    b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nwhole\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + b"z" * 70_000 + b"\r\n--x--\r\n"
)


@here
@pytest.mark.parametrize("kept", [3, 60, 200, 65_000, len(_PARTS) - 20])
@pytest.mark.parametrize("announced", [True, False])
def test_half_a_form_is_no_form(client: Client, kept: int, announced: bool) -> None:
    """A body that breaks off, and one that says it is whole and is not."""
    came = {"wsgi.input": BytesIO(_PARTS[:kept])}
    length = len(_PARTS) if announced else kept
    response = client.post("/say", _PARTS[:kept], content_type="multipart/form-data; boundary=x", **came, CONTENT_LENGTH=length)
    assert response.status_code == 400
    assert "whole" not in response.content.decode()


@here
def test_half_a_plain_form_is_no_form(client: Client) -> None:
    kind = "application/x-www-form-urlencoded"
    came = {"wsgi.input": BytesIO(b"q=whole&text=half")}
    assert client.post("/say", b"-", content_type=kind, **came, CONTENT_LENGTH=1000).status_code == 400
    assert client.post("/say", b"q=whole&text=half", content_type=kind, HTTP_TRANSFER_ENCODING="chunked").status_code == 411


@here
def test_a_whole_form_in_parts_comes_through(client: Client) -> None:
    assert client.post("/say", _PARTS, content_type="multipart/form-data; boundary=x").content == b"whole"
    assert client.post("/say", _PARTS[:-2], content_type="multipart/form-data; boundary=x").content == b"whole"
    nothing = client.post("/say", b"", content_type="application/x-www-form-urlencoded")
    assert (nothing.status_code, nothing.content) == (200, b"")


@here
def test_a_form_in_parts_without_a_boundary(client: Client) -> None:
    assert client.post("/say", _PARTS, content_type="multipart/form-data").status_code == 400


@here
def test_text_comes_through(client: Client) -> None:
    assert client.get("/say", {"q": "贵州😀"}).content.decode() == "贵州😀"
    assert client.post("/say", {"q": "东营"}).content.decode() == "东营"


@here
def test_each_door_has_its_size(client: Client) -> None:
    assert client.post("/small", b"0123456789", content_type="text/plain").content == b"taken"
    assert client.post("/small", b"0123456789a", content_type="text/plain").status_code == 413
    with override_settings(BODY_LIMIT=100):
        assert client.post("/say", {"q": "x" * 200}).status_code == 413


@here
def test_a_lost_database_says_when_to_come_back(client: Client) -> None:
    page, problem = client.get("/lose"), client.get("/api/v1/lose")
    assert (page.status_code, page["Retry-After"], problem.status_code) == (503, "2", 503)
    assert "张三" not in page.content.decode() + problem.content.decode()
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(problem.content)["code"] == "database_away"


@here
def test_a_database_lost_outside_any_view_is_told_the_same_way(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.sessions.middleware import SessionMiddleware

    def lost(*_: object) -> HttpResponse:
        raise OperationalError

    client.raise_request_exception = False
    monkeypatch.setattr(SessionMiddleware, "process_response", lost)
    response = client.get("/say")
    assert (response.status_code, response["Retry-After"]) == (503, "2")


@here
def test_a_fault_of_ours_says_so_without_its_words(client: Client) -> None:
    client.raise_request_exception = False
    page, problem = client.get("/fail"), client.get("/api/v1/fail")
    assert (page.status_code, problem.status_code) == (500, 500)
    assert json.loads(problem.content)["code"] == "server_error"
    assert "张三" not in page.content.decode() + problem.content.decode()


@here
@pytest.mark.django_db(transaction=True)
def test_a_page_that_reads_cannot_write(client: Client) -> None:
    with pytest.raises(InternalError, match="read-only transaction"):
        client.get("/write")
    assert client.post("/write").content == b"1"
    sql.execute("DELETE FROM heartbeat")
    assert client.get("/count").content == b"1"
    sql.execute("DELETE FROM heartbeat")
    assert client.get("/look").content == b"on"
    assert sql.scalar("SELECT count(*) FROM heartbeat") == 1
    assert connection.read_only is False


@here
@pytest.mark.django_db(transaction=True)
def test_a_page_that_reads_in_a_transaction_cannot_write_either(client: Client) -> None:
    settings.DATABASES["default"]["ATOMIC_REQUESTS"] = connection.settings_dict["ATOMIC_REQUESTS"] = True
    try:
        with pytest.raises(InternalError, match="read-only transaction"):
            client.get("/write")
    finally:
        settings.DATABASES["default"]["ATOMIC_REQUESTS"] = connection.settings_dict["ATOMIC_REQUESTS"] = False


@pytest.mark.django_db
def test_health(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").json() == {"database": "ready"}

    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(sql, "scalar", away)
    assert client.get("/readyz").status_code == 503


def test_headers_forbid_inline_and_frames(client: Client) -> None:
    response = client.get("/healthz")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response["X-Request-ID"]) == 32


Logged = Callable[[], list[dict[str, Any]]]


@here
def test_the_log_line_names_the_view_and_no_person(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    handler = logging.getLogger().handlers
    (stderr,) = [each for each in handler if type(each) is logging.StreamHandler]
    kept = stderr.setStream(sys.stderr)  # the one that is captured now
    client.get("/say?q=13800001111")
    client.get("/nowhere/张三-13800001111")
    stderr.setStream(kept)
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [line["status"] for line in lines if line["event"] == "request"] == [200, 404]
    assert not any("13800001111" in json.dumps(line, ensure_ascii=False) or "张三" in str(line) for line in lines)


@pytest.mark.django_db
def test_whoever_watches_from_inside_needs_no_https(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    assert [client.get(address).status_code for address in ("/healthz", "/readyz", "/")] == [200, 200, 301]
    page = client.get("/", secure=True)
    assert page.status_code == 200
    assert page["Strict-Transport-Security"] == "max-age=3600"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in page["Content-Security-Policy"]
