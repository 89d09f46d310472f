"""How refusals of the administration are worded, and what is found wrong with rules before they take effect."""

from __future__ import annotations

ADMINISTRATION: dict[str, tuple[str, str]] = {
    "not_oneself": (
        "不能给自己任职、停用或重置，请由上级的系统管理员办理。",
        "Nobody does this to themself: the system officer above does.",
    ),
    "officers_from_above": (
        "本级的系统、安全、审计管理员由上级任免，本级不能互相任免或重置。",
        "The three officers of a place are appointed, locked and reset by the place above, never by each other.",
    ),
    "also_elsewhere": (
        "此人在您的范围以外也有任职，账号须由共同上级的系统管理员办理。",
        "This person also holds a post beyond your reach; the system officer above both must do it.",
    ),
    "rules_of_all": (
        "这项规则对全系统生效，只能由管辖全系统的系统管理员更改。",
        "This holds for the whole installation; only the system officer who answers for all of it may change it.",
    ),
    "not_own_unit": ("不能撤销自己所在的中心。", "You cannot close the centre you act for."),
    "center_stays": (
        "综治中心不能迁到别的区划；请在新区划设立中心，再撤销这一个。",
        "A centre stays where it was built: open a new one, then close this.",
    ),
    "superior_below": ("上级单位不能是它自己或它的下级。", "A unit's superior cannot be itself or one of those below it."),
    "superior_elsewhere": ("上级单位须在同一区划或其上级区划。", "A superior stands in the same division or one above it."),
    "no_such_plaque": ("没有这块牌子，或已摘下。", "There is no such plaque, or it was taken down."),
    "no_such_residency": ("没有这项入驻，或已撤出。", "There is no such presence, or it has ended."),
    "no_such_duty": ("没有这个条目，或已删去。", "There is no such line, or it was struck."),
    "no_such_category": ("没有这个类别。", "There is no such category."),
    "post_held": ("还有人在任，请先免职再撤岗位。", "Somebody still holds this post; end the appointment first."),
    "post_of_center": ("这种岗位只有综治中心才有。", "Only governance centres have posts of this kind."),
    "in_the_past": ("日期不能早于今天。", "The day cannot lie in the past."),
    "bad_date": ("日期应写作 2026-12-01。", "A day is written as 2026-12-01."),
    "no_draft": ("没有草稿，可能已被放弃或已生效。", "There is no draft: it was dropped, or has taken effect."),
    "pack_version_taken": (
        "版本“{version}”已经生效过，请另取一个版本名。",
        "Version {version} is or was in force; give the draft another name.",
    ),
    "pack_faulty": (
        "规则包有 {count} 处不能生效的问题，第一处在：{where}。",
        "{count} things keep these rules from taking effect, the first at {where}.",
    ),
    "bad_json": ("不是合法的 JSON：第 {line} 行第 {column} 列。", "This is not valid JSON: line {line}, column {column}."),
    # what is found in a pack
    "pack_unreadable": ("结构不对：{reason}", "It is not built as its kind asks: {reason}"),
    "pack_wrong_type": ("应为{expected}，现为{got}。", "This must be {expected}, not {got}."),
    "pack_missing_field": ("缺少“{name}”。", "{name} is missing."),
    "pack_unknown_field": ("不认识“{name}”这一项。", "Nothing of the name {name} is known here."),
    "pack_gap_ladder": (
        "缺少“其他程序”一行：没有单列的程序就没有督办规则。",
        "The row for all other procedures is missing: those without a row of their own would have no rule.",
    ),
    "pack_bad_card": ("没有“{card}”这一档，只有提醒、黄牌、红牌。", "There is no level {card}: reminder, yellow and red there are."),
    "pack_card_order": ("{grave}要比{mild}更重、更晚发出。", "{grave} must be graver and later than {mild}."),
    "pack_card_nobody": ("用到“{card}”，却没有写发给谁。", "{card} goes out, but nobody is named whom it is for."),
    "pack_below_one": ("不能小于 1。", "This cannot be below 1."),
    "pack_bad_grade": ("没有这个等级：{grade}。", "There is no such grade: {grade}."),
    "pack_gap_waits": ("五级都要写签收时限，分钟数大于 0。", "Each of the five levels needs a number of minutes above 0."),
    "pack_bad_count": ("只能按死亡、受伤、失联和涉及人数计数。", "Only deaths, injured, missing and people concerned are counted."),
    "pack_grade_open": (
        "每个等级要写报到第几级（1 到 5）和续报间隔。",
        "Each grade goes up to a level 1 to 5 and has minutes until the next follow-up report.",
    ),
    "pack_overlap_days": ("生效日与已有版本重叠，须晚于 {newest}。", "It would overlap with a version in force: begin after {newest}."),
    "pack_in_the_past": (
        "生效日不能早于今天（{today}）：已经走过的期限不能改。",
        "It cannot begin before today ({today}): what has run is not rewritten.",
    ),
    "pack_gap_years": ("年份有缺口：缺 {years} 年。", "Years are missing: {years}."),
    "pack_bad_year": ("“{year}”不是年份。", "{year} is not a year."),
    "pack_day_elsewhere": ("{day} 不在 {year} 年。", "{day} does not lie in {year}."),
    "pack_overlap_day": ("{day} 既是休息日又是调休上班日。", "{day} is both a day of rest and a day that is worked."),
    "pack_makeup_weekday": ("{day} 本来就是工作日，不能作调休上班日。", "{day} is a weekday already and cannot be worked in exchange."),
    "pack_gap_holidays": ("{year} 年没有一个休息日。", "{year} has no day of rest."),
    "pack_year_provisional": (
        "{year} 年只有法定节假日，调休通知未发布，期限标为暂定。",
        "{year} holds statutory days only; limits in it are provisional.",
    ),
    "pack_gap_clock": (
        "“{clock}”没有“{procedure}”程序的期限，也没有通用期限。",
        "{clock}: no limit for the procedure {procedure}, and no general one.",
    ),
    "pack_unknown_procedure": ("没有“{procedure}”这种办理程序。", "There is no procedure {procedure}."),
    "pack_without_basis": ("“{clock}”的期限没有写依据。", "{clock}: the limit names no basis."),
    "pack_bad_limit": (
        "“{limit}”不是期限：应如 15d（日）、5w（工作日）、24h（小时）、1m（月）。",
        "{limit} is not a limit: write 15d, 5w, 24h or 1m.",
    ),
    "pack_share": ("“临期”的比例应在 0 和 1 之间，现为 {share}。", "The share that is “due soon” lies between 0 and 1, not {share}."),
    "pack_unknown_category": ("没有类别“{category}”。", "There is no category {category}."),
    "pack_overlap_special": (
        "专门法期限第 {first} 条和第 {second} 条都管类别 {category}，相互重叠。",
        "Special limits {first} and {second} overlap: both speak of category {category}.",
    ),
    "pack_overlap_category": ("类别代码 {category} 出现了 {times} 次。", "The category code {category} stands {times} times."),
    "pack_gap_nature": ("诉求性质“{nature}”没有对应的办理程序。", "The nature {nature} leads to no procedure."),
    "pack_gap_parent": ("类别 {category} 的上级 {parent} 不存在。", "Category {category} has no parent {parent}."),
    "pack_gap_natures": (
        "类别 {category} 没有写诉求性质，没有事项能归入。",
        "Category {category} has no nature: nothing could be filed under it.",
    ),
    "pack_bad_category": ("类别“{category}”的代码或名称不对。", "Code or name of category {category} is not right."),
    "pack_nature_not_listed": (
        "类别 {category} 为“{nature}”定了程序，却没有列这种性质。",
        "Category {category} rules the nature {nature} without listing it.",
    ),
    "pack_category_in_duties": (
        "事项清单还在用类别 {category}，这一版里没有。",
        "Duty lists name category {category}, which this version leaves out.",
    ),
    "pack_category_in_clocks": (
        "期限规则还在用类别 {category}，这一版里没有。",
        "Limits name category {category}, which this version leaves out.",
    ),
    "pack_categories_gone": (
        "比现行版本少 {count} 个类别：{category}。已归入的事项不变。",
        "{count} categories are gone: {category}. Matters filed there stay.",
    ),
    "pack_gap_procedure": ("没有“{procedure}”程序的规定。", "Nothing is said of the procedure {procedure}."),
    "pack_gap_list": ("清单“{list}”没有条目，办理时无可选项。", "The list {list} is empty or missing: acts would have nothing to choose."),
    "pack_overlap_entry": ("清单“{list}”里“{entry}”重复。", "The list {list} holds {entry} twice."),
    "pack_bad_choice": ("“{value}”不是可选的内容。", "{value} is not one of the choices."),
    "pack_negative": ("不能是负数：{value}。", "This cannot be below nought: {value}."),
    "pack_bad_level": ("没有第 {level} 级区划。", "There is no level {level}."),
    "pack_bad_range": ("代码段 {low} 到 {high} 前后颠倒。", "The range {low} to {high} is turned round."),
}
"""code → (Chinese, English)."""
