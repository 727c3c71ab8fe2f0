"""The pages of led sessions, and the desk of trainers."""

from typing import Final

from stack.browser.page import Page, press

TRAINING_DESK_PAGES: Final = (
    Page(name="sessions", path="/learn/sessions", who="member", welsh_picture=True),
    Page(name="my-sessions", path="/learn/sessions/mine", who="member"),
    Page(name="training-reminders", path="/learn/reminders", who="member"),
    Page(name="training-reminders-stop", path="/learn/reminders/stop?token=abc"),
    Page(name="training-reminders-stopped", path="/learn/reminders/stop?token=abc", act=press("")),
    Page(name="desk-sessions", path="/desk/sessions", who="trainer"),
    Page(name="desk-session-new", path="/desk/sessions/new", who="trainer"),
    Page(
        name="desk-session-new-errors",
        path="/desk/sessions/new",
        who="trainer",
        act=press(""),
        welsh_picture=True,
    ),
)
