"""Nobody is found in clear in anything that is stored: every table, as text and as bytes, and the attachments on disk."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from tests.factories import bring, build_town
from tests.factories.matters import do, walk
from yiwang.console.commands.privacy import command
from yiwang.files import operations as files
from yiwang.matters.ledger.seals import seal_days
from yiwang.matters.operations import PartyIn, reveal
from yiwang.privacy.scan import Needles, scan, tables

pytestmark = pytest.mark.django_db
GIVEN = "蕤薇翊昶霈菡瑛琰曦骞"
"""Characters that no place and no word of ours is written with, so that a find is a find."""


class People:
    """Made-up people; remembers everybody who was made."""

    def __init__(self) -> None:
        self.dice = random.Random(7)
        self.all: list[str] = []

    def one(self, **more) -> PartyIn:
        name = self.dice.choice("王李张刘") + "".join(self.dice.sample(GIVEN, 2))
        phone = f"13{self.dice.randrange(10**8, 10**9)}"
        document = f"3705021965{self.dice.randrange(10**7, 10**8)}"
        self.all += [name, phone, document]
        return PartyIn(name=name, phone=phone, document=document, address=f"安泰小区{self.dice.randrange(1, 40)}号楼3单元{name}家", **more)


@pytest.fixture
def told(settings, tmp_path):
    """A town whose people put their names and numbers into every field there is."""
    settings.FILES_ROOT = tmp_path / "files"
    town, people = build_town(), People()
    at = town.start + timedelta(days=30)
    for number in range(5):
        me, other = people.one(), people.one(part="counterpart")
        words = f"我叫{me.name}，电话{me.phone}，身份证{me.document}，{other.name}（{other.phone}）不讲理，{other.name[1:]}还骂人"
        name = f"{people.one().name}{me.phone}的欠条.txt"
        picture = files.store(stream=io.BytesIO(f"{words}\n".encode() * 50), name=name, limit=10**6, by=town.actor("clerk").user, at=at)
        done = bring(
            town,
            at=at,
            key=f"{number}",
            narrative=words,
            title=f"隔壁{people.one().name}家漏水" if number % 2 else f"{me.name}反映{other.name}装修漏水 {me.phone}",
            address=f"安泰小区3号楼2单元302室{me.name}家",
            parties=(me, other),
            files=(picture.id,),
        )
        third = people.one()  # no party of anything
        do(town, done.number, "correct", "county", at=at, part="title", text=f"邻居{third.name}漏水，{third.phone}", reason="写错了")
        walk(town, done.number, ("accepted", "handling", "received", "verifying", "closed")[number % 5], at=at + timedelta(hours=1))
        do(town, done.number, "note", "county", at=at + timedelta(days=1), text=f"已给{me.name}（{me.phone}）打电话")
        do(town, done.number, "note", "county", at=at + timedelta(days=1), text=f"{third.name}（{third.document}）也在场")
        reveal(number=done.number, actor=town.actor("county"), reason="call_back", at=at + timedelta(days=1))
    seal_days(now=at + timedelta(days=5))
    return people


def test_nobody_is_found_in_the_database_or_on_disk(told, settings):
    needles = Needles(told.all)
    assert len(needles) >= 28
    assert list(scan(needles, also=[settings.FILES_ROOT])) == []


PLANTS = {
    "public.matter": "UPDATE matter SET title = title || ' ' || %s",
    "public.matter_party": "UPDATE matter_party SET sealed = convert_to('x' || %s, 'UTF8')",
    "public.ledger_entry": "UPDATE ledger_entry SET data = jsonb_build_object('who', %s::text)",
    "public.django_session": "INSERT INTO django_session VALUES ('k', 'so' || %s, now())",
}


def test_the_search_finds_what_is_there(told):
    for needle, (table, plant) in zip(told.all, PLANTS.items(), strict=False):
        connection.connection.execute(plant, [needle])
        assert {hit.where.rsplit("_20", 1)[0] for hit in scan(Needles([needle]))} == {table}


def test_every_table_is_searched(told):
    names = " ".join(tables())
    for table in (
        "matter",
        "matter_party",
        "outbox_event",
        "idempotency_key",
        "django_session",
        "access_log",
        "file_upload",
        "stored_file",
    ):
        assert f"public.{table}" in names.split()
    assert "ledger_entry_" in names


def test_the_command(told, tmp_path):
    (tmp_path / "names").write_text("\n".join(told.all))
    run = CliRunner().invoke(command, ["scan", "--names", str(tmp_path / "names")])
    assert (run.exit_code, run.output.strip().splitlines()[-1]) == (0, f"{len(Needles(told.all))} searched for, none found in clear")
    connection.connection.execute("UPDATE matter SET title = %s", [told.all[0]])
    run = CliRunner().invoke(command, ["scan", "--names", str(tmp_path / "names")])
    assert run.exit_code == 1
    assert told.all[0] not in run.output


def test_needles_are_found_wherever_they_begin():
    needles = Needles(["李建国", "138 0000 5621", "37050219491231002x", "Maria Lopez"])
    assert sorted(needles.found("老李建国庆，a13800005621b 37050219491231002X Maria Lopez")) == sorted(
        ["李建国", "13800005621", "37050219491231002X", "Maria Lopez"]
    )
    assert list(needles.found("李 建国 1380000562")) == []
