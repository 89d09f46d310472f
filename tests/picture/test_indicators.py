"""Every rate as it is defined: what is in the numerator, what in the denominator, what in neither; and the ledger gives the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from tests.factories.matters import category_for
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.matters.operations import act, watch
from yiwang.picture import derivation, indicators, operations, queries
from yiwang.picture.indicators import INDICATORS, Value
from yiwang.policy import queries as packs

pytestmark = pytest.mark.django_db


class Place:
    """A town with the deeds of these tests, and its picture."""

    def __init__(self) -> None:
        self.town = build_town()
        self.at = self.town.start + timedelta(days=30)

    def bring(self, **changes):
        return bring(self.town, at=self.at, **changes)

    def do(self, number, what, who, *, after, subject="m", **data):
        return do(self.town, number, what, who, at=self.at + after, subject=subject, **data)

    def person(self, number, what, *, after, **data):
        return act(number=number, act=what, actor=Actor(role=Role.PERSON, party=number), at=self.at + after, data=data)

    def closed(self, **changes):
        done = self.bring(**changes)
        walk(self.town, done.number, "closed", at=self.at)
        return done

    def rate(self, indicator) -> tuple[int, int]:
        operations.fold_all()
        assert operations.recount_from(facts=derivation.facts()).wrong == 0
        first, last = self.town.start.date(), (self.at + timedelta(days=400)).date()
        found = queries.at(region="370502", first=first, last=last)
        value = indicator.of(found.place.period)
        return value.part, value.whole

    def stock(self, measure: str) -> int:
        operations.fold_all()
        return queries.at(region="370502", first=self.at.date(), last=self.at.date()).place.stock[measure]


@pytest.fixture
def place() -> Place:
    return Place()


def test_closed_in_time_counts_once(place):
    place.closed()
    place.bring()
    assert place.rate(indicators.ON_TIME) == (1, 1)


def test_a_limit_that_passes_counts_at_once_and_only_once_though_it_is_closed_later(place):
    done = place.bring()
    order = walk(place.town, done.number, "received", at=place.at)
    watch(place.at + timedelta(days=100))
    assert place.rate(indicators.ON_TIME) == (0, 1)
    assert place.stock("late") == 1
    late = timedelta(days=101)
    place.do(done.number, "report_result", "housing_handler", after=late, subject=order, outcome="solved", result="已修好，不漏了。")
    place.do(done.number, "confirm", "county_second", after=late, subject=order)
    place.do(done.number, "close", "county_second", after=late, result_class="solved", answer="您反映的漏水已经修好。")
    assert place.rate(indicators.ON_TIME) == (0, 1)
    assert place.stock("late") == 0


def test_closed_late_before_the_watcher_looked_is_overdue(place):
    done = place.bring()
    order = walk(place.town, done.number, "received", at=place.at)
    late = timedelta(days=101)
    place.do(done.number, "report_result", "housing_handler", after=late, subject=order, outcome="solved", result="已修好，不漏了。")
    place.do(done.number, "confirm", "county_second", after=late, subject=order)
    place.do(done.number, "close", "county_second", after=late, result_class="solved", answer="您反映的漏水已经修好。")
    assert place.rate(indicators.ON_TIME) == (0, 1)


def test_accepted_too_late_is_overdue_though_handled_in_time_and_no_longer_late_once_accepted(place):
    done = place.bring()
    watch(place.at + timedelta(days=20))
    assert place.stock("late") == 1
    walk(place.town, done.number, "closed", at=place.at + timedelta(days=21))
    assert place.stock("late") == 0
    assert place.rate(indicators.ON_TIME) == (0, 1)


def test_each_round_has_its_own_limit(place):
    done = place.bring()
    watch(place.at + timedelta(days=20))
    walk(place.town, done.number, "closed", at=place.at + timedelta(days=21))
    reopened = timedelta(days=22)
    place.do(done.number, "reopen", "county", after=reopened, reason_code="unsatisfied", reason="反映人称又漏了，经核实属实。")
    order = place.do(done.number, "dispatch", "county", after=reopened, unit=place.town.units["housing"]).subject
    place.do(done.number, "receive", "housing_handler", after=reopened, subject=order)
    place.do(done.number, "report_result", "housing_handler", after=reopened, subject=order, outcome="solved", result="重做了防水。")
    place.do(done.number, "confirm", "county_second", after=reopened, subject=order)
    place.do(done.number, "close", "county_second", after=reopened, result_class="solved", answer="重做了防水，不再漏水。")
    assert place.rate(indicators.ON_TIME) == (1, 2)


def test_what_is_declined_or_merged_is_in_neither(place):
    declined = place.bring()
    answer = "这件事由法院受理，请向区人民法院提出。"
    place.do(declined.number, "decline", "county", after=timedelta(hours=2), reason_code="court", answer=answer)
    master, member = place.bring(), place.bring()
    place.do(member.number, "merge", "county", after=timedelta(hours=1), master=master.number, reason="同一处漏水")
    walk(place.town, master.number, "closed", at=place.at + timedelta(hours=2))
    assert place.rate(indicators.ON_TIME) == (1, 1)


def test_call_backs_count_only_who_was_reached(place):
    for reached, solved, satisfied in ((True, True, True), (True, False, True), (True, False, False), (False, False, False)):
        number = place.closed().number
        said = {"reached": reached, "solved": solved, "satisfied": satisfied} if reached else {"note": "无人接听"}
        place.do(number, "follow_up", "clerk", after=timedelta(hours=30), **said)
    assert place.rate(indicators.REACHED) == (3, 4)
    assert place.rate(indicators.SOLVED) == (1, 3)
    assert place.rate(indicators.SATISFIED) == (2, 3)
    assert place.rate(indicators.RATED_CONTENT) == (0, 0)


def test_ratings_count_for_themselves_and_basically_satisfied_is_satisfied(place):
    for stars in (5, 4, 3, 2, 1):
        place.person(place.closed().number, "rate", after=timedelta(hours=30), stars=stars, solved=stars > 3)
    assert place.rate(indicators.RATED_CONTENT) == (3, 5)
    assert place.rate(indicators.SATISFIED) == (0, 0)


def test_contests_and_their_rulings(place):
    for uphold in (True, False):
        number = place.bring().number
        order = walk(place.town, number, "handling", at=place.at)
        contested = place.do(
            number,
            "contest",
            "housing_handler",
            after=timedelta(hours=3),
            subject=order,
            duty_item=category_for("complaint", place.town.start),
            proposed_unit=place.town.units["labour"],
            reason="不在我单位清单内。",
        )
        place.do(number, "rule_contest", "county", after=timedelta(hours=4), subject=contested.subject, uphold=uphold, reason="已核对")
    place.bring()
    assert place.rate(indicators.CONTESTED) == (2, 2)
    assert place.rate(indicators.UPHELD) == (1, 2)


def test_results_sent_back(place):
    number = place.bring().number
    order = walk(place.town, number, "verifying", at=place.at)
    place.do(number, "rework", "county_second", after=timedelta(hours=5), subject=order, reason="照片看不出是同一处。")
    place.do(number, "report_result", "housing_handler", after=timedelta(hours=6), subject=order, outcome="solved", result="补拍了照片。")
    assert place.rate(indicators.REDONE) == (1, 2)


def test_units_called_and_those_that_came(place):
    number = bring(place.town, "township_clerk", at=place.at, nature="hazard").number
    place.do(number, "accept", "township", after=timedelta(hours=1))
    place.do(number, "dispatch", "township", after=timedelta(hours=1), unit=place.town.units["housing_station"])
    called = [place.town.units["police_station"], place.town.units["mediation"]]
    whistle = place.do(number, "whistle", "township", after=timedelta(hours=2), units=called, task="请到现场。").subject
    place.do(number, "arrive", "police_handler", after=timedelta(hours=3), subject=whistle, note="已到。")
    assert place.rate(indicators.ARRIVED) == (1, 2)


def test_a_reclassified_matter_counts_under_its_new_kind_and_is_counted_once(place):
    tree = packs.pack("categories", place.at).body
    both = next(node.code for node in tree.leaves if {"complaint", "help"} <= set(node.natures) and not node.sensitive)
    done = place.bring(nature="complaint", category=both)
    place.do(done.number, "accept", "county", after=timedelta(hours=1))
    place.do(done.number, "reclassify", "county", after=timedelta(hours=2), category=both, nature="help", reason="登记时听错。")
    operations.fold_all()
    assert operations.recount_from(facts=derivation.facts()).wrong == 0
    found = queries.at(region="370502", first=place.at.date(), last=place.at.date())
    assert found.place.period["registered"] == 1
    assert found.by["nature"]["help"]["registered"] == 1
    assert found.by["nature"]["complaint"]["registered"] == 0


def test_an_accusation_is_in_no_number(place):
    place.bring(nature="accusation", accused_units=(place.town.units["housing"],))
    operations.fold_all()
    found = queries.at(region="370502", first=place.at.date(), last=place.at.date())
    assert not any(found.place.period.values.values()) and not any(found.place.stock.values.values())


def test_a_percentage_says_a_hundred_only_of_all():
    assert Value(part=2453, whole=2461).percent == "99.6%"
    assert Value(part=9999, whole=10000).percent == "99.9%"
    assert Value(part=3, whole=3).percent == "100%"
    assert Value(part=0, whole=0).percent == "—"


def test_every_rate_is_said_in_both_languages_once():
    assert len({each.code for each in INDICATORS}) == len(INDICATORS)
    assert all(each.zh and each.en and "÷" in each.basis_zh and "÷" in each.basis_en for each in INDICATORS)
