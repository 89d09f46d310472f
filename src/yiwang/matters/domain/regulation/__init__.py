"""The regulation: one row for each act. Columns: source states · target · on what · who · where · conditions · clocks · deed.

Reading a row aloud is reading the article; `docs/rules/workflow.md` is printed from here.
"""

from __future__ import annotations

from ..acts import Act
from ..rows import Row
from . import claims, endings, intake, keeping, limits, moving, orders, supervision, system

CHAPTERS: tuple[tuple[str, str, tuple[Row, ...]], ...] = (
    ("受理", "Intake", intake.ROWS),
    ("分派与工单", "Dispatch and orders", orders.ROWS),
    ("延期与暂停", "Extension and suspension", limits.ROWS),
    ("流转、并件与归类", "Moving, merging and classing", moving.ROWS),
    ("诉求清单", "Claim sheets", claims.ROWS),
    ("办结及其后", "Closing and after", endings.ROWS),
    ("督办、会商与吹哨", "Supervision, conferences and whistles", supervision.ROWS),
    ("问答与记录", "Questions and records", keeping.ROWS),
    ("系统动作", "Acts of the system", system.ROWS),
)
"""Chapters of the regulation in the order they are read: Chinese title, English title, articles."""

RULES: dict[Act, Row] = {row.act: row for _, _, rows in CHAPTERS for row in rows}
