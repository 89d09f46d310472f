from collections.abc import Callable
from pathlib import Path

import pytest

ROWS = [
    ("37", "山东省"),
    ("3705", "东营市"),
    ("370502", "东营区"),
    ("370502001", "文汇街道"),
    ("370502001001", "安泰社区居委会"),
    ("370502001002", "胜利社区居委会"),
    ("370502002", "胜利街道"),
    ("370502002001", "长安村委会"),
    ("370503", "河口区"),
    ("3706", "烟台市"),
]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a list of divisions and return its file."""

    def _write(rows: list[tuple[str, ...]], head: str = "code,name", name: str = "list.csv") -> Path:
        file = tmp_path / name
        file.write_text("\n".join([head, *(",".join(row) for row in rows)]) + "\n")
        return file

    return _write


@pytest.fixture
def rows() -> list[tuple[str, str]]:
    return list(ROWS)
