"""Attachments are served only through their matter, and that they were opened is written down."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Town, bring, do
from tests.files.conftest import JPEG
from yiwang.audit import queries as audit
from yiwang.files import operations as files
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import Registered
from yiwang.web import uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(town: Town, settings, tmp_path) -> tuple[Registered, str]:
    settings.FILES_ROOT = tmp_path
    stored = files.store(stream=io.BytesIO(JPEG), name="漏水.jpg", limit=10**6, by=town.actor("clerk").user, at=now())
    done = bring(town, at=now(), files=(stored.id,))
    return done, reverse("matter_file", args=[done.number, stored.id])


def test_opened_by_whoever_may_see_and_written_down(brought, signed_in: Callable[[str], Client]) -> None:
    done, address = brought
    answer = signed_in("county").get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert content.startswith(JPEG[:3])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(content))
    (look,) = audit.looks(matter=done.number).looks
    assert (look.part.split(".")[0], look.reason, look.outcome) == ("file", "open", "shown")


def test_outside_it_does_not_exist(brought, signed_in: Callable[[str], Client]) -> None:
    done, address = brought
    assert signed_in("auditor").get(address).status_code in (403, 404)
    assert Client().get(address).status_code in (302, 404)
    assert signed_in("county").get(address[:-5] + "0000/").status_code == 404
    assert audit.looks(matter=done.number).looks == []


POLYGLOTS = {
    "page.txt": (b"<!doctype html><script>alert(1)</script>\n", "application/octet-stream"),
    "a.pdf": (b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n<script>alert(1)</script>", "application/pdf"),
    "x.jpg": (JPEG + b"<?php system($_GET[0]); ?><svg onload=alert(1)>", "image/jpeg"),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_is_two_things_at_once_is_served_as_one_and_runs_nothing(name, town, settings, tmp_path, signed_in) -> None:
    settings.FILES_ROOT = tmp_path
    content, media = POLYGLOTS[name]
    stored = files.store(stream=io.BytesIO(content), name=name, limit=10**6, by=town.actor("clerk").user, at=now())
    done = bring(town, at=now(), files=(stored.id,))
    answer = signed_in("county").get(reverse("matter_file", args=[done.number, stored.id]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (media, "nosniff")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Disposition"].startswith("attachment" if media == "application/octet-stream" else "inline")
    assert not set("\r\n<>") & set(answer["Content-Disposition"])
    if media.startswith("image/"):
        assert b"<" + b"?php" not in b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.xml", "a.exe", "a.jpg.html", "a", "a.docm", "a.zip", "a.swf"])
def test_what_could_run_is_not_taken(name, settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path
    for content in (JPEG, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"PK\x03\x04" + b"\0" * 60, b"MZ" + b"\0" * 60):
        with pytest.raises(Refused, match="file_kind_not_taken"):
            files.store(stream=io.BytesIO(content), name=name, limit=10**6, by=None, at=now())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_person_opens_theirs_and_what_is_meant_for_them_through_their_own_matter_only(town, settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path
    mine, internal = (
        files.store(stream=io.BytesIO(JPEG), name=f"{n}.jpg", limit=10**6, by=town.actor("clerk").user, at=now()) for n in range(2)
    )
    done, other = bring(town, at=now(), files=(mine.id,)), bring(town, at=now())
    do(town, done.number, "attach", "clerk", at=now(), files=[str(internal.id)])
    browser = Client()
    assert browser.post("/follow/", {"number": done.number, "code": done.query_code}).status_code == 302
    opened = {file.id: browser.get(reverse("follow_file", args=[done.number, file.id])).status_code for file in (mine, internal)}
    assert opened == {mine.id: 200, internal.id: 404}
    stranger = Client()
    stranger.post("/follow/", {"number": other.number, "code": other.query_code})
    for number in (done.number, other.number):
        assert stranger.get(reverse("follow_file", args=[number, mine.id])).status_code == 404
        assert Client().get(reverse("follow_file", args=[number, mine.id])).status_code == 404


def test_a_form_takes_only_files_it_was_given_itself(town, signed_in, settings, tmp_path) -> None:
    """A file of a colleague, named by a token of theirs, by a forged one or by its bare id, is attached to nothing."""
    settings.FILES_ROOT = tmp_path
    number = bring(town, at=now()).number
    theirs = files.store(stream=io.BytesIO(JPEG), name="a.jpg", limit=10**6, by=town.actor("county").user, at=now())
    (token,) = uploads.tokens([{"id": str(theirs.id), "name": "a.jpg"}])
    for kept in (token.value, token.value[:-2] + "xx", str(theirs.id)):
        signed_in("clerk").post(
            f"/matters/{number}/acts/attach/", {"kept_files": kept, "files": str(theirs.id), "seen": "1", "subject": "m"}
        )
        page = signed_in("county").get(f"/matters/{number}/").content.decode()
        assert str(theirs.id) not in page


def test_pictures_are_shown_small_with_one_look_for_all(town, settings, tmp_path, signed_in) -> None:
    settings.FILES_ROOT = tmp_path
    ids = [files.store(stream=io.BytesIO(JPEG), name=f"{n}.jpg", limit=10**6, by=town.actor("clerk").user, at=now()).id for n in range(2)]
    done = bring(town, at=now(), files=tuple(ids))
    county = signed_in("county")
    assert reverse("matter_pictures", args=[done.number]) in county.get(f"/matters/{done.number}/").content.decode()
    page = county.get(reverse("matter_pictures", args=[done.number])).content.decode()
    small = re.findall(r'src="([^"]+/small/[^"]+)"', page)
    assert len(small) == 2
    for address in small:
        answer = county.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content)[:3] == JPEG[:3]
        assert signed_in("clerk").get(address).status_code == 404
        assert county.get(address.partition("?")[0]).status_code == 404
    assert [(look.part, look.reason) for look in audit.looks(matter=done.number).looks] == [("pictures", "open")]
    assert signed_in("auditor").get(reverse("matter_pictures", args=[done.number])).status_code == 404
