"""Divisions and units over JSON, each answer as the document says."""

from __future__ import annotations

from yiwang.api.schemas import Acts, Categories, Problems, RegionNode, Regions, Unit, Units


def test_provinces_children_and_one(town, caller):
    program = caller("clerk")
    provinces = Regions.model_validate_json(program.get("/regions").content)
    assert [(r.code, r.level, r.villages) for r in provinces.items] == [("37", 1, 1)]
    below = Regions.model_validate_json(program.get("/regions/3705/children").content)
    assert [r.code for r in below.items] == ["370502", "370503"]
    node = RegionNode.model_validate_json(program.get("/regions/370502001001").content)
    assert node.full_name == "山东省东营市东营区文汇街道辛兴社区居委会"
    assert [r.code for r in node.path] == ["37", "3705", "370502", "370502001", "370502001001"]


def test_search(town, caller):
    program = caller("clerk")
    for q in ("文汇", "whjd", "wenhui", "370502001"):
        found = Regions.model_validate_json(program.get(f"/regions/search?q={q}").content)
        assert "370502001" in {r.code for r in found.items}, q


def test_what_is_not_there(town, caller):
    program = caller("clerk")
    for path in ("/regions/99", "/regions/99/children", "/regions/x", "/units/999999", "/units/99999999999999999999", "/nothing", ""):
        answer = program.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
        assert answer["Content-Type"] == "application/problem+json"


def test_wrong_parameters_are_named(town, caller):
    answer = caller("clerk").get("/regions/search?limit=many&within=3x")
    assert answer.status_code == 422
    assert {(e["field"], e["code"]) for e in answer.json()["errors"]} == {
        ("q", "required"),
        ("limit", "not_a_number"),
        ("within", "bad_format"),
    }


def test_units_page_by_page(town, caller):
    program = caller("clerk")
    seen, after = [], ""
    while True:
        page = Units.model_validate_json(program.get(f"/units?region=3705&limit=2&after={after}").content)
        seen += [unit.id for unit in page.items]
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen)) == 7
    departments = Units.model_validate_json(program.get("/units?region=37&kind=department").content)
    assert [unit.id for unit in departments.items] == [town.housing]
    here = Units.model_validate_json(program.get("/units?region=3705&direct=true").content)
    assert [unit.id for unit in here.items] == [town.centers["3705"]]
    one = Unit.model_validate_json(program.get(f"/units/{town.housing}").content)
    assert (one.name, one.open, one.main_center) == ("东营区住房和城乡建设局", True, False)
    assert program.get("/units?kind=castle").json()["errors"][0]["code"] == "unknown_choice"
    assert program.get("/units?after=garbage").json()["code"] == "bad_cursor"


def test_the_catalogue(town, caller, client):
    program = caller("clerk")
    tree = Categories.model_validate_json(program.get("/categories").content)
    assert len(tree.items) > 20
    acts = Acts.model_validate_json(program.get("/acts").content)
    assert {"dispatch", "close"} <= {entry.act for entry in acts.items}
    assert "register" not in {entry.act for entry in acts.items}
    problems = Problems.model_validate_json(client.get("/api/v1/problems").content)
    assert "changed_meanwhile" in {entry.code for entry in problems.items}


def test_other_methods(town, caller):
    answer = caller("clerk").post("/regions", {})
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "method_not_allowed", "GET")


def test_the_language_of_sentences(town, caller):
    program = caller("clerk")
    assert program.get("/regions/99").json()["title"] == "没有找到。"
    answer = program.get("/regions/99", **{"Accept-Language": "fr, en-GB;q=0.8, zh;q=0.5"})
    assert (answer.json()["title"], answer["Content-Language"]) == ("Not found.", "en")
