"""Which struct the body of each kind of pack is read into. A new kind is entered here; one without a struct stays plain data."""

from __future__ import annotations

from typing import Any

from .calendar import CalendarBody
from .categories import Categories
from .clocks import ClocksBody
from .construction import Construction
from .procedures import ProceduresBody
from .reports import ReportsBody
from .supervision import SupervisionBody

BODIES: dict[str, Any] = {
    "calendar": CalendarBody,
    "categories": Categories,
    "clocks": ClocksBody,
    "construction": Construction,
    "procedures": ProceduresBody,
    "reports": ReportsBody,
    "supervision": SupervisionBody,
}
