"""How a refusal is worded for people: one sentence in Chinese and one in English by stable code, used by pages and API alike."""

from __future__ import annotations

from yiwang.kernel.refusals import Refused

from .wording_administration import ADMINISTRATION
from .wording_knowledge import KNOWLEDGE
from .wording_matters import MATTERS
from .wording_reception import RECEPTION

REFUSALS: dict[str, tuple[str, str]] = {
    "bad_input": ("有内容需要修改，请看标出的各项。", "Something needs to be corrected; see the marked fields."),
    "key_reused": (
        "这个请求编号已经用于另一份内容，请换一个新的编号。",
        "This request key was already used with other content; use a new one.",
    ),
    "bad_key": (
        "请求编号应为 {shortest} 到 {longest} 个可见的 ASCII 字符。",
        "The request key must be {shortest} to {longest} visible ASCII characters.",
    ),
    "too_many_requests": ("操作过于频繁，请稍后再试。", "Too many attempts; please try again later."),
    "bad_cursor": ("翻页位置无效，请从第一页重新开始。", "This page position is not valid; start again from the first page."),
    "bad_request": ("这个请求无法读取。", "This request cannot be read."),
    "bad_encoding": ("内容编码不是 UTF-8，无法读取。", "The content is not valid UTF-8 and cannot be read."),
    "bad_form": ("表单的格式不对，无法读取。", "The form is not written as its kind asks and cannot be read."),
    "broken_off": ("传输中断，内容不完整，没有保存；请重试。", "The transfer broke off; nothing was saved. Please retry."),
    "too_large": ("内容超过这里允许的大小。", "The content is larger than allowed here."),
    "database_away": (
        "系统正在恢复，请稍后重试；已提交的内容不会丢失。",
        "The system is recovering; please retry in a moment. Nothing acknowledged is lost.",
    ),
    # files
    "file_empty": ("“{name}”是空文件。", "“{name}” is empty."),
    "file_too_large": ("“{name}”超过 {limit_mb} MB。", "“{name}” is larger than {limit_mb} MB."),
    "file_kind_not_taken": (
        "“{name}”：不接收 {kind} 类型的文件；可上传图片、PDF、办公文档、录音、视频或文本。",
        "“{name}”: files of the kind {kind} are not taken; images, PDF, office documents, audio, video and text are.",
    ),
    "file_not_what_it_says": (
        "“{name}”的内容与名称不符：名称是{said}，内容是 {found}。",
        "“{name}” is not what its name says: its content is {found}.",
    ),
    "file_broken_off": ("“{name}”没有传完，没有保存；请重试。", "“{name}” broke off and was not saved. Please retry."),
    "file_infected": ("“{name}”含有病毒，没有保存。", "“{name}” carries a virus and was not saved."),
    "file_not_scanned": (
        "“{name}”现在无法查毒，没有保存；请稍后再传。",
        "“{name}” cannot be scanned for viruses just now and was not saved; send it again in a while.",
    ),
    "picture_broken": (
        "图片“{name}”已损坏或不完整，没有保存；请重新拍照或另存后再传。",
        "The picture “{name}” is damaged or incomplete and was not saved; take or save it again.",
    ),
    "picture_too_large": (
        "图片“{name}”超过 {most} 百万像素，没有保存；请缩小后再传。",
        "The picture “{name}” has more than {most} megapixels and was not saved; make it smaller and send it again.",
    ),
    "no_such_party": ("没有这位当事人。", "There is no such party."),
    "no_such_file": (
        "文件不存在、已被使用或已过期，请重新上传。",
        "There is no such file, or it was used or has expired; upload it again.",
    ),
    "legal_hold": ("该文件处于法定保全中，不能删除。", "This file is under a legal hold and cannot be erased."),
    "file_lost": ("文件内容丢失，请联系管理员。", "The content of this file is lost; tell the administrator."),
    # meetings
    "no_such_meeting": ("没有这次会议。", "There is no such meeting."),
    "no_such_decision": ("没有这条决定。", "There is no such decision."),
    "meeting_past": ("会议时间应在现在之后。", "A meeting is called for a time to come."),
    "wrong_meeting_state": ("会议在当前状态下不能这样办理。", "The meeting's present state does not allow this."),
    "wrong_decision_state": ("这条决定在当前状态下不能这样办理。", "The decision's present state does not allow this."),
    "minutes_signed": ("纪要已签发，不能再改。", "The minutes are signed and not altered any more."),
    "minutes_changed": (
        "您填写期间，别人保存过纪要。请核对后再保存。",
        "Somebody else saved the minutes meanwhile; look again before you save.",
    ),
    "no_minutes": ("纪要还是空的，不能签发。", "There is nothing in the minutes to sign."),
    "not_the_chair": ("纪要由主持人或分管领导签发。", "Minutes are signed by the chair or a leader."),
    "no_such_person": (
        "只能邀请本中心的人员；其他单位请按单位邀请。",
        "Only people of one's own centre are invited by name; invite others by their unit.",
    ),
    "task_without_part": (
        "该单位没有参与这个事项，看不到内容；请先分派工单或邀请其会商。",
        "This unit has no part in the matter and could not read it; dispatch an order to it or invite it to a conference first.",
    ),
    # sealing
    "seal_format": ("数据格式无法识别，不是本系统封存的。", "This was not sealed by this system."),
    "seal_tampered": ("封存的数据被改动或挪动过，已拒绝读取。", "Sealed data was altered or moved, and is not shown."),
    "key_unknown": ("找不到封存该数据所用的密钥。", "The key this was sealed with is not known here."),
    "key_lost": ("密钥文件 {file} 不在，封存的数据无法读取。", "The key file {file} is missing; what is sealed cannot be read."),
    "key_unreadable": ("密钥文件 {file} 无法读取，请检查权限。", "The key file {file} cannot be read; see to its permissions."),
    "key_wrong": ("密钥文件 {file} 不是封存数据时所用的那一个。", "The key file {file} is not the one the data was sealed with."),
    # ledger
    "day_sealed": ("{day} 的流转记录已封存，不能再写入。", "The ledger of {day} is sealed; nothing can be added to it."),
    "chain_broken": (
        "流转记录与事项不一致，已拒绝写入；请联系管理员核查。",
        "The ledger and the matter disagree; nothing was written. Tell the administrator.",
    ),
    "unknown_number": ("没有编号为 {number} 的事项。", "There is no matter {number}."),
    # the API's own door
    "malformed_json": ("不是合法的 JSON（第 {line} 行第 {column} 列）。", "This is not valid JSON (line {line}, column {column})."),
    "not_an_object": ("请求内容应当是一个 JSON 对象。", "The request body must be a JSON object."),
    "control_character": ("含有不能保存的控制字符。", "This holds a control character that cannot be stored."),
    "no_token": ("需要访问令牌（Authorization: Bearer …）。", "An access token is needed (Authorization: Bearer …)."),
    "token_not_good": (
        "令牌无效、已过期、已撤销，或其岗位已终止。",
        "The token is not valid: unknown, expired, revoked, or its appointment has ended.",
    ),
    "scope_missing": ("令牌没有“{scope}”权限。", "The token lacks the scope {scope}."),
    "not_found": ("没有找到。", "Not found."),
    "method_not_allowed": ("此地址不支持该方法。", "This address does not support that method."),
    "length_required": ("请求须注明长度（Content-Length）。", "The request must state its length (Content-Length)."),
    "wrong_media_type": ("内容类型应为 {expected}。", "The content type must be {expected}."),
    "server_error": (
        "系统出错，已记录；未完成的内容没有保存。",
        "Something went wrong here and was recorded; nothing unfinished was saved.",
    ),
    "unknown_field": ("没有这个字段。", "There is no such field."),
    "wrong_type": ("类型应为 {expected}。", "This must be {expected}."),
    "out_of_range": ("超出允许的范围。", "This is outside the allowed range."),
    "too_long": ("太长，最多 {longest} 个字符。", "This is too long: {longest} characters at most."),
    "unknown_datum": (
        "不认识这个坐标系；应为 WGS84 或 CGCS2000。",
        "This datum is not known here; it must be WGS84 or CGCS2000.",
    ),
    "bad_format": ("格式不对。", "This is not written in the expected form."),
    "not_a_number": ("应为整数。", "This must be a whole number."),
    "required": ("必填。", "This is required."),
    "no_such_scope": ("没有“{scope}”这个权限。", "There is no scope {scope}."),
    "no_such_appointment": ("没有这个任职，或已终止。", "There is no such appointment in force."),
    "no_such_token": ("没有这个令牌，或已撤销。", "There is no such token in use."),
    "name_in_use": ("这个名称已在使用。", "This name is already in use."),
    "lifetime_too_long": ("有效期应为 1 到 {days} 天。", "The lifetime must be 1 to {days} days."),
    # immediate reports
    "no_such_report": ("没有找到这份紧急信息。", "There is no such report."),
    "report_ended": ("这份紧急信息已经终报，请看最新情况。", "This report has ended; see how it stands now."),
    "reported_already": ("这件事项的紧急信息正在报送，请续报。", "This matter is being reported already; follow that report up."),
    "accusation_not_reported": (
        "检举控告不作紧急信息逐级报送，请移交有权机关。",
        "An accusation is not reported up the line; hand it over to the competent body.",
    ),
    # messages
    "template_unknown_name": ("“{{{name}}}”不能用在这里；可以用的有：{names}。", "{{{name}}} means nothing here; there are: {names}."),
    "template_stray_brace": ("花括号没有成对。", "A brace stands alone."),
    "no_such_message": ("没有这条消息，或者它已经在发送。", "There is no such message, or it is on its way already."),
    "bad_mail": ("电子邮件地址的写法不对。", "This is not an e-mail address."),
    **MATTERS,
    **KNOWLEDGE,
    **RECEPTION,
    **ADMINISTRATION,
    # registering and finding a matter
    "changed_meanwhile": (
        "这件事项在您查看之后已有新的办理，请看最新情况再决定。",
        "Somebody has acted on this matter since you looked; see how it stands now, then decide.",
    ),
    "busy": ("别人正在办理这件事项，请稍后重试。", "Somebody is acting on this matter this very moment; please retry."),
    "no_such_matter": ("没有找到这件事项，请核对编号。", "There is no such matter; please check the number."),
    "number_malformed": (
        "编号的写法不对，应如 460108-20261123-7K42-C。",
        "This is not a matter number; one looks like 460108-20261123-7K42-C.",
    ),
    "number_mistyped": ("编号有误，请核对是否输错或漏了字符。", "This number cannot be right: a character is wrong, missing or swapped."),
    # the desk
    "nothing_chosen": ("还没有选中任何事项。", "No matter is chosen yet."),
    "no_such_run": ("没有这次批量办理。", "There is no such bulk run."),
    "no_such_export": ("没有这个导出文件。", "There is no such export."),
    "unknown_duty": ("没有这个列表。", "There is no such list."),
    "unknown_choice": ("不是可选的内容。", "This is not one of the choices."),
    "unknown_place": ("没有这个区划。", "There is no such division."),
    "bad_region_code": ("“{code}”不是区划代码。", "{code} is not a division code."),
    "bad_characters": ("含有不能保存的字符。", "This holds characters that cannot be stored."),
    "bad_document": ("证件号码的写法不对。", "This is not a document number."),
    "unknown_sort": ("没有这种排序。", "There is no such order."),
    "bad_phone": ("电话号码的写法不对。", "This is not a telephone number."),
    "in_the_future": ("时间不能晚于现在。", "This cannot lie in the future."),
    "nature_not_of_category": ("这一类别没有这种诉求性质。", "A matter of this category cannot have that nature."),
    "accused_missing": ("检举控告须写明被反映的单位或人员。", "An accusation must say whom it concerns."),
    "reporter_missing": ("请填写反映人，或选择匿名。", "Say who brings it, or that it is anonymous."),
    "too_many_representatives": ("来访代表最多 {most} 人。", "{most} visiting representatives at most."),
    "fewer_than_named": ("人数少于已写明的 {named} 人。", "This is fewer than the {named} people named."),
    "no_center": ("这里及上级都还没有综治中心。", "Neither this place nor any above it has a governance centre yet."),
    "no_free_number": ("暂时取不到编号，请重试。", "No number was free; please retry."),
    "not_your_right": ("您的岗位不能做这件事。", "Your post may not do this."),
    # the organisation, divisions and policy packs
    "bad_choice": ("不是可选的内容。", "This is not one of the choices."),
    "duty_of_whom": ("请写明是哪个单位，或哪一类单位在哪一级。", "Say which unit, or which kind of unit at which level."),
    "no_successor": ("没有单位承接其事项。", "No unit would take over what it holds."),
    "no_such_center": ("没有这个综治中心。", "There is no such centre."),
    "no_such_post": ("没有这个岗位。", "There is no such post."),
    "no_such_region": ("没有这个区划：{code}。", "There is no such division: {code}."),
    "no_such_user": ("没有这个用户，或已停用。", "There is no such active user."),
    "officers_apart": (
        "系统、安全、审计管理员不得互兼，也不得兼任其他岗位。",
        "The system, security and audit officers may hold no other post.",
    ),
    "no_policy": ("还没有装入“{kind}”规则包。", "No policy pack of kind {kind} is loaded."),
    "bad_divisions": ("区划文件第 {line} 行有误。", "Line {line} of the divisions file cannot be a division."),
    "bad_pack": ("规则包读不出：{reason}", "The policy pack cannot be read: {reason}"),
    "pack_altered": (
        "同一版本的规则包内容不同，不能替换。",
        "A pack of this version is in force with other content; packs are never altered.",
    ),
    "pack_not_later": ("新规则包的起始日须晚于 {newest}。", "A new pack must begin after {newest}."),
    "pack_without_source": ("规则包须写明来源。", "A pack must name its source."),
    "region_exists": ("该区划代码已在使用。", "This division code is in use."),
    "other_level": ("新旧代码的级别不同。", "The old and the new code are of different levels."),
    "regions_left": ("下面还有未撤并的区划。", "There are divisions in force below it."),
    "bad_change": ("区划变更清单第 {line} 行有误：{reason}", "The list of changes is faulty in line {line}: {reason}"),
    "unit_name_taken": ("该区划内已有同名单位。", "A unit of this name exists in this division."),
    "main_center_exists": ("该区划已有综治中心。", "This division has its main center."),
    "plaque_exists": ("该牌子已挂。", "This plaque hangs already."),
    "already_resident": ("该单位已入驻。", "This unit is present in the center already."),
    "resident_in_itself": ("中心不能入驻自身。", "A center cannot move into itself."),
    "post_exists": ("该单位已有同名岗位。", "The unit has a post of this name."),
    "already_appointed": ("此人在这段时间已任此岗位。", "This person holds this post in that time."),
    "ends_before_start": ("结束时间须晚于开始时间。", "The end must be after the start."),
    "duty_listed": ("事项清单已有该条目。", "The duty list has this item."),
    "no_such_unit": ("没有这个单位，或已撤销。", "There is no such unit, or it has ended."),
    "bad_username": ("账号应为 2 到 40 位小写字母、数字、点或横线。", "A sign-in name has 2 to 40 letters, digits, dots or dashes."),
    "username_taken": ("该账号名已被使用。", "This sign-in name is taken."),
    "weak_password": ("密码太简单。", "The password is too weak."),
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
