"""The deeds of the system officer, as the administration log names them."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class Deed(Labelled):
    """What was changed."""

    FOUND_UNIT = "found_unit", "设立单位", "Unit founded"
    OPEN_CENTER = "open_center", "设立中心", "Centre opened"
    RENAME_UNIT = "rename_unit", "单位改名", "Unit renamed"
    MOVE_UNIT = "move_unit", "单位调整隶属", "Unit moved"
    CLOSE_UNIT = "close_unit", "撤销单位", "Unit closed"
    HANG_PLAQUE = "hang_plaque", "挂牌", "Plaque hung"
    TAKE_DOWN_PLAQUE = "take_down_plaque", "摘牌", "Plaque taken down"
    MOVE_IN = "move_in", "部门入驻", "Department moved in"
    MOVE_OUT = "move_out", "部门撤出", "Department moved out"
    CREATE_POST = "create_post", "设岗位", "Post created"
    CLOSE_POST = "close_post", "撤岗位", "Post closed"
    ENROL = "enrol", "开通账号", "Sign-in made"
    APPOINT = "appoint", "任职", "Appointed"
    END_APPOINTMENT = "end_appointment", "免职", "Appointment ended"
    LOCK = "lock", "停用账号", "Sign-in closed"
    UNLOCK = "unlock", "恢复账号", "Sign-in opened again"
    RESET_PASSWORD = "reset_password", "重置密码", "Password reset"
    SUBSTITUTE = "substitute", "安排代班", "Substitute named"
    END_SUBSTITUTE = "end_substitute", "结束代班", "Substitute ended"
    SET_DUTY = "set_duty", "写入事项清单", "Duty listed"
    STRIKE_DUTY = "strike_duty", "删去清单条目", "Duty struck"
    DRAFT_PACK = "draft_pack", "起草规则包", "Rules drafted"
    DROP_DRAFT = "drop_draft", "放弃规则草稿", "Draft dropped"
    PUT_IN_FORCE = "put_in_force", "规则包生效", "Rules put in force"
    WORD_MESSAGE = "word_message", "通知改措辞", "Message worded anew"
    SEND_AGAIN = "send_again", "通知重发", "Message sent again"
    OPEN_HALL = "open_hall", "开设大厅", "Hall opened"
    RENEW_HALL_KEYS = "renew_hall_keys", "更换大厅网址", "Hall addresses renewed"
    ADD_SERVICE = "add_service", "增设大厅业务", "Hall service added"
    CHANGE_SERVICE = "change_service", "更改大厅业务", "Hall service changed"
    RETIRE_SERVICE = "retire_service", "停办大厅业务", "Hall service ended"
    ADD_WINDOW = "add_window", "增设窗口", "Window added"
    CHANGE_WINDOW = "change_window", "更改窗口", "Window changed"
    RETIRE_WINDOW = "retire_window", "撤窗口", "Window taken away"
