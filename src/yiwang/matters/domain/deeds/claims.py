"""The claim sheet: lines set, paid, and agreed to by each claimant alone."""

from __future__ import annotations

from msgspec.structs import replace

from ..acts import On
from ..case import Case, ClaimLine
from ..scene import Scene, next_key


def list_claim(s: Scene, case: Case) -> Case:
    """Write a claimant's line, or change it; what changes has to be agreed to anew. A line beyond the number given raises it.

    一人一行；改动后须本人重新确认；行数超过所报人数的，人数随之增加。
    """
    key = s.key
    if key not in case.claims:
        case, key = next_key(case, On.CLAIM)
        party = s.number("party") or case.parties + 1
        case = replace(case, parties=max(case.parties, party))
        line = ClaimLine(party=party)
    else:
        line = case.claims[key]
    line = replace(line, days=s.number("days", line.days), owed=s.number("owed", line.owed), agreed=False)
    claims = {**case.claims, key: line}
    return replace(case, claims=claims, claimants=max(case.claimants, len(claims)))


def pay_claim(s: Scene, case: Case) -> Case:
    """Note what was paid so far, all payments together; less than before has to be agreed to anew.

    登记累计已付金额；少于原登记的，须本人重新确认。
    """
    line, paid = s.claim, s.number("paid")
    return replace(case, claims={**case.claims, s.key: replace(line, paid=paid, agreed=line.agreed and paid >= line.paid)})


def agree_claim(s: Scene, case: Case) -> Case:
    """Note whether this claimant agrees, for themselves alone; it can be taken back until the matter is closed.

    只代表本人；办结前可以改变。
    """
    return replace(case, claims={**case.claims, s.key: replace(s.claim, agreed=s.flag("agrees"))})
