"""Nothing typed is lost when a sign-in ends under a form: it is handed back, to be sent again; not to a form of another site."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import Town

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}
WORDS = "三号楼下水道堵了三天\n“很急” <请>"


def handed_back(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_after_the_sign_in_ended(town: Town, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("clerk")
    browser.logout()
    answer = browser.post("/window/", {"narrative": WORDS, "key": "k-1"}, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "private, no-store"
    assert 'target="_blank"' in page
    assert 'action="/window/"' in page
    fields = handed_back(page)
    assert (fields["narrative"], fields["key"]) == (WORDS.replace("<", "&lt;").replace(">", "&gt;"), "k-1")


def test_in_a_pane(town: Town, signed_in: Callable[[str], Client]) -> None:
    answer = Client().post("/matters/370502-20261123-7K42-C/acts/note/", {"text": WORDS}, headers=OURS | {"HX-Request": "true"})
    assert answer.status_code == 422  # which the pane shows
    assert "三号楼下水道堵了三天" in handed_back(answer.content.decode())["text"]


def test_when_the_page_is_of_an_earlier_sign_in(town: Town, signed_in: Callable[[str], Client]) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/window/", {"narrative": WORDS, "csrfmiddlewaretoken": "stale"}, headers=OURS)
    fields = handed_back(answer.content.decode())
    assert answer.status_code == 403
    assert "三号楼下水道堵了三天" in fields["narrative"]
    assert fields["csrfmiddlewaretoken"] != "stale"


@pytest.mark.parametrize("origin", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_a_form_of_another_site_is_not_made_ours(town: Town, origin: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post("/window/", {"narrative": WORDS}, headers=origin)
    assert answer.status_code == 403
    assert "三号楼" not in answer.content.decode()
    assert Client().post("/window/", {"narrative": WORDS}, headers=origin).status_code == 302


def test_passwords_are_not_handed_back(town: Town) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "clerk", "password": "open-sesame"}, headers=OURS)
    assert answer.status_code == 403
    assert "open-sesame" not in answer.content.decode()
