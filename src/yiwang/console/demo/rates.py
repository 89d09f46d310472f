"""The rates that came out, read from the database, beside the assumed ones; each with numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yiwang.infra import sql

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
  count(DISTINCT matter_id) FILTER (WHERE act = 'contest') AS contested,
  count(*) FILTER (WHERE act IN ('rule_contest', 'default_ruling')) AS ruled,
  count(*) FILTER (WHERE act = 'rule_contest' AND (data->>'uphold')::boolean) AS upheld,
  count(DISTINCT matter_id) FILTER (WHERE act = 'rule_extension' AND (data->>'grant')::boolean) AS extended,
  count(DISTINCT matter_id) FILTER (WHERE act = 'report_result') AS reported,
  count(DISTINCT matter_id) FILTER (WHERE act = 'rework') AS redone,
  count(DISTINCT matter_id) FILTER (WHERE act IN ('merge', 'link') AND NOT data ? 'of') AS repeated,
  count(DISTINCT matter_id) FILTER (WHERE act = 'raise_clock' AND data->>'level' = 'late') AS overdue,
  count(*) FILTER (WHERE act = 'follow_up') AS calls,
  count(*) FILTER (WHERE act = 'follow_up' AND (data->>'reached')::boolean) AS reached,
  count(*) FILTER (WHERE act = 'follow_up' AND (data->>'reached')::boolean AND (data->>'solved')::boolean) AS solved,
  count(*) FILTER (WHERE act = 'follow_up' AND (data->>'reached')::boolean AND (data->>'satisfied')::boolean) AS satisfied
FROM ledger_entry
"""


def measure(assumed: Assumptions) -> list[Rate]:
    """Return all rates: shares of channels, natures and disputes, and the courses matters took."""
    return [
        *_shares("channel", "来源", assumed.share("channels")),
        *_shares("nature", "性质", assumed.share("natures")),
        *_disputes(assumed),
        *_courses(assumed),
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

    def share(name: str) -> str:
        return f"{100 * assumed.percent(name):g}"

    yield rate("匿名", share("anonymous"), "anonymous", "matters")
    yield rate("当场办结", share("on_spot"), "spot", "matters")
    yield rate("不予受理", share("declined"), "declined", "matters")
    yield rate("撤回", share("withdrawn"), "withdrawn", "matters")
    yield rate("重复反映", share("repeats"), "repeated", "matters")
    yield rate("超期", share("overdue"), "overdue", "matters")
    yield rate("异议", share("contested"), "contested", "dispatched")
    yield rate("异议成立", share("upheld"), "upheld", "ruled")
    yield rate("延期", share("extended"), "extended", "dispatched")
    yield rate("退回重办", share("redone"), "redone", "reported")
    yield rate("回访接通", share("reached"), "reached", "calls")
    yield rate("回访已解决", f"{share('solved_low')}–{share('solved_high')}", "solved", "reached")
    yield rate("回访满意", f"{share('satisfied_low')}–{share('satisfied_high')}", "satisfied", "reached")
