"""A token may call so often a minute; then it is told when to come back."""

from __future__ import annotations

from yiwang.api.pace import Pace


def test_a_burst_then_a_steady_flow():
    time = [1000.0]
    pace = Pace(clock=lambda: time[0])
    allowed = sum(pace.wait(1, per_minute=60) == 0 for _ in range(50))
    assert allowed == 10  # ten seconds' worth at once
    assert pace.wait(1, per_minute=60) == 1
    time[0] += 3
    assert [pace.wait(1, per_minute=60) for _ in range(4)] == [0, 0, 0, 1]


def test_tokens_do_not_share():
    pace = Pace(clock=lambda: 0.0)
    while pace.wait(1, per_minute=1) == 0:
        pass
    assert pace.wait(1, per_minute=1) == 60
    assert pace.wait(2, per_minute=1) == 0
