"""Matters over JSON: from registration through acts to closing, lists, and every way a request can be wrong."""

from __future__ import annotations

import pytest
from django.db import connection

from yiwang.api.schemas import Counts, Done, LawfulActs, Matter, MatterList, Problem, Registered

INTAKE = {
    "category": "",
    "place": "370502001001",
    "narrative": "三号楼下水道堵了三天，污水流到院子里。联系人王秀兰，电话13905460001。",
    "address": "辛兴社区3号楼",
    "parties": [{"name": "王秀兰", "phone": "13905460001"}],
}


@pytest.fixture
def intake(town):
    """A lawful intake: the first category a request for help may be filed under."""
    from yiwang.infra import clock
    from yiwang.policy import queries as policy

    leaves = policy.pack("categories", clock.now()).body.leaves
    return INTAKE | {"category": next(node.code for node in leaves if "help" in node.natures), "nature": "help"}


@pytest.fixture
def registered(caller, intake):
    answer = caller("clerk").post("/matters", intake)
    assert answer.status_code == 201, answer.content.decode()
    return Registered.model_validate_json(answer.content)


def written() -> dict[str, int]:
    """How many rows the tables of matters hold."""
    with connection.cursor() as cursor:
        counts = {}
        for table in ("matter", "matter_party", "matter_text", "matter_todo", "matter_clock", "ledger_entry", "idempotency_key"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
        return counts


def act(program, number: str, name: str, data: dict | None = None, **more):
    key = more.pop("key", None)
    return program.post(f"/matters/{number}/acts/{name}", {"data": data or {}, **more}, key=key)


def test_register_read_act(town, caller, registered):
    program = caller("coordinator")
    number = registered.number
    page = Matter.model_validate_json(program.get(f"/matters/{number}").content)
    assert (page.state, page.version, page.holder) == ("registered", 1, town.centers["370502"])
    assert page.channel == "api"
    assert "王秀兰" not in page.model_dump_json() and "13905460001" not in page.model_dump_json()
    accepted = Done.model_validate_json(act(program, number, "accept", seen_version=1).content)
    assert (accepted.version, accepted.state, accepted.seq) == (2, "accepted", 2)
    sent = act(program, number, "dispatch", {"unit": town.housing}, seen_version=2)
    assert sent.status_code == 200, sent.content.decode()
    handler = caller("handler")
    order = Done.model_validate_json(sent.content).subject
    assert act(handler, number, "receive", subject=order).status_code == 200
    page = Matter.model_validate_json(handler.get(f"/matters/{number}").content)
    assert [(o.unit, o.lead, o.state) for o in page.orders] == [(town.housing, True, "received")]
    assert [entry.act for entry in page.timeline] == ["register", "accept", "dispatch", "receive"]


def test_lawful_acts_are_those_that_go_through(town, caller, registered):
    program = caller("coordinator")
    acts = LawfulActs.model_validate_json(program.get(f"/matters/{registered.number}/acts").content)
    offered = {entry.act for entry in acts.items}
    assert "accept" in offered and "close" not in offered
    assert all(entry.refused is None for entry in acts.items)
    decline = next(entry for entry in acts.items if entry.act == "decline")
    reasons = next(field for field in decline.inputs if field.name == "reason_code").choices
    assert reasons and all(choice.zh and choice.en for choice in reasons)
    everything = LawfulActs.model_validate_json(program.get(f"/matters/{registered.number}/acts?why_not=true").content)
    assert next(entry for entry in everything.items if entry.act == "close").refused


def test_lists_and_counts(town, caller, intake):
    clerk, program = caller("clerk"), caller("coordinator")
    numbers = {Registered.model_validate_json(clerk.post("/matters", intake).content).number for _ in range(3)}
    seen, after = [], ""
    while True:
        page = MatterList.model_validate_json(program.get(f"/matters?duty=to_accept&limit=2&after={after}").content)
        seen += [row.number for row in page.items]
        if page.next is None:
            break
        after = page.next
    assert set(seen) == numbers and len(seen) == 3
    held = MatterList.model_validate_json(program.get("/matters?duty=held&place=370502&state=open").content)
    assert {row.number for row in held.items} == numbers
    counts = Counts.model_validate_json(program.get("/matters/counts").content)
    assert counts.duties["to_accept"].total == 3
    assert program.get("/matters?duty=idle").json()["code"] == "unknown_duty"
    wrong = program.get("/matters?state=lost&place=3x&limit=0&since=2026-02-30")
    assert wrong.status_code == 422 and {"limit", "since"} <= {e["field"] for e in wrong.json()["errors"]}
    assert program.get("/matters?after=!!!").json()["code"] == "bad_cursor"


def test_outside_ones_tree_it_does_not_exist(town, caller, registered):
    for name in ("neighbour", "auditor"):
        program = caller(name)
        missing = program.get("/matters/370502-20261123-2222-2")
        for answer in (
            program.get(f"/matters/{registered.number}"),
            program.get(f"/matters/{registered.number}/acts"),
            act(program, registered.number, "accept"),
        ):
            assert answer.status_code == missing.status_code == 404
            assert answer.json()["code"] == "no_such_matter"
        assert MatterList.model_validate_json(program.get("/matters").content).items == []


@pytest.mark.parametrize("number", ["370502-20261123-ZZZZ-A", "nothing", "370502-20269923-7K42-C", "3705022026112", "%00", "..%2f.."])
def test_a_number_that_does_not_exist(town, caller, number):
    program = caller("coordinator")
    before = written()
    for answer in (program.get(f"/matters/{number}"), act(program, number, "accept")):
        assert answer.status_code in (404, 400), answer.content
        Problem.model_validate_json(answer.content)
    assert written() == before


def test_an_act_that_does_not_exist(town, caller, registered):
    program = caller("coordinator")
    for name in ("explode", "register", "raise_clock", "default_ruling"):
        answer = act(program, registered.number, name)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_act_that_is_not_lawful_now(town, caller, registered):
    before = written()
    answer = act(caller("coordinator"), registered.number, "close", {"result_class": "settled", "answer": "已办结。"})
    assert answer.status_code in (409, 422), answer.content
    clerk = act(caller("handler"), registered.number, "accept")
    assert clerk.status_code == 404  # it has no part in it yet
    assert written() == before


def test_a_stale_version_is_told_what_changed(town, caller, registered):
    program = caller("coordinator")
    assert act(program, registered.number, "accept", seen_version=1).status_code == 200
    before = written()
    answer = act(program, registered.number, "note", {"text": "再看一遍"}, seen_version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert answer.json()["values"]["version"] == 2
    assert answer.json()["values"]["act"] == "accept"
    assert written() == before


def test_the_same_request_twice(town, caller, intake):
    clerk = caller("clerk")
    first = clerk.post("/matters", intake, key="call-0001")
    before = written()
    again = clerk.post("/matters", intake, key="call-0001")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert written() == before
    other = clerk.post("/matters", intake | {"narrative": "另一件事，路灯不亮。"}, key="call-0001")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert written() == before
    number, program = first.json()["number"], caller("coordinator")
    done = act(program, number, "accept", seen_version=1, key="accept-0001")
    repeated = act(program, number, "accept", seen_version=1, key="accept-0001")
    assert (done.status_code, repeated.status_code) == (200, 200)
    assert repeated.json() == done.json()


def test_keys_of_two_tokens_do_not_meet(town, caller, intake):
    one = caller("clerk").post("/matters", intake, key="the-same-key")
    from yiwang.api.domain.scopes import Scope

    other = caller("clerk", Scope.MATTERS_REGISTER).post("/matters", intake, key="the-same-key")
    assert one.status_code == other.status_code == 201
    assert one.json()["number"] != other.json()["number"]


@pytest.mark.parametrize("key", ["short", "with space 123", "x" * 161, "编号编号编号编号"])
def test_a_key_that_cannot_be_kept(town, caller, intake, key):
    before = written()
    answer = caller("clerk").post("/matters", intake, **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_key")
    assert written() == before


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"narrative": None}, {"narrative"}),
        ({"narrative": "   "}, {"narrative"}),
        ({"narrative": "长" * 20_001}, {"narrative"}),
        ({"narrative": "x\u0000y"}, {"narrative"}),
        ({"category": "no-such"}, {"category"}),
        ({"place": "999999999999"}, {"place"}),
        ({"place": 370502}, {"place"}),
        ({"nature": "gossip"}, {"nature"}),
        ({"occurred_at": "2999-01-01T00:00:00Z"}, {"occurred_at"}),
        ({"occurred_at": "last week"}, {"occurred_at"}),
        ({"parties": [{"name": "", "phone": "12"}]}, {"parties.0.name", "parties.0.phone"}),
        ({"parties": "王秀兰"}, {"parties"}),
        ({"files": ["1"]}, {"files.0"}),
        ({"files": ["01890000-0000-7000-8000-000000000000"]}, {"files"}),
        ({"urgent": True, "narrative": 5}, {"urgent", "narrative"}),
    ],
)
def test_wrong_fields_are_named_and_nothing_is_written(town, caller, intake, change, wrong):
    before = written()
    body = {name: value for name, value in (intake | change).items() if value is not None}
    answer = caller("clerk").post("/matters", body, key="a-key-that-stays-free")
    assert answer.status_code == 422, answer.content.decode()
    problem = Problem.model_validate_json(answer.content)
    assert wrong <= {error.field for error in problem.errors}, problem
    assert all(error.detail and "{" not in error.detail for error in problem.errors)
    assert written() == before


def test_a_date_past_the_calendar(town, caller, registered):
    """A limit far ahead is refused by its field or kept as provisional; it is never a fault, and never half of an act."""
    program = caller("coordinator")
    act(program, registered.number, "accept")
    for due in ("2999-12-31", "0001-01-01", "2026-13-45", "soon"):
        before = written()
        answer = act(program, registered.number, "dispatch", {"unit": town.housing, "due": due})
        assert answer.status_code == 422, (due, answer.content.decode())
        assert [error["field"] for error in answer.json()["errors"]] == ["due"]
        assert written() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"data": []}, "data"),
        ({"subject": 5}, "subject"),
        ({"subject": "o99", "data": {}}, None),
        ({"seen_version": "1"}, "seen_version"),
        ({"seen_version": True}, "seen_version"),
        ({"data": {"note": 5}}, "note"),
        ({"data": {"wish": "x"}}, "wish"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_wrong_act_body(town, caller, registered, body, field):
    before = written()
    answer = caller("coordinator").post(f"/matters/{registered.number}/acts/accept", body)
    assert answer.status_code in (409, 422), answer.content.decode()
    if field:
        assert field in {error["field"] for error in answer.json()["errors"]}
    assert written() == before


def test_what_is_no_json_changes_nothing(town, caller, intake):
    program = caller("clerk")
    before = written()
    gbk = str(intake).replace("'", '"').encode("gb18030")
    for raw, status, code in ((gbk, 400, "bad_encoding"), (b"{", 400, "malformed_json"), (b'"' + b"x" * 300_000 + b'"', 413, "too_large")):
        answer = program.post("/matters", raw)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    answer = program.client.post("/api/v1/matters", {"a": "b"}, headers=program.headers(None, {}))
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_media_type")
    assert written() == before
