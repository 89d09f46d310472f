"""What a token may be used for. A scope never adds a right: it only narrows those of the appointment the token acts under."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class Scope(Labelled):
    """One door of the API, opened for a token one by one."""

    MATTERS_READ = "matters:read", "查看事项", "Read matters, lists and lawful acts"
    MATTERS_REGISTER = "matters:register", "登记事项", "Register matters"
    MATTERS_ACT = "matters:act", "办理事项", "Act on matters"
    REGIONS_READ = "regions:read", "查看区划、单位和类别", "Read regions, units and categories"
