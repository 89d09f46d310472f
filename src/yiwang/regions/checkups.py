"""What `yiwang doctor` asks about the tree of divisions."""

from __future__ import annotations

from yiwang.infra.checkup import Answer, check, note, ok, problem

from .queries import count_by_level


@check("divisions", order=30, needs="tables")
def divisions() -> Answer:
    """Are divisions loaded, all five levels of them?"""
    counts = count_by_level()
    remedy = "run `script/yiwang setup`"
    if not any(counts.values()):
        return problem("none are loaded", remedy)
    said = " / ".join(f"{counts.get(level, 0):,}" for level in range(1, 6))
    if not all(counts.get(level) for level in range(1, 6)):
        return problem(f"levels are missing: {said}", remedy)
    return ok(said) if counts.get(1, 0) > 1 else note(f"one province only: {said}", "`script/yiwang setup` loads the whole country")
