"""What will become of a matter, drawn once when it is brought: the behaviour looks at the case and at this, never rolls again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .assumptions import Assumptions
from .dice import Dice

RESTRICTED = frozenset({"accusation"})
"""Natures that go their own way: handed over, never dispatched, never rated."""
ON_SPOT = {"grid": 2.5, "village": 2.8, "window": 1.9, "web": 0.0, "hotline": 0.6, "transfer": 0.0}
ON_SPOT_NATURES = frozenset({"dispute", "help", "hazard", "inquiry", "suggestion"})
SHORT = frozenset({"hazard", "inquiry", "suggestion", "help", "complaint"})
"""Natures with limits so short that missing one shows within the month."""
LATE = {True: {"handling": 7, "receipt": 1.5, "acceptance": 1.5}, False: {"receipt": 4, "acceptance": 4, "verify": 2}}
"""Which limit is missed, for natures with short limits and for the others."""
EXTRAS = {"note": 0.30, "reveal": 0.25, "ask": 0.07, "attach": 0.10, "correct": 0.03, "instruct": 0.02}
"""Small acts that colour the story; chosen so that a matter has some ten entries."""


@dataclass(frozen=True)
class Fate:
    """The turns a matter will take. Words are outcomes ("" = it does not happen)."""

    pace: float = 1.0
    """Factor on every delay: below 1 fast, above 1 slow."""
    late: str = ""
    """Which limit will be missed: "receipt", "handling", "acceptance", "verify"."""
    spot: bool = False
    decline: bool = False
    withdraw: str = ""
    """State in which the person takes it back: "registered", "accepted", "handling", "verifying"."""
    correction: bool = False
    escalate: bool = False
    """Moved up one level beyond what its lead asks for."""
    ladder: bool = False
    """Moved up to the province and handed down again."""
    city_hands_down: bool = False
    transfer_out: bool = False
    mediation: bool = False
    reclassify: bool = False
    contest: str = ""
    """"uphold" · "refuse" · "refer" (the superior upholds) · "silence" (the superior lets the limit pass)."""
    extension: str = ""
    """"grant" · "refuse"."""
    suspension: str = ""
    """"run_out" (ends by itself) · "resume" · "refuse"."""
    assist: bool = False
    cancel_assist: bool = False
    pass_down: bool = False
    reassign: bool = False
    whistle: str = ""
    """"all" arrive · "some" do."""
    recuse: bool = False
    rework: int = 0
    urge: str = ""
    """"reminder" · "yellow" · "red": how far it goes."""
    silent_urge: bool = False
    """The card stays unanswered."""
    chase: bool = False
    take_charge: bool = False
    extras: frozenset[str] = field(default_factory=frozenset)
    new_facts: bool = False
    repeat: str = ""
    """"merge" · "unmerge" · "link" when it repeats an earlier one."""
    solved: bool = True
    satisfied: bool = True
    rate: bool = False
    follow_up: bool = False
    reached: bool = True
    reopen: bool = False
    review: str = ""
    """"upheld" · "changed" · "final" (asked twice)."""
    serve_way: str = "electronic"
    hold: str = ""
    """The act at which the story stops: it waits for whoever tries the sample."""
    lead: str = ""
    """Plan key of the unit that leads instead of the theme's own."""


def draw(*, nature: str, channel: str, unit: Dice, assumed: Assumptions, dice: Dice) -> Fate:
    """Return the fate of one matter by the assumptions; `unit` is the chance of who handles it: some solve more than others."""
    chance = dice.chance
    share = assumed.percent
    skill = unit.random.random()
    solved = chance(share("solved_low") + (share("solved_high") - share("solved_low")) * skill)
    fate = Fate(
        pace=min(2.2, dice.spread(0.8, 1.5)),
        late=dice.weighted(LATE[nature in SHORT]) if chance(share("overdue") * 2.2) else "",
        correction=chance(share("corrected")),
        escalate=chance(share("escalated")),
        reclassify=chance(0.02),
        mediation=nature == "dispute" and chance(0.16),
        contest=dice.weighted({"uphold": share("upheld") * 0.9, "refer": share("upheld") * 0.1, "refuse": 1 - share("upheld")})
        if chance(share("contested") * 1.15)
        else "",
        extension=dice.weighted({"grant": 5, "refuse": 1}) if chance(share("extended") * 1.35) else "",
        suspension=dice.weighted({"run_out": 2, "resume": 2, "refuse": 1}) if chance(share("suspended")) else "",
        assist=chance(share("assisted")),
        cancel_assist=chance(0.15),
        pass_down=chance(share("passed_down")),
        reassign=chance(0.01),
        whistle=dice.weighted({"all": 3, "some": 1}) if chance(share("whistled")) else "",
        recuse=chance(0.01),
        rework=1 if chance(share("redone") * 0.85) else 0,
        urge=dice.weighted({"reminder": 6, "yellow": 3, "red": 1}) if chance(share("urged")) else "",
        silent_urge=chance(0.1),
        chase=chance(share("chased")),
        take_charge=chance(0.006),
        extras=frozenset(name for name, likely in EXTRAS.items() if chance(likely)),
        new_facts=chance(0.01),
        solved=solved,
        satisfied=chance(share("satisfied_low") + (share("satisfied_high") - share("satisfied_low")) * skill if solved else 0.85),
        rate=chance(share("rated")),
        follow_up=chance(share("followed_up")),
        reached=chance(share("reached")),
        reopen=chance(share("reopened")),
        review=dice.weighted({"upheld": 4, "changed": 2, "final": 1}) if chance(share("reviewed") * 3) else "",
        serve_way=dice.weighted({"electronic": 5, "in_person": 3, "post": 2, "phone": 1}),
    )
    return _endings(fate, nature=nature, channel=channel, assumed=assumed, dice=dice.child("ending"))


def _endings(fate: Fate, *, nature: str, channel: str, assumed: Assumptions, dice: Dice) -> Fate:
    """Return the fate with how it leaves the ordinary way, if it does."""
    if nature in RESTRICTED:
        return replace(fate, transfer_out=True, contest="", rate=False, mediation=False, reclassify=False, extras=frozenset({"note"}))
    if nature in ON_SPOT_NATURES and dice.chance(assumed.percent("on_spot") * 1.3 * ON_SPOT[channel]):
        return replace(fate, spot=True)
    if dice.chance(assumed.percent("declined") * 1.2):
        return replace(fate, decline=True)
    if dice.chance(assumed.percent("withdrawn") * 1.9):
        return replace(fate, withdraw=dice.weighted({"registered": 2, "accepted": 1, "handling": 5, "verifying": 1}))
    if nature in {"dispute", "report"} and dice.chance(0.012):
        return replace(fate, transfer_out=True)
    return fate


PETITIONS = frozenset({"09-08-01", "15-01-03", "15-01-02", "13-04-01", "10-05-01", "01-09-09", "09-09-05"})
"""Categories of the themes whose requests for help are petitions by the pack: only their answers can be reviewed."""
SHOWCASES: tuple[tuple[frozenset[str], frozenset[str], dict[str, object]], ...] = (
    # natures, channels, what must happen once at least: the first fitting matters of the month are given these turns
    (frozenset({"dispute"}), frozenset({"grid", "village"}), {"ladder": True, "pace": 0.35}),
    (frozenset({"help"}), frozenset({"hotline"}), {"city_hands_down": True}),
    (frozenset({"hazard"}), frozenset({"hotline"}), {"contest": "silence", "pace": 0.6}),
    (frozenset({"help", "hazard"}), frozenset({"hotline"}), {"contest": "refer", "pace": 0.6}),
    (frozenset({"help"}), frozenset({"hotline"}), {"contest": "refuse", "review": "final", "pace": 0.25, "late": ""}),
    (frozenset({"help"}), frozenset({"hotline"}), {"review": "changed", "reopen": True, "pace": 0.25, "contest": ""}),
    (frozenset({"help"}), frozenset({"hotline", "window"}), {"review": "upheld", "pace": 0.25}),
    (frozenset({"help"}), frozenset({"window", "hotline"}), {"suspension": "run_out", "pace": 0.5}),
    (frozenset({"dispute"}), frozenset({"window", "hotline"}), {"suspension": "resume", "pace": 0.5}),
    (frozenset({"dispute"}), frozenset({"window", "hotline"}), {"suspension": "refuse", "extension": "grant"}),
    (frozenset({"dispute"}), frozenset({"hotline"}), {"mediation": True, "pace": 0.5}),
    (frozenset({"dispute"}), frozenset({"hotline", "window"}), {"transfer_out": True, "pace": 0.5}),
    (frozenset({"hazard"}), frozenset({"grid", "window"}), {"whistle": "some", "extras": frozenset({"note", "attach", "reveal"})}),
    (frozenset({"complaint", "hazard"}), frozenset({"grid", "window"}), {"whistle": "all"}),
    (frozenset({"help"}), frozenset({"hotline"}), {"urge": "red", "late": "handling", "chase": True}),
    (
        frozenset({"complaint"}),
        frozenset({"hotline"}),
        {"urge": "yellow", "take_charge": True, "extras": frozenset({"instruct", "ask"})},
    ),
    (frozenset({"help", "complaint"}), frozenset({"hotline"}), {"extras": frozenset({"confer", "listing"})}),
    (frozenset({"help"}), frozenset({"hotline", "window"}), {"recuse": True, "reassign": True, "assist": True, "cancel_assist": True}),
    (frozenset({"hazard", "help"}), frozenset({"hotline"}), {"pass_down": True, "assist": True, "pace": 0.6}),
    (
        frozenset({"help"}),
        frozenset({"web", "window"}),
        {"correction": True, "new_facts": True, "extras": frozenset({"correct", "ask", "note", "visit"})},
    ),
    (
        frozenset({"complaint"}),
        frozenset({"web", "hotline"}),
        {"reclassify": True, "rework": 1, "reopen": True, "follow_up": True, "reached": True},
    ),
    (frozenset({"help"}), frozenset({"hotline", "grid"}), {"reopen": True, "solved": False, "pace": 0.4}),
    (frozenset({"help"}), frozenset({"hotline", "window"}), {"decline": True}),
    (frozenset({"help"}), frozenset({"web", "hotline"}), {"withdraw": "handling"}),
    (frozenset({"complaint"}), frozenset({"web", "hotline", "window"}), {"withdraw": "registered"}),
    (frozenset({"hazard", "dispute"}), frozenset({"grid", "village"}), {"spot": True, "rate": True}),
    (frozenset({"hazard"}), frozenset({"grid", "hotline"}), {"late": "receipt"}),
    (frozenset({"help"}), frozenset({"grid", "hotline"}), {"escalate": True}),
)


def _clean(fate: Fate) -> Fate:
    """Return the fate without the endings that would cut a showcase short."""
    return replace(fate, spot=False, decline=False, withdraw="", transfer_out=False, late="", repeat="", contest="", mediation=False)


def showcase(fate: Fate, turns: dict[str, object]) -> Fate:
    """Return the fate bent to a showcase's turns."""
    return replace(_clean(fate), **turns)  # type: ignore[arg-type]


def deal_showcases(kinds: list[tuple[dict[str, object], str]], fates: list[Fate]) -> list[Fate]:
    """Return the fates with every showcase given once to the first fitting matter; `kinds` are (theme, channel)."""
    bent = list(fates)
    free = list(range(len(kinds)))
    for natures, channels, turns in SHOWCASES:
        for index in free:
            theme, channel = kinds[index]
            petition = "review" not in turns or str(theme["category"]) in PETITIONS
            if theme["nature"] in natures and channel in channels and petition:
                bent[index] = showcase(bent[index], turns)
                free.remove(index)
                break
    return bent
