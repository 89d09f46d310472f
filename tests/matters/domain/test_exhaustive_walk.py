"""Every act from every reachable case of the canonical net, by everybody: what must always hold, holds.

Of the ten statements of what must always hold, these are proven here, in every case that is reached or by every lawful move:

1. one holder until an end, one lead while handling: `statements.one_holder_and_one_lead`, `orders_form_a_tree`, `_holder`
2. a governing clock runs, or a suspension with an end; inner clocks end within it: `time_runs_for_somebody`, `inner_clocks_within`;
   what each act must start, meet or hold still: `ticking`
3. nothing gets stuck: from every case of a slice an end is reached by deeds of the office, and somebody of those who are there may
   move, also where a department or a center has nobody left (`Walk._ends_are_reachable`)
4. in part: a lawful move's merge patch gives the case after it (`_replay`). That the ledger's entries in the database give case, columns
   and rows is `tests/matters/test_projection.py`, `ledger/test_verify.py` and `yiwang ledger verify`
5. no act without right: every act is tried by everybody on everything; what is refused has a worded code and changes nothing; who did
   a lawful one is named for it in `by_whom.MAY`, a second writing of all rights, and each who is named there did it somewhere
6. a closed matter has an answer; only the person rates: `a_closed_matter_is_answered`, `_only_the_person_rates`. That the person can
   read it is `tests/matters/test_long_walks.py`
7. in part: the accused and who stands below them neither hold, handle nor act (`the_accused_have_no_part`, `_blocked`). That they
   neither see nor count it is `tests/matters/test_access.py`; secondment is `test_accusations.py`
10. moving, merging, reclassifying neither shorten what was promised nor restart what is owed: `_limits`, and the master's limit in
    `of_a_move`; reopening by `test_reviews.py`

Not provable on values, proven over the database: 8 (two at once) in `tests/matters/test_together.py`, 9 (the same request twice) there
and in `tests/infra/test_idempotency.py`.
"""

from __future__ import annotations

from yiwang.matters.domain.regulation import RULES

from .canon import CAST, UNITS
from .slices import SLICES
from .walk import LATER, NOW, Pair, Report, Walk, pairs_of_the_table

NEVER_REACHED: dict[Pair, str] = {}
"""Cells of the table in which no lawful move is met by the walk, each with the reason why that is as it should be."""


def test_every_act_from_every_reachable_case(record_property) -> None:
    total = Report("all")
    lines = []
    for one in SLICES:
        report = Walk(one).run()
        lines.append(f"  {report.name:<26} {report.cases:>6} cases {report.tried:>8} tried {report.lawful:>7} lawful")
        total.add(report)
    cells = pairs_of_the_table()
    missed = cells - set(total.pairs)
    said = [
        f"exhaustive walk: {len(UNITS)} units, {len(CAST)} actors, {len(RULES)} acts, {len(SLICES)} slices of at most"
        f" {max(one.most for one in SLICES)} cases; time stands at {NOW:%Y-%m-%d} or has leapt to {LATER:%Y-%m-%d}",
        f"cases {total.cases}, moves tried {total.tried}, lawful {total.lawful}, refused {sum(total.refused.values())}",
        f"cells (act and state, order state, kind of request, who) with a lawful move: {len(cells) - len(missed)} of {len(cells)}",
        *lines,
        "refused: " + ", ".join(f"{code} {count}" for code, count in total.refused.most_common()),
    ]
    record_property("printed", "\n".join(said))
    assert not total.broken, f"{len(total.broken)} broken\n" + "\n".join(total.broken[:12])
    assert missed == set(NEVER_REACHED), "cells of the table the walk does not come to, or comes to against what is written here"
