"""The one door for writing: every page, API call, import, device and simulation does its deeds through these functions."""

from .acting import Done, act
from .correcting import correct_party
from .erasing import erase
from .following import follow_units
from .intake import Intake, PartyIn
from .looks import note_file_opened, note_pictures_shown
from .registering import Registered, register
from .revealing import Revealed, reveal
from .watching import Watched, recompute, watch

__all__ = [
    "Done",
    "Intake",
    "PartyIn",
    "Registered",
    "Revealed",
    "Watched",
    "act",
    "correct_party",
    "erase",
    "follow_units",
    "note_file_opened",
    "note_pictures_shown",
    "recompute",
    "register",
    "reveal",
    "watch",
]
