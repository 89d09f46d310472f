"""Every refusal the program can raise is worded in both languages, and no sentence waits for a value that is never given."""

from __future__ import annotations

import ast
from pathlib import Path

from yiwang.infra.wording import REFUSALS, worded
from yiwang.kernel.refusals import Refused

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yiwang"


def raised() -> dict[str, set[str]]:
    """Codes written as `Refused("code")` anywhere, with the files they stand in."""
    found: dict[str, set[str]] = {}
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.setdefault(code.value, set()).add(str(file.relative_to(SOURCE)))
    return found


def test_every_code_is_worded():
    missing = {code: sorted(files) for code, files in raised().items() if code not in REFUSALS}
    assert not missing


def test_both_languages_say_something_of_their_own():
    for code, (zh, en) in REFUSALS.items():
        assert zh and en and zh != en, code
        assert any("\u4e00" <= c <= "\u9fff" for c in zh), code
        assert not any("\u4e00" <= c <= "\u9fff" for c in en), code


def test_values_fill_the_sentence():
    assert worded(Refused("too_long", longest=60), "en") == "This is too long: 60 characters at most."
    assert worded(Refused("too_long", longest=60), "zh-hans") == "太长，最多 60 个字符。"
    assert worded(Refused("not_a_code_of_ours"), "zh") == "not_a_code_of_ours"
