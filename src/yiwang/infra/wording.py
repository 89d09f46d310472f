"""How a refusal is worded for people: one sentence in Chinese and one in English by stable code, used by pages and API alike."""

from __future__ import annotations

from yiwang.kernel.refusals import Refused

REFUSALS: dict[str, tuple[str, str]] = {
    "bad_input": ("有内容需要修改，请看标出的各项。", "Something needs to be corrected; see the marked fields."),
    "key_reused": (
        "这个请求编号已经用于另一份内容，请换一个新的编号。",
        "This request key was already used with other content; use a new one.",
    ),
    "bad_key": ("请求编号为空或超过 {longest} 个字符。", "The request key is empty or longer than {longest} characters."),
    "too_many_requests": ("操作过于频繁，请稍后再试。", "Too many attempts; please try again later."),
    "bad_cursor": ("翻页位置无效，请从第一页重新开始。", "This page position is not valid; start again from the first page."),
    "bad_encoding": ("内容编码不是 UTF-8，无法读取。", "The content is not valid UTF-8 and cannot be read."),
    "broken_off": ("传输中断，内容不完整，没有保存；请重试。", "The transfer broke off; nothing was saved. Please retry."),
    "too_large": ("内容超过这里允许的大小。", "The content is larger than allowed here."),
    "database_away": (
        "系统正在恢复，请稍后重试；已提交的内容不会丢失。",
        "The system is recovering; please retry in a moment. Nothing acknowledged is lost.",
    ),
}
"""code → (Chinese, English). Values in braces are filled from the refusal. Each package adds its own codes here."""


def worded(refusal: Refused, language: str) -> str:
    """Return the sentence for `refusal` in `language` ("zh…" or anything else for English); an unknown code is shown as it is."""
    pair = REFUSALS.get(refusal.code)
    if pair is None:
        return refusal.code
    sentence = pair[0] if language.startswith("zh") else pair[1]
    try:
        return sentence.format(**refusal.values)
    except (KeyError, IndexError):  # a value is missing: the plain sentence is better than none
        return sentence
