"""The rates that are shown anywhere: each defined once, with what is divided by what and what is left out; values are never stored."""

from __future__ import annotations

import msgspec

from yiwang.facts.words import Counted

from .queries import Numbers


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """One rate: part ÷ whole, both sums of measures counted over the same days at the same place."""

    code: str
    zh: str
    en: str
    part: Counted
    whole: tuple[Counted, ...]
    """The measures whose sum is the denominator."""
    basis_zh: str
    """Numerator, denominator and what is left out, in plain words."""
    basis_en: str

    def of(self, numbers: Numbers) -> Value:
        """Return the rate of a place, a unit or a day."""
        return Value(part=numbers[self.part], whole=sum(numbers[measure] for measure in self.whole))


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A rate with its numerator and denominator, so that nobody has to believe it."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Part ÷ whole, 0 to 1; None where there was nothing to count."""
        return self.part / self.whole if self.whole else None

    @property
    def mean(self) -> str:
        """Return part ÷ whole to one decimal; "—" where nothing was counted."""
        return f"{self.part / self.whole:.1f}" if self.whole else "—"

    @property
    def percent(self) -> str:
        """Return the share to one decimal, cut and not rounded, so that 100 % is said only of all; "—" where nothing was counted."""
        if not self.whole:
            return "—"
        tenths = 1000 * self.part // self.whole
        return f"{tenths / 10:g}%"


def _rate(code: str, part: Counted, *whole: Counted, names: tuple[str, str], basis: tuple[str, str]) -> Indicator:
    return Indicator(code=code, zh=names[0], en=names[1], part=part, whole=whole, basis_zh=basis[0], basis_en=basis[1])


ON_TIME = _rate(
    "on_time",
    Counted.ON_TIME,
    Counted.ON_TIME,
    Counted.OVERDUE,
    names=("按期办结率", "Closed in time"),
    basis=(
        "按期办结的 ÷（按期办结的 + 超过事项时限的，不论是否已办结）；并入的随主件，不予受理、撤回、移送的未超期不计",
        "closed in time ÷ (closed in time + past the matter's own limit, closed or not); merged ones go with their master;"
        " declined, withdrawn and transferred ones in time are left out",
    ),
)
ONE_TRIP = _rate(
    "one_trip",
    Counted.ONE_TRIP,
    Counted.CLOSED,
    names=("最多跑一次率", "Closed with one trip at most"),
    basis=(
        "反映人到窗口不超过一次（含登记，同一天多次算一次）即办结的 ÷ 全部办结的；重新办理后再次办结的再计一次",
        "closed while the person came to a window once at most (registration included, a day counts once) ÷ all closed;"
        " closed again after reopening counts again",
    ),
)
SOLVED = _rate(
    "solved",
    Counted.SOLVED,
    Counted.REACHED,
    names=("回访解决率", "Solved, at call-back"),
    basis=("回访称已解决的 ÷ 回访联系上的；未联系上的不计", "said solved ÷ reached at call-back; those not reached are left out"),
)
SATISFIED = _rate(
    "satisfied",
    Counted.SATISFIED,
    Counted.REACHED,
    names=("回访满意率", "Satisfied, at call-back"),
    basis=(
        "回访称满意或基本满意的 ÷ 回访联系上的；未联系上的不计",
        "said satisfied or basically satisfied ÷ reached at call-back; those not reached are left out",
    ),
)
RATED_CONTENT = _rate(
    "rated_content",
    Counted.RATED_CONTENT,
    Counted.RATED,
    names=("评价满意率", "Rated satisfied"),
    basis=(
        "评价三星（基本满意）及以上的 ÷ 反映人自己作出的评价；没有评价的不计",
        "three stars (basically satisfied) or more ÷ ratings given by the person; who gave none is left out",
    ),
)
REACHED = _rate(
    "reached",
    Counted.REACHED,
    Counted.CALLED,
    names=("回访接通率", "Reached at call-back"),
    basis=("联系上的 ÷ 全部回访次数", "reached ÷ all call-backs"),
)
CONTESTED = _rate(
    "contested",
    Counted.CONTESTED,
    Counted.DISPATCHED,
    names=("异议率", "Contested"),
    basis=("提出异议的次数 ÷ 主办工单分派次数（含改派、转调解）", "contests ÷ lead orders sent (reassigned ones and mediation included)"),
)
UPHELD = _rate(
    "upheld",
    Counted.UPHELD,
    Counted.RULED,
    names=("异议成立率", "Contests upheld"),
    basis=("裁定成立的（含上级逾期视为成立的）÷ 已裁定的异议", "upheld (by default of the superior too) ÷ contests ruled"),
)
REDONE = _rate(
    "redone",
    Counted.REDONE,
    Counted.REPORTED,
    names=("退回重办率", "Sent back"),
    basis=("退回重办的次数 ÷ 主办单位提交结果的次数", "results sent back ÷ results the lead reported"),
)
ARRIVED = _rate(
    "arrived",
    Counted.ARRIVED,
    Counted.WHISTLED,
    names=("报到率", "Arrived when whistled"),
    basis=("已报到的单位 ÷ 被吹哨的单位", "units that arrived ÷ units called"),
)
INDICATORS = (ON_TIME, ONE_TRIP, SOLVED, SATISFIED, RATED_CONTENT, REACHED, CONTESTED, UPHELD, REDONE, ARRIVED)
LEFT_OUT = ("检举控告不计入任何数字", "Accusations count nowhere")
"""What no count of the picture contains."""
HOPS = _rate(
    "hops",
    Counted.PASSED,
    Counted.BEGUN,
    names=("平均流转层级", "Hops before work begins"),
    basis=(
        "从一个单位流转到另一个单位的次数（登记之后、核查之前）÷ 主办单位首次签收的事项；退回核查不计",
        "passages from one unit to another, after registration and before verification ÷ matters whose lead received them first",
    ),
)
HOURS_PER_HOP = _rate(
    "hours_per_hop",
    Counted.LAIN,
    Counted.PASSED,
    names=("每层停留小时", "Hours per hop"),
    basis=(
        "流转前在各单位停留的小时数之和 ÷ 流转次数；自然小时，四舍五入到小时",
        "hours it lay with each unit before it was passed on ÷ passages; hours of the clock, rounded to whole ones",
    ),
)
MEANS = (HOPS, HOURS_PER_HOP)
"""What is told as a mean, not as a share: `Value.mean`."""
