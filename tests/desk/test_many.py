"""Many matters at once: views of one's own, acts with a report, exports of exactly what is shown."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.audit import queries as audit
from yiwang.desk import bulk, exporting, operations, queries, wanted
from yiwang.desk.columns import COLUMNS, chosen
from yiwang.files.queries import open_file
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    settings.FILES_ROOT = str(tmp_path)


def test_a_list_is_read_from_an_address_and_written_back() -> None:
    asked = wanted.from_query("duty=held&state=open&group=1&since=2026-11-01&unit=7&period=month&sort=due")
    assert wanted.from_query(asked.query()) == asked
    assert asked.without("state").without("group").without("unit").without("since").without("period").query() == "duty=held&sort=due"
    for wrong in ("duty=nothing", "duty=held&since=yesterday", "duty=held&unit=x", "duty=held&period=ever"):
        with pytest.raises(BadInput):
            wanted.from_query(wrong)


def test_no_filter_and_no_column_is_about_a_person() -> None:
    of_persons = {"name", "phone", "document", "party", "parties", "person", "user", "reporter", "claimant", "room", "contact"}
    assert of_persons.isdisjoint(wanted.NAMES)
    assert of_persons.isdisjoint(COLUMNS)


def test_a_period_goes_along_with_the_calendar() -> None:
    town = build_town()
    asked = wanted.from_query("duty=held&period=last_month")
    at = town.start + timedelta(days=31)
    filters = asked.on(at)
    assert filters.since is not None and filters.until is not None
    assert (filters.since.day, filters.until + timedelta(days=1)) == (1, at.date().replace(day=1))


def test_views_are_ones_own_or_shared_with_the_unit() -> None:
    town = build_town()
    at, mine, second, other = town.start, town.actor("county"), town.actor("county_second"), town.actor("township")
    own = operations.save_view(actor=mine, name="欠薪 · 群体", query="duty=held&group=1", columns=(), shared=False, at=at)
    shared = operations.save_view(actor=mine, name="本月", query="duty=held&period=month", columns=("number", "x"), shared=True, at=at)
    assert operations.save_view(actor=mine, name=" 本月 ", query="duty=held", columns=(), shared=True, at=at) == shared, "the same name"
    assert {view.id for view in queries.kept(actor=mine).views} == {own, shared}
    assert [(view.id, view.own) for view in queries.kept(actor=second).views] == [(shared, False)]
    assert queries.kept(actor=other).views == ()
    assert not operations.drop_view(actor=second, view_id=shared)
    assert operations.drop_view(actor=mine, view_id=shared)
    for name in ("", "长" * 31, "a\x07"):
        with pytest.raises(BadInput):
            operations.save_view(actor=mine, name=name, query="duty=held", columns=(), shared=False, at=at)
    operations.choose_layout(actor=mine, columns=["state", "nothing"], table=True)
    kept = queries.kept(actor=mine)
    assert (kept.columns, kept.table) == (("title", "state"), True)
    assert chosen(["nothing"]) == chosen([])


def seen_of(number: str) -> bulk.Chosen:
    return bulk.Chosen(number, sql.scalar("SELECT version FROM matter WHERE county = %s AND number = %s", [number[:6], number]))


def outcomes(run_id, actor) -> dict[str, tuple[str, str]]:
    return {row.number: (row.outcome, row.code) for row in queries.run(run_id=run_id, actor=actor).rows}


def test_each_row_of_a_run_has_its_own_outcome_and_nothing_is_done_twice() -> None:
    town = build_town()
    at, actor = town.start + timedelta(days=31), town.actor("county")
    plain, moved, accepted, recused = (bring(town, at=at).number for _ in range(4))
    do(town, accepted, "accept", "county_second", at=at)
    chosen_now = [seen_of(number) for number in (plain, moved, accepted, recused)]
    do(town, moved, "note", "county_second", at=at, text="先记一笔")
    do(town, recused, "recuse", "county_second", at=at, user=town.users["county"], reason="当事人是我亲戚")
    run_id = uuid4()
    assert bulk.start(run_id=run_id, actor=actor, act="accept", data={"note": "一并受理"}, chosen=chosen_now, at=at) == 1
    assert bulk.carry_out(run_id=run_id, at=at) == 1
    told = outcomes(run_id, actor)
    assert told[plain] == ("done", "")
    assert told[moved] == ("changed", "changed_meanwhile")
    assert told[accepted] == ("refused", "wrong_state")
    assert told[recused] == ("refused", "no_such_matter")
    versions = [seen_of(number) for number in (plain, moved, accepted)]
    assert bulk.start(run_id=run_id, actor=actor, act="accept", data={"note": "一并受理"}, chosen=chosen_now, at=at) >= 0, "sent again"
    assert bulk.carry_out(run_id=run_id, at=at) == 0
    assert [seen_of(number) for number in (plain, moved, accepted)] == versions
    assert outcomes(run_id, actor) == told
    assert sql.scalar("SELECT sealed FROM desk_bulk WHERE id = %s", [run_id]) is None, "what was typed is gone with its end"
    with pytest.raises(Refused, match="no_such_run"):
        queries.run(run_id=run_id, actor=town.actor("county_second"))


def test_a_run_that_broke_off_between_a_deed_and_its_outcome_goes_on_without_doing_it_again() -> None:
    town = build_town()
    at, actor = town.start + timedelta(days=31), town.actor("county")
    numbers = [bring(town, at=at).number for _ in range(2)]
    run_id = uuid4()
    bulk.start(run_id=run_id, actor=actor, act="accept", data={}, chosen=[seen_of(number) for number in numbers], at=at)
    from yiwang.matters.operations import act

    act(number=numbers[0], act="accept", actor=actor, at=at, seen_version=1, data={}, key=f"bulk:{run_id}:1")
    before = seen_of(numbers[0])
    assert bulk.carry_out(run_id=run_id, at=at + timedelta(hours=1)) == 2
    assert set(outcomes(run_id, actor).values()) == {("done", "")}
    assert seen_of(numbers[0]) == before


def test_a_run_stops_where_its_owner_says_and_asks_for_what_the_act_needs() -> None:
    town = build_town()
    at, actor = town.start + timedelta(days=31), town.actor("county")
    numbers = [bring(town, at=at).number for _ in range(2)]
    run_id = uuid4()
    bulk.start(run_id=run_id, actor=actor, act="accept", data={}, chosen=[seen_of(number) for number in numbers], at=at)
    assert not bulk.stop(run_id=run_id, actor=town.actor("county_second"))
    assert bulk.stop(run_id=run_id, actor=actor)
    bulk.carry_out(run_id=run_id, at=at)
    assert {outcome for outcome, _ in outcomes(run_id, actor).values()} == {"left"}
    with pytest.raises(BadInput):
        bulk.start(run_id=uuid4(), actor=actor, act="instruct", data={}, chosen=[seen_of(numbers[0])], at=at)
    for act, chosen_now in (("decline", [seen_of(numbers[0])]), ("accept", []), ("accept", [bulk.Chosen("x", n) for n in range(101)])):
        with pytest.raises(Refused):
            bulk.start(run_id=uuid4(), actor=actor, act=act, data={}, chosen=chosen_now, at=at)


def test_urging_many_urges_the_unit_that_leads_in_each() -> None:
    town = build_town()
    at, actor = town.start + timedelta(days=31), town.actor("county")
    numbers = [bring(town, at=at).number for _ in range(2)]
    for number in numbers:
        walk(town, number, "received", at=at)
    later, run_id = at + timedelta(hours=5), uuid4()
    data = {"level": "reminder", "reason": "请按期答复"}
    assert bulk.start(run_id=run_id, actor=actor, act="urge", data=data, chosen=[seen_of(number) for number in numbers], at=later) == 2
    bulk.carry_out(run_id=run_id, at=later)
    assert set(outcomes(run_id, actor).values()) == {("done", "")}


def file_of(export_id, actor) -> bytes:
    row = queries.export(export_id=export_id, actor=actor)
    with open_file(county=row.county, file_id=row.file_id).content as content:
        return content.read()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_exactly_the_list_and_no_formula(kind: str) -> None:
    import openpyxl

    town = build_town()
    at, actor = town.start + timedelta(days=31), town.actor("county")
    evil = bring(town, at=at, title='=HYPERLINK("http://evil","x")', claimants=12).number
    plain = bring(town, at=at + timedelta(minutes=5), title="楼道灯不亮").number
    hidden = bring(town, at=at, title="回避的事").number
    do(town, hidden, "recuse", "county_second", at=at, user=town.users["county"], reason="当事人是我亲戚")
    export_id = exporting.ask(
        actor=actor, query="duty=held", columns=["number", "title", "place", "claimants"], kind=kind, lang="zh", at=at
    )
    exporting.write(export_id=export_id, at=at)
    row = queries.export(export_id=export_id, actor=actor)
    assert (row.state, row.rows, row.whole) == ("ready", 2, True)
    content = file_of(export_id, actor)
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        first = "'=HYPERLINK"
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for cells in sheet.rows for cell in cells} <= {"s", "n"}, "no cell is a formula"
        table = [[cell.value if cell.value is not None else "" for cell in cells] for cells in sheet.rows]
        first = "=HYPERLINK"
    assert table[0] == ["编号", "标题", "发生地", "涉及人数"]
    assert [line[0] for line in table[1:]] == [plain, evil]
    assert table[2][1].startswith(first)
    assert "李秀英" not in str(table) and "13905461111" not in str(table)
    assert table[1][2]
    with pytest.raises(Refused, match="no_such_export"):
        queries.export(export_id=export_id, actor=town.actor("county_second"))
    looks = audit.looks(user=town.users["county"]).looks
    assert [(look.part, look.reason) for look in looks] == [(f"export.{export_id}", "export")]
    assert exporting.forget_old(at=at + timedelta(days=2)) == 1
    assert queries.export(export_id=export_id, actor=actor).state == "gone"


def test_an_export_is_stopped_and_one_of_an_ended_post_is_not_made() -> None:
    town = build_town()
    at, actor = town.start + timedelta(days=31), town.actor("county")
    bring(town, at=at)
    stopped = exporting.ask(actor=actor, query="duty=held", columns=(), kind="csv", lang="zh", at=at)
    assert exporting.stop(export_id=stopped, actor=actor)
    exporting.write(export_id=stopped, at=at)
    assert queries.export(export_id=stopped, actor=actor).state == "stopped"
    with pytest.raises(Refused):
        exporting.ask(actor=actor, query="duty=held", columns=(), kind="exe", lang="zh", at=at)
