"""The questions a resident is asked, one a page, and what counts as an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yiwang.policy.domain.categories import Categories, Category
from yiwang.policy.domain.words import Nature
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.marks import english

STEPS = ("kind", "category", "what", "where", "who", "check")
AGAINST = "against"
"""Asked of an accusation alone, after the place."""
STORY_LIMIT = 4000


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where one is on the way."""

    name: str
    title: str
    back: str
    steps: tuple[str, ...] = STEPS

    @property
    def no(self) -> int:
        """Number of the step, from one."""
        return self.steps.index(self.name) + 1

    @property
    def of(self) -> int:
        """How many steps there are."""
        return len(self.steps)

    @property
    def pct(self) -> int:
        """How far one is, in steps of five."""
        return 5 * round(20 * self.no / self.of)

    @property
    def words(self) -> str:
        """The same, said."""
        return _("第 %(no)d 步，共 %(of)d 步") % {"no": self.no, "of": self.of}


def steps_for(draft: dict[str, Any]) -> tuple[str, ...]:
    """Return the questions of this draft in their order."""
    if draft.get("nature") != Nature.ACCUSATION:
        return STEPS
    cut = STEPS.index("who")
    return (*STEPS[:cut], AGAINST, *STEPS[cut:])


def kinds() -> tuple[Choice, ...]:
    """Return the natures in people's words."""
    return (
        Choice(value=Nature.DISPUTE, label=_("和人有纠纷，想请人调解"), note=_("邻里、婚姻家庭、劳动、物业、合同、土地……")),
        Choice(value=Nature.HELP, label=_("遇到困难，想请人帮忙"), note=_("生活、就医、上学、办事……")),
        Choice(value=Nature.COMPLAINT, label=_("对服务或处理不满意，要投诉"), note=_("单位或企业的服务、收费、态度……")),
        Choice(value=Nature.HAZARD, label=_("发现安全隐患"), note=_("道路、消防、电气、房屋、井盖……")),
        Choice(value=Nature.REPORT, label=_("举报违法行为"), note=_("违建、污染、无证经营、欠薪……")),
        Choice(value=Nature.INQUIRY, label=_("想问一件事"), note=_("政策、手续、找哪个部门……")),
        Choice(value=Nature.SUGGESTION, label=_("提意见或建议")),
        Choice(value=Nature.ACCUSATION, label=_("检举控告机关或公职人员"), note=_("被检举的单位和它的下级看不到您的材料。")),
    )


def leaf_choice(tree: Categories, leaf: Category) -> Choice:
    """Return a category as something to choose, with the branch it grows on."""
    branch = " › ".join((step.en or step.zh) if english() else step.zh for step in tree.path(leaf.code)[:-1])
    return Choice(value=leaf.code, label=(leaf.en or leaf.zh) if english() else leaf.zh, note=branch)


def found_categories(
    tree: Categories, *, word: str, nature: str = "", top: str = "", chosen: str = "", limit: int = 20
) -> tuple[Choice, ...]:
    """Return the categories that fit a word (Chinese, first letters, pinyin), or all of a branch; what was chosen stays first."""
    leaves = tree.search(word, limit=limit * 3) if word else tuple(leaf for leaf in tree.leaves if top and leaf.top == top)
    fitting = [leaf for leaf in leaves if (not nature or nature in leaf.natures) and leaf.code != chosen]
    kept = tree.get(chosen) if chosen else None
    return tuple(leaf_choice(tree, leaf) for leaf in ([kept] if kept else []) + fitting[: limit if word else 200])


def branches(tree: Categories, nature: str) -> list[Choice]:
    """Return the top branches that hold anything of this nature."""
    tops = {leaf.top for leaf in tree.leaves if not nature or nature in leaf.natures}
    return [Choice(value=top.code, label=(top.en or top.zh) if english() else top.zh) for top in tree.children() if top.code in tops]


def kind_fields(draft: dict[str, Any]) -> list[Field]:
    """Ask what is wanted."""
    return [
        Field(
            name="nature",
            label=_("请选一项"),
            hint=_("选不准没关系，工作人员会帮您改。"),
            widget="radio",
            choices=kinds(),
            values=_of(draft, "nature"),
        )
    ]


def category_fields(draft: dict[str, Any], tree: Categories) -> list[Field]:
    """Ask what it is about: what was searched, or the branch that was opened."""
    choices = found_categories(
        tree, word=draft.get("q_category", ""), nature=draft.get("nature", ""), top=draft.get("top", ""), chosen=draft.get("category", "")
    )
    if not choices:
        return []
    return [Field(name="category", label=_("是这一项吗？"), widget="radio", choices=choices, values=_of(draft, "category"))]


def what_fields(draft: dict[str, Any]) -> list[Field]:
    """Ask what happened."""
    kept = tuple(Choice(value=item["id"], label=item["name"]) for item in draft.get("files", []))
    return [
        Field(
            name="title",
            label=_("用一句话说，是什么事"),
            widget="line",
            limit=60,
            values=_of(draft, "title"),
            hint=_("例如：3 号楼楼顶漏水没人修。这里不要写姓名和电话。"),
        ),
        Field(
            name="story",
            label=_("请说说经过"),
            hint=_("什么时候、谁、因为什么、现在怎么样、希望怎么办。写几句话就行。"),
            widget="text",
            rows=7,
            limit=STORY_LIMIT,
            values=_of(draft, "story"),
        ),
        Field(name="files", label=_("照片或文件"), hint=_("最多 9 个。照片、PDF 都可以。"), widget="files", required=False, kept=kept),
    ]


def where_fields(draft: dict[str, Any]) -> list[Field]:
    """Ask for the place in words; the region is searched beside it."""
    hint = _("路名、小区、楼号就行。门牌号会保密。")
    return [
        Field(
            name="address",
            label=_("具体地点"),
            hint=hint,
            widget="line",
            limit=120,
            required=False,
            values=_of(draft, "address"),
            autocomplete="street-address",
        )
    ]


def against_fields(found: tuple[Choice, ...], chosen: list[str]) -> list[Field]:
    """Ask which of the units found is accused."""
    return [Field(name="accused", label=_("是这些单位吗？可以选几个"), widget="picks", choices=found, values=tuple(chosen), quiet=True)]


def who_fields(draft: dict[str, Any]) -> list[Field]:
    """Ask who brings it, and how to reach them."""
    ways = (
        Choice(value="named", label=_("留下姓名和电话"), note=_("只有办理人员能看到；要看完整号码得写明理由，并留下记录。")),
        Choice(value="anonymous", label=_("不留姓名"), note=_("可以不留电话。凭编号和查询码一样能查进度，但我们没法联系您。")),
    )
    return [
        Field(name="way", label=_("怎么称呼您"), widget="radio", choices=ways, values=_of(draft, "way") or ("named",)),
        Field(name="name", label=_("姓名"), widget="line", limit=40, values=_of(draft, "name"), autocomplete="name", when="way=named"),
        Field(
            name="phone",
            label=_("手机或电话"),
            hint=_("选“不留姓名”时可以不填。"),
            widget="tel",
            limit=20,
            values=_of(draft, "phone"),
            autocomplete="tel",
        ),
    ]


def truth_field() -> Field:
    """Ask for the assurance before sending."""
    return Field(name="truth", label=_("以上内容是真实的。我知道办理人员可能会联系我核实。"), widget="flag", required=True)


def missing(name: str, answers: dict[str, Any]) -> dict[str, str]:
    """Return what is still wanting on a page, one sentence per field."""
    wanted: dict[str, dict[str, str]] = {
        "kind": {"nature": _("请选一项")},
        "category": {"category": _("请选一个类别")},
        "what": {"title": _("请用一句话说是什么事"), "story": _("请写几句事情的经过")},
        "where": {"place": _("请选一个村或社区")},
        AGAINST: {"accused": _("请选出被检举控告的单位")},
        "who": {"name": _("请填写姓名，或者选“不留姓名”"), "phone": _("请填写电话，或者选“不留姓名”")}
        if answers.get("way") != "anonymous"
        else {},
    }
    return {field: text for field, text in wanted.get(name, {}).items() if not answers.get(field)}


def _of(draft: dict[str, Any], name: str) -> tuple[str, ...]:
    value = draft.get(name)
    return (value,) if value else ()
