"""Which struct the body of each kind of pack is read into. A new kind is entered here; one without a struct stays plain data."""

from __future__ import annotations

from typing import Any

from .categories import Categories
from .construction import Construction

BODIES: dict[str, Any] = {
    "categories": Categories,
    "construction": Construction,
}
