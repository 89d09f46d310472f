"""What was written down wrongly is put right; nothing that was promised moves."""

from __future__ import annotations

from msgspec.structs import replace

from ..case import Case
from ..scene import Scene


def correct(s: Scene, case: Case) -> Case:
    """Put the region of the place or the number of claimants right; clocks, holder and orders stay as they are.

    更正地区、人数的，列表随之更正；时限、牵头中心和工单不变。
    """
    if "claimants" in s.data:
        case = replace(case, claimants=s.number("claimants"))
    return replace(case, place=s.word("place")) if "place" in s.data else case
