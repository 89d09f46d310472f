"""Every refusal the rules can give has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from yiwang.infra.wording import REFUSALS
from yiwang.matters.domain.regulation import RULES

DOMAIN = Path(__file__).parents[3] / "src/yiwang/matters/domain"


def test_every_code_is_worded() -> None:
    codes = {c.code for row in RULES.values() for c in row.conditions}
    codes |= {t.code for row in RULES.values() if row.where for t in row.where.tests}
    for file in DOMAIN.rglob("*.py"):
        codes |= set(re.findall(r'Refused\(\s*"([a-z_]+)"', file.read_text()))
    assert not {code for code in codes if not all(REFUSALS.get(code, ("", "")))}
