"""Who may open which page: one readable table, closed by default. An address without a line here does not exist for anybody.

What a person may then see or do *on* a page is decided by `matters.access` and the workflow table; this is the outer gate.
"""

from __future__ import annotations

from enum import Enum

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.reception.access import SERVING, SUPERVISING


class Gate(Enum):
    """Who passes: anybody, anybody with a sign-in, or posts of certain roles."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    """A sign-in, with or without a post chosen yet."""
    POST = "any post"
    """Any post, the three officers included: what holds no content of a matter."""
    STAFF = "staff"
    """Any post that handles matters."""
    REGISTRARS = "registrars"
    """Posts that may register for a visitor."""
    HALL = "hall"
    """Posts that may sit at a window."""
    HALL_HEADS = "hall supervisors"
    """Posts that open, pause and assign the windows of their center."""
    AUDITORS = "audit officers"
    """The audit officer: who looked at what, and never at what stood there."""
    ADMINISTRATORS = "system officers"
    """The system officer: units, people, lists and rules of their subtree, and never a matter."""
    CHANGES = "system and audit officers"
    """Who changed the organisation or its rules: for who does it and for who watches it."""


_HANDLE = frozenset(
    {
        Role.CLERK,
        Role.COORDINATOR,
        Role.CENTER_HEAD,
        Role.HANDLER,
        Role.UNIT_HEAD,
        Role.MEDIATOR,
        Role.GRID_WORKER,
        Role.LEADER,
        Role.DISCIPLINE,
    }
)
_REGISTER = frozenset({Role.CLERK, Role.COORDINATOR, Role.CENTER_HEAD, Role.GRID_WORKER})

ROLES: dict[Gate, frozenset[Role]] = {
    Gate.POST: frozenset(Role) - {Role.PERSON, Role.SYSTEM},
    Gate.STAFF: _HANDLE,
    Gate.REGISTRARS: _REGISTER,
    Gate.HALL: SERVING,
    Gate.HALL_HEADS: SUPERVISING,
    Gate.AUDITORS: frozenset({Role.AUDITOR}),
    Gate.ADMINISTRATORS: frozenset({Role.SYSTEM_ADMIN}),
    Gate.CHANGES: frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
}

GATES: dict[str, Gate] = {
    # machines that watch over the installation
    "healthz": Gate.EVERYBODY,
    "readyz": Gate.EVERYBODY,
    # public
    "home": Gate.EVERYBODY,
    "preferences": Gate.EVERYBODY,
    "privacy": Gate.EVERYBODY,
    "roots": Gate.EVERYBODY,
    "sign_in": Gate.EVERYBODY,
    # signed in
    "sign_out": Gate.SIGNED_IN,
    "choose_post": Gate.SIGNED_IN,
    "password": Gate.SIGNED_IN,
    # the resident's way: a number and its query code are the key, checked by the view
    "bring": Gate.EVERYBODY,
    "bring_step": Gate.EVERYBODY,
    "bring_done": Gate.EVERYBODY,
    "follow": Gate.EVERYBODY,
    "follow_matter": Gate.EVERYBODY,
    "follow_act": Gate.EVERYBODY,
    "follow_file": Gate.EVERYBODY,
    "follow_end": Gate.EVERYBODY,
    # files on their way to a form: each known by its sender alone
    "sending": Gate.EVERYBODY,
    "sending_piece": Gate.EVERYBODY,
    # the hall: the addresses of screen and kiosk hold a key, a booking its code
    "hall_screen": Gate.EVERYBODY,
    "hall_kiosk": Gate.EVERYBODY,
    "hall_kiosk_ticket": Gate.EVERYBODY,
    "book": Gate.EVERYBODY,
    "book_at": Gate.EVERYBODY,
    "book_done": Gate.EVERYBODY,
    "book_cancel": Gate.EVERYBODY,
    "hall": Gate.HALL,
    "hall_panel": Gate.HALL,
    "hall_deed": Gate.HALL,
    "hall_windows": Gate.HALL_HEADS,
    "hall_window_deed": Gate.HALL_HEADS,
    # any post
    "live_ticket": Gate.POST,
    "live_news": Gate.POST,
    "regions": Gate.POST,
    "region": Gate.POST,
    "centers": Gate.POST,
    # what one was told: everybody their own
    "messages": Gate.POST,
    "bell": Gate.POST,
    "messages_read": Gate.POST,
    "message_choices": Gate.POST,
    "message_open": Gate.POST,
    # immediate reports: who may see the matter may see its report
    "reports": Gate.STAFF,
    "reports_waiting": Gate.STAFF,
    "report_new": Gate.STAFF,
    "report": Gate.STAFF,
    "report_live": Gate.STAFF,
    "report_sign": Gate.STAFF,
    "report_more": Gate.STAFF,
    "report_sheet": Gate.STAFF,
    # the audit officer
    "looks": Gate.AUDITORS,
    # absence: one's own posts, and those of the unit one heads
    "substitutes": Gate.POST,
    "substitute": Gate.POST,
    "substitute_end": Gate.POST,
    # answers: read by everybody when public, else within the units they are for (knowledge.access)
    "answers": Gate.EVERYBODY,
    "answer": Gate.EVERYBODY,
    "knowledge": Gate.STAFF,
    "knowledge_new": Gate.STAFF,
    "knowledge_article": Gate.STAFF,
    "knowledge_edit": Gate.STAFF,
    "knowledge_deed": Gate.STAFF,
    "find_categories": Gate.POST,
    "reply_templates": Gate.STAFF,
    "reply_template": Gate.STAFF,
    "reply_template_new": Gate.STAFF,
    "reply_template_retire": Gate.STAFF,
    # the system officer, within the subtree of their center
    "administration": Gate.ADMINISTRATORS,
    "administration_units": Gate.ADMINISTRATORS,
    "administration_unit_new": Gate.ADMINISTRATORS,
    "administration_center_new": Gate.ADMINISTRATORS,
    "administration_unit": Gate.ADMINISTRATORS,
    "administration_unit_deed": Gate.ADMINISTRATORS,
    "administration_hall": Gate.ADMINISTRATORS,
    "administration_hall_deed": Gate.ADMINISTRATORS,
    "administration_hall_item": Gate.ADMINISTRATORS,
    "administration_find": Gate.ADMINISTRATORS,
    "administration_item": Gate.ADMINISTRATORS,
    "administration_people": Gate.ADMINISTRATORS,
    "administration_enrol": Gate.ADMINISTRATORS,
    "administration_appoint": Gate.ADMINISTRATORS,
    "administration_find_person": Gate.ADMINISTRATORS,
    "administration_person": Gate.ADMINISTRATORS,
    "administration_person_deed": Gate.ADMINISTRATORS,
    "administration_duties": Gate.ADMINISTRATORS,
    "administration_duty_new": Gate.ADMINISTRATORS,
    "administration_rules": Gate.ADMINISTRATORS,
    "administration_rules_kind": Gate.ADMINISTRATORS,
    "administration_rules_compare": Gate.ADMINISTRATORS,
    "administration_rules_version": Gate.ADMINISTRATORS,
    "administration_rules_draft": Gate.ADMINISTRATORS,
    "administration_rules_piece": Gate.ADMINISTRATORS,
    "administration_rules_text": Gate.ADMINISTRATORS,
    "administration_rules_effect": Gate.ADMINISTRATORS,
    "administration_rules_drop": Gate.ADMINISTRATORS,
    "administration_messages": Gate.ADMINISTRATORS,
    "administration_message_templates": Gate.ADMINISTRATORS,
    "administration_message_template": Gate.ADMINISTRATORS,
    "administration_message_again": Gate.ADMINISTRATORS,
    "administration_state": Gate.ADMINISTRATORS,
    "administration_log": Gate.CHANGES,
    # posts that handle matters; which matter and which act is for matters.access and the workflow table
    "desk": Gate.STAFF,
    "find": Gate.STAFF,
    "desk_palette": Gate.STAFF,
    "desk_filter": Gate.STAFF,
    "desk_filter_choices": Gate.STAFF,
    "desk_save_view": Gate.STAFF,
    "desk_drop_view": Gate.STAFF,
    "desk_layout": Gate.STAFF,
    "desk_bulk": Gate.STAFF,
    "desk_run": Gate.STAFF,
    "desk_run_stop": Gate.STAFF,
    "desk_export_ask": Gate.STAFF,
    "desk_export": Gate.STAFF,
    "desk_export_stop": Gate.STAFF,
    "desk_export_file": Gate.STAFF,
    "matter_follow": Gate.STAFF,
    "search": Gate.STAFF,
    "search_palette": Gate.STAFF,
    "matter": Gate.STAFF,
    "matter_act": Gate.STAFF,
    "matter_act_choices": Gate.STAFF,
    "matter_why": Gate.STAFF,
    "matter_phrases": Gate.STAFF,
    "matter_ledger": Gate.STAFF,
    "matter_receipt": Gate.STAFF,
    "matter_papers": Gate.STAFF,
    "matter_paper": Gate.STAFF,
    "matter_file": Gate.STAFF,
    "matter_file_small": Gate.STAFF,
    "matter_pictures": Gate.STAFF,
    # conferences and meetings
    "meetings": Gate.STAFF,
    "meeting_new": Gate.STAFF,
    "meetings_find": Gate.STAFF,
    "decisions": Gate.STAFF,
    "meeting": Gate.STAFF,
    "meeting_papers": Gate.STAFF,
    "meeting_pdf": Gate.STAFF,
    "meeting_items": Gate.STAFF,
    "meeting_minutes": Gate.STAFF,
    "meeting_sign": Gate.STAFF,
    "meeting_decide": Gate.STAFF,
    "meeting_call_off": Gate.STAFF,
    "decision": Gate.STAFF,
    # supervision from above
    "supervision": Gate.STAFF,
    "matter_above": Gate.STAFF,
    "matter_card": Gate.STAFF,
    # the window
    "window": Gate.REGISTRARS,
    "window_places": Gate.REGISTRARS,
    "window_categories": Gate.REGISTRARS,
    "window_live": Gate.REGISTRARS,
    "window_drop": Gate.REGISTRARS,
    "window_earlier": Gate.REGISTRARS,
    "window_outlines": Gate.REGISTRARS,
    "window_point": Gate.REGISTRARS,
    "window_incomplete": Gate.REGISTRARS,
    "window_complete": Gate.REGISTRARS,
    "window_receipt": Gate.REGISTRARS,
    "search_contact": Gate.REGISTRARS,
}
"""URL name → gate. `tests/web/test_access_table.py` compares it with the addresses and tries each as a stranger."""


def passes(gate: Gate, actor: Actor | None, *, signed_in: bool) -> bool:
    """Say whether this visitor passes the gate."""
    if gate is Gate.EVERYBODY:
        return True
    if gate is Gate.SIGNED_IN:
        return signed_in
    return actor is not None and actor.role in ROLES[gate]


def first_page(actor: Actor | None) -> str:
    """Return the name of the page that somebody who signs in is led to: the first of these that opens for them."""
    return next((name for name in ("desk", "looks", "administration") if passes(GATES[name], actor, signed_in=True)), "regions")
