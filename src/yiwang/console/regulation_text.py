"""The regulation read aloud: the rows of `matters.domain.regulation` as articles and diagrams, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from yiwang.kernel.labels import Labelled
from yiwang.matters.domain.acts import SPECS, ActSpec, Kind, On
from yiwang.matters.domain.register import REGISTERING
from yiwang.matters.domain.regulation import CHAPTERS
from yiwang.matters.domain.rows import Row, Target
from yiwang.matters.domain.words import OrderState, Role, State


class Tongue(StrEnum):
    """The language a document is in."""

    ZH = "zh"
    EN = "en"


_ON = {
    On.MATTER: ("事项", "the matter"),
    On.ORDER: ("工单", "an order"),
    On.REQUEST: ("申请", "a request"),
    On.WHISTLE: ("吹哨", "a whistle"),
    On.CARD: ("督办", "a card"),
    On.REVIEW: ("复查复核", "a review"),
    On.CLAIM: ("诉求清单的一行", "a line of the claim sheet"),
    On.CONFERENCE: ("会商", "a conference"),
}
_REQUESTS = {
    "contest": ("异议", "a contest"),
    "extension": ("延期申请", "a request for extension"),
    "suspension": ("暂停申请", "a request for suspension"),
    "question": ("询问", "a question"),
    "correction": ("补正要求", "a request for correction"),
}
_KINDS = {
    Kind.TEXT: ("长文", "text"),
    Kind.LINE: ("短文", "line"),
    Kind.UNIT: ("单位", "unit"),
    Kind.UNITS: ("单位（可多选）", "units"),
    Kind.CHOICE: ("选项", "choice"),
    Kind.FLAG: ("是/否", "yes/no"),
    Kind.DAYS: ("天数", "days"),
    Kind.DATE: ("日期", "date"),
    Kind.STARS: ("一至五星", "1–5 stars"),
    Kind.CATEGORY: ("类别", "category"),
    Kind.MATTER: ("事项编号", "matter number"),
    Kind.USER: ("人员", "user"),
    Kind.FILES: ("附件", "files"),
    Kind.COUNT: ("人数", "count"),
    Kind.PARTY: ("当事人", "party"),
    Kind.MONEY: ("金额（元）", "amount in yuan"),
    Kind.PLACE: ("区划代码", "division code"),
}


_REGISTERED_IF = (
    "类别可为该诉求性质；走访代表不超过规则包规定的人数；只有检举控告可以指明被检举控告单位；有可以牵头的综治中心",
    "the category knows the nature; no more visiting representatives than the pack allows; only an accusation names accused units; "
    "a center can lead it",
)
_REGISTERED = (
    "事项为待受理；登记单位是中心的，由其牵头，否则由所在地最近的中心牵头；"
    "检举控告由被检举控告单位之上的中心或纪检监察机关牵头；登记单位在有人签收前负首问责任",
    "the matter is: To accept; led by the center that registered, else by the nearest one of the place; "
    "an accusation by the level above whom it accuses, or the discipline body; whoever registered stays answerable until somebody receives",
)
_NUMERALS = "一二三四五六七八九"


class Reader:
    """Reads rows aloud in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self.zh = tongue == Tongue.ZH
        self.comma = "、" if self.zh else ", "
        self.stop = "；" if self.zh else "; "
        self.colon = "：" if self.zh else ": "

    def say(self, zh: str, en: str) -> str:
        """Return the wording of this language."""
        return zh if self.zh else en

    def label(self, word: Labelled) -> str:
        """Return a word as it is printed on the screen."""
        return word.zh if self.zh else word.en

    def states(self, states: Iterable[State]) -> str:
        """Return states in the order of a matter's life; all of them in one word."""
        found = frozenset(states)
        if found == frozenset(State):
            return self.say("任何状态", "any state")
        return self.comma.join(self.label(state) for state in State if state in found)

    def article(self, number: int, row: Row) -> str:
        """Return one act as an article."""
        spec = SPECS[row.act]
        lines = [f"### {self.say(f'第{number}条', f'§{number}')} {spec.zh if self.zh else spec.en} `{row.act.value}`", ""]
        lines += [f"- **{name}**{self.colon}{said}" for name, said in self._columns(row, spec) if said]
        return "\n".join(lines) + "\n"

    def _columns(self, row: Row, spec: ActSpec) -> list[tuple[str, str]]:
        return [
            (self.say("何时", "when"), self._when(row)),
            (self.say("何人", "who"), self.stop.join(self.say(who.zh, who.en) for who in row.who)),
            (self.say("对象", "on"), self._subject(row)),
            (self.say("条件", "provided"), self.stop.join(self.say(c.zh, c.en) for c in row.conditions)),
            (self.say("去向", "where"), self._where(row, spec)),
            (self.say("结果", "then"), self._then(row)),
            (self.say("时限", "clocks"), self.stop.join(self.say(e.zh, e.en) for e in row.clocks)),
            (self.say("填写", "input"), self.stop.join(self._input(spec))),
            (
                self.say("公开", "shown"),
                "" if spec.public else self.say("反映人看不到此动作", "the person does not see it in the timeline"),
            ),
        ]

    def _when(self, row: Row) -> str:
        said = self.say(f"事项为{self.states(row.states)}", f"the matter is: {self.states(row.states)}")
        if row.orders:
            orders = self.comma.join(self.label(state) for state in OrderState if state in row.orders)
            said += self.say(f"，工单为{orders}", f"; the order is: {orders}")
        if row.while_suspended:
            said += self.say("（计时暂停期间亦可）", " (also while the clocks stand still)")
        return said

    def _subject(self, row: Row) -> str:
        if row.requests:
            return self.comma.join(self.say(*_REQUESTS[kind]) for kind in sorted(row.requests))
        found = [self.say(*_ON[row.on])] + ([self.say(*_ON[row.also_on])] if row.also_on else [])
        return "" if found == [self.say(*_ON[On.MATTER])] else self.say("或", " or ").join(found)

    def _where(self, row: Row, spec: ActSpec) -> str:
        if row.where is None:
            return ""
        names = {field.name: self.say(field.zh, field.en) for field in spec.inputs}
        tests = self.stop.join(self.say(test.zh, test.en) for test in row.where.tests)
        return self.comma.join(names[field] for field in row.where.fields) + self.colon + tests

    def _then(self, row: Row) -> str:
        said = []
        if isinstance(row.to, Target):
            said.append(self.say(row.to.zh, row.to.en))
        elif row.to is not None:
            said.append(self.say(f"事项转为{row.to.zh}", f"the matter becomes: {row.to.en}"))
        if row.order_to is not None:
            targets = row.order_to if isinstance(row.order_to, tuple) else (row.order_to,)
            names = self.say("或", " or ").join(self.label(state) for state in targets)
            said.append(self.say(f"工单转为{names}", f"the order becomes: {names}"))
        said.append(self._deed(row))
        return self.stop.join(part for part in said if part)

    def _deed(self, row: Row) -> str:
        """Return what the deed's docstring says it changes: its first line, or the line that is Chinese."""
        lines = [line.strip() for line in (row.deed.__doc__ or "").strip().splitlines() if line.strip()]
        if self.zh:
            return next((line.rstrip("。") for line in lines if "\u4e00" <= line[0] <= "\u9fff"), "")
        return lines[0][0].lower() + lines[0][1:].rstrip(".") if lines else ""

    def _input(self, spec: ActSpec) -> list[str]:
        said = []
        for field in spec.inputs:
            marks = [self.say(*_KINDS[field.kind])]
            marks += [] if field.required else [self.say("可不填", "optional")]
            marks += [self.say("反映人可见", "the person can read it")] if field.public and "反映人可见" not in field.zh else []
            label = self.say(field.zh, field.en)
            said.append(f"{label}（{self.comma.join(marks)}）" if self.zh else f"{label} ({self.comma.join(marks)})")
        return said

    def chapters(self) -> str:
        """Return the whole regulation, chapter by chapter."""
        said, number = [], 1
        for n, (zh, en, rows) in enumerate(CHAPTERS, 1):
            said.append(f"## {self.say(f'第{_NUMERALS[n - 1]}章 {zh}', f'{n}. {en}')}\n")
            if n == 1:
                said.append(self._registering())
            for row in rows:
                number += 1
                said.append(self.article(number, row))
        return "\n".join(said)

    def _registering(self) -> str:
        """Return the first article: registration makes the case, so it has no row."""
        columns = [
            (self.say("何人", "who"), self.comma.join(self.label(role) for role in Role if role in REGISTERING)),
            (self.say("条件", "provided"), self.say(*_REGISTERED_IF)),
            (self.say("结果", "then"), self.say(*_REGISTERED)),
            (self.say("时限", "clocks"), self.say("开始：受理期限", "starts: Acceptance")),
        ]
        title = f"### {self.say('第1条', '§1')} {self.say('登记', 'Register')} `register`\n\n"
        return title + "\n".join(f"- **{name}**{self.colon}{said}" for name, said in columns) + "\n"

    def matter_diagram(self) -> str:
        """Return the states of a matter and the acts between them, for mermaid."""
        edges: dict[tuple[State, State], list[str]] = {}
        for _, _, rows in CHAPTERS:
            for row in rows:
                targets = row.to.states if isinstance(row.to, Target) else (row.to,) if row.to else ()
                sources = (row.to.sources if isinstance(row.to, Target) else frozenset()) or row.states
                for target in targets:
                    for source in State:
                        if source in sources and source != target:
                            edges.setdefault((source, target), []).append(self._short(SPECS[row.act]))
        lines = ["```mermaid", "stateDiagram-v2"]
        lines += [f'    state "{self.label(state)}" as {state.value}' for state in State]
        lines.append(f"    [*] --> registered: {self.say('登记', 'Register')}")
        lines += [f"    {a.value} --> {b.value}: {self.comma.join(acts)}" for (a, b), acts in edges.items()]
        return "\n".join([*lines, "```"])

    def order_diagram(self) -> str:
        """Return the states of an order and the acts between them, for mermaid."""
        edges: dict[tuple[OrderState, OrderState], list[str]] = {}
        for _, _, rows in CHAPTERS:
            for row in rows:
                sources = row.orders or ({OrderState.CONTESTED} if "contest" in row.requests else set())
                targets = row.order_to if isinstance(row.order_to, tuple) else (row.order_to,) if row.order_to else ()
                for source in OrderState:
                    for target in targets:
                        if source in sources and source != target:
                            edges.setdefault((source, target), []).append(self._short(SPECS[row.act]))
        lines = ["```mermaid", "stateDiagram-v2"]
        lines += [f'    state "{self.label(state)}" as {state.value}' for state in OrderState]
        lines.append(f"    [*] --> sent: {self.say('分派、交办、改派、转入调解', 'Dispatch, Pass down, Reassign, To mediation')}")
        lines += [f"    {a.value} --> {b.value}: {self.comma.join(acts)}" for (a, b), acts in edges.items()]
        return "\n".join([*lines, "```"])

    def _short(self, spec: ActSpec) -> str:
        return self.say(spec.zh, spec.en)
