"""Service, rating, review and reopening: what comes after the answer."""

from __future__ import annotations

from yiwang.kernel.calendar import last_day
from yiwang.matters.domain.clocks import governing
from yiwang.matters.domain.words import State

from .canon import CITY_WATER, PROVINCE, WATER, Story, closed, day, verifying


def _served() -> Story:
    story = closed("complaint", "other")
    return story.act("county_clerk", "serve", on=day("2026-03-02"), way="phone")


def test_the_time_to_ask_runs_from_service() -> None:
    story = closed("complaint", "other")
    assert story.refused("person", "request_review") == "review_window"
    story.act("county_clerk", "serve", on=day("2026-03-02"), way="phone")
    assert last_day(story.case.clocks["m.review_request"].due) == day("2026-04-01")
    assert Story(story.case).later(days=31).refused("person", "request_review") == "review_window"
    story.later(days=29).act("person", "request_review")
    assert story.case.reviews["v2"].organ == CITY_WATER


def test_a_review_blocks_reopen_and_archive_and_is_decided_above() -> None:
    story = _served().act("person", "request_review")
    assert story.refused("county", "reopen", reason_code="unsatisfied") == "review_open"
    assert story.refused("county_clerk", "archive") == "review_open"
    assert story.refused("county", "rule_review", "v2", outcome="upheld") == "not_yours"
    story.act("city_water", "rule_review", "v2", outcome="upheld")
    assert story.refused("city_water", "rule_review", "v2", outcome="upheld") == "review_ruled"


def test_the_second_review_is_final() -> None:
    story = _served().act("person", "request_review").act("city_water", "rule_review", "v2", outcome="upheld")
    story.act("city_water", "serve", "v2", on=day("2026-03-02"), way="post").act("person", "request_review")
    second = story.case.reviews["v3"]
    assert (second.kind, second.organ) == ("fuhe", PROVINCE)
    story.act("province", "rule_review", "v3", outcome="upheld")
    assert story.refused("county", "reopen", reason_code="unsatisfied") == "review_final"
    assert story.refused("person", "request_review") == "review_twice"


def test_what_a_review_revokes_is_done_again_before_it_is_filed() -> None:
    story = _served().act("person", "request_review").act("city_water", "rule_review", "v2", outcome="revoked")
    story.act("county", "serve", "v2", on=day("2026-03-02"), way="post").later(days=60)
    assert story.refused("county_clerk", "archive") == "review_revoked"
    story.act("county", "reopen", reason_code="review")
    assert story.case.state == State.ACCEPTED
    assert governing(story.case)[1].started == story.at


def test_a_reviews_time_stops_only_for_a_hearing() -> None:
    story = _served().act("person", "request_review")
    due = story.case.clocks["v2.review_opinion"].due
    assert story.refused("city_water", "request_suspension", "v2", reason_code="appraisal", until=day("2026-03-10")) == "not_on_list"
    story.act("city_water", "request_suspension", "v2", reason_code="hearing", until=day("2026-03-10"))
    assert story.refused("city_water", "rule_suspension", "q3", grant=True) == "not_yours"
    story.act("city", "rule_suspension", "q3", grant=True)  # nobody else at the bureau: its superior
    assert story.case.clocks["v2.review_opinion"].state == "frozen"
    story.later(days=9).act("system", "end_suspension", "v2")
    assert story.case.clocks["v2.review_opinion"].due > due


def test_reopening_has_a_new_clock_a_new_lead_and_a_cap() -> None:
    story = closed()
    for _ in range(2):
        story.later(days=1).act("county", "reopen", reason_code="unsatisfied")
        assert governing(story.case)[1].started == story.at
        assert not story.case.answered
        story.act("county", "dispatch", unit=WATER)
        key = story.last_key("orders")
        story.act("water", "receive", key).act("water", "report_result", key, outcome="solved")
        story.act("county", "confirm", key).act("county", "close", result_class="solved")
    assert story.refused("county", "reopen", reason_code="unsatisfied") == "reopen_cap"


def test_only_the_person_rates_and_once_for_each_closing() -> None:
    story = closed()
    assert story.refused("county", "rate", stars=5) == "not_yours"
    story.act("person", "rate", stars=1)
    assert story.refused("person", "rate", stars=5) == "rated_already"
    story.act("county", "reopen", reason_code="unsatisfied")
    assert story.refused("person", "rate", stars=5) == "wrong_state"


def test_service_has_a_sensible_day_and_way() -> None:
    story = closed("complaint", "other")
    assert story.refused("county", "serve", on=day("2026-03-03"), way="phone") == "service_date"
    assert story.refused("county", "serve", on=day("2026-03-01"), way="phone") == "service_date"
    nobody = closed("complaint", "other", own_contact=False)
    assert nobody.refused("county", "serve", on=day("2026-03-02"), way="phone") == "service_by_notice"
    nobody.act("county", "serve", on=day("2026-03-02"), way="notice")


def test_who_handled_does_not_verify() -> None:
    story = verifying()
    assert story.refused("water", "confirm", "o1") == "not_yours"
    assert story.refused("water_head", "confirm", "o1") == "not_yours"


def test_the_archive_waits_for_the_person() -> None:
    story = closed()
    assert story.refused("county", "archive") == "rating_may_come"
    story.later(days=7).act("county", "archive")
    assert not [c for c in story.case.clocks.values() if c.state == "running"]
