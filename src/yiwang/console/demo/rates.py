"""The rates that came out, beside the assumed ones, with numerator and denominator; those that are shown elsewhere by its definition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from yiwang.facts.words import Counted
from yiwang.infra import sql
from yiwang.picture import indicators
from yiwang.picture import queries as picture

from .assumptions import Assumptions
from .grammar import themes


class Rate(NamedTuple):
    """One assumed figure and what came out."""

    name: str
    assumed: str
    part: int
    whole: int

    @property
    def measured(self) -> float:
        """Percent; 0 when there was nothing to count."""
        return 100 * self.part / self.whole if self.whole else 0.0


_ENTRY_COUNTS = """
SELECT
  (SELECT count(*) FROM matter) AS matters,
  (SELECT count(*) FROM matter WHERE anonymous) AS anonymous,
  (SELECT count(*) FROM matter WHERE state = 'declined') AS declined,
  (SELECT count(*) FROM matter WHERE state = 'withdrawn') AS withdrawn,
  count(DISTINCT matter_id) FILTER (WHERE act = 'dispatch') AS dispatched,
  count(DISTINCT matter_id) FILTER (WHERE act = 'settle_on_spot') AS spot,
  count(DISTINCT matter_id) FILTER (WHERE act = 'rule_extension' AND (data->>'grant')::boolean) AS extended,
  count(DISTINCT matter_id) FILTER (WHERE act IN ('merge', 'link') AND NOT data ? 'of') AS repeated,
  count(DISTINCT matter_id) FILTER (WHERE act = 'raise_clock' AND data->>'level' = 'late') AS step_late
FROM ledger_entry
"""


def measure(assumed: Assumptions, *, first: date, last: date) -> list[Rate]:
    """Return all rates: shares of channels, natures and disputes, and the courses matters took; those of the picture over these days."""
    return [
        *_shares("channel", "来源", assumed.share("channels")),
        *_shares("nature", "性质", assumed.share("natures")),
        *_disputes(assumed),
        *_courses(assumed),
        *_indicators(assumed, first, last),
    ]


def _shares(column: str, label: str, assumed: dict[str, float]) -> Iterator[Rate]:
    counts = {row["code"]: row["n"] for row in sql.rows(f"SELECT {column} AS code, count(*) AS n FROM matter GROUP BY 1")}  # noqa: S608
    whole = sum(counts.values())
    for code, share in assumed.items():
        yield Rate(f"{label} {code}", f"{share:g}", counts.get(code, 0), whole)


def _disputes(assumed: Assumptions) -> Iterator[Rate]:
    kinds: dict[str, set[str]] = {}
    for theme in themes().values():
        if "kind" in theme:
            kinds.setdefault(theme["kind"], set()).add(theme["category"])
    rows = sql.rows("SELECT category, count(*) AS n FROM matter WHERE nature = 'dispute' GROUP BY 1")
    whole = sum(row["n"] for row in rows)
    for kind, share in assumed.share("disputes").items():
        yield Rate(f"纠纷 {kind}", f"{share:g}", sum(row["n"] for row in rows if row["category"] in kinds.get(kind, set())), whole)


def _courses(assumed: Assumptions) -> Iterator[Rate]:
    n = sql.one(_ENTRY_COUNTS) or {}

    def rate(name: str, figure: str, part: str, whole: str) -> Rate:
        return Rate(name, figure, n[part], n[whole])

    yield rate("匿名", _share(assumed, "anonymous"), "anonymous", "matters")
    yield rate("当场办结", _share(assumed, "on_spot"), "spot", "matters")
    yield rate("不予受理", _share(assumed, "declined"), "declined", "matters")
    yield rate("撤回", _share(assumed, "withdrawn"), "withdrawn", "matters")
    yield rate("重复反映", _share(assumed, "repeats"), "repeated", "matters")
    yield rate("延期（占分派的）", _share(assumed, "extended"), "extended", "dispatched")
    yield rate("任一环节超时", "", "step_late", "matters")


def _indicators(assumed: Assumptions, first: date, last: date) -> Iterator[Rate]:
    """Yield the rates that pages show too, of the whole sample; accusations are in none of them."""
    found = picture.at(region="", first=first, last=last, with_children=False)
    if found is None:
        return
    counted = found.place.period
    on_time = indicators.ON_TIME.of(counted)
    yield Rate("超期（1 − 按期办结率）", _share(assumed, "overdue"), counted[Counted.OVERDUE], on_time.whole)
    for indicator, figure in (
        (indicators.CONTESTED, _share(assumed, "contested")),
        (indicators.UPHELD, _share(assumed, "upheld")),
        (indicators.REDONE, _share(assumed, "redone")),
        (indicators.REACHED, _share(assumed, "reached")),
        (indicators.SOLVED, f"{_share(assumed, 'solved_low')}–{_share(assumed, 'solved_high')}"),
        (indicators.SATISFIED, f"{_share(assumed, 'satisfied_low')}–{_share(assumed, 'satisfied_high')}"),
    ):
        value = indicator.of(counted)
        yield Rate(indicator.zh, figure, value.part, value.whole)


def _share(assumed: Assumptions, name: str) -> str:
    return f"{100 * assumed.percent(name):g}"
