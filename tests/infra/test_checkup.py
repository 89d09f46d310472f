"""The doctor's questions: each answers, a broken one is a problem of its own, and every remedy says what to do."""

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from yiwang.console.commands.doctor import command
from yiwang.infra import checkup, checkups
from yiwang.infra.checkup import Verdict


@pytest.mark.django_db
def test_every_question_is_answered_and_whatever_is_wrong_has_a_remedy() -> None:
    answers = dict(checkup.examine())
    assert {"python", "packages", "home", "keys", "disk", "database", "chinese words", "tables", "clock", "worker"} <= set(answers)
    assert {"divisions", "rules", "calendar", "ledger"} <= set(answers)
    assert all(answer.remedy for answer in answers.values() if answer.verdict in {Verdict.NOTE, Verdict.PROBLEM})
    assert answers["database"].verdict is answers["tables"].verdict is answers["chinese words"].verdict is Verdict.OK


@pytest.mark.django_db
def test_a_question_that_breaks_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> checkup.Answer:
        raise OSError("no such device")

    monkeypatch.setitem(checkup._checks, "disk", (5, "", broken))
    answers = dict(checkup.examine())
    assert answers["disk"].verdict is Verdict.PROBLEM
    assert "OSError: no such device" in answers["disk"].says
    assert answers["database"].verdict is Verdict.OK


def test_keys_that_others_may_read(tmp_path: Path, settings: Any) -> None:
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    assert checkups.keys().verdict is Verdict.NOTE
    secret = settings.KEYS / "seal.key"
    secret.touch(mode=0o600)
    assert checkups.keys().verdict is Verdict.OK
    secret.chmod(0o640)
    answer = checkups.keys()
    assert answer.verdict is Verdict.PROBLEM
    assert "seal.key" in answer.says
    assert "chmod 600" in answer.remedy


@pytest.mark.django_db
def test_what_needs_the_database_is_not_asked_while_it_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checkup._checks, "database", (10, "", lambda: checkup.problem("it is away", "bring it back")))
    answers = dict(checkup.examine())
    waiting = {name for name, answer in answers.items() if answer.verdict is Verdict.UNASKED}
    assert waiting >= {
        "chinese words",
        "tables",
        "clock",
        "key files",
        "worker",
        "jobs and events",
        "divisions",
        "rules",
        "calendar",
        "ledger",
    }
    assert not waiting & {"python", "packages", "home", "keys", "disk", "doors"}


@pytest.mark.parametrize(
    ("said", "verdict", "remedy"),
    [
        ({"DEBUG": True, "ALLOWED_HOSTS": ["yiwang.example"], "HTTPS": True}, Verdict.PROBLEM, "leave YIWANG_DEBUG out"),
        ({"ALLOWED_HOSTS": ["*"], "HTTPS": True}, Verdict.PROBLEM, "YIWANG_HOSTS"),
        ({"ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"]}, Verdict.NOTE, "YIWANG_HOSTS"),
        ({"ALLOWED_HOSTS": ["yiwang.example"], "HTTPS": False}, Verdict.PROBLEM, "YIWANG_HTTPS=1"),
        ({"ALLOWED_HOSTS": ["yiwang.example"], "HTTPS": True}, Verdict.OK, ""),
        ({"ALLOWED_HOSTS": ["yiwang.example"], "HTTPS": True, "SECURE_PROXY_SSL_HEADER": None}, Verdict.PROBLEM, "YIWANG_BEHIND_PROXY=1"),
    ],
)
def test_how_it_is_served(settings: Any, said: dict[str, Any], verdict: Verdict, remedy: str) -> None:
    for name, value in ({"DEBUG": False, "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")} | said).items():
        setattr(settings, name, value)
    answer = checkups.doors()
    assert answer.verdict is verdict
    assert remedy in answer.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_home_that_cannot_be_written(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir(mode=0o500)
    assert checkups.home().verdict is Verdict.PROBLEM


def test_packages_that_differ_from_the_lock(tmp_path: Path, settings: Any) -> None:
    settings.BASE = tmp_path
    (tmp_path / "requirements.txt").write_text("django==0.1 \\\n    --hash=sha256:00\nno-such-package==1.0 \\\n    --hash=sha256:00\n")
    answer = checkups.packages()
    assert answer.verdict is Verdict.PROBLEM
    assert "no-such-package missing, locked 1.0" in answer.says
    assert ".venv" in answer.remedy


@pytest.mark.django_db
def test_the_command_ends_with_one_when_something_is_wrong() -> None:
    ran = CliRunner().invoke(command)
    assert ran.exit_code == 1  # the tests' database holds no divisions
    assert "problem" in ran.output
    assert "divisions" in ran.output
