"""Words of Chinese text, as search and likeness read them."""

from __future__ import annotations

from yiwang.kernel import chinese


def test_longer_words_come_with_the_shorter_ones_inside_and_empty_ones_are_left_out() -> None:
    found = chinese.words("物业费太高，反映多次没有人处理；ＫＴＶ噪音")
    assert {"物业", "物业费", "噪音", "ktv"} <= set(found)
    assert not {"反映", "没有", "处理", "，"} & set(found)


def test_pieces_name_each_place_once_and_pairs_every_neighbourhood() -> None:
    assert chinese.pieces("物业费") == ["物业费"]
    assert list(chinese.pairs("鑫苑3号楼")) == ["鑫苑", "号楼"]


def test_placeholders_and_names_are_no_words() -> None:
    assert chinese.words("〔当事人1〕和〔电话2〕") == []
    assert not {"王大明", "李秀英"} & set(chinese.words("王大明和李秀英都在"))


def test_words_that_overlap_are_all_found() -> None:
    assert {"路灯", "灯不亮"} <= set(chinese.words("路灯不亮"))
