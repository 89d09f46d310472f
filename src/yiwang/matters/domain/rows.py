"""What a row of the regulation is made of: who, conditions, destinations, effects on clocks; each named in both languages.

A row is read aloud by `yiwang docs build`, and obeyed by `workflow.decide`: the same objects serve both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from .acts import Act, On
from .case import Case
from .words import OrderState, State

if TYPE_CHECKING:
    from .scene import Scene


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """A named right: who may do the act."""

    name: str
    zh: str
    en: str
    holds: Callable[[Scene], bool]


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A named condition of the act; `code` is what one is told when it does not hold."""

    code: str
    zh: str
    en: str
    holds: Callable[[Scene], bool]
    field: str = ""
    on_input: bool = False
    """Looks at the input, so it cannot be asked before somebody fills the form."""


class UnitTest(msgspec.Struct, frozen=True, kw_only=True):
    """A named test of one unit that work or a matter may go to."""

    code: str
    zh: str
    en: str
    holds: Callable[[Scene, int, str], bool]
    """Given the scene, the unit and the name of the input."""


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Where the act may carry the work: inputs that name units, and what each unit must be."""

    fields: tuple[str, ...]
    tests: tuple[UnitTest, ...]


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What the act does to the clocks, given the scene, the case before and the case after the deed."""

    zh: str
    en: str
    apply: Callable[[Scene, Case, Case], Case]


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A state that depends on how things stand: named, and computed from the scene and the case after the deed."""

    zh: str
    en: str
    states: tuple[State, ...]
    """What it may become, besides staying as it is."""
    sources: frozenset[State] = frozenset()
    """From where it may become that; empty: from every source state of the row."""
    of: Callable[[Scene, Case], State]


def _as_it_is(scene: Scene, case: Case) -> Case:
    return case  # no docstring: the documents would read it aloud


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One article of the regulation: source states · target · who · where · conditions · clocks · deed."""

    act: Act
    states: frozenset[State]
    to: State | Target | None = None
    """None: the state of the matter stays."""
    on: On = On.MATTER
    also_on: On | None = None
    orders: frozenset[OrderState] = frozenset()
    """Source states of the order it is done on."""
    order_to: OrderState | tuple[OrderState, ...] | None = None
    """Target of the order; several when the deed decides between them."""
    requests: frozenset[str] = frozenset()
    """Kinds of open request it is done on."""
    who: tuple[Who, ...]
    conditions: tuple[Condition, ...] = ()
    where: Where | None = None
    clocks: tuple[Effect, ...] = ()
    while_suspended: bool = False
    """Lawful while the clocks stand still."""
    deed: Callable[[Scene, Case], Case] = _as_it_is
    """The other changes of the case: pure, given the scene and the case so far."""
