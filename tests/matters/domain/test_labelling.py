"""Words that label people are found with the reason; words about places, procedures and deeds are left alone."""

from __future__ import annotations

import pytest

from yiwang.matters.domain.labelling import PATTERNS, Why, labels_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("该人系老上访户，多次缠访。", [("老上访户", Why.INSISTENCE), ("缠访", Why.INSISTENCE)]),
        ("纯属无理取闹，建议不予理会", [("无理取闹", Why.CHARACTER)]),
        ("疑似精神病，家属称其精神有问题", [("精神病", Why.HEALTH), ("精神有问题", Why.HEALTH)]),
        ("列入重点人员管控", [("重点人员", Why.REGISTER)]),
        ("缠访又缠访", [("缠访", Why.INSISTENCE)]),
    ],
)
def test_labels_are_found_once_with_their_reason(text: str, found: list[tuple[str, Why]]) -> None:
    assert [(label.word, label.why) for label in labels_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "反映人11月3日、11月9日两次到窗口，要求公布停水原因。",
        "已联系市精神病医院，家属同意陪同就诊。",
        "多次走访，群众来访3次；信访事项已受理。",
        "现场有人喊叫约十分钟，未发生冲突。",
        "重点人群接种工作由卫健局负责，重点工程进度正常。",
        "避免纠缠访谈细节",
    ],
)
def test_what_tells_of_deeds_places_and_procedures_is_left_alone(text: str) -> None:
    assert labels_in(text) == ()


def test_every_kind_of_label_is_told_apart() -> None:
    assert set(PATTERNS) == set(Why)
