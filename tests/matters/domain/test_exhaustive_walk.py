"""Every act from every reachable case of the canonical net, by everybody: what must always hold, holds."""

from __future__ import annotations

from yiwang.matters.domain.regulation import RULES

from .canon import CAST, UNITS
from .slices import SLICES
from .walk import Report, Walk


def test_every_act_from_every_reachable_case(capsys) -> None:
    total = Report("all")
    lines = []
    for one in SLICES:
        report = Walk(one).run()
        lines.append(f"  {report.name:<16} {report.cases:>6} cases {report.tried:>8} tried {report.lawful:>7} lawful")
        total.add(report)
    with capsys.disabled():
        print(f"\nexhaustive walk: {len(UNITS)} units, {len(CAST)} actors, {len(RULES)} acts, {len(SLICES)} slices")
        print(f"cases {total.cases}, moves tried {total.tried}, lawful {total.lawful}, refused {sum(total.refused.values())}")
        print("\n".join(lines))
        print("refused:", ", ".join(f"{code} {count}" for code, count in total.refused.most_common()))
    assert not total.broken, f"{len(total.broken)} broken\n" + "\n".join(total.broken[:12])
    assert {act.value for act in RULES} - set(total.acts) <= set(), "acts that were never lawful in the walk"
