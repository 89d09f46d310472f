"""What suggestions learn and what they are worth: measured, explainable, silent until there is enough."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import Town, bring, build_town, do, walk
from yiwang.centers import staffing
from yiwang.console.commands.suggest import command
from yiwang.infra import outbox, sql
from yiwang.infra.clock import now
from yiwang.matters.domain.likeness import Why
from yiwang.matters.domain.measuring import classified, listed
from yiwang.matters.operations import judging, training
from yiwang.matters.queries.learned import CATEGORY, by_name, categories, learned
from yiwang.matters.queries.suggest import routes

SAID = {"01-02-04": "路灯 不亮 照明 灯杆 晚上", "31-04-04": "下水道 堵塞 污水 井盖 返水", "04-02-03": "噪音 工地 施工 夜间 吵闹"}


def _said(many: int) -> list[tuple[frozenset[str], str]]:
    dice = random.Random(5)
    return [
        (frozenset(dice.sample(words.split(), 3)) | {dice.choice(["小区", "村里", "门口"])}, label)
        for _ in range(many)
        for label, words in SAID.items()
    ]


def test_precision_and_recall_are_what_they_say() -> None:
    measured = classified([("01-02", ["01-02", "03-01"]), ("01-03", ["03-01", "01-03"]), ("03-01", ["01-02"]), ("03-01", [])])
    assert (measured.of, measured.first, measured.among) == (4, 1, 2)
    assert measured.classes["01-02"].precision == 0.5 and measured.classes["01-02"].recall == 1.0
    assert measured.classes["03-01"].recall == 0.0 and measured.classes["01-03"].precision is None
    assert classified([("01-03", ["01-02"])], depth=2).first == 1
    whole, first = listed([(["a", "b"], frozenset("b")), ([], frozenset("c")), (["d"], frozenset())])
    assert (whole.right, whole.suggested, whole.true) == (1, 3, 2) and (first.right, first.true) == (0, 2)


def test_only_words_that_were_said_of_a_label_speak_for_it() -> None:
    table = training.weights(_said(30))
    spoken = {(word, label) for word, label, _ in table}
    assert ("路灯", "01-02-04") in spoken and ("路灯", "31-04-04") not in spoken
    assert all(weight > 0 for _, _, weight in table)
    assert training.weights([(frozenset({"路灯"}), "01-02-04")]) == []


@pytest.mark.django_db
def test_a_model_is_silent_until_there_is_enough_and_then_names_its_words() -> None:
    trained = training._train(CATEGORY, _said(20), now())
    assert not trained.speaks and trained.matters == 60 and learned(CATEGORY, ["路灯"]) == []
    trained = training._train(CATEGORY, _said(100), now())
    assert trained.speaks and trained.measured.of == 60 and trained.measured.first > 55
    best = learned(CATEGORY, ["路灯", "不亮"])[0]
    assert best.label == "01-02-04" and best.share > 0.5 and set(best.words) == {"路灯", "不亮"}
    assert not training._train(CATEGORY, _said(20), now()).speaks and learned(CATEGORY, ["路灯"]) == []


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def test_a_category_is_told_by_its_names_and_never_a_sensitive_one(town: Town) -> None:
    assert by_name(["路灯", "井盖"], town.start)[0].label == "01-02-04"
    assert categories(text="农民工的工资被拖欠", at=town.start)[0].label == "41-10"
    assert categories(text="", at=town.start) == []
    told = {
        guess.label for text in ("家庭暴力打人", "校园欺凌", "婚姻家庭纠纷") for guess in categories(text=text, at=town.start, limit=50)
    }
    assert not told & {"51-01", "51-03", "41-01"}


def test_what_people_decide_is_kept_beside_what_was_suggested(town: Town) -> None:
    lines = [staffing.NewDuty(category="01-09-03", mode="main", unit=town.units[unit]) for unit in ("housing", "labour")]
    staffing.list_duties(lines=lines, since=town.start.date(), source="清单")
    at = town.start + timedelta(days=30)
    said = {"narrative": "楼上装修漏水，天花板泡坏，物业不管。", "category": "01-09-03"}
    first = bring(town, at=at, **said).number
    outbox.dispatch(at=at)
    second = bring(town, at=at + timedelta(hours=2), **said).number
    do(town, first, "accept", "county", at=at + timedelta(hours=3))
    do(town, second, "accept", "county", at=at + timedelta(hours=3))
    do(town, first, "dispatch", "county", at=at + timedelta(hours=4), unit=town.units["housing"])
    do(town, second, "merge", "county", at=at + timedelta(hours=5), master=first, reason="同一件事")
    outbox.dispatch(at=at + timedelta(days=1))
    kept = {row["kind"]: row for row in sql.rows("SELECT kind, chosen, rank, shown::text AS shown FROM suggestion_choice")}
    assert kept["route"]["chosen"] == str(town.units["housing"]) and kept["route"]["rank"] in (1, 2)
    assert kept["same"]["chosen"] == first and kept["same"]["rank"] == 1 and second not in kept["same"]["shown"]
    assert "漏水" not in kept["same"]["shown"], "codes and numbers only"
    worth = judging.worth(since=town.start)
    assert worth["same"].first == 1 and worth["route"].decided == 1
    assert judging.replay() == 2 and judging.worth(since=town.start)["same"].first == 1


def test_units_like_the_one_that_led_similar_matters_are_suggested(town: Town) -> None:
    for days in range(3):
        number = bring(town, narrative="楼上漏水，天花板泡坏。", category="01-09-07", at=town.start + timedelta(days=10 + days)).number
        walk(town, number, "closed", at=town.start + timedelta(days=20 + days))
    outbox.dispatch(at=town.start + timedelta(days=39))
    asked = {"actor": town.actor("county"), "place": "370502001001", "text": "楼上漏水", "at": town.start + timedelta(days=40)}
    found = routes(category="01-09-07", **asked)  # type: ignore[arg-type]
    assert found[0].unit == town.units["housing"] and Why.HANDLED_SIMILAR in {reason.why for reason in found[0].reasons}
    assert routes(category="01-09-07", **{**asked, "at": town.start + timedelta(days=19)}) == ()  # type: ignore[arg-type]


def test_the_shipped_sample_is_measured_and_a_file_that_is_none_is_told(town: Town, tmp_path: Path) -> None:
    ran = CliRunner().invoke(command, ["evaluate", "--into", str(tmp_path / "figures.md")])
    assert ran.exit_code == 0, ran.output
    figures = (tmp_path / "figures.md").read_text(encoding="utf-8")
    assert "405 texts of 244 categories" in figures and "125 groups of 256 texts" in figures and "(in use)" in figures
    for wrong, told in (
        (b"a,b\n1,2\n", "columns text"),
        (b"text,group,day\nx,g,soon\n", "line 2"),
        ("text,group\n路灯".encode("gbk"), "UTF-8"),
    ):
        file = tmp_path / "wrong.csv"
        file.write_bytes(wrong)
        ran = CliRunner().invoke(command, ["evaluate", str(file)])
        assert ran.exit_code == 1 and told in ran.output
