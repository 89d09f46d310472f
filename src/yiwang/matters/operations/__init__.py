"""The one door for writing: every page, API call, import, device and simulation does its deeds through these functions."""

from .acting import Done, act
from .intake import Intake, PartyIn
from .registering import Registered, register
from .revealing import Revealed, reveal

__all__ = ["Done", "Intake", "PartyIn", "Registered", "Revealed", "act", "register", "reveal"]
