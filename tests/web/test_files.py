"""Attachments are served only through their matter, and that they were opened is written down."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Town, bring
from tests.files.conftest import JPEG
from yiwang.audit import queries as audit
from yiwang.files import operations as files
from yiwang.infra.clock import now
from yiwang.matters.operations import Registered

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
    assert b"".join(answer.streaming_content) == JPEG
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(JPEG))
    (look,) = audit.looks(matter=done.number).looks
    assert (look.part.split(".")[0], look.reason, look.outcome) == ("file", "open", "shown")


def test_outside_it_does_not_exist(brought, signed_in: Callable[[str], Client]) -> None:
    done, address = brought
    assert signed_in("auditor").get(address).status_code in (403, 404)
    assert Client().get(address).status_code in (302, 404)
    assert signed_in("county").get(address[:-5] + "0000/").status_code == 404
    assert audit.looks(matter=done.number).looks == []
