"""docs/rules/workflow.zh-CN.md: the regulation in Chinese, printed from the table the rules obey."""

from __future__ import annotations

from yiwang.console.regulation_text import Reader, Tongue

FILE = "docs/rules/workflow.zh-CN.md"
_HEAD = """# 事项办理规则

本页由 `script/yiwang docs build` 从规则表生成：程序照此执行，逐条即是条文。英文见 [workflow.md](workflow.md)，时限见 [clocks.md](clocks.md)。

## 通则

1. 一件事项在终结之前始终只有一个牵头中心，即流转路径上的最后一个；办理中始终只有一张主办工单。
2. 权利来自任职。条文没有写到的人不能办；被检举控告的单位及其下级、由其借调的人员和已回避的人员，什么也不能办、看不到、数不到。
3. 岗位空缺、单位撤销或无人可办时，由承接单位办理，没有承接单位的逐级由上级办理；没有一件事等着没有人的地方。
4. 谁经手，谁不核查：签收、办理、提交结果的人不得审核、办结本事项。
5. 内部时限不晚于管辖时限（法律另有规定的除外）；流转、并件、归类都不重新起算，也不缩短对群众的承诺。
6. 终结时：未完结的工单收回，子工单随之收回，待批申请失效，吹哨结束，暂停终止，所有办理时限停止。工单终结时，它的时限、申请和子工单一并终结。
7. 有新的事实（由牵头中心认定）时，异议裁定的约束、提级和下转各一次的限制解除。

## 事项的状态

"""  # noqa: E501


def text() -> str:
    """Return the page."""
    reader = Reader(Tongue.ZH)
    return f"{_HEAD}{reader.matter_diagram()}\n\n## 工单的状态\n\n{reader.order_diagram()}\n\n{reader.chapters()}"
