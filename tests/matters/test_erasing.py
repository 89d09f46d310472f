"""Erasing: what may go goes for ever and from everywhere, what it was stays unsaid, and the ledger stays clean."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.factories import bring, build_town, do, walk
from tests.files.conftest import path_of
from yiwang.audit import queries as audit
from yiwang.audit.domain.grounds import Ground
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.console.commands.privacy import command
from yiwang.files import operations as files
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger.beside import Projected
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import erase
from yiwang.matters.queries import matter_page
from yiwang.matters.queries.follow import follow

pytestmark = pytest.mark.django_db
SYSTEM = Actor(role=Role.SYSTEM)


@pytest.fixture
def ended(settings, tmp_path):
    """A matter with a photograph, whose title was corrected, closed; and one that is still open."""
    settings.FILES_ROOT = tmp_path / "files"
    town = build_town()
    at = town.start + timedelta(days=30)
    photo = files.store(stream=io.BytesIO(b"one line\n" * 20), name="a.txt", limit=10**6, by=town.actor("clerk").user, at=at)
    done = bring(town, at=at, files=(photo.id,))
    do(town, done.number, "correct", "county", at=at, part="title", text="三号楼漏水", reason="写错了")
    walk(town, done.number, "closed", at=at + timedelta(hours=1))
    town.done, town.photo, town.end = done, photo.id, at + timedelta(days=400)
    town.open = bring(town, at=at).number
    return town


def gone(town, *parts):
    return erase(number=town.done.number, parts=parts, ground=Ground.PURPOSE_MET, actor=SYSTEM, at=town.end)


def title(town):
    return sql.scalar("SELECT title FROM matter WHERE county = %s AND number = %s", [town.done.county, town.done.number])


def report(town):
    return verify(beside=Projected(town.end), files=True)


def test_everything_goes_and_the_ledger_stays_clean(ended, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        went = gone(ended)
    assert {"party.1", "party.2", "text.1.narrative", "text.1.title", f"file.{ended.photo}"} < set(went)
    assert not path_of(ended.photo).exists()
    found = report(ended)
    assert found.findings == []
    assert found.erased == sum(part.startswith("text.") for part in went)
    assert title(ended) == "（已删除）"
    found_by = "SELECT count(*) FROM matter_party WHERE county = %s AND matter_id = %s AND name_blind IS NOT NULL"
    assert sql.scalar(found_by, [ended.done.county, ended.done.matter_id]) == 0
    assert gone(ended) == [], "a second time there is nothing to erase"


def test_what_is_left_can_still_be_read(ended):
    gone(ended)
    page = matter_page(number=ended.done.number, actor=ended.actor("county"), at=ended.end)
    assert all(party.erased and not party.name for party in page.parties)
    assert (page.narrative, page.title, page.files[0].name) == ("", "（已删除）", "（已删除）")
    assert follow(number=ended.done.number, query_code=ended.done.query_code, at=ended.end).narrative == ""


def test_only_what_is_named_goes(ended):
    assert gone(ended, "text.2.text") == ["text.2.text"]
    assert title(ended) == "（已删除）", "it was the title"
    assert report(ended).findings == []
    assert gone(ended, "party.2", "text.2.text") == ["party.2"]
    page = matter_page(number=ended.done.number, actor=ended.actor("county"), at=ended.end)
    assert [party.erased for party in page.parties] == [False, True]


def test_who_erased_what_and_why_is_in_the_access_log(ended):
    gone(ended, "party.1", "text.1.narrative")
    rows = [row for row in audit.looks(matter=ended.done.number).looks if row.outcome == "erased"]
    assert {(row.part, row.reason, row.role) for row in rows} == {
        ("party.1", "purpose_met", "system"),
        ("text.1.narrative", "purpose_met", "system"),
    }
    assert list(audit.broken()) == []


@pytest.mark.parametrize(
    "part", ["party.0", "party.3", "text.1.secret", "text.99.note", "all", "file.00000000-0000-7000-8000-000000000000"]
)
def test_what_is_not_there_is_refused_and_nothing_goes(ended, part):
    with pytest.raises(Refused, match="no_such_part"):
        gone(ended, "party.1", part)
    assert audit.erased_parts(county=ended.done.county, matter=ended.done.number) == frozenset()
    assert report(ended).erased == 0


def test_what_is_open_or_held_is_kept(ended):
    with pytest.raises(Refused, match="matter_open"):
        erase(number=ended.open, parts=(), ground=Ground.ORDERED, actor=SYSTEM, at=ended.end)
    files.keep_until(county=ended.done.county, ids=[ended.photo], until=None, held=True)
    with pytest.raises(Refused, match="legal_hold"):
        gone(ended)
    assert report(ended).erased == 0


def test_the_command(ended):
    run = CliRunner().invoke
    assert run(command, ["erase", ended.done.number, "--ground", "ordered"]).exit_code == 2
    assert "matter_open" in run(command, ["erase", ended.open, "--all", "--ground", "ordered", "--yes"]).output
    assert run(command, ["erase", ended.done.number, "--part", "party.1", "--ground", "ordered"], input="n\n").exit_code == 1
    said = run(command, ["erase", ended.done.number, "--part", "party.1", "--ground", "ordered"], input="y\n")
    assert said.output.splitlines()[-2:] == ["erased party.1", "1 erased"]
    assert "gone already" in run(command, ["erase", ended.done.number, "--part", "party.1", "--ground", "ordered", "--yes"]).output
