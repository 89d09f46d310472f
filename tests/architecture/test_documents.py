"""The documents name every setting; the lock files hold what the project asks for. (Generated documents: script/check.)"""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    sources = [
        *(file for top in ("src", "config", "tests", "bench") for file in (PROJECT / top).rglob("*.py")),
        *(file for file in (PROJECT / "script").iterdir() if file.is_file()),
    ]
    set_by_us = {"YIWANG_SUPERVISED"}
    used = {name for file in sources for name in re.findall(r"\b(YIWANG_[A-Z_]*[A-Z]|DATABASE_URL)\b", file.read_text())} - set_by_us
    described = set(re.findall(r"^\| `([A-Z_]+)`", (PROJECT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert used == described


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    run, dev = ((PROJECT / name).read_text().lower() for name in ("requirements.txt", "requirements-dev.txt"))
    dependencies = (PROJECT / "pyproject.toml").read_text().split("dependencies = [")[1].split("]\n")[0]
    for name in re.findall(r'"([A-Za-z0-9_.-]+)', dependencies):
        assert re.search(rf"^{re.escape(name.lower())}==", run, re.MULTILINE), f"{name} is not locked: run script/lock"
        assert re.search(rf"^{re.escape(name.lower())}==", dev, re.MULTILINE), f"{name} is not locked for developers: run script/lock"
    assert "--hash=sha256:" in run
