"""What the papers of a matter say: registration receipt, acceptance notice, notice of not accepting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.case import Case
from yiwang.matters.domain.words import OrderState, Procedure, State
from yiwang.matters.operations import Revealed
from yiwang.matters.queries.page import MatterPage, PartyView
from yiwang.matters.queries.timeline import TimelineEntry
from yiwang.web.papers.press import Paper
from yiwang.web.presenters.clocks import governing
from yiwang.web.presenters.dates import full_day, last_day, local
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english
from yiwang.web.presenters.names import Names

RECEIPT, ACCEPTANCE, DECLINE = "receipt", "acceptance", "decline"
_AT_WORK = frozenset({OrderState.RECEIVED, OrderState.REPORTED, OrderState.REWORK, OrderState.CONFIRMED})
_BRINGING = ("reporter", "representative", "agent", "claimant")


@dataclass(frozen=True, kw_only=True)
class PaperView(Drawn):
    """One paper on the list of a matter's papers."""

    kind: str
    title: str
    issuer: str
    note: str
    named: bool
    """It is addressed to somebody: with the name only by a look that is written down."""


def papers_of(page: MatterPage, names: Names) -> list[PaperView]:
    """Return the papers that can be printed for a matter as it stands."""
    views = [
        PaperView(
            kind=RECEIPT,
            title=_("登记回执"),
            issuer=names.unit(page.case.registrar),
            note=_("说明已经登记；不写姓名。"),
            named=False,
        )
    ]
    if entry_of(page, Act.ACCEPT):
        note = _("由有权处理的单位告知，一式两份。")
        views.append(PaperView(kind=ACCEPTANCE, title=_("受理告知书"), issuer=names.unit(competent(page)), note=note, named=True))
    if (declined := entry_of(page, Act.DECLINE)) and page.case.state == State.DECLINED:
        note = _("写明理由和依法应走的途径，一式两份。")
        views.append(PaperView(kind=DECLINE, title=_("不予受理告知书"), issuer=names.unit(declined.unit), note=note, named=True))
    return views


def entry_of(page: MatterPage, act: Act) -> TimelineEntry | None:
    """Return the last entry of an act."""
    return next((entry for entry in reversed(page.timeline) if entry.act is act), None)


def competent(page: MatterPage) -> int:
    """Return the unit that accepts: whoever leads the work, once it has received it; before that, the center that accepted."""
    case = page.case
    leads = [order.unit for order in case.orders.values() if order.lead and order.state in _AT_WORK]
    entry = entry_of(page, Act.ACCEPT)
    return leads[-1] if leads else entry.unit if entry and entry.unit is not None else case.holder


def acceptance(page: MatterPage, *, names: Names, clerk: str, revealed: Revealed | None) -> Paper:
    """Return the notice that a matter was accepted: who handles it, until when, and what the person may do."""
    case, entry = page.case, entry_of(page, Act.ACCEPT)
    issuer, day = names.unit(competent(page)), full_day(local(entry.at if entry else page.updated).date())
    said = [*_who_handles(case, names), *_until_when(case), *_what_one_may(case)]
    return _notice(
        issuer=issuer,
        title=_("受理告知书"),
        number=page.number,
        addressee=_name(revealed, case),
        paragraphs=(_brought(page) + _("经审核，属于受理范围，现予受理，并告知如下："),),
        items=tuple(f"{_ordinal(n)}{text}" for n, text in enumerate(said)),
        day=day,
        clerk=clerk,
    )


def _who_handles(case: Case, names: Names) -> list[str]:
    lead = [names.unit(o.unit) for o in case.orders.values() if o.lead and o.state in _AT_WORK]
    assisting = [names.unit(o.unit) for o in case.orders.values() if not o.lead and not o.parent and o.state in _AT_WORK]
    if not lead:
        return [_("本事项由%(center)s牵头办理，承办单位确定后另行告知。") % {"center": names.unit(case.holder)}]
    if assisting:
        return [_("承办单位为%(lead)s，%(others)s协助办理。") % {"lead": lead[-1], "others": _("、").join(assisting)}]
    return [_("承办单位为%(lead)s。") % {"lead": lead[-1]}]


def _until_when(case: Case) -> list[str]:
    clock = governing(case)
    if clock is None:
        return []
    return [_("本事项将于%(day)s前答复您。确需延长的，将提前告知理由和新的期限。") % {"day": full_day(last_day(clock.due))}]


def _what_one_may(case: Case) -> list[str]:
    said = [
        _("您可以凭编号和查询码在网上、电话或者到任何一个综治中心查询办理进度；办结后可以对办理结果作出评价。"),
        _("您反映的情况和身份信息，仅限办理人员知悉。"),
    ]
    if case.procedure == Procedure.PETITION:
        said.insert(1, _("对处理意见不服的，可以自收到书面处理意见之日起 30 日内请求复查。"))
    return said


def decline(page: MatterPage, *, names: Names, clerk: str, revealed: Revealed | None) -> Paper:
    """Return the notice that a matter is not accepted: the reason, and the lawful way."""
    entry = entry_of(page, Act.DECLINE)
    assert entry is not None
    reason = names.word("decline_reasons", str(entry.data.get("reason_code", "")))
    shown = next((text.text for text in entry.texts if text.name == "answer"), "")
    told = (revealed.text(entry.seq, "answer") if revealed else "") or shown
    because = _("经审核，%(reason)s，依照有关规定不予受理。现将依法应当选择的途径告知如下：") % {"reason": reason}
    return _notice(
        issuer=names.unit(entry.unit),
        title=_("不予受理告知书"),
        number=page.number,
        addressee=_name(revealed, page.case),
        paragraphs=(_brought(page) + because, *(line.strip() for line in told.splitlines() if line.strip())),
        items=(_("如有新的情况或者材料，可以再来反映；对本告知有疑问的，可以到本中心询问。"),),
        day=full_day(local(entry.at).date()),
        clerk=clerk,
    )


def _notice(
    *, issuer: str, title: str, number: str, addressee: str, paragraphs: tuple[str, ...], items: tuple[str, ...], day: str, clerk: str
) -> Paper:
    return Paper(
        lang=_lang(),
        issuer=issuer,
        title=title,
        docno=_("编号 %(number)s") % {"number": number},
        addressee=addressee,
        paragraphs=paragraphs,
        items=items,
        seal=(issuer, day),
        sign=((_("签收人："), ""), (_("签收时间："), "")),
        foot=(_("经办：%(name)s") % {"name": clerk}, _("本告知书一式两份，反映人、承办单位各存一份")),
        copies=(_("第一联　交反映人"), _("第二联　存档")),
    )


def receipt(context: dict[str, str], *, qr: str) -> Paper:
    """Return the registration receipt, of the words its page is made of; the QR code only with the query code, when just issued."""
    facts = [(_("编号"), context["number"])]
    if context["query_code"]:
        facts.append((_("查询码"), context["query_code"]))
    facts.append((_("登记时间"), context["registered"]))
    if context["due"]:
        facts.append((context["due_label"], context["due"]))
    facts.append((_("查询网址"), context["follow_url"]))
    sealed = _("%(day)s的流转记录封存值，可据以核验：") % {"day": context["root_day"]}
    return Paper(
        lang=_lang(),
        issuer=context["center"],
        title=_("登记回执"),
        docno=_("编号 %(number)s") % {"number": context["number"]},
        paragraphs=(context["sentence"], context["next"]),
        items=(_("凭编号和查询码，可以在网上或到任何一个综治中心查进度、补充、催办和评价。查询码可以交给家人代查，请不要告诉无关的人。"),),
        facts=tuple(facts),
        qr=qr,
        qr_alt=_("查询网址和查询码的二维码"),
        root=(sealed, context["root"]) if context["root"] else None,
        seal=(context["center"], context["day"]),
        sign=((_("来访人签收："), ""), (_("经办："), context["clerk"])),
        foot=(_("本回执只说明已经登记；是否受理，以有权单位的受理告知书为准。"), ""),
        size=14,
        lead=11,
    )


def _brought(page: MatterPage) -> str:
    return _("您于%(day)s反映的“%(title)s”事项，") % {"day": full_day(local(page.registered).date()), "title": page.title}


def _name(revealed: Revealed | None, case: Case) -> str:
    """Return who is addressed; "" leaves a line to be filled in by hand."""
    if revealed is None:
        return ""
    here = [party for party in revealed.parties if _addressed(party, case)]
    return _("、").join(party.name for party in here if party.name)


def _addressed(party: PartyView, case: Case) -> bool:
    return party.no == case.reporter or (party.part in _BRINGING and not case.reporter)


def _ordinal(n: int) -> str:
    return f"{n + 1}. " if english() else f"{'一二三四五六七八九十'[n]}、"


def _lang() -> str:
    return "en" if english() else "zh"


def filename(number: str, kind: str, at: datetime) -> str:
    """Return the name of the file: of the matter, of no person."""
    return f"{number}-{kind}-{local(at):%Y%m%d}.pdf"
