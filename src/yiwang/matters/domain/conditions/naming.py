"""How a condition is named: its code, its two wordings, and whether it looks at the input."""

from __future__ import annotations

from collections.abc import Callable

from ..rows import Condition
from ..scene import Scene

Test = Callable[[Scene], bool]


def must(code: str, zh: str, en: str, *, field: str = "", on_input: bool = False) -> Callable[[Test], Condition]:
    """Make a condition of a test; one that names a field looks at the input."""

    def make(holds: Test) -> Condition:
        return Condition(code=code, zh=zh, en=en, holds=holds, field=field, on_input=on_input or bool(field))

    return make
