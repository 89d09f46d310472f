"""Sign-in, its end, and what a stranger may try: nothing is told, nothing is kept, nothing goes on by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver, reverse

from tests.factories import bring
from tests.web.test_access_table import SAMPLES, addresses
from yiwang.accounts import operations as accounts
from yiwang.accounts.models import User
from yiwang.infra import clock
from yiwang.web.access_table import GATES, Gate
from yiwang.web.sessions import SessionStore

pytestmark = pytest.mark.django_db
OPEN, NEW = "open-sesame", "pomegranate-seven"


def enter(browser: Client, who: str, password: str = OPEN, **more):
    return browser.post("/sign-in/", {"username": who, "password": password}, **more)


def test_every_form_needs_its_token(town) -> None:
    number = bring(town).number
    browser = Client(enforce_csrf_checks=True)
    for name, parameters in addresses(get_resolver().url_patterns).items():
        address = reverse(name, kwargs={p: SAMPLES.get(p, number) for p in parameters})
        for headers in ({}, {"HX-Request": "true"}, {"Origin": "https://evil.example"}):
            assert browser.post(address, {"username": "county"}, headers=headers).status_code in (403, 405), name


def test_what_is_personal_is_kept_by_no_cache(town, signed_in) -> None:
    number = bring(town).number
    browser = signed_in("county")
    for name, parameters in addresses(get_resolver().url_patterns).items():
        answer = browser.get(reverse(name, kwargs={p: SAMPLES.get(p, number) for p in parameters}))
        policy = answer.get("Content-Security-Policy", "")
        assert ("unsafe" not in policy and "frame-ancestors 'none'" in policy) or "sandbox" in policy, name
        assert answer["X-Content-Type-Options"] == "nosniff" or answer.status_code == 302, name
        if GATES[name] is not Gate.EVERYBODY or name.startswith(("bring", "follow")):
            assert "no-store" in answer["Cache-Control"], name


def test_a_session_taken_before_the_sign_in_is_worth_nothing_after_it(town) -> None:
    browser = Client()
    browser.post("/bring/kind/", {"nature": "complaint"})
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    enter(browser, "county")
    after = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert after.value != before
    assert (after["httponly"], after["samesite"]) == (True, "Lax")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/desk/").status_code == 302
    thief.cookies[settings.SESSION_COOKIE_NAME] = after.value
    browser.post("/sign-out/")
    assert thief.get("/desk/").status_code == 302, "signing out ends the session, not the cookie alone"


def test_who_does_nothing_for_long_is_asked_again(town, signed_in, monkeypatch) -> None:
    browser, begun = signed_in("county"), clock.now()
    for minutes in (50, 100, 150, 200):  # every page counts as a sign of life
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: begun + timedelta(minutes=minutes))
        assert browser.get("/desk/").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=200) + settings.IDLE_END)
    answer = browser.get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fdesk%2F")
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=201))
    assert browser.get("/desk/").status_code == 302, "it has ended for good"


def test_wrong_tries_are_slowed_down_from_one_place_and_from_many(town) -> None:
    answers = [enter(Client(), "county", "wrong", REMOTE_ADDR="10.0.0.1").status_code for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert enter(Client(), "county", REMOTE_ADDR="10.0.0.2").status_code == 302, "nobody locks a colleague out from elsewhere so easily"
    spread = [enter(Client(), "clerk", "wrong", REMOTE_ADDR=f"10.1.{n // 250}.{n % 250}").status_code for n in range(105)]
    assert spread == [422] * 100 + [429] * 5
    assert enter(Client(), "nobody-at-all", "wrong", REMOTE_ADDR="10.0.0.3").status_code == 422


def test_a_wrong_name_and_a_wrong_password_sound_alike(town) -> None:
    pages = {enter(Client(), who, "wrong").content.decode().replace(who, "X").split("csrfmiddlewaretoken")[0] for who in ("county", "zzzz")}
    assert len(pages) == 1


def test_behind_a_proxy_people_are_told_apart(town, settings) -> None:
    settings.BEHIND_PROXY = True
    for n in range(25):
        answer = Client().post("/follow/", {"number": "x", "code": "y"}, headers={"X-Forwarded-For": f"1.1.1.1, 10.2.0.{n}"})
        assert answer.status_code == 422
    forged = [
        Client().post("/follow/", {"number": "x", "code": "y"}, headers={"X-Forwarded-For": f"9.9.9.{n}, 10.3.0.1"}).status_code
        for n in range(25)
    ]
    assert 429 in forged, "only what our own proxy added counts"


def test_a_new_password_ends_all_other_sessions(town, signed_in) -> None:
    here, elsewhere, colleague = signed_in("county"), signed_in("county"), signed_in("clerk")
    page = here.get("/password/")
    assert page.status_code == 200
    wrong = here.post("/password/", {"old": "wrong", "new": NEW, "again": NEW})
    assert (wrong.status_code, 'name="old"' in wrong.content.decode()) == (422, True)
    assert here.post("/password/", {"old": OPEN, "new": NEW, "again": NEW + "x"}).status_code == 422
    assert here.post("/password/", {"old": OPEN, "new": "12345678", "again": "12345678"}).status_code == 422
    assert here.post("/password/", {"old": OPEN, "new": OPEN, "again": OPEN}).status_code == 422
    assert here.post("/password/", {"old": OPEN, "new": NEW, "again": NEW}).status_code == 302
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302
    assert colleague.get("/desk/").status_code == 200
    assert enter(Client(), "county", OPEN).status_code == 422
    assert enter(Client(), "county", NEW).status_code == 302


def test_tries_of_the_old_password_are_counted_too(town, signed_in) -> None:
    browser = signed_in("county")
    answers = [browser.post("/password/", {"old": f"wrong{n}", "new": NEW, "again": NEW}).status_code for n in range(12)]
    assert answers[-1] == 429


def test_who_must_change_the_password_does_that_first(town) -> None:
    accounts.set_password(username="county", password=NEW, must_change=True)
    browser = Client()
    assert enter(browser, "county", NEW)["Location"] == "/password/"
    assert browser.get("/desk/")["Location"] == "/password/"
    assert browser.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == "/password/"
    assert browser.post("/password/", {"old": NEW, "new": OPEN + "-2", "again": OPEN + "-2"})["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200
    assert not User.objects.get(username="county").must_change_password


def test_closing_or_setting_a_password_from_the_command_line_ends_sessions(town, signed_in) -> None:
    browser = signed_in("county")
    accounts.set_password(username="county", password=NEW)
    assert browser.get("/desk/").status_code == 302
    signed_in("clerk")
    before = Session.objects.count()
    accounts.deactivate(username="clerk")
    assert Session.objects.count() == before - 1


def test_uploads_of_strangers_have_an_end(town, settings, tmp_path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from yiwang.web import uploads

    settings.FILES_ROOT = tmp_path
    codes = set()
    browser = Client()
    browser.post("/bring/kind/", {"nature": "complaint"})
    for _ in range(uploads.FILES_AN_HOUR // 9 + 2):
        files = [SimpleUploadedFile(f"{n}.txt", b"some text\n") for n in range(9)]
        request = browser.request().wsgi_request
        request.FILES.setlist("files", files)
        _, errors = uploads.receive(request, before=[], most=9)
        codes.add(bool(errors))
    assert codes == {False, True}


def test_a_session_is_kept_by_one_statement_and_one_that_ended_does_not_return(town, signed_in, statements) -> None:
    key = signed_in("county").cookies[settings.SESSION_COOKIE_NAME].value
    store, other = SessionStore(key), SessionStore(key)
    with statements() as seen:
        store["said"] = "x"
        store.save()
    assert len(seen) == 2, str(seen)  # read, kept
    assert SessionStore(key)["said"] == "x"
    other["said"] = "y"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        other.save()
    assert not Session.objects.exists()
