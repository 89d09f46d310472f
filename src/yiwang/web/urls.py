"""The addresses of the pages; who may open each stands in `access_table`."""

from __future__ import annotations

from django.urls import path

from yiwang.web.views import (
    acts,
    bring,
    desk,
    files,
    follow,
    follow_act,
    hall,
    hall_public,
    live,
    looks,
    matter,
    messages,
    password,
    preferences,
    public,
    receipts,
    regions,
    sending,
    sign_in,
    window,
    window_live,
)

urlpatterns = [
    path("", public.home, name="home"),
    path("privacy/", public.privacy, name="privacy"),
    path("roots.txt", public.roots, name="roots"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", password.password, name="password"),
    path("posts/", sign_in.choose_post, name="choose_post"),
    # the resident
    path("bring/", bring.start, name="bring"),
    path("bring/done/", bring.done, name="bring_done"),
    path("bring/<slug:name>/", bring.step, name="bring_step"),
    path("follow/", follow.ask, name="follow"),
    path("follow/end/", follow.end, name="follow_end"),
    path("follow/<str:number>/", follow.matter, name="follow_matter"),
    path("follow/<str:number>/files/<uuid:file_id>/", files.public_file, name="follow_file"),
    path("follow/<str:number>/<slug:act>/", follow_act.wish, name="follow_act"),
    # files on their way
    path("sending/", sending.begin, name="sending"),
    path("sending/<uuid:file_id>/", sending.piece, name="sending_piece"),
    # the desk
    path("desk/", desk.desk, name="desk"),
    path("desk/find/", desk.find, name="find"),
    path("matters/<str:number>/", matter.matter, name="matter"),
    path("matters/<str:number>/why/", matter.why, name="matter_why"),
    path("matters/<str:number>/ledger/", matter.ledger, name="matter_ledger"),
    path("matters/<str:number>/receipt/", receipts.receipt, name="matter_receipt"),
    path("matters/<str:number>/files/<uuid:file_id>/", files.matter_file, name="matter_file"),
    path("matters/<str:number>/files/<uuid:file_id>/small/", files.small_picture, name="matter_file_small"),
    path("matters/<str:number>/pictures/", files.pictures, name="matter_pictures"),
    path("matters/<str:number>/acts/<slug:act>/", acts.act, name="matter_act"),
    path("matters/<str:number>/acts/<slug:act>/choices/", acts.choices, name="matter_act_choices"),
    # the live stream
    path("live/ticket/", live.ticket, name="live_ticket"),
    path("live/news/", live.poll, name="live_news"),
    # the window
    path("window/", window.window, name="window"),
    path("window/places/", window_live.places, name="window_places"),
    path("window/categories/", window_live.categories, name="window_categories"),
    path("window/live/", window_live.live, name="window_live"),
    path("window/drafts/<uuid:draft>/drop/", window.drop, name="window_drop"),
    path("window/<str:number>/receipt/", receipts.fresh, name="window_receipt"),
    # what one was told
    path("messages/", messages.messages, name="messages"),
    path("messages/bell/", messages.bell, name="bell"),
    path("messages/read/", messages.messages_read, name="messages_read"),
    path("messages/choices/", messages.message_choices, name="message_choices"),
    path("messages/<str:county>/<uuid:notice>/", messages.message_open, name="message_open"),
    # the hall
    path("hall/", hall.hall, name="hall"),
    path("hall/panel/", hall.panel, name="hall_panel"),
    path("hall/windows/", hall.windows, name="hall_windows"),
    path("hall/windows/<int:window>/", hall.window_deed, name="hall_window_deed"),
    path("hall/<slug:act>/", hall.deed, name="hall_deed"),
    path("screen/<str:key>/", hall_public.screen, name="hall_screen"),
    path("kiosk/<str:key>/", hall_public.kiosk, name="hall_kiosk"),
    path("kiosk/<str:key>/<uuid:ticket>/", hall_public.kiosk_ticket, name="hall_kiosk_ticket"),
    path("book/", hall_public.book_where, name="book"),
    path("book/done/", hall_public.book_done, name="book_done"),
    path("book/<int:center>/", hall_public.book, name="book_at"),
    path("book/<int:center>/cancel/", hall_public.book_cancel, name="book_cancel"),
    # the audit officer
    path("looks/", looks.looks, name="looks"),
    # the organisation
    path("regions/", regions.tree, name="regions"),
    path("regions/<str:code>/", regions.tree, name="region"),
    path("regions/<str:code>/centers/", regions.centers_of, name="centers"),
]
