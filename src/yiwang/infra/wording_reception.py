"""Refusals of the hall in both languages, by stable code; part of `wording.REFUSALS`."""

from __future__ import annotations

RECEPTION: dict[str, tuple[str, str]] = {
    "no_such_hall": ("没有这个接待大厅。", "There is no such hall."),
    "no_hall_of_yours": ("您的岗位不在任何接待大厅。", "Your post is in no hall."),
    "no_such_service": ("没有这项业务。", "There is no such service."),
    "no_such_window": ("没有这个窗口。", "There is no such window."),
    "no_such_ticket": ("没有这个号，或不是今天的号。", "There is no such ticket today."),
    "no_such_booking": ("没有找到这个预约，请核对日期和预约码。", "No such booking was found; check the day and the code."),
    "no_such_slot": ("这个时间不能预约，请另选一个。", "This time cannot be booked; choose another."),
    "slot_full": ("这个时间已经约满，请另选一个。", "This time is fully booked; choose another."),
    "numbers_used_up": ("这项业务今天的号已经取完。", "No more numbers for this service today."),
    "no_seat": ("您还没有坐到窗口，请先选一个窗口。", "You sit at no window yet; take one first."),
    "window_taken": ("这个窗口有人。", "Somebody sits at this window."),
    "window_paused": ("窗口已暂停叫号，请先恢复。", "The window is paused; resume it first."),
    "window_empty": ("那个窗口没有人，或就是本窗口。", "Nobody sits at that window, or it is this one."),
    "ticket_at_window": ("窗口还有一位没有接待完。", "Somebody is still being attended to at the window."),
    "nobody_waits": ("现在没有人等候。", "Nobody is waiting now."),
    "ticket_moved": ("这个号现在是“{state}”，不能这样操作。", "This ticket is now: {state_en}; that is not possible."),
    "not_of_this_hall": ("此人不在本大厅任职。", "This person has no post in this hall."),
    "sits_elsewhere": ("此人正坐在另一个窗口。", "This person sits at another window."),
    "service_letter_taken": ("这个字母已经用于另一项业务。", "This letter is used by another service."),
    "window_number_taken": ("已有这个窗口号。", "There is a window of this number."),
    "service_waited_for": (
        "今天还有人取了这项业务的号在等，等接待完再停办。",
        "People wait for this service today; end it when they have been attended to.",
    ),
    "service_booked": (
        "还有人预约了这项业务，最晚在{day}。请先把时段改为 0（不再接受预约），到期后再停办。",
        "People have booked this service, the last for {day}. Set the slot to 0 (no more bookings) and end it after that day.",
    ),
    "window_takes_only_this": (
        "窗口 {window} 只受理这项业务，请先改它受理的业务，或撤掉它。",
        "Window {window} takes only this service; change what it takes, or take it away first.",
    ),
    "one_capital_letter": ("请填一个大写字母。", "Enter one capital letter."),
    "number_out_of_range_here": (
        "时段为 0 到 240 分钟，每个时段 1 到 50 个名额。",
        "A slot lasts 0 to 240 minutes and has 1 to 50 places.",
    ),
}
