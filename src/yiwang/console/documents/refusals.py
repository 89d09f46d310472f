"""docs/refusals.md: every stable code with its sentence in both languages."""

from __future__ import annotations

from yiwang.infra.wording import REFUSALS

FILE = "docs/refusals.md"
_HEAD = """# Refusals

Whatever Yiwang refuses, it refuses with a stable code: pages word it, the API gives it as `code` in a problem document.
Values in braces are filled in. This page is made by `script/yiwang docs build`.

| code | 中文 | English |
|---|---|---|
"""


def text() -> str:
    """Return the page."""
    return _HEAD + "".join(f"| `{code}` | {_cell(zh)} | {_cell(en)} |\n" for code, (zh, en) in sorted(REFUSALS.items()))


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|").replace("\n", " ")
