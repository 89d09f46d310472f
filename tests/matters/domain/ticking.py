"""What every act must do to the clocks, and what may be done while they stand still, written apart from the table's columns."""

from __future__ import annotations

from yiwang.matters.domain.case import Case, Move

STILL = {
    "receive", "rule_contest", "default_ruling", "resume", "end_suspension", "transfer_out", "withdraw", "supplement", "chase", "urge",
    "answer_urge", "instruct", "take_charge", "recuse", "arrive", "link", "ask", "answer", "note", "visit", "attach", "correct", "reveal",
    "raise_clock", "recompute", "list_claim", "pay_claim", "agree_claim",
    "propose_listing", "rule_listing", "lift_listing", "confer", "conclude",
}  # fmt: skip
"""What does no work that a clock measures, or ends the standstill."""
MET_OF_MATTER = {
    "accept": "acceptance",
    "settle_on_spot": "acceptance",
    "decline": "acceptance",
    "close": "handling",
    "transfer_out": "acceptance",
}
MET_OF_SUBJECT = {
    "receive": ("receipt",),
    "contest": ("receipt",),
    "report_result": ("order",),
    "confirm": ("verify",),
    "rework": ("verify",),
    "rule_contest": ("contest", "referral"),
    "default_ruling": ("contest", "referral"),
    "refer_ruling": ("contest",),
    "answer_urge": ("card",),
    "rule_review": ("review_opinion",),
}
RUNS_AFTER = {"report_result": "verify", "refer_ruling": "referral", "rework": "order"}
PARTS = {
    "dispatch": ("orders", ("receipt", "order")),
    "pass_down": ("orders", ("receipt", "order")),
    "reassign": ("orders", ("receipt", "order")),
    "to_mediation": ("orders", ("receipt", "order")),
    "contest": ("requests", ("contest",)),
    "whistle": ("whistles", ("arrival",)),
    "urge": ("cards", ("card",)),
    "request_review": ("reviews", ("review_opinion",)),
}
"""Acts that make a part, and the clocks that must run for it from then on."""
RUNS = ("running", "frozen")


def _state(case: Case, subject: str, kind: str) -> str:
    clock = case.clocks.get(f"{subject}.{kind}")
    return clock.state.value if clock else ""


def ticking(before: Case, move: Move, after: Case) -> str:
    """Return what a move failed to do to the clocks, "" if nothing."""
    if before.suspension is not None and move.act not in STILL:
        return "done while the clocks stand still"
    met = [("m", MET_OF_MATTER[move.act])] if move.act in MET_OF_MATTER else []
    met += [("m", "handling")] if move.act == "transfer_out" else []
    met += [(move.subject, kind) for kind in MET_OF_SUBJECT.get(move.act, ())]
    for subject, kind in met:
        if _state(before, subject, kind) in RUNS and _state(after, subject, kind) != "met":
            return f"{kind} of {subject} was not met"
    if (kind := RUNS_AFTER.get(move.act)) and _state(after, move.subject, kind) not in RUNS:
        return f"{kind} of {move.subject} does not run"
    return _of_parts(before, move, after) or _of_moves(before, move, after)


def _of_parts(before: Case, move: Move, after: Case) -> str:
    name, kinds = PARTS.get(move.act, ("orders", ()))
    for key in set(getattr(after, name)) - set(getattr(before, name)):
        for kind in kinds:
            if _state(after, key, kind) not in RUNS:
                return f"{kind} of the new {key} does not run"
    return ""


def _of_moves(before: Case, move: Move, after: Case) -> str:
    of_matter = [clock.state.value for clock in before.clocks.values() if clock.subject == "m" and clock.state.value in RUNS]
    now = [clock.state.value for key, clock in after.clocks.items() if clock.subject == "m" and clock.state.value in RUNS]
    if move.act == "merge" and now != ["frozen"] * len(of_matter):
        return "the limits of a merged matter do not stand still"
    if move.act == "unmerge" and now != ["running"] * len(of_matter):
        return "the limits of a parted matter do not run on"
    if move.act == "archive" and any(clock.state.value in RUNS for clock in after.clocks.values()):
        return "a clock runs in the archive"
    return ""
