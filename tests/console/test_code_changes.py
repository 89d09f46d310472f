"""Divisions change while matters are on their way: by the commands, with the units and everything they hold going along."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import Town, bring, build_town, do, walk
from yiwang.console.commands import centers, regions
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger.beside import Projected
from yiwang.matters.ledger.verify import verify
from yiwang.matters.queries import Filters, matter_page, queue, queue_counts
from yiwang.picture import operations as picture
from yiwang.picture import queries as counts
from yiwang.regions import queries as divisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def run(command: object, *arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments))  # type: ignore[arg-type]
    assert done.exit_code == 0, done.output
    return done.output


def change(tmp_path: Path, *lines: str) -> str:
    file = tmp_path / "changes.csv"
    file.write_text("\n".join(["old_code,new_code,date,kind,name", *lines]) + "\n")
    return run(regions.command, "change", str(file))


def seen(town: Town, who: str, number: str, at: object) -> bool:
    try:
        matter_page(number=number, actor=town.actor(who), at=at)  # type: ignore[arg-type]
    except Refused:
        return False
    return True


def listed(town: Town, who: str, at: object, duty: str = "area", **filters: str) -> list[str]:
    return [row.number for row in queue(actor=town.actor(who), duty=duty, at=at, filters=Filters(**filters)).rows]  # type: ignore[arg-type]


def brought(region: str, town: Town) -> int:
    picture.fold_all()
    found = counts.at(region=region, first=town.start.date(), last=(town.start + timedelta(days=90)).date())
    assert found is not None
    return found.place.period["registered"]


def test_a_county_gets_another_code(town: Town, tmp_path: Path) -> None:
    at = town.start + timedelta(days=30)
    old = bring(town, at=at)
    below = bring(town, "township_clerk", at=at)
    walk(town, old.number, "handling", at=at)
    assert "units moved along, with 2 matters" in change(tmp_path, "370502,370504,2026-10-05,recode,东城区")
    later = at + timedelta(days=5)
    assert matter_page(number=old.number, actor=town.actor("county"), at=later).case.place == "370502001001"
    assert divisions.name("370502") == "东营区" and divisions.now_called("370502") == ("370504",)
    assert set(listed(town, "county", later)) == {old.number, below.number}
    assert set(listed(town, "county", later, place="370504001")) == {below.number, old.number}
    assert old.number.startswith("370502-")
    new = bring(town, at=later, place="370504001001")
    assert new.number.startswith("370504-")
    assert brought("370504", town) == 3
    assert brought("370504001", town) == 3
    assert brought("3705", town) == 3
    children = counts.at(region="3705", first=town.start.date(), last=later.date()).children  # type: ignore[union-attr]
    assert {child.code: child.period["registered"] for child in children} == {"370503": 0, "370504": 3}
    order = next(iter(matter_page(number=old.number, actor=town.actor("county"), at=later).case.orders))
    do(town, old.number, "receive", "housing_handler", at=later, subject=order)
    assert not verify(beside=Projected(later)).findings


def test_two_counties_become_one(town: Town, tmp_path: Path) -> None:
    at = town.start + timedelta(days=30)
    mine, theirs = bring(town, at=at), bring(town, "other_county", at=at, place="370503001")
    told = change(tmp_path, "370503001,370502009,2026-10-05,recode,", "370503,370502,2026-10-05,merge,")
    left = town.units["370503"]
    assert f"unit {left}" in told
    assert "taken over by 东营区综治中心" in run(centers.command, "abolish", str(left), "--successor", str(town.units["370502"]))
    later = at + timedelta(days=1)
    assert seen(town, "county", theirs.number, later)
    assert set(listed(town, "county", later, "to_accept")) == {mine.number, theirs.number}
    assert set(listed(town, "county", later, "held")) == {mine.number, theirs.number}
    assert set(listed(town, "county", later)) == {mine.number, theirs.number}
    assert queue_counts(actor=town.actor("county"), at=later)["to_accept"].total == 2
    assert listed(town, "county", later, place="370502009") == [theirs.number]
    do(town, theirs.number, "accept", "county", at=later)
    assert brought("370502", town) == 2
    assert brought("370502009", town) == 1
    assert theirs.number.startswith("370503-")
    assert not verify(beside=Projected(later)).findings


def test_a_township_goes_to_another_county(town: Town, tmp_path: Path) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, "township_clerk", at=at).number
    assert not seen(town, "other_county", number, at)
    change(tmp_path, "370502001,370503009,2026-10-05,recode,")
    later = at + timedelta(days=1)
    assert seen(town, "other_county", number, later)
    assert listed(town, "other_county", later) == [number]
    assert listed(town, "township", later, "to_accept") == [number]
    assert number.startswith("370502-")
    assert (brought("370503009", town), brought("370502", town)) == (1, 1), "what was counted for the old county stays counted there"
    do(town, number, "accept", "township", at=later)
    do(town, number, "escalate", "township", at=later, reason="属区级事权")
    assert matter_page(number=number, actor=town.actor("other_county"), at=later).case.holder == town.units["370503"]
    assert not verify(beside=Projected(later)).findings


def test_a_new_name_and_a_township_split_in_two(town: Town, tmp_path: Path) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, "township_clerk", at=at).number
    change(tmp_path, "370502,,2026-10-05,rename,东营新区", "370502001,370502008,2026-10-05,split,府前街道")
    later = at + timedelta(days=1)
    assert divisions.name("370502") == "东营新区" and divisions.name("370502", at=at.date()) == "东营区"
    assert listed(town, "township", later, "to_accept") == [number]
    assert listed(town, "county", later, place="370502001") == [number]
    assert listed(town, "county", later, place="370502008") == []
    assert (brought("370502001", town), brought("370502008", town)) == (1, 0)


def test_what_waited_for_an_abolished_department_waits_for_the_one_above(town: Town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at).number
    walk(town, number, "handling", at=at)
    unit = town.units["housing"]
    assert "东营市住房和城乡建设局" in run(centers.command, "abolish", str(unit))
    later = at + timedelta(hours=5)
    assert listed(town, "housing_city_handler", later, "to_receive") == [number]
    assert seen(town, "housing_city_handler", number, later)
    order = next(iter(matter_page(number=number, actor=town.actor("county"), at=later).case.orders))
    do(town, number, "receive", "housing_city_handler", at=later, subject=order)
    assert not verify(beside=Projected(later)).findings


def test_a_unit_with_nobody_to_take_over_is_not_ended(town: Town) -> None:
    done = CliRunner().invoke(centers.command, ["abolish", "999999"])
    assert done.exit_code == 1
    assert "no_such_unit" in done.output
