"""The one door for writing: every page, API call, import, device and simulation does its deeds through these functions."""

from .acting import Done, act
from .correcting import correct_party
from .drafting import drop_draft, forget_drafts, keep_draft
from .erasing import erase
from .following import follow_units
from .intake import Intake, PartyIn
from .looks import note_file_opened, note_pictures_shown
from .marking import follow_matter, forget_marks, note_opened
from .mentioning import tell_mentioned
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
    "drop_draft",
    "erase",
    "follow_matter",
    "follow_units",
    "forget_drafts",
    "forget_marks",
    "keep_draft",
    "note_file_opened",
    "note_opened",
    "note_pictures_shown",
    "recompute",
    "register",
    "reveal",
    "tell_mentioned",
    "watch",
]
