"""Conditions of the claim sheet."""

from __future__ import annotations

from ..scene import Scene
from ..words import Role
from .naming import must


@must("no_group", "是群体事项（登记有诉求人数）", "it is a group matter: the number of claimants was given")
def is_group(s: Scene) -> bool:
    """A sheet is kept where several people claim."""
    return s.case.claimants > 0


@must("no_such_party", "所指当事人在本事项中", "the party named is one of the matter", field="party")
def claimant_known(s: Scene) -> bool:
    """A line is a party's: one that is there, or a further one."""
    return s.number("party") <= s.case.parties


@must("named_already", "姓名等只在新增一人时填写", "name and phone are given only of a further person", on_input=True)
def only_newcomers_named(s: Scene) -> bool:
    """Who is on record is corrected, not written over."""
    return (s.number("party") == 0 and s.key not in s.case.claims) or s.move.texts.isdisjoint({"name", "phone", "document"})


@must("claimant_listed", "该当事人尚未列入清单", "the party has no line yet", field="party")
def claimant_not_listed(s: Scene) -> bool:
    """One claimant, one line."""
    party = s.number("party")
    taken = {line.party: key for key, line in s.case.claims.items()}
    return party == 0 or (taken.get(party, s.key) == s.key and (s.key not in s.case.claims or s.case.claims[s.key].party == party))


@must("proof_needed", "代为记录的须有签字凭证", "who records it for a claimant names the signed proof", field="proof")
def agreement_proven(s: Scene) -> bool:
    """Nobody agrees for another; what is written down for them is signed."""
    return s.actor.role == Role.PERSON or not s.flag("agrees") or "proof" in s.move.texts


@must("claims_open", "诉求清单每一行均已落实（群体事项不得含糊办结）", "every line of the claim sheet is settled")
def sheet_settled(s: Scene) -> bool:
    """A sheet is settled only when every line is, and every claimant has one."""
    return s.case.claims_settled == s.case.claimants


@must(
    "claims_open",
    "诉求清单每人一行且每行均已落实，或办结类别为未能解决并说明",
    "every claimant has a line and every line is settled, or the class says it is not settled",
    field="result_class",
)
def claims_settled(s: Scene) -> bool:
    """Claim sheets are settled only when every line is."""
    return sheet_settled.holds(s) or not s.policy.settles("result_classes", s.word("result_class"))


@must("group_apart", "不是群体事项（群体事项可作主件，不并入他件）", "no group matter: it may be a master, its sheet stays with it")
def not_a_group(s: Scene) -> bool:
    """The lines of a sheet are parties of their own matter."""
    return s.case.claimants == 0
