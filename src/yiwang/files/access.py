"""Who may open a file: asked of those who know what it belongs to, listed in `config/wiring.py`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class MayOpen(Protocol):
    """Says whether a viewer may open a file that belongs to something of its package; False where it knows nothing of the file."""

    def __call__(self, *, viewer: Any, county: str, file_id: UUID) -> bool:
        """Answer from the same rule that shows what the file belongs to."""


@cache
def _asked() -> tuple[MayOpen, ...]:
    names: Sequence[str] = import_string(settings.FILE_ACCESS)
    return tuple(import_string(name) for name in names)


def may_open(*, viewer: Any, county: str, file_id: UUID) -> bool:
    """Say whether anybody who knows the file lets the viewer open it; closed by default."""
    return any(ask(viewer=viewer, county=county, file_id=file_id) for ask in _asked())
