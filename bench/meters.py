"""What a run cost: CPU time of process trees out of /proc, and percentiles."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share (0 to 1) of the values does not pass (nearest rank)."""
    if not values:
        return float("nan")
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked)) - 1))]


def cpu_seconds(root: int) -> float:
    """Return the CPU time of a process, of all that descend from it and of children they have buried; 0 for no process."""
    if not root:
        return 0.0
    parents, spent = _table()
    family = {root}
    grown = True
    while grown:
        members = {pid for pid, parent in parents.items() if parent in family} - family
        family |= members
        grown = bool(members)
    return sum(spent.get(pid, 0) for pid in family) / _TICKS


def _table() -> tuple[dict[int, int], dict[int, int]]:
    """Return (pid → parent, pid → ticks) of everything that runs now."""
    parents: dict[int, int] = {}
    spent: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        pid = int(entry.name)
        parents[pid] = int(fields[1])
        spent[pid] = sum(int(value) for value in fields[11:15])  # utime, stime, and those of buried children
    return parents, spent


def busy_share(begun: tuple[float, float], ended: tuple[float, float]) -> float:
    """Return how much of the machine's CPU time (0 to 1) was in use between two `machine_cpu` readings."""
    busy, total = ended[0] - begun[0], ended[1] - begun[1]
    return busy / total if total else 0.0


def machine_cpu() -> tuple[float, float]:
    """Return (busy, all) CPU seconds of the whole machine since it started."""
    fields = [int(value) for value in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return (sum(fields) - idle) / _TICKS, sum(fields) / _TICKS
