"""What a template draws: values whose parts a template finds at the first look."""

from __future__ import annotations

from typing import Any


class Drawn:
    """Django's templates try `view["part"]` before `view.part`; answering the first saves an exception for every value drawn."""

    def __getitem__(self, name: str) -> Any:
        """Return the part of that name."""
        return getattr(self, name)
